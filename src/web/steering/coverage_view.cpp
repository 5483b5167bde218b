// SPDX-License-Identifier: EUPL-1.2
#include "web/steering/coverage_view.hpp"

#include <algorithm>
#include <array>

#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using planning::AreaCoverage;
using planning::CoverageRule;

constexpr std::array all_rules{CoverageRule::Programme, CoverageRule::Everywhere,
                               CoverageRule::Weighted};

std::string rule_text(const Visit& visit, CoverageRule rule, std::string_view what) {
    return visit.text("coverage." + std::string(what) + "_" + std::string(app::rule_name(rule)));
}

// "77 von 557" for rules that count bundles, a share for the other one.
std::string value_text(const Visit& visit, const AreaCoverage& area, CoverageRule rule) {
    if (rule == CoverageRule::Weighted) {
        return share_text(visit, area, rule);
    }
    const std::size_t count = rule == CoverageRule::Programme ? area.programme : area.everywhere;
    return visit.text("coverage.count_of",
                      {{"count", count_text(static_cast<std::int64_t>(count))},
                       {"all", count_text(static_cast<std::int64_t>(area.bundles))}});
}

Json rules_json(const Visit& visit, const AreaCoverage& area) {
    Json rules = Json::array();
    for (const CoverageRule rule : all_rules) {
        rules.push(
            Json::object({{"name", rule_text(visit, rule, "rule")},
                          {"value", value_text(visit, area, rule)},
                          {"share", rule == CoverageRule::Weighted ? std::string()
                                                                   : share_text(visit, area, rule)},
                          {"meaning", rule_text(visit, rule, "meaning")}}));
    }
    return rules;
}

std::string rank_text(const Visit& visit, const planning::RankedArea& ranked) {
    if (!ranked.rank) {
        return visit.text("coverage.no_rank");
    }
    return visit.text(ranked.is_tied ? "coverage.rank_tied" : "coverage.rank",
                      {{"rank", std::to_string(*ranked.rank)}});
}

Json parts_json(const Visit& visit, const app::CoverageReport& report, const CoverageWish& wish) {
    Json parts = Json::array();
    for (const app::CoveragePart& part : report.parts) {
        const AreaCoverage& area = part.ranked.area;
        parts.push(Json::object({{"rank", rank_text(visit, part.ranked)},
                                 {"name", part.name},
                                 {"url", coverage_url(wish, area.area)},
                                 {"programme", value_text(visit, area, CoverageRule::Programme)},
                                 {"everywhere", value_text(visit, area, CoverageRule::Everywhere)},
                                 {"weighted", share_text(visit, area, CoverageRule::Weighted)},
                                 {"known", percent_words(area.known_millionths)},
                                 {"population", count_text(part.population)}}));
    }
    return parts;
}

std::string ranking_text(const Visit& visit, const app::CoverageReport& report) {
    const auto ranked = static_cast<std::size_t>(
        std::count_if(report.parts.begin(), report.parts.end(),
                      [](const app::CoveragePart& part) { return part.ranked.rank.has_value(); }));
    return visit.text(ranked == 0                     ? "coverage.ranking_none"
                      : ranked == report.parts.size() ? "coverage.ranking_all"
                                                      : "coverage.ranking_some",
                      {{"ranked", std::to_string(ranked)},
                       {"all", std::to_string(report.parts.size())},
                       {"rule", rule_text(visit, report.question.rule, "rule")}});
}

Json sources_json(const Visit& visit, const app::CoverageReport& report) {
    Json sources = Json::array();
    for (const app::CoverageSource& source : report.sources) {
        std::string text =
            source.imported_at
                ? visit.text("coverage.source_list",
                             {{"day", source.imported_at->german_date().to_german()},
                              {"facts", count_text(static_cast<std::int64_t>(source.facts))}})
                : visit.text("coverage.source_own",
                             {{"facts", count_text(static_cast<std::int64_t>(source.facts))}});
        sources.push(Json::object({{"name", source.name}, {"text", std::move(text)}}));
    }
    return sources;
}

Json choices(const Visit& visit, std::string_view prefix,
             const std::vector<std::pair<std::string, bool>>& values) {
    Json list = Json::array();
    for (const auto& [value, is_chosen] : values) {
        list.push(Json::object({{"value", value},
                                {"name", visit.text(std::string(prefix) + value)},
                                {"chosen", is_chosen}}));
    }
    return list;
}

Json reach_json(const Visit& visit, const app::CoverageReport& report) {
    std::array<std::size_t, 4> counts{};
    for (const app::BundleReach& bundle : report.bundles) {
        const std::size_t state = bundle.offered == report.municipalities ? 0
                                  : bundle.offered > 0                    ? 1
                                  : bundle.known == report.municipalities ? 2
                                                                          : 3;
        ++counts.at(state);
    }
    Json list = Json::array();
    constexpr std::array<std::string_view, 4> names{"everywhere", "part", "missing", "unknown"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        list.push(Json::object({{"name", visit.text("coverage.reach_" + std::string(names.at(i)))},
                                {"count", std::to_string(counts.at(i))}}));
    }
    return list;
}

}  // namespace

std::string coverage_url(const CoverageWish& wish, std::string_view area, std::string_view page) {
    std::string url = "/abdeckung/" + std::string(area) + std::string(page);
    url += "?tag=" + wish.question.day.to_iso();
    url += "&stufe=" + std::to_string(wish.question.level);
    url += "&regel=" + std::string(app::rule_name(wish.question.rule));
    url += "&monate=" + std::to_string(wish.months);
    return url;
}

std::string count_text(std::int64_t count) {
    std::string text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3; at -= 3) {
        text.insert(at - 3, ".");
    }
    return text;
}

