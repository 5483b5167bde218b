// SPDX-License-Identifier: EUPL-1.2
// The cockpit: how much is online in an area on a day, where, and since when.
#include "web/steering/coverage_pages.hpp"

#include <algorithm>

#include "app/modules.hpp"
#include "core/text.hpp"
#include "documents/render.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/package_view.hpp"
#include "web/steering/coverage_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr int map_width = 600;
constexpr std::size_t most_places = 20;
constexpr std::int64_t days_ahead = 5LL * 366;
constexpr int first_year = 2000;

struct Asked {
    CoverageWish wish;
    std::vector<FieldError> errors;
};

// What the address asks for; what cannot be read is said and stands as it does without it.
Asked read_wish(const Exchange& exchange) {
    Asked asked;
    app::CoverageQuestion& question = asked.wish.question;
    const Date today = exchange.in.clock.today();
    question.day = today;
    const auto area = exchange.path_values.find("area");
    question.area = area == exchange.path_values.end() ? "00" : area->second;
    if (const std::string_view text = exchange.query("tag"); !text.empty()) {
        auto day = parse_date(text);
        if (!day) {
            day = parse_german_date(text);
        }
        if (day && day.value().year() >= first_year && day.value() <= today.plus_days(days_ahead)) {
            question.day = day.value();
        } else {
            asked.errors.push_back({"tag", exchange.text("coverage.day_invalid")});
        }
    }
    if (const std::string_view text = exchange.query("stufe"); !text.empty()) {
        if (text.size() == 1 && text >= "1" && text <= "4") {
            question.level = text.front() - '0';
        } else {
            asked.errors.push_back({"stufe", exchange.text("coverage.level_invalid")});
        }
    }
    question.rule = app::find_rule(exchange.query("regel")).value_or(question.rule);
    const std::string_view months = exchange.query("monate");
    asked.wish.months = months == "36" ? 36 : months == "60" ? 60 : 12;
    asked.wish.detail = exchange.query("karte") == "kreise" ? MapDetail::Kreise : MapDetail::Parts;
    return asked;
}

// The first of so many months before the day, and the day itself.
std::vector<Date> days_of(const CoverageWish& wish) {
    const Date day = wish.question.day;
    std::vector<Date> days;
    int month = day.year() * 12 + static_cast<int>(day.month()) - 1 - wish.months + 1;
    for (int i = 0; i < wish.months; ++i, ++month) {
        const auto first = Date::make(month / 12, static_cast<unsigned>(month % 12) + 1, 1);
        VERIFY(first, "every month has a first day");
        days.push_back(first.value());
    }
    if (days.back() != day) {
        days.push_back(day);
    }
    return days;
}

// Länder for the Bund, Kreise for a Land; nothing below, where there is no geometry.
Json map_of(Exchange& exchange, const app::CoverageReport& report,
            const std::shared_ptr<const app::CoverageState>& state, const CoverageWish& wish) {
    const std::string& area = report.question.area;
    constexpr std::size_t kreis_digits = 5;
    const bool is_bund = area == "00";
    const bool has_map = is_bund || (area.size() == 2 && report.parts.size() > 1);
    const bool by_kreis = !is_bund || wish.detail == MapDetail::Kreise;
    std::vector<MapValue> values;
    if (!has_map) {
        return map_json(exchange, {}, values, wish);
    }
    if (is_bund && by_kreis) {
        const auto day =
            exchange.in.coverage_desk.count_day(state, report.question.day, report.question.level);
        for (const planning::AreaCoverage& one : day->day.areas()) {
            if (one.area.size() == kreis_digits) {
                const regions::Region* kreis = state->reference->directory->find(one.area);
                values.push_back({one, kreis == nullptr ? one.area : regions::full_name(*kreis)});
            }
        }
    } else {
        for (const app::CoveragePart& part : report.parts) {
            values.push_back({part.ranked.area, part.name});
        }
    }
    const auto& shapes = planning::built_in_shapes(by_kreis ? planning::MapLevel::Kreise
                                                            : planning::MapLevel::Laender);
    return map_json(exchange, planning::draw_area_map(shapes, area, map_width), values, wish);
}

