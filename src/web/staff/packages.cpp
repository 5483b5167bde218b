// SPDX-License-Identifier: EUPL-1.2
// A provider's own packages: versions, who uses which, what a new one means, and rollouts.
#include <map>

#include "formats/csv.hpp"
#include "reuse/newest_versions.hpp"
#include "reuse/succession.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/package_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

// How many that cannot come along as they are one page lists; the file has all of them.
constexpr std::size_t listed = 100;
constexpr std::size_t bar_colors = 6;

std::map<std::string, std::size_t> count_versions(const std::vector<reuse::Adoption>& adopters) {
    std::map<std::string, std::size_t> counts;
    for (const reuse::Adoption& adoption : adopters) {
        ++counts[adoption.version];
    }
    return counts;
}

// Newest first, as the offers are.
Json users_bar(const std::vector<reuse::Offer>& versions,
               const std::map<std::string, std::size_t>& counts) {
    std::vector<BarPart> parts;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto count = counts.find(versions[i].version);
        parts.push_back({"v" + std::to_string(std::min(i, bar_colors - 1)), versions[i].version,
                         count == counts.end() ? 0 : count->second});
    }
    return bar_json(parts);
}

Html render_bar(const Exchange& exchange, Json bar, const std::string& caption) {
    bar.set("caption", caption);
    return exchange.site.render("staff/bar", bar, exchange.language);
}

Result<Json> versions_json(Exchange& exchange, const std::vector<reuse::Offer>& versions,
                           const std::map<std::string, std::size_t>& counts) {
    reuse::Succession succession(exchange.in.reuse);
    Json list = Json::array();
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const reuse::Offer& offer = versions[i];
        std::string effect;
        std::string url;
        if (i + 1 < versions.size()) {
            const std::string& before = versions[i + 1].version;
            effect = effect_text(exchange, reuse::effect_of(TRY(succession.diff_versions(
                                               offer.package_id, before, offer.version))));
            url = package_url(offer.package_id) + "/aenderungen?von=" + url_part(before) +
                  "&bis=" + url_part(offer.version);
        }
        const auto count = counts.find(offer.version);
        list.push(
            Json::object({{"version", offer.version},
                          {"published", offer.published_at.to_german()},
                          {"by", actor_text(exchange, offer.provider, offer.published_by)},
                          {"effect", effect},
                          {"url", url},
                          {"users", count == counts.end() ? std::size_t{0} : count->second}}));
    }
    return list;
}

Result<http::Response> show_packages(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "package.read");
    Json packages = Json::array();
    for (const reuse::Offer& offer :
         reuse::newest_versions(TRY(exchange.in.reuse.list_offers(scope)))) {
        if (offer.provider != scope.tenant) {
            continue;
        }
        const auto adopters =
            TRY(exchange.in.reuse.list_adopters(offer.package_id, exchange.in.clock.today()));
        packages.push(
            Json::object({{"title", offer.title},
                          {"package", offer.package_id},
                          {"version", offer.version},
                          {"published", offer.published_at.to_german()},
                          {"users", exchange.text("packages.users",
                                                  {{"count", std::to_string(adopters.size())}})},
                          {"url", package_url(offer.package_id)}}));
    }
    Page page;
    page.title = exchange.text("packages.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render(
        "staff/packages", Json::object({{"packages", std::move(packages)}}), exchange.language);
    return show_page(exchange, page);
}

Json affected_json(const Exchange& exchange, const std::vector<reuse::AffectedAdoption>& all) {
    Json list = Json::array();
    for (const reuse::AffectedAdoption& one : all) {
        if (one.effect != reuse::ChangeEffect::Compatible && list.size() < listed) {
            list.push(Json::object(
                {{"name", one.contact.name},
                 {"tenant", one.adoption.tenant.value},
                 {"version", one.adoption.version},
                 {"effect", effect_text(exchange, one.effect)},
                 {"reasons", reasons_json(exchange, one.reasons)},
                 {"email", one.contact.email},
                 {"phone", one.contact.phone},
                 {"last", last_set_text(exchange, one.adoption.tenant, one.contact)}}));
        }
    }
    return list;
}

