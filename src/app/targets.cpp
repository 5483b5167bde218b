// SPDX-License-Identifier: EUPL-1.2
#include "app/targets.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "app/modules.hpp"
#include "core/text.hpp"

namespace gordion::app {
namespace {

using formats::Json;
using planning::CoverageRule;

constexpr double millionths_in_a_percent = 10'000;

double percent(std::int64_t millionths) {
    return static_cast<double>(millionths) / millionths_in_a_percent;
}

Json coverage_evidence(const planning::AreaCoverage& area) {
    Json json = Json::object({{"known", percent(area.known_millionths)}});
    for (const CoverageRule rule :
         {CoverageRule::Programme, CoverageRule::Everywhere, CoverageRule::Weighted}) {
        const std::string name(rule_name(rule));
        json.set(name, percent(planning::millionths_of(area, rule)));
        json.set(name + "_most", percent(planning::highest_millionths_of(area, rule)));
    }
    return json;
}

// Packages that serve the area on that day: its own, or those of what lies around it.
Result<std::int64_t> count_services(Modules& in, std::string_view area, Date day) {
    std::set<std::string> used;
    std::map<std::pair<std::string, std::string>, const reuse::Adoption*> latest;
    const auto steps = TRY(in.reuse.list_adoptions(system_scope("target.read")));
    for (const reuse::Adoption& step : steps) {
        const bool reaches = step.tenant.value == "00" || area.starts_with(step.tenant.value);
        if (!reaches || day < step.valid_from) {
            continue;
        }
        const reuse::Adoption*& known = latest[{step.tenant.value, step.package_id}];
        if (known == nullptr ||
            std::pair(known->valid_from, known->number) < std::pair(step.valid_from, step.number)) {
            known = &step;
        }
    }
    for (const auto& [where, step] : latest) {
        if (!step->is_ended()) {
            used.insert(step->package_id);
        }
    }
    return static_cast<std::int64_t>(used.size());
}

struct Gaps {
    std::size_t part = 0;
    std::size_t missing = 0;
    std::size_t unknown = 0;
    std::map<std::string, std::size_t> by_field;  // not online everywhere
};

Gaps gaps_of(const CoverageReport& report) {
    Gaps gaps;
    for (const BundleReach& bundle : report.bundles) {
        if (bundle.offered == report.municipalities) {
            continue;
        }
        ++gaps.by_field[bundle.themenfeld];
        if (bundle.offered > 0) {
            ++gaps.part;
        } else {
            ++(bundle.known == report.municipalities ? gaps.missing : gaps.unknown);
        }
    }
    return gaps;
}

std::string largest_fields(const Gaps& gaps) {
    std::vector<std::pair<std::size_t, std::string>> fields;
    for (const auto& [field, count] : gaps.by_field) {
        fields.emplace_back(count, field);
    }
    std::sort(fields.rbegin(), fields.rend());
    constexpr std::size_t named = 3;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < std::min(named, fields.size()); ++i) {
        texts.push_back(fields[i].second + " (" + std::to_string(fields[i].first) + ")");
    }
    return join(texts, ", ");
}

std::vector<TargetReason> coverage_reasons(const planning::GoalDistance& distance,
                                           const CoverageReport& report) {
    const Gaps gaps = gaps_of(report);
    std::vector<TargetReason> reasons;
    const bool counts_bundles = !distance.dimension->measure.ends_with("weighted");
    if (counts_bundles && distance.value) {
        constexpr double hundred = 100;
        const auto all = static_cast<double>(report.total.bundles);
        const auto lacking = static_cast<std::int64_t>(
            std::ceil((distance.needed - *distance.value) * all / hundred));
        reasons.push_back({"target.reason_bundles_lacking", {{"count", std::to_string(lacking)}}});
    }
    reasons.push_back({"target.reason_bundles",
                       {{"missing", std::to_string(gaps.missing)},
                        {"part", std::to_string(gaps.part)},
                        {"unknown", std::to_string(gaps.unknown)}}});
    reasons.push_back({"target.reason_fields", {{"fields", largest_fields(gaps)}}});
    return reasons;
}

std::vector<TargetReason> reasons_of(const planning::GoalDistance& distance,
                                     const std::map<int, CoverageReport>& reports) {
    if (distance.state == planning::TargetState::Reached) {
        return {};
    }
    const std::vector<std::string> path = split(distance.dimension->measure, '.');
    if (path.size() == 3 && path[0] == "coverage" && path[1].size() == 1) {
        const auto report = reports.find(path[1].front() - '0');
        if (report != reports.end()) {
            return coverage_reasons(distance, report->second);
        }
    }
    if (!distance.value) {
        return {{"target.reason_nobody", {{"measure", distance.dimension->measure}}}};
    }
    const auto lacking = static_cast<std::int64_t>(std::ceil(distance.needed - *distance.value));
    return {{"target.reason_lacking",
             {{"count", std::to_string(lacking)}, {"unit", distance.dimension->unit}}}};
}

Json row_json(const TargetRow& row) {
    const planning::GoalDistance& distance = row.distance;
    Json reasons = Json::array();
    for (const TargetReason& reason : row.reasons) {
        Json values = Json::object();
        for (const auto& [name, value] : reason.values) {
            values.set(name, value);
        }
        reasons.push(Json::object({{"code", reason.code}, {"values", std::move(values)}}));
    }
    return Json::object({{"dimension", distance.dimension->id},
                         {"measure", distance.dimension->measure},
                         {"step", distance.goal->step},
                         {"until", distance.goal->until.to_iso()},
                         {"needed", distance.needed},
                         {"value", distance.value ? Json(*distance.value) : Json()},
                         {"most", distance.most ? Json(*distance.most) : Json()},
                         {"step_now", distance.step_now ? Json(*distance.step_now) : Json()},
                         {"state", planning::to_string(distance.state)},
                         {"overdue", distance.is_overdue},
                         {"reasons", std::move(reasons)}});
}

}  // namespace

