// SPDX-License-Identifier: EUPL-1.2
// Map and curve of the cockpit: drawings made here, without script. Nothing is told by hue alone:
// classes have patterns, lines have dashes and marks, and a table says the same.
#include <algorithm>
#include <array>
#include <map>

#include "web/steering/coverage_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using planning::AreaCoverage;
using planning::CoverageRule;

constexpr int classes = 5;

// The upper end of the scale in millionths: the smallest of these that holds the largest value.
std::int64_t scale_end(std::int64_t largest) {
    for (const std::int64_t end : {10'000, 50'000, 100'000, 250'000, 500'000}) {
        if (largest <= end) {
            return end;
        }
    }
    return 1'000'000;
}

int class_of(std::int64_t value, std::int64_t end) {
    return value == 0 ? 0
                      : static_cast<int>(
                            1 + std::min<std::int64_t>((value * classes - 1) / end, classes - 1));
}

Json legend_json(const Visit& visit, std::int64_t end) {
    Json legend = Json::array();
    legend.push(Json::object({{"number", "0"}, {"text", visit.text("coverage.map_zero")}}));
    for (int number = 1; number <= classes; ++number) {
        legend.push(Json::object(
            {{"number", std::to_string(number)},
             {"text", visit.text("coverage.map_class",
                                 {{"from", app::percent_text(end * (number - 1) / classes, ',')},
                                  {"to", percent_words(end * number / classes)}})}}));
    }
    return legend;
}

constexpr int chart_left = 56;
constexpr int chart_width = 560;
constexpr int chart_top = 16;
constexpr int chart_height = 220;

struct Line {
    CoverageRule rule;
    std::string_view mark;  ///< drawn around its point, as relative SVG path data
};
constexpr std::array lines{Line{CoverageRule::Programme, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"},
                           Line{CoverageRule::Weighted, "m-4 -4h8v8h-8z"},
                           Line{CoverageRule::Everywhere, "m0 -5l5 9h-10z"}};

int x_of(std::size_t point, std::size_t points) {
    return points < 2 ? chart_left
                      : chart_left + static_cast<int>(point * chart_width / (points - 1));
}

int y_of(std::int64_t value, std::int64_t end) {
    return chart_top + chart_height - static_cast<int>(value * chart_height / end);
}

Json line_json(const Visit& visit, const Line& line, const std::vector<AreaCoverage>& points,
               std::int64_t end) {
    std::string path;
    Json marks = Json::array();
    // Marks at about a dozen points, so that a long curve stays one.
    const std::size_t step = std::max<std::size_t>(1, points.size() / 12);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const int x = x_of(i, points.size());
        const int y = y_of(planning::millionths_of(points[i], line.rule), end);
        path += (path.empty() ? "M" : "L") + std::to_string(x) + " " + std::to_string(y);
        if (i % step == 0 || i + 1 == points.size()) {
            marks.push(Json::object(
                {{"x", std::to_string(x)}, {"y", std::to_string(y)}, {"shape", line.mark}}));
        }
    }
    const std::string rule(app::rule_name(line.rule));
    return Json::object({{"rule", rule},
                         {"name", visit.text("coverage.rule_" + rule)},
                         {"path", std::move(path)},
                         {"marks", std::move(marks)}});
}

Json grid_json(std::int64_t end) {
    Json grid = Json::array();
    for (int part = 0; part <= 4; ++part) {
        const std::int64_t value = end * part / 4;
        grid.push(Json::object({{"y", std::to_string(y_of(value, end))},
                                {"text_y", std::to_string(y_of(value, end) + 4)},
                                {"text", percent_words(value)}}));
    }
    return grid;
}

}  // namespace

Json map_json(const Visit& visit, const planning::AreaMap& map, const std::vector<MapValue>& values,
              const CoverageWish& wish) {
    std::map<std::string_view, const MapValue*> by_area;
    std::int64_t largest = 0;
    for (const MapValue& value : values) {
        by_area[value.coverage.area] = &value;
        largest = std::max(largest, planning::millionths_of(value.coverage, wish.question.rule));
    }
    const std::int64_t end = scale_end(largest);
    Json areas = Json::array();
    for (const planning::AreaMap::Area& area : map.areas) {
        const auto found = by_area.find(area.area);
        if (found == by_area.end()) {
            continue;
        }
        const MapValue& value = *found->second;
        const std::int64_t share = planning::millionths_of(value.coverage, wish.question.rule);
        areas.push(Json::object(
            {{"path", area.path},
             {"url", coverage_url(wish, area.area)},
             {"label", value.name + ": " + share_text(visit, value.coverage, wish.question.rule)},
             {"number", std::to_string(class_of(share, end))},
             {"is_open", !value.coverage.is_known()}}));
    }
    const std::string rule =
        visit.text("coverage.rule_" + std::string(app::rule_name(wish.question.rule)));
    return Json::object({{"width", std::to_string(map.width)},
                         {"height", std::to_string(map.height)},
                         {"title", visit.text("coverage.map_title", {{"rule", rule}})},
                         {"has_areas", areas.size() > 0},
                         {"areas", std::move(areas)},
                         {"legend", legend_json(visit, end)}});
}

Json curve_json(const Visit& visit, const std::vector<Date>& days,
                const std::vector<AreaCoverage>& points) {
    std::int64_t largest = 0;
    for (const AreaCoverage& point : points) {
        for (const Line& line : lines) {
            largest = std::max(largest, planning::millionths_of(point, line.rule));
        }
    }
    const std::int64_t end = scale_end(largest);
    Json drawn = Json::array();
    for (const Line& line : lines) {
        drawn.push(line_json(visit, line, points, end));
    }
    Json rows = Json::array();
    Json ticks = Json::array();
    const std::size_t step = std::max<std::size_t>(1, days.size() / 6);
    for (std::size_t i = 0; i < points.size(); ++i) {
        rows.push(
            Json::object({{"day", days[i].to_german()},
                          {"programme", share_text(visit, points[i], CoverageRule::Programme)},
                          {"weighted", share_text(visit, points[i], CoverageRule::Weighted)},
                          {"everywhere", share_text(visit, points[i], CoverageRule::Everywhere)}}));
        if (i % step == 0) {
            const std::string iso = days[i].to_iso();
            ticks.push(Json::object({{"x", std::to_string(x_of(i, points.size()))},
                                     {"text", iso.substr(5, 2) + "/" + iso.substr(0, 4)}}));
        }
    }
    return Json::object({{"lines", std::move(drawn)},
                         {"grid", grid_json(end)},
                         {"ticks", std::move(ticks)},
                         {"rows", std::move(rows)}});
}

}  // namespace gordion::web