std::string affected_text(const Exchange& exchange,
                          const std::vector<reuse::AffectedAdoption>& all) {
    std::map<reuse::ChangeEffect, std::size_t> counts;
    for (const reuse::AffectedAdoption& one : all) {
        ++counts[one.effect];
    }
    return exchange.text("packages.affected",
                         {{"all", std::to_string(all.size())},
                          {"compatible", std::to_string(counts[reuse::ChangeEffect::Compatible])},
                          {"needs", std::to_string(counts[reuse::ChangeEffect::NeedsParameters])},
                          {"breaking", std::to_string(counts[reuse::ChangeEffect::Breaking])}});
}

Result<http::Response> show_package(Exchange& exchange) {
    return show_package_page(exchange, {});
}

Result<http::Response> show_changes(Exchange& exchange) {
    const auto versions = TRY(own_versions(exchange));
    const std::string& id = versions.front().package_id;
    std::string from(exchange.query("von"));
    std::string to(exchange.query("bis"));
    if (to.empty()) {
        to = versions.front().version;
    }
    if (from.empty()) {
        const std::string before = TRY(reuse::Succession(exchange.in.reuse).find_previous(id, to));
        from = before.empty() ? to : before;
    }
    const auto changes = TRY(reuse::Succession(exchange.in.reuse).diff_versions(id, from, to));
    Page page;
    page.title = exchange.text("diff.title", {{"title", versions.front().title}});
    page.frame = Frame::Staff;
    page.back_url = package_url(id);
    page.body = show_changes_body(exchange, page.title, {from, to}, changes);
    return show_page(exchange, page);
}

std::string keys_of(const Findings& reasons) {
    std::string keys;
    for (const Finding& reason : reasons) {
        keys += (keys.empty() ? "" : " ") +
                (reason.values.empty() ? reason.code : reason.values.front().second);
    }
    return keys;
}

Result<http::Response> export_affected(Exchange& exchange) {
    const auto versions = TRY(own_versions(exchange));
    const std::string& id = versions.front().package_id;
    const auto now =
        TRY(exchange.in.reuse.load_package(id, std::string(exchange.query("version"))));
    std::string body = formats::write_csv_row(
        {"administration", "version", "effect", "keys", "name", "email", "phone"});
    for (const reuse::AffectedAdoption& one :
         TRY(reuse::Succession(exchange.in.reuse).list_affected(*now, exchange.in.clock.today()))) {
        body += formats::write_csv_row({one.adoption.tenant.value, one.adoption.version,
                                        std::string(reuse::to_string(one.effect)),
                                        keys_of(one.reasons), one.contact.name, one.contact.email,
                                        cell_text(one.contact.phone)});
    }
    return csv_file("betroffen.csv", std::move(body));
}

Result<http::Response> export_completeness(Exchange& exchange) {
    const auto versions = TRY(own_versions(exchange));
    std::string body = formats::write_csv_row(
        {"administration", "name", "version", "required", "filled", "missing"});
    for (const reuse::Completeness& one :
         TRY(reuse::Overview(exchange.in.reuse)
                 .list_completeness(versions.front().package_id, exchange.in.clock.today()))) {
        body += formats::write_csv_row({one.tenant.value, one.name, one.version,
                                        std::to_string(one.required), std::to_string(one.filled),
                                        keys_of(one.missing)});
    }
    return csv_file("vollstaendigkeit.csv", std::move(body));
}

}  // namespace

http::Response csv_file(const std::string& name, std::string body) {
    http::Response response = http::Response::bytes(std::move(body), "text/csv; charset=utf-8");
    response.set_download(name);
    return response;
}

