// SPDX-License-Identifier: EUPL-1.2
// What a body must offer, how it does, and what its staff say about it.
#include <algorithm>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/life_view.hpp"
#include "web/steering/municipality_view.hpp"
#include "web/steering/steering_pages.hpp"

namespace gordion::web {
namespace {

using app::OfferedHow;
using app::OwnService;
using app::OwnServices;
using formats::Json;

constexpr std::size_t page_size = 50;
constexpr std::size_t most_hits = 12;
constexpr std::array duties{planning::Duty::Applies, planning::Duty::Unclear,
                            planning::Duty::Elsewhere};
constexpr std::array ways{OfferedHow::Gordion, OfferedHow::External, OfferedHow::FormOnly,
                          OfferedHow::Nothing, OfferedHow::Unknown};
constexpr std::string_view staff_base = "/backoffice/leistungen";

std::string word(const Exchange& exchange, const std::string& name) {
    return exchange.text("steering_municipality." + name);
}

// What of the list is looked at, as the address says.
struct Filter {
    std::optional<planning::Duty> duty;
    std::optional<OfferedHow> how;
    std::string text;
    bool is_takable = false;

    [[nodiscard]] bool shows(const OwnService& service) const {
        const services::PublicService& about = *service.obligation.service;
        return (!duty || service.obligation.duty == *duty) && (!how || service.how == *how) &&
               (!is_takable || !service.offers.empty()) &&
               (text.empty() ||
                fold_german(about.name).find(fold_german(text)) != std::string::npos ||
                about.key.digits.find(text) != std::string::npos);
    }