Result<std::unique_ptr<const TargetReport>> report_target(Modules& in,
                                                          const TargetQuestion& question) {
    const auto addressee = planning::addressee_of_area(question.area);
    if (!addressee) {
        return Error{ErrorKind::Invalid,
                     "planning.target_area",
                     question.area,
                     {{"area", question.area}},
                     "Distances are measured for the Bund, a Land, a Kreis or an administration."};
    }
    auto report = std::make_unique<TargetReport>();
    report->stored = TRY(in.targets.find_picture(question.picture, question.version));
    report->area = question.area;
    report->day = question.day;
    const auto state = TRY(in.coverage_desk.load_state());
    Json coverage = Json::object();
    std::map<int, CoverageReport> reports;
    for (int level = 1; level <= planning::highest_coverage_level; ++level) {
        const CoverageReport one = TRY(report_coverage(
            in.coverage_desk, state, {question.area, question.day, level, CoverageRule::Weighted}));
        coverage.set(std::to_string(level), coverage_evidence(one.total));
        report->name = one.name;
        report->sources = one.sources;
        reports.emplace(level, one);
    }
    const std::int64_t services = TRY(count_services(in, question.area, question.day));
    report->evidence = Json::object({{"coverage", std::move(coverage)},
                                     {"system", Json::object({{"services", services}})},
                                     {"declared", question.declared}});
    for (planning::GoalDistance& distance : planning::measure_distance(
             report->stored.picture, *addressee, report->evidence, question.day)) {
        std::vector<TargetReason> reasons = reasons_of(distance, reports);
        report->rows.push_back({distance, std::move(reasons)});
    }
    return std::unique_ptr<const TargetReport>(std::move(report));
}

Json target_as_json(const TargetReport& report) {
    Json rows = Json::array();
    for (const TargetRow& row : report.rows) {
        rows.push(row_json(row));
    }
    const planning::TargetPicture& picture = report.stored.picture;
    return Json::object({{"picture", picture.id},
                         {"version", picture.version},
                         {"title", picture.title},
                         {"owner", picture.owner},
                         {"area", report.area},
                         {"name", report.name},
                         {"day", report.day.to_iso()},
                         {"evidence", report.evidence},
                         {"goals", std::move(rows)}});
}

}  // namespace gordion::app