Json places_json(const Exchange& exchange, const app::CoverageState& state,
                 const CoverageWish& wish) {
    Json places = Json::array();
    for (const regions::PlaceHit& hit :
         state.reference->directory->search(exchange.query("ort"), most_places)) {
        places.push(Json::object({{"url", coverage_url(wish, hit.region->ars)},
                                  {"name", regions::full_name(*hit.region)},
                                  {"kreis", hit.kreis_name}}));
    }
    return places;
}

Result<http::Response> show_coverage(Exchange& exchange) {
    const Asked asked = read_wish(exchange);
    const CoverageWish& wish = asked.wish;
    app::CoverageDesk& desk = exchange.in.coverage_desk;
    const auto state = TRY(desk.load_state());
    const auto report = TRY(app::report_coverage(desk, state, wish.question));
    const std::vector<Date> days = days_of(wish);
    const auto curve = desk.draw_curve(state, wish.question.area, days, wish.question.level);
    Json data = coverage_json(exchange, report, wish);
    data.set("errors", error_summary(exchange, asked.errors).markup());
    const Json map = map_of(exchange, report, state, wish);
    data.set("has_map", map.find("has_areas")->as_bool());
    data.set("map", exchange.site.render("steering/coverage_map", map, exchange.language).markup());
    data.set("is_bund", wish.question.area == "00");
    data.set("by_kreis", wish.detail == MapDetail::Kreise);
    data.set("kreise_url", coverage_url(wish, "00") + "&karte=kreise#karte");
    data.set("laender_url", coverage_url(wish, "00") + "#karte");
    data.set("curve", exchange.site
                          .render("steering/coverage_curve", curve_json(exchange, days, *curve),
                                  exchange.language)
                          .markup());
    data.set("has_search", !exchange.query("ort").empty());
    data.set("ort", exchange.query("ort"));
    data.set("places",
             exchange.query("ort").empty() ? Json::array() : places_json(exchange, *state, wish));
    Page page;
    page.title = exchange.text("coverage.title", {{"area", report.name}});
    page.has_errors = !asked.errors.empty();
    page.status = page.has_errors ? 422 : 200;
    data.set("title", page.title);
    page.body = exchange.site.render("steering/coverage", data, exchange.language);
    return show_page(exchange, page);
}

Result<app::CoverageReport> load_report(Exchange& exchange, const CoverageWish& wish) {
    app::CoverageDesk& desk = exchange.in.coverage_desk;
    return app::report_coverage(desk, TRY(desk.load_state()), wish.question);
}

std::string reach_of(const app::BundleReach& bundle, const app::CoverageReport& report) {
    return bundle.offered == report.municipalities ? "everywhere"
           : bundle.offered > 0                    ? "part"
           : bundle.known == report.municipalities ? "missing"
                                                   : "unknown";
}

