// SPDX-License-Identifier: EUPL-1.2
// What published packages fulfil, and what an administration lacks to join.
#include "app/evidence.hpp"
#include "conformity/report_formats.hpp"
#include "reuse/newest_versions.hpp"
#include "web/page.hpp"
#include "web/steering/conformity_view.hpp"
#include "web/steering/steering_pages.hpp"

namespace gordion::web {
namespace {

using conformity::ConformityReport;
using formats::Json;

// "katalog=barrierefreiheit"; the requirements of EfA without it.
Result<const conformity::Catalogue*> choose_catalogue(const Exchange& exchange) {
    const std::string_view asked = exchange.query("katalog");
    const conformity::Catalogue* chosen =
        conformity::find_catalogue(conformity::built_in_catalogues(), asked.empty() ? "efa" : asked,
                                   exchange.in.clock.today());
    if (chosen == nullptr) {
        return Error{ErrorKind::NotFound,
                     "conformity.catalogue_unknown",
                     "",
                     {{"catalogue", std::string(asked.substr(0, 40))}},
                     "no catalogue of this id holds today"};
    }
    return chosen;
}

// The newest version of each package that everybody may join.
Result<std::vector<reuse::Offer>> newest_offers(Exchange& exchange) {
    auto newest = reuse::newest_versions(
        TRY(exchange.in.reuse.list_offers(system_scope("conformity.check"))));
    std::erase_if(newest, [](const reuse::Offer& offer) { return offer.is_private; });
    return newest;
}

std::string report_url(const std::string& package, const std::string& ars,
                       const conformity::Catalogue& catalogue) {
    return "/konformitaet/" + url_part(package) + (ars.empty() ? "" : "/" + url_part(ars)) +
           "?katalog=" + url_part(catalogue.id);
}

Json catalogues_json(const conformity::Catalogue& chosen, const std::string& base) {
    Json list = Json::array();
    for (const conformity::Catalogue& one : conformity::built_in_catalogues()) {
        list.push(Json::object({{"title", one.title},
                                {"version", one.version},
                                {"url", base + "?katalog=" + url_part(one.id)},
                                {"is_chosen", &one == &chosen}}));
    }
    return list;
}

Result<http::Response> show_list(Exchange& exchange) {
    const conformity::Catalogue& catalogue = *TRY(choose_catalogue(exchange));
    const auto book = TRY(app::EvidenceBook::open(exchange.in));
    Json packages = Json::array();
    for (const reuse::Offer& offer : TRY(newest_offers(exchange))) {
        const ConformityReport report = TRY(app::check_published(
            *book, catalogue, offer.package_id, offer.version, exchange.in.clock.now()));
        packages.push(Json::object({{"title", offer.title},
                                    {"version", offer.version},
                                    {"provider", offer.provider_name},
                                    {"is_conformant", report.is_conformant()},
                                    {"not_met", report.must.not_met},
                                    {"not_provable", report.must.not_provable},
                                    {"met", report.must.met},
                                    {"url", report_url(offer.package_id, "", catalogue)}}));
    }
    Page page;
    page.title = exchange.text("steering_conformity.title");
    page.body = exchange.site.render(
        "steering/conformity_list",
        Json::object({{"packages", std::move(packages)},
                      {"catalogues", catalogues_json(catalogue, "/konformitaet")}}),
        exchange.language);
    return show_page(exchange, page);
}

http::Response file_response(std::string type, const std::string& name, std::string body) {
    http::Response response;
    response.set_header("Content-Type", std::move(type));
    response.set_download(name);
    response.body = std::move(body);
    return response;
}

// "format=json" and the like; nothing for the page.
std::optional<http::Response> as_file(const Exchange& exchange, const ConformityReport& report,
                                      const std::string& name) {
    const auto format = conformity::find_report_format(exchange.query("format"));
    if (!format) {
        return std::nullopt;
    }
    switch (*format) {
        case conformity::ReportFormat::Json:
            return file_response("application/json; charset=utf-8", name + ".json",
                                 formats::write_json_pretty(conformity::write_json_report(report)));
        case conformity::ReportFormat::JUnit:
            return file_response("application/xml; charset=utf-8", name + ".junit.xml",
                                 conformity::write_junit(report));
        case conformity::ReportFormat::Sarif:
            return file_response(
                "application/json; charset=utf-8", name + ".sarif.json",
                formats::write_json_pretty(conformity::write_sarif(report, "service.toml")));
        case conformity::ReportFormat::Html:
            return file_response("text/html; charset=utf-8", name + ".html",
                                 conformity_document(exchange.site, {report}));
        case conformity::ReportFormat::Text:
            return file_response("text/plain; charset=utf-8", name + ".txt",
                                 conformity::write_text(report));
    }
    return std::nullopt;
}

http::Response show_report(Exchange& exchange, const conformity::Catalogue& catalogue,
                           const ConformityReport& report, const std::string& base) {
    Json downloads = Json::array();
    for (const char* format : {"html", "json", "junit", "sarif", "text"}) {
        downloads.push(Json::object(
            {{"format", format},
             {"url", base + "?katalog=" + url_part(catalogue.id) + "&format=" + format}}));
    }
    Page page;
    page.title = exchange.text("steering_conformity.title") + ": " + report.subject;
    page.back_url = "/konformitaet?katalog=" + url_part(catalogue.id);
    page.body = exchange.site.render(
        "steering/conformity_page",
        Json::object({{"report", render_conformity(exchange.site, report).markup()},
                      {"catalogues", catalogues_json(catalogue, base)},
                      {"base", base},
                      {"catalogue", catalogue.id},
                      {"downloads", std::move(downloads)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_published(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    if (const std::string_view typed = exchange.query("verwaltung"); !typed.empty()) {
        const auto reference = TRY(exchange.in.reference());
        const planning::Body body = TRY(find_named_body(*reference, typed));
        return http::Response::redirect("/konformitaet/" + url_part(package) + "/" +
                                        url_part(body.tenant.value));
    }
    const conformity::Catalogue& catalogue = *TRY(choose_catalogue(exchange));
    const auto book = TRY(app::EvidenceBook::open(exchange.in));
    const ConformityReport report =
        TRY(app::check_published(*book, catalogue, package, std::string(exchange.query("version")),
                                 exchange.in.clock.now()));
    if (auto file = as_file(exchange, report, package)) {
        return std::move(*file);
    }
    return show_report(exchange, catalogue, report, "/konformitaet/" + url_part(package));
}

Result<http::Response> show_joining(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    const auto reference = TRY(exchange.in.reference());
    const planning::Body body = TRY(find_named_body(*reference, exchange.path("ars")));
    const conformity::Catalogue& catalogue = *TRY(choose_catalogue(exchange));
    const auto book = TRY(app::EvidenceBook::open(exchange.in));
    const ConformityReport report = TRY(
        app::check_administration(*book, catalogue, body.tenant, package, exchange.in.clock.now()));
    if (auto file = as_file(exchange, report, package + "-" + body.tenant.value)) {
        return std::move(*file);
    }
    return show_report(exchange, catalogue, report,
                       "/konformitaet/" + url_part(package) + "/" + url_part(body.tenant.value));
}

}  // namespace

std::vector<Endpoint> conformity_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/konformitaet", Access::Public, std::nullopt, show_list},
        {Method::Get, "/konformitaet/{package}", Access::Public, std::nullopt, show_published},
        {Method::Get, "/konformitaet/{package}/{ars}", Access::Public, std::nullopt, show_joining},
    };
}

}  // namespace gordion::web