std::string cell_text(std::string text) {
    const bool is_computed = text.starts_with('=') || text.starts_with('@');
    // "+49 …" is a telephone number, "+A1" is none.
    const bool is_signed =
        text.size() > 1 && (text[0] == '+' || text[0] == '-') && (text[1] < '0' || text[1] > '9');
    return is_computed || is_signed ? "'" + text : text;
}

std::string package_url(std::string_view package) {
    return "/backoffice/pakete/" + url_part(package);
}

std::string last_set_text(const Exchange& exchange, const TenantId& tenant,
                          const reuse::AdoptionContact& contact) {
    return contact.last_set_by.empty()
               ? ""
               : exchange.text("packages.last_set",
                               {{"by", actor_text(exchange, tenant, contact.last_set_by)},
                                {"at", contact.last_set_at.to_german()}});
}

Result<std::vector<reuse::Offer>> own_versions(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "package.read");
    std::vector<reuse::Offer> versions;
    for (reuse::Offer& offer : TRY(exchange.in.reuse.list_offers(scope))) {
        if (offer.package_id == exchange.path("package") && offer.provider == scope.tenant) {
            versions.push_back(std::move(offer));
        }
    }
    if (versions.empty()) {
        return Error{ErrorKind::NotFound,
                     "reuse.offer_missing",
                     exchange.path("package"),
                     {{"package", exchange.path("package")}},
                     "This provider has no such package."};
    }
    return versions;
}

Result<http::Response> show_package_page(Exchange& exchange,
                                         const std::vector<FieldError>& errors) {
    const auto versions = TRY(own_versions(exchange));
    const reuse::Offer& newest = versions.front();
    const Date today = exchange.in.clock.today();
    const auto counts =
        count_versions(TRY(exchange.in.reuse.list_adopters(newest.package_id, today)));
    const auto package = TRY(exchange.in.reuse.load_package(newest.package_id, newest.version));
    const auto affected = TRY(reuse::Succession(exchange.in.reuse).list_affected(*package, today));
    const std::string share(exchange.posted("share"));
    const std::string from(exchange.posted("from"));
    Json version_rows = TRY(versions_json(exchange, versions, counts));
    Json rollouts = TRY(rollouts_json(exchange, newest.package_id));
    Page page;
    page.title = newest.title;
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/pakete";
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body =
        exchange.site.render("staff/package",
                             Json::object({{"errors", error_summary(exchange, errors).markup()},
                                           {"title", page.title},
                                           {"package", newest.package_id},
                                           {"newest", newest.version},
                                           {"versions", std::move(version_rows)},
                                           {"bar", render_bar(exchange, users_bar(versions, counts),
                                                              exchange.text("packages.by_version"))
                                                       .markup()},
                                           {"affected_text", affected_text(exchange, affected)},
                                           {"affected", affected_json(exchange, affected)},
                                           {"rollouts", std::move(rollouts)},
                                           {"share", share.empty() ? "100" : share},
                                           {"targets", exchange.posted("targets")},
                                           {"from", from.empty() ? today.to_german() : from},
                                           {"url", package_url(newest.package_id)},
                                           {"csrf", exchange.csrf()}}),
                             exchange.language);
    return show_page(exchange, page);
}

std::vector<Endpoint> package_endpoints() {
    using http::Method;
    constexpr auto provider = identity::Role::Provider;
    return {
        {Method::Get, "/backoffice/pakete", Access::Staff, provider, show_packages},
        {Method::Get, "/backoffice/pakete/{package}", Access::Staff, provider, show_package},
        {Method::Get, "/backoffice/pakete/{package}/aenderungen", Access::Staff, provider,
         show_changes},
        {Method::Get, "/backoffice/pakete/{package}/betroffen.csv", Access::Staff, provider,
         export_affected},
        {Method::Get, "/backoffice/pakete/{package}/vollstaendigkeit.csv", Access::Staff, provider,
         export_completeness},
    };
}

}  // namespace gordion::web
