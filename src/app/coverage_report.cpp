// SPDX-License-Identifier: EUPL-1.2
#include "app/coverage_report.hpp"

#include <algorithm>

#include "app/modules.hpp"
#include "core/names.hpp"
#include "formats/csv.hpp"

namespace gordion::app {
namespace {

using formats::Json;
using planning::CoverageRule;

constexpr std::size_t municipality_digits = 12;

constexpr Names<CoverageRule, 3> rules{{{CoverageRule::Programme, "programme"},
                                        {CoverageRule::Everywhere, "everywhere"},
                                        {CoverageRule::Weighted, "weighted"}}};

// The digits of the parts of an area: Länder, Kreise, administrations, municipalities.
std::size_t part_digits(std::string_view area) {
    switch (area.size()) {
        case 2:
            return area == "00" ? 2 : 5;
        case 3:
            return 5;
        case 5:
            return 9;
        default:
            return municipality_digits;
    }
}

std::string area_name(const regions::Directory& directory, const std::string& area) {
    constexpr std::size_t administration = 9;
    if (area == "00") {
        return "Deutschland";
    }
    if (area.size() == administration) {
        if (const auto known = directory.administration_of(area)) {
            return known->name;
        }
    }
    const regions::Region* region = directory.find(area);
    return region == nullptr ? area : regions::full_name(*region);
}

std::vector<std::string> numbers_of_parts(const CoverageState& state, const std::string& area) {
    std::vector<std::string> numbers;
    const std::size_t digits = part_digits(area);
    if (digits <= area.size() && area != "00") {
        return numbers;
    }
    for (const regions::Region* region : state.reference->directory->municipalities_of(area)) {
        std::string number = region->ars.substr(0, digits);
        if (numbers.empty() || numbers.back() != number) {
            numbers.push_back(std::move(number));
        }
    }
    // A municipality that administers itself is no part of itself.
    if (numbers.size() == 1 && digits == municipality_digits) {
        numbers.clear();
    }
    return numbers;
}

std::vector<CoveragePart> parts_of(const CoverageDay& day, const CoverageQuestion& question) {
    const CoverageState& state = *day.state;
    std::vector<planning::AreaCoverage> areas;
    for (const std::string& number : numbers_of_parts(state, question.area)) {
        areas.push_back(day.day.area(number));
    }
    std::vector<CoveragePart> parts;
    for (planning::RankedArea& ranked : planning::rank_areas(std::move(areas), question.rule)) {
        const std::string& number = ranked.area.area;
        const regions::Region* region = state.reference->directory->find(number);
        std::string name = area_name(*state.reference->directory, number);
        const std::size_t municipalities = state.book->municipalities_in(number);
        parts.push_back({std::move(ranked), std::move(name),
                         region == nullptr ? 0 : region->population, municipalities});
    }
    return parts;
}

std::vector<BundleReach> bundles_of(const CoverageDay& day, const std::string& area) {
    std::vector<BundleReach> reaches;
    const services::Catalogue& catalogue = *day.state->reference->catalogue;
    for (const services::Bundle& bundle : catalogue.bundles()) {
        const services::Lage* lage = catalogue.find_lage(bundle.lage_id);
        const services::Themenfeld* field =
            lage == nullptr ? nullptr : catalogue.find_themenfeld(lage->themenfeld_id);
        reaches.push_back({bundle.id, bundle.name, field == nullptr ? "" : field->name,
                           day.day.bundle_in(bundle.id, area).municipalities,
                           day.day.known_in(bundle.id, area).municipalities});
    }
    return reaches;
}

std::vector<CoverageSource> sources_of(const CoverageState& state) {
    std::vector<CoverageSource> sources{
        {std::string(own_coverage_source), std::nullopt, state.own_facts, {}}};
    for (const planning::CoverageImportRecord& record : state.lists) {
        sources.push_back({record.source, record.imported_at,
                           static_cast<std::size_t>(record.facts), record.covers});
    }
    return sources;
}

Json numbers_json(const planning::AreaCoverage& area) {
    return Json::object({{"bundles", area.bundles},
                         {"programme", area.programme},
                         {"everywhere", area.everywhere},
                         {"weighted_millionths", area.weighted_millionths},
                         {"known_millionths", area.known_millionths}});
}

Json part_json(const CoveragePart& part) {
    Json json = numbers_json(part.ranked.area);
    json.set("area", part.ranked.area.area);
    json.set("name", part.name);
    json.set("population", part.population);
    json.set("municipalities", part.municipalities);
    json.set("rank", part.ranked.rank ? Json(*part.ranked.rank) : Json());
    json.set("tied", part.ranked.is_tied);
    return json;
}

std::vector<std::string> csv_cells(const CoverageReport& report, const planning::AreaCoverage& area,
                                   const std::string& name, const std::string& rank) {
    return {area.area,
            name,
            report.question.day.to_iso(),
            std::to_string(report.question.level),
            std::to_string(area.bundles),
            std::to_string(area.programme),
            std::to_string(area.everywhere),
            percent_text(area.weighted_millionths),
            percent_text(area.known_millionths),
            rank};
}

}  // namespace

Result<CoverageReport> report_coverage(CoverageDesk& desk,
                                       const std::shared_ptr<const CoverageState>& state,
                                       const CoverageQuestion& question) {
    const regions::Region* region = state->reference->directory->find(question.area);
    if (region == nullptr || region->ars != question.area ||
        !state->book->has_area(question.area)) {
        return Error{ErrorKind::NotFound,
                     "planning.area_missing",
                     question.area,
                     {{"area", question.area}},
                     "The directory knows no such area with municipalities."};
    }
    const auto day = desk.count_day(state, question.day, question.level);
    CoverageReport report;
    report.question = question;
    report.name = area_name(*state->reference->directory, question.area);
    for (const regions::Region* parent : state->reference->directory->parents(question.area)) {
        constexpr std::size_t regierungsbezirk_digits = 3;
        if (parent->ars.size() != regierungsbezirk_digits) {
            report.around.insert(
                report.around.begin(),
                {parent->ars, area_name(*state->reference->directory, parent->ars)});
        }
    }
    report.population = region->population;
    report.municipalities = state->book->municipalities_in(question.area);
    report.directory_day = state->reference->directory->date();
    report.catalogue_day = state->reference->catalogue->date();
    report.total = day->day.area(question.area);
    report.spread = day->day.spread_in(question.area);
    report.parts = parts_of(*day, question);
    report.bundles = bundles_of(*day, question.area);
    report.sources = sources_of(*state);
    return report;
}

Json coverage_as_json(const CoverageReport& report) {
    Json json = numbers_json(report.total);
    json.set("area", report.question.area);
    json.set("name", report.name);
    json.set("day", report.question.day.to_iso());
    json.set("level", report.question.level);
    json.set("population", report.population);
    json.set("municipalities", report.municipalities);
    json.set("directory", report.directory_day.to_iso());
    json.set("catalogue", report.catalogue_day.to_iso());
    json.set("spread", Json::object({{"bund", report.spread.bund},
                                     {"land", report.spread.land},
                                     {"area", report.spread.area},
                                     {"some", report.spread.some}}));
    json.set("ranked_by", rule_name(report.question.rule));
    Json parts = Json::array();
    for (const CoveragePart& part : report.parts) {
        parts.push(part_json(part));
    }
    json.set("parts", std::move(parts));
    Json bundles = Json::array();
    for (const BundleReach& bundle : report.bundles) {
        bundles.push(Json::object({{"bundle", bundle.bundle},
                                   {"name", bundle.name},
                                   {"municipalities", bundle.offered},
                                   {"known", bundle.known}}));
    }
    json.set("reach", std::move(bundles));
    Json sources = Json::array();
    for (const CoverageSource& source : report.sources) {
        Json covers = Json::array();
        for (const std::string& area : source.covers) {
            covers.push(area);
        }
        sources.push(Json::object(
            {{"source", source.name},
             {"imported_at", source.imported_at ? Json(source.imported_at->to_iso()) : Json()},
             {"facts", source.facts},
             {"covers", std::move(covers)}}));
    }
    json.set("sources", std::move(sources));
    return json;
}

std::string coverage_as_csv(const CoverageReport& report) {
    std::string csv =
        formats::write_csv_row({"area", "name", "day", "level", "bundles", "programme",
                                "everywhere", "weighted_percent", "known_percent", "rank"});
    csv += formats::write_csv_row(csv_cells(report, report.total, report.name, ""));
    for (const CoveragePart& part : report.parts) {
        csv += formats::write_csv_row(
            csv_cells(report, part.ranked.area, part.name,
                      part.ranked.rank ? std::to_string(*part.ranked.rank) : ""));
    }
    return csv;
}

std::string bundles_as_csv(const CoverageReport& report) {
    std::string csv = formats::write_csv_row(
        {"bundle", "name", "field", "area", "day", "level", "municipalities", "offered", "known"});
    for (const BundleReach& bundle : report.bundles) {
        csv += formats::write_csv_row(
            {std::to_string(bundle.bundle), bundle.name, bundle.themenfeld, report.question.area,
             report.question.day.to_iso(), std::to_string(report.question.level),
             std::to_string(report.municipalities), std::to_string(bundle.offered),
             std::to_string(bundle.known)});
    }
    return csv;
}

std::string percent_text(std::int64_t millionths, char point) {
    constexpr std::int64_t tenth_of_a_percent = 1'000;
    const std::int64_t tenths = (millionths + tenth_of_a_percent / 2) / tenth_of_a_percent;
    return std::to_string(tenths / 10) + point + std::to_string(tenths % 10);
}

std::string_view rule_name(CoverageRule rule) {
    return name_of(rules, rule);
}

std::optional<CoverageRule> find_rule(std::string_view name) {
    return find_named(rules, name);
}

}  // namespace gordion::app
