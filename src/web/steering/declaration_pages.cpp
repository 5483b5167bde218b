// SPDX-License-Identifier: EUPL-1.2
// What a provider declares about its packages, and an administration about itself.
#include <map>
#include <set>

#include "conformity/catalogue.hpp"
#include "reuse/newest_versions.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/steering/steering_pages.hpp"

namespace gordion::web {
namespace {

using conformity::Declaration;
using formats::Json;

constexpr std::string_view declared_prefix = "declared.";
constexpr std::string_view page_url = "/backoffice/erklaerungen";

// Which paths the catalogues ask for, and the requirements that do.
std::map<std::string, std::set<std::string>> asked_paths(conformity::Addressee addressee) {
    std::map<std::string, std::set<std::string>> asked;
    for (const conformity::Catalogue& catalogue : conformity::built_in_catalogues()) {
        for (const conformity::Requirement& requirement : catalogue.requirements) {
            for (const auto* expression : {&requirement.applies, &requirement.met}) {
                if (requirement.addressee != addressee || !expression->has_value()) {
                    continue;
                }
                for (const std::string& path : (*expression)->paths()) {
                    if (path.starts_with(declared_prefix)) {
                        asked[path.substr(declared_prefix.size())].insert(requirement.id + " " +
                                                                          requirement.title);
                    }
                }
            }
        }
    }
    return asked;
}

std::string typed_form(const Json& value) {
    if (value.is_bool()) {
        return value.as_bool() ? "ja" : "nein";
    }
    return value.is_string() ? value.as_string() : formats::write_json(value);
}

// A package of the signed-in provider, or "" for the body itself. Others are not there.
Result<std::string> chosen_subject(Exchange& exchange, std::string_view asked) {
    if (asked.empty()) {
        return std::string();
    }
    const Scope scope = identity::scope_of(*exchange.staff, "conformity.declare");
    for (const reuse::Offer& offer : TRY(exchange.in.reuse.list_offers(scope))) {
        if (offer.package_id == asked && offer.provider == scope.tenant) {
            return offer.package_id;
        }
    }
    return Error{ErrorKind::NotFound,
                 "reuse.offer_missing",
                 "",
                 {{"package", std::string(asked.substr(0, 60))}},
                 "no package of this provider has this id"};
}

Result<Json> subjects_json(Exchange& exchange, const std::string& chosen) {
    const Scope scope = identity::scope_of(*exchange.staff, "conformity.declare");
    Json list = Json::array();
    list.push(Json::object({{"title", exchange.text("steering_conformity.declare_body")},
                            {"url", page_url},
                            {"is_chosen", chosen.empty()}}));
    for (const reuse::Offer& offer :
         reuse::newest_versions(TRY(exchange.in.reuse.list_offers(scope)))) {
        if (offer.provider == scope.tenant) {
            list.push(Json::object(
                {{"title", offer.title},
                 {"url", std::string(page_url) + "?paket=" + url_part(offer.package_id)},
                 {"is_chosen", offer.package_id == chosen}}));
        }
    }
    return list;
}

Result<std::map<std::string, Declaration>> current_declarations(Exchange& exchange,
                                                                const std::string& subject) {
    const Scope scope = identity::scope_of(*exchange.staff, "conformity.declare");
    std::map<std::string, Declaration> current;
    for (Declaration& one :
         TRY(exchange.in.declarations.list_declarations(scope, scope.tenant, subject))) {
        current.emplace(one.path, std::move(one));
    }
    return current;
}

conformity::Addressee addressee_of(const std::string& subject) {
    return subject.empty() ? conformity::Addressee::Administration
                           : conformity::Addressee::Provider;
}

Result<http::Response> show_form(Exchange& exchange, const std::string& subject,
                                 const std::string& wrong) {
    const auto current = TRY(current_declarations(exchange, subject));
    Json rows = Json::array();
    for (const auto& [path, requirements] : asked_paths(addressee_of(subject))) {
        const auto found = current.find(path);
        Json asked = Json::array();
        for (const std::string& requirement : requirements) {
            asked.push(requirement);
        }
        const std::string field = "wert." + path;
        const std::string_view posted = exchange.posted(field);
        const std::string stated =
            found == current.end() ? std::string() : typed_form(found->second.value);
        rows.push(Json::object(
            {{"path", path},
             {"field", field},
             {"id", element_id(field)},
             {"asked", std::move(asked)},
             {"label", exchange.text("steering_conformity.declare_new", {{"path", path}})},
             {"value", wrong.empty() ? stated : std::string(posted)},
             {"is_wrong", path == wrong},
             {"by", found == current.end()
                        ? std::string()
                        : exchange.text(
                              "steering_conformity.declare_by",
                              {{"by", found->second.by}, {"at", found->second.at.to_german()}})}}));
    }
    std::vector<FieldError> errors;
    if (!wrong.empty()) {
        errors.push_back({"wert." + wrong, exchange.text("conformity.declaration_value")});
    }
    Json subjects = TRY(subjects_json(exchange, subject));
    Page page;
    page.title = exchange.text("steering_conformity.declare_title");
    page.frame = Frame::Staff;
    page.has_errors = !wrong.empty();
    page.status = wrong.empty() ? 200 : 422;
    page.body =
        exchange.site.render("steering/declarations",
                             Json::object({{"rows", std::move(rows)},
                                           {"subjects", std::move(subjects)},
                                           {"subject", subject},
                                           {"errors", error_summary(exchange, errors).markup()},
                                           {"csrf", exchange.csrf()}}),
                             exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_declarations(Exchange& exchange) {
    const std::string subject = TRY(chosen_subject(exchange, exchange.query("paket")));
    return show_form(exchange, subject, "");
}

Result<http::Response> save_declarations(Exchange& exchange) {
    const std::string subject = TRY(chosen_subject(exchange, exchange.posted("paket")));
    const Scope scope = identity::scope_of(*exchange.staff, "conformity.declare");
    const auto current = TRY(current_declarations(exchange, subject));
    std::vector<Declaration> changed;
    for (const auto& [path, requirements] : asked_paths(addressee_of(subject))) {
        const std::string_view typed = exchange.posted("wert." + path);
        const auto found = current.find(path);
        const std::string stated =
            found == current.end() ? std::string() : typed_form(found->second.value);
        if (typed == stated) {
            continue;
        }
        Json value;
        if (!typed.empty()) {
            auto parsed = conformity::parse_declared(typed);
            if (!parsed) {
                return show_form(exchange, subject, path);
            }
            value = std::move(parsed).value();
        }
        changed.push_back(
            {path, std::move(value), exchange.staff->account.display_name, Instant()});
    }
    for (const Declaration& one : changed) {
        TRY(exchange.in.declarations.declare(scope, subject, one));
    }
    return http::Response::redirect(std::string(page_url) +
                                    (subject.empty() ? "" : "?paket=" + url_part(subject)));
}

}  // namespace

std::vector<Endpoint> declaration_endpoints() {
    using http::Method;
    return {
        {Method::Get, page_url, Access::Staff, std::nullopt, show_declarations},
        {Method::Post, page_url, Access::Staff, std::nullopt, save_declarations},
    };
}

}  // namespace gordion::web