    [[nodiscard]] std::string to_query() const {
        return "pflicht=" + std::string(duty ? planning::to_string(*duty) : "alle") +
               "&wie=" + std::string(how ? app::to_string(*how) : "alle") + "&q=" + url_part(text) +
               (is_takable ? "&uebernehmbar=ja" : "");
    }
};

Filter read_filter(const Exchange& exchange) {
    Filter filter;
    const std::string_view asked = exchange.query("pflicht");
    filter.duty =
        asked.empty() ? std::optional(planning::Duty::Applies) : planning::find_duty(asked);
    filter.how = app::find_offered_how(exchange.query("wie"));
    filter.text = std::string(first_characters(exchange.query("q"), 100));
    filter.is_takable = exchange.query("uebernehmbar") == "ja";
    return filter;
}

std::vector<const OwnService*> select(const OwnServices& own, const Filter& filter) {
    std::vector<const OwnService*> chosen;
    for (const OwnService& service : own.services) {
        if (filter.shows(service)) {
            chosen.push_back(&service);
        }
    }
    return chosen;
}

Json options_json(const Exchange& exchange, const Filter& filter) {
    Json duty_options = Json::array();
    for (const planning::Duty duty : duties) {
        const std::string name(planning::to_string(duty));
        duty_options.push(Json::object({{"value", name},
                                        {"label", word(exchange, "duty_" + name)},
                                        {"is_chosen", filter.duty == duty}}));
    }
    Json how_options = Json::array();
    for (const OfferedHow how : ways) {
        const std::string name(app::to_string(how));
        how_options.push(Json::object({{"value", name},
                                       {"label", word(exchange, "how_" + name)},
                                       {"is_chosen", filter.how == how}}));
    }
    return Json::object({{"duties", std::move(duty_options)},
                         {"ways", std::move(how_options)},
                         {"text", filter.text},
                         {"is_takable", filter.is_takable}});
}

// The bar and the table beside it.
Html render_picture(const Exchange& exchange, const OwnServices& own) {
    std::vector<BarPart> parts;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const auto found = own.counts.applying.find(ways[i]);
        parts.push_back({"v" + std::to_string(i),
                         word(exchange, "how_" + std::string(app::to_string(ways[i]))),
                         found == own.counts.applying.end() ? 0 : found->second});
    }
    Json bar = bar_json(parts);
    bar.set("caption", word(exchange, "picture"));
    return exchange.site.render("staff/bar", bar, exchange.language);
}

std::string csv_of(const Exchange& exchange, const std::vector<const OwnService*>& services) {
    std::string csv = formats::write_csv_row({"leistungsschluessel", "leistung", "typ", "pflicht",
                                              "grundlage", "rechtsgrundlage", "grund", "angebot",
                                              "adresse", "reifegrad", "uebernehmbar"});
    for (const OwnService* one : services) {
        const planning::Obligation& about = one->obligation;
        csv += formats::write_csv_row(
            {about.service->key.digits, about.service->name, about.service->typ,
             std::string(planning::to_string(about.duty)),
             about.basis ? std::string(planning::to_string(*about.basis)) : "", about.ground,
             about.reason, word(exchange, "how_" + std::string(app::to_string(one->how))), one->url,
             one->level ? std::to_string(*one->level) : "", std::to_string(one->offers.size())});
    }
    return csv;
}

Json list_json(const Exchange& exchange, const std::vector<const OwnService*>& services,
               const std::string& base) {
    Json list = Json::array();
    for (const OwnService* one : services) {
        list.push(own_service_json(exchange, *one, base));
    }
    return list;
}

std::optional<http::Response> as_file(const Exchange& exchange, const OwnServices& own,
                                      const std::vector<const OwnService*>& chosen) {
    const std::string_view format = exchange.query("format");
    http::Response response;
    if (format == "csv") {
        response.set_header("Content-Type", "text/csv; charset=utf-8");
        response.body = csv_of(exchange, chosen);
    } else if (format == "json") {
        response.set_header("Content-Type", "application/json; charset=utf-8");
        response.body = formats::write_json_pretty(Json::object(
            {{"body", own.body.name},
             {"tenant", own.body.tenant.value},
             {"day", own.day.to_iso()},
             {"rules", own.rules->id + " " + own.rules->version},
             {"catalogue", own.reference->catalogue->date().to_iso()},
             {"directory", own.reference->directory->date().to_iso()},
             {"services", list_json(exchange, chosen, "/kommune/" + own.body.tenant.value)}}));
    } else {
        return std::nullopt;
    }
    response.set_download("leistungen-" + own.body.tenant.value + "." + std::string(format));
    return response;
}

std::size_t read_page(const Exchange& exchange, std::size_t pages) {
    const std::string_view asked = exchange.query("seite");
    constexpr std::size_t most_digits = 4;
    const std::size_t number = is_digits(asked) && asked.size() <= most_digits && !asked.empty()
                                   ? static_cast<std::size_t>(std::stoul(std::string(asked)))
                                   : 1;
    return std::clamp<std::size_t>(number, 1, std::max<std::size_t>(pages, 1));
}

// `base` names the pages of single services, too.
Result<http::Response> show_services(Exchange& exchange, const OwnServices& own,
                                     const std::string& base, Frame frame) {
    const Filter filter = read_filter(exchange);
    std::vector<const OwnService*> chosen = select(own, filter);
    if (auto file = as_file(exchange, own, chosen)) {
        return std::move(*file);
    }
    const std::size_t count = chosen.size();
    const std::size_t pages = (count + page_size - 1) / page_size;
    const std::size_t number = read_page(exchange, pages);
    const std::size_t first = (number - 1) * page_size;
    const std::size_t last = std::min(count, first + page_size);
    chosen = {chosen.begin() + static_cast<std::ptrdiff_t>(std::min(first, count)),
              chosen.begin() + static_cast<std::ptrdiff_t>(last)};
    const std::string address = base + "?" + filter.to_query();
    const auto& counts = own.counts;
    Json data = Json::object(
        {{"title", exchange.text("steering_municipality.title", {{"name", own.body.name}})},
         {"intro", exchange.text("steering_municipality.intro",
                                 {{"kind", own.body.kind},
                                  {"land", own.body.land_name},
                                  {"population", std::to_string(own.body.population)},
                                  {"catalogue", own.reference->catalogue->date().to_german()},
                                  {"directory", own.reference->directory->date().to_german()},
                                  {"rules", own.rules->title + " " + own.rules->version}})},
         {"applies", counts.applies},
         {"unclear", counts.unclear},
         {"elsewhere", counts.elsewhere},
         {"could_take", counts.could_take},
         {"base", base},
         {"address", address}});
    data.set("picture", render_picture(exchange, own).markup());
    data.set("filter", options_json(exchange, filter));
    data.set("services", list_json(exchange, chosen, base));
    data.set("shown", count == 0 ? word(exchange, "shown_none")
                                 : exchange.text("steering_municipality.shown",
                                                 {{"from", std::to_string(first + 1)},
                                                  {"to", std::to_string(last)},
                                                  {"count", std::to_string(count)}}));
    data.set("earlier", number > 1 ? address + "&seite=" + std::to_string(number - 1) : "");
    data.set("later", number < pages ? address + "&seite=" + std::to_string(number + 1) : "");
    Page page;
    page.title = exchange.text("steering_municipality.title", {{"name", own.body.name}});
    page.frame = frame;
    page.back_url = frame == Frame::Staff ? "" : "/kommune";
    page.body = exchange.site.render("steering/own_services", data, exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_start(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const std::string typed(first_characters(exchange.query("ort"), 100));
    Json hits = Json::array();
    std::string missing;
    if (!typed.empty()) {
        if (regions::is_ars(typed) && reference->directory->find(typed) != nullptr) {
            return http::Response::redirect("/kommune/" + url_part(typed));
        }
        const auto found = reference->directory->search(typed, most_hits);
        if (found.size() == 1) {
            return http::Response::redirect("/kommune/" + found.front().region->ars);
        }
        for (const regions::PlaceHit& hit : found) {
            hits.push(Json::object({{"name", regions::full_name(*hit.region)},
                                    {"kreis", hit.kreis_name},
                                    {"land", hit.land_name},
                                    {"url", "/kommune/" + hit.region->ars}}));
        }
        if (found.empty()) {
            missing = exchange.text("planning.body_unknown", {{"text", typed}});
        }
    }
    std::vector<FieldError> errors;
    if (!missing.empty()) {
        errors.push_back({"ort", missing});
    }
    Page page;
    page.title = word(exchange, "start_title");
    page.has_errors = !errors.empty();
    page.body = exchange.site.render(
        "steering/municipality_start",
        Json::object(
            {{"intro",
              exchange.text("steering_municipality.start_intro",
                            {{"count", std::to_string(reference->catalogue->counts().services)}})},
             {"typed", typed},
             {"errors", error_summary(exchange, errors).markup()},
             {"has_hits", hits.size() > 0},
             {"several", exchange.text("steering_municipality.several", {{"text", typed}})},
             {"hits", std::move(hits)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_body(Exchange& exchange) {
    const auto own =
        TRY(app::list_own_services(exchange.in, exchange.path("ars"), exchange.in.clock.today()));
    return show_services(exchange, *own, "/kommune/" + own->body.tenant.value, Frame::Neutral);
}

Result<http::Response> show_body_service(Exchange& exchange) {
    const auto own = TRY(app::load_own_service(exchange.in, exchange.path("ars"),
                                               exchange.path("key"), exchange.in.clock.today()));
    const OwnService& service = own->services.front();
    Page page;
    page.title = service.obligation.service->name + " – " + own->body.name;
    page.back_url = "/kommune/" + own->body.tenant.value;
    page.body = TRY(render_own_service(exchange, *own, service));
    return show_page(exchange, page);
}

Result<http::Response> show_own(Exchange& exchange) {
    const auto own = TRY(app::list_own_services(exchange.in, exchange.staff->account.tenant.value,
                                                exchange.in.clock.today()));
    return show_services(exchange, *own, std::string(staff_base), Frame::Staff);
}

}  // namespace

std::vector<Endpoint> municipality_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/kommune", Access::Public, std::nullopt, show_start},
        {Method::Get, "/kommune/{ars}", Access::Public, std::nullopt, show_body},
        {Method::Get, "/kommune/{ars}/{key}", Access::Public, std::nullopt, show_body_service},
        {Method::Get, staff_base, Access::Staff, identity::Role::Administrator, show_own},
    };
}

}  // namespace gordion::web