Result<http::Response> show_bundles(Exchange& exchange) {
    const Asked asked = read_wish(exchange);
    const auto report = TRY(load_report(exchange, asked.wish));
    std::string shown(exchange.query("zeige"));
    Json filters = Json::array();
    bool is_filter = false;
    for (const std::string_view name : {"all", "missing", "unknown", "part", "everywhere"}) {
        is_filter = is_filter || shown == name;
        filters.push(Json::object({{"value", name},
                                   {"name", exchange.text("coverage.reach_" + std::string(name))},
                                   {"chosen", shown == name}}));
    }
    shown = is_filter ? shown : "all";
    Json rows = Json::array();
    for (const app::BundleReach& bundle : report.bundles) {
        const std::string reach = reach_of(bundle, report);
        if (shown != "all" && shown != reach) {
            continue;
        }
        rows.push(Json::object(
            {{"name", bundle.name},
             {"number", std::to_string(bundle.bundle)},
             {"field", bundle.themenfeld},
             {"reach", exchange.text("coverage.reach_" + reach)},
             {"count", exchange.text("coverage.municipalities_of",
                                     {{"count", std::to_string(bundle.offered)},
                                      {"all", std::to_string(report.municipalities)}})}}));
    }
    Page page;
    page.title = exchange.text("coverage.bundles_title", {{"area", report.name}});
    page.back_url = coverage_url(asked.wish, report.question.area);
    Json data = coverage_json(exchange, report, asked.wish);
    data.set("title", page.title);
    data.set("filters", std::move(filters));
    data.set("count", std::to_string(rows.size()));
    data.set("rows", std::move(rows));
    data.set("rule", exchange.text("coverage.rule_" +
                                   std::string(app::rule_name(asked.wish.question.rule))));
    data.set("rule_value", app::rule_name(asked.wish.question.rule));
    data.set("level_value", std::to_string(asked.wish.question.level));
    data.set("bundles_csv_url", coverage_url(asked.wish, report.question.area, "/leistungen.csv"));
    page.body = exchange.site.render("steering/coverage_bundles", data, exchange.language);
    return show_page(exchange, page);
}

std::string file_name(const app::CoverageReport& report, std::string_view kind) {
    return "abdeckung-" + report.question.area + "-" + report.question.day.to_iso() +
           std::string(kind);
}

Error first_of(const Asked& asked) {
    const FieldError& error = asked.errors.front();
    return {ErrorKind::Invalid,
            "coverage." + std::string(error.place == "tag" ? "day_invalid" : "level_invalid"),
            error.place,
            {},
            "The address cannot be read."};
}

// Programs get an error, not another day than they asked for.
Result<Asked> read_strictly(const Exchange& exchange) {
    Asked asked = read_wish(exchange);
    return asked.errors.empty() ? Result<Asked>(std::move(asked)) : first_of(asked);
}

Result<http::Response> export_csv(Exchange& exchange) {
    const Asked asked = TRY(read_strictly(exchange));
    const auto report = TRY(load_report(exchange, asked.wish));
    return csv_file(file_name(report, ".csv"), app::coverage_as_csv(report));
}

Result<http::Response> export_bundles(Exchange& exchange) {
    const Asked asked = TRY(read_strictly(exchange));
    const auto report = TRY(load_report(exchange, asked.wish));
    return csv_file(file_name(report, "-leistungen.csv"), app::bundles_as_csv(report));
}

Result<http::Response> export_json(Exchange& exchange) {
    const Asked asked = TRY(read_strictly(exchange));
    const auto report = TRY(load_report(exchange, asked.wish));
    return http::Response::bytes(formats::write_json(app::coverage_as_json(report)),
                                 "application/json");
}

Result<http::Response> export_pdf(Exchange& exchange) {
    const Asked asked = TRY(read_strictly(exchange));
    const auto report = TRY(load_report(exchange, asked.wish));
    const std::string name = file_name(report, ".pdf");
    auto pdf = TRY(documents::render_pdf(coverage_document(exchange, report, asked.wish),
                                         exchange.in.clock.now(), name));
    auto response = http::Response::bytes(std::move(pdf), "application/pdf");
    response.set_download(name);
    return response;
}

}  // namespace

std::vector<Endpoint> coverage_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/abdeckung", Access::Public, {}, show_coverage},
        {Method::Get, "/abdeckung/{area}", Access::Public, {}, show_coverage},
        {Method::Get, "/abdeckung/{area}/leistungen", Access::Public, {}, show_bundles},
        {Method::Get, "/abdeckung/{area}/leistungen.csv", Access::Public, {}, export_bundles},
        {Method::Get, "/abdeckung/{area}/abdeckung.csv", Access::Public, {}, export_csv},
        {Method::Get, "/abdeckung/{area}/abdeckung.json", Access::Public, {}, export_json},
        {Method::Get, "/abdeckung/{area}/abdeckung.pdf", Access::Public, {}, export_pdf},
    };
}

}  // namespace gordion::web