std::string percent_words(std::int64_t millionths) {
    return app::percent_text(millionths, ',') + "\u00a0%";
}

std::string share_text(const Visit& visit, const AreaCoverage& area, CoverageRule rule) {
    const std::int64_t least = planning::millionths_of(area, rule);
    const std::int64_t most = planning::highest_millionths_of(area, rule);
    if (app::percent_text(least) == app::percent_text(most)) {
        return percent_words(least);
    }
    return visit.text("coverage.from_to",
                      {{"least", app::percent_text(least, ',')}, {"most", percent_words(most)}});
}

Json coverage_json(const Visit& visit, const app::CoverageReport& report,
                   const CoverageWish& wish) {
    Json around = Json::array();
    for (const auto& [number, name] : report.around) {
        around.push(Json::object({{"url", coverage_url(wish, number)}, {"name", name}}));
    }
    std::vector<std::pair<std::string, bool>> levels;
    for (int level = 1; level <= planning::highest_coverage_level; ++level) {
        levels.emplace_back(std::to_string(level), level == report.question.level);
    }
    std::vector<std::pair<std::string, bool>> rules;
    for (const CoverageRule rule : all_rules) {
        rules.emplace_back(std::string(app::rule_name(rule)), rule == report.question.rule);
    }
    std::vector<std::pair<std::string, bool>> months;
    for (const int count : {12, 36, 60}) {
        months.emplace_back(std::to_string(count), count == wish.months);
    }
    Json json = Json::object(
        {{"name", report.name},
         {"around", std::move(around)},
         {"area", report.question.area},
         {"day", report.question.day.to_iso()},
         {"facts_line",
          visit.text(
              "coverage.facts_line",
              {{"day", report.question.day.to_german()},
               {"level", visit.text("coverage.level_" + std::to_string(report.question.level))},
               {"municipalities", count_text(static_cast<std::int64_t>(report.municipalities))},
               {"population", count_text(report.population)}})},
         {"rules", rules_json(visit, report.total)},
         {"known", percent_words(report.total.known_millionths)},
         {"is_known", report.total.is_known()},
         {"levels", choices(visit, "coverage.level_", levels)},
         {"rule_choices", choices(visit, "coverage.rule_", rules)},
         {"month_choices", choices(visit, "coverage.months_", months)},
         {"spread_sum", std::to_string(report.spread.sum())},
         {"spread_bund", std::to_string(report.spread.bund)},
         {"spread_land", std::to_string(report.spread.land)},
         {"spread_area", std::to_string(report.spread.area)},
         {"spread_some", std::to_string(report.spread.some)},
         {"reach", reach_json(visit, report)},
         {"reach_url", coverage_url(wish, report.question.area, "/leistungen")},
         {"has_parts", !report.parts.empty()},
         {"parts", parts_json(visit, report, wish)},
         {"ranking", report.parts.empty() ? "" : ranking_text(visit, report)},
         {"sources", sources_json(visit, report)},
         {"dates", visit.text("coverage.dates", {{"directory", report.directory_day.to_german()},
                                                 {"catalogue", report.catalogue_day.to_german()}})},
         {"csv_url", coverage_url(wish, report.question.area, "/abdeckung.csv")},
         {"json_url", coverage_url(wish, report.question.area, "/abdeckung.json")},
         {"pdf_url", coverage_url(wish, report.question.area, "/abdeckung.pdf")}});
    return json;
}

documents::Document coverage_document(const Visit& visit, const app::CoverageReport& report,
                                      const CoverageWish& wish) {
    using namespace documents;
    const Json data = coverage_json(visit, report, wish);
    const auto text = [&](std::string_view code) { return plain(visit.text(code)); };
    Document document;
    document.title = visit.text("coverage.title", {{"area", report.name}});
    document.subject = data.text_at("facts_line");
    document.blocks.push_back(Paragraph{plain(data.text_at("facts_line"))});
    Table rules{text("coverage.rules"),
                {text("coverage.rule"), text("coverage.value"), text("coverage.meaning")},
                {},
                {},
                {}};
    for (const Json& rule : data.find("rules")->as_array()) {
        const std::string share = rule.text_at("share");
        rules.rows.push_back({plain(rule.text_at("name")),
                              plain(rule.text_at("value") + (share.empty() ? "" : ", " + share)),
                              plain(rule.text_at("meaning"))});
    }
    document.blocks.push_back(std::move(rules));
    document.blocks.push_back(
        Paragraph{plain(visit.text("coverage.known_text", {{"known", data.text_at("known")}}))});
    if (!report.parts.empty()) {
        Table parts{
            text("coverage.parts"),
            {text("coverage.rank_head"), text("coverage.area"), text("coverage.rule_programme"),
             text("coverage.rule_everywhere"), text("coverage.rule_weighted")},
            {},
            {},
            {}};
        for (const Json& part : data.find("parts")->as_array()) {
            parts.rows.push_back({plain(part.text_at("rank")), plain(part.text_at("name")),
                                  plain(part.text_at("programme")),
                                  plain(part.text_at("everywhere")),
                                  plain(part.text_at("weighted"))});
        }
        document.blocks.push_back(std::move(parts));
        document.blocks.push_back(Paragraph{plain(data.text_at("ranking"))});
    }
    List sources;
    for (const Json& source : data.find("sources")->as_array()) {
        sources.items.push_back(plain(source.text_at("name") + ": " + source.text_at("text")));
    }
    document.blocks.push_back(Heading{2, text("coverage.sources")});
    document.blocks.push_back(std::move(sources));
    document.blocks.push_back(Paragraph{plain(data.text_at("dates"))});
    return document;
}

}  // namespace gordion::web
