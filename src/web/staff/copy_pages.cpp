// SPDX-License-Identifier: EUPL-1.2
// A package as an administration's own copy: taking it, and what it has missed since.
#include <map>

#include "formats/tar.hpp"
#include "reuse/newest_versions.hpp"
#include "reuse/succession.hpp"
#include "web/page.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string offer_url(std::string_view package) {
    return "/backoffice/angebote/" + url_part(package);
}

// The administration's own copies of this package.
Result<Json> copies_json(Exchange& exchange, const std::string& package) {
    const Scope scope = identity::scope_of(*exchange.staff, "offer.read");
    Json list = Json::array();
    for (const reuse::Offer& offer :
         reuse::newest_versions(TRY(exchange.in.reuse.list_offers(scope)))) {
        if (!offer.is_private) {
            continue;
        }
        const auto copy = TRY(exchange.in.reuse.load_package(offer.package_id, offer.version));
        const auto& origin = copy->service().origin;
        if (origin && origin->package == package) {
            list.push(Json::object({{"id", offer.package_id},
                                    {"version", offer.version},
                                    {"origin", origin->version},
                                    {"url", offer_url(offer.package_id) + "/kopie"}}));
        }
    }
    return list;
}

Json missed_json(const Exchange& exchange, const reuse::MissedChange& missed) {
    // The table of changes words them; here the state and the copy's own words come on top.
    const Json areas = diff_areas(exchange, {missed.change});
    Json row = areas.as_array().front().find("changes")->as_array().front();
    row.set("area", areas.as_array().front().text_at("name"));
    row.set("state", exchange.text("copy.state_" + std::string(reuse::to_string(missed.state))));
    row.set("is_conflict", missed.state == reuse::MissedState::Conflict);
    row.set("ours", missed.ours);
    return row;
}

Result<http::Response> show_missed(Exchange& exchange, const reuse::LoadedPackage& copy) {
    const reuse::Missed missed = TRY(reuse::Succession(exchange.in.reuse).list_missed(copy));
    Json changes = Json::array();
    for (const reuse::MissedChange& one : missed.changes) {
        changes.push(missed_json(exchange, one));
    }
    Page page;
    page.title = exchange.text("copy.missed_title", {{"id", copy.service().id}});
    page.frame = Frame::Staff;
    page.back_url = offer_url(copy.service().id);
    page.body = exchange.site.render(
        "staff/missed",
        Json::object({{"title", page.title},
                      {"from", exchange.text("copy.from", {{"package", missed.origin.package},
                                                           {"version", missed.origin.version},
                                                           {"newest", missed.newest}})},
                      {"changes", std::move(changes)},
                      {"newest", missed.newest},
                      {"back_url", offer_url(missed.origin.package)},
                      {"tar_url", offer_url(copy.service().id) + "/kopie.tar"}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_copy(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    const auto loaded = TRY(load_offered(exchange, package));
    if (loaded->service().origin) {
        return show_missed(exchange, *loaded);
    }
    Json copies = TRY(copies_json(exchange, package));
    const bool has_copies = copies.size() > 0;
    Page page;
    page.title = exchange.text(
        "copy.title", {{"title", std::string(reuse::in_language(loaded->service().title, "de"))}});
    page.frame = Frame::Staff;
    page.back_url = offer_url(package);
    page.body = exchange.site.render(
        "staff/copy",
        Json::object({{"title", page.title},
                      {"version", loaded->service().version},
                      {"id", reuse::fork_id(package, exchange.staff->account.tenant)},
                      {"tenant", exchange.staff->account.tenant.value},
                      {"copies", std::move(copies)},
                      {"has_copies", has_copies},
                      {"tar_url", offer_url(package) + "/kopie.tar"}}),
        exchange.language);
    return show_page(exchange, page);
}

// A fresh copy of a package, or the files of a copy as they were published last.
Result<http::Response> download(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    const auto loaded = TRY(load_offered(exchange, package));
    const auto reference = TRY(exchange.in.reference());
    const TenantId& tenant = exchange.staff->account.tenant;
    reuse::PackageFiles files = TRY(exchange.in.reuse.load_files(package, ""));
    std::string folder = package;
    if (!loaded->service().origin) {
        files =
            TRY(reuse::fork_files(files, {"", tenant, tenant_name(*reference->directory, tenant)}));
        folder = reuse::fork_id(package, tenant);
    }
    std::map<std::string, std::string> entries;
    for (auto& [name, bytes] : files) {
        entries.emplace(folder + "/" + name, std::move(bytes));
    }
    http::Response response =
        http::Response::bytes(formats::write_tar(entries), "application/x-tar");
    response.set_download(folder + ".tar");
    return response;
}

}  // namespace

Result<std::shared_ptr<const reuse::LoadedPackage>> load_offered(Exchange& exchange,
                                                                 const std::string& package) {
    const Scope scope = identity::scope_of(*exchange.staff, "offer.read");
    for (const reuse::Offer& offer : TRY(exchange.in.reuse.list_offers(scope))) {
        if (offer.package_id == package) {
            return exchange.in.reuse.load_package(package, offer.version);
        }
    }
    return Error{ErrorKind::NotFound,
                 "reuse.offer_missing",
                 package,
                 {{"package", package}},
                 "No such package is offered to this administration."};
}

Result<std::string> behind_text(Exchange& exchange, const reuse::LoadedPackage& copy) {
    if (!copy.service().origin) {
        return std::string();
    }
    const reuse::Missed missed = TRY(reuse::Succession(exchange.in.reuse).list_missed(copy));
    std::map<reuse::MissedState, std::size_t> counts;
    for (const reuse::MissedChange& one : missed.changes) {
        ++counts[one.state];
    }
    const std::size_t open = counts[reuse::MissedState::Open];
    const std::size_t conflicts = counts[reuse::MissedState::Conflict];
    if (open + conflicts == 0) {
        return std::string();
    }
    return exchange.text("copy.behind", {{"newest", missed.newest},
                                         {"open", std::to_string(open)},
                                         {"conflicts", std::to_string(conflicts)}});
}

std::vector<Endpoint> copy_endpoints() {
    using http::Method;
    constexpr auto administrator = identity::Role::Administrator;
    return {
        {Method::Get, "/backoffice/angebote/{package}/kopie", Access::Staff, administrator,
         show_copy},
        {Method::Get, "/backoffice/angebote/{package}/kopie.tar", Access::Staff, administrator,
         download},
    };
}

}  // namespace gordion::web
