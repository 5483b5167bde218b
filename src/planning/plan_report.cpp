// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/money.hpp"
#include "formats/csv.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

std::string days_text(std::int64_t tenths) {
    return tenths % 10 == 0 ? std::to_string(tenths / 10)
                            : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

struct Line {
    std::int8_t quarter = 0;
    std::size_t block = 0;
    std::int32_t item = -1;  ///< or a setup
    std::int32_t setup = -1;
};

std::vector<Line> lines_of(const PlanModel& model, const PlanSchedule& schedule) {
    std::vector<Line> lines;
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (schedule.setups[b][p] >= 0) {
                lines.push_back({schedule.setups[b][p], b, -1, static_cast<std::int32_t>(p)});
            }
        }
        for (std::uint32_t i = model.blocks[b].begin; i < model.blocks[b].end; ++i) {
            if (schedule.items[i] >= 0) {
                lines.push_back({schedule.items[i], b, static_cast<std::int32_t>(i), -1});
            }
        }
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.quarter < b.quarter; });
    return lines;
}

struct Written {
    const PlanModel& model;
    const Line& line;
    [[nodiscard]] const PlanItem& item() const {
        return model.items[static_cast<std::size_t>(line.item)];
    }
    [[nodiscard]] const PlanBlock::Setup& setup() const {
        return model.blocks[line.block].setups[static_cast<std::size_t>(line.setup)];
    }
    [[nodiscard]] const PlanOffer& offer() const {
        const auto& problem = *model.problem;
        return problem.offers[static_cast<std::size_t>(
            problem.pairs[static_cast<std::size_t>(item().pair)].offer)];
    }
    [[nodiscard]] std::string id() const {
        return line.item >= 0
                   ? offer().id
                   : model.problem->prerequisites[static_cast<std::size_t>(line.setup)].id;
    }
    [[nodiscard]] std::string name() const {
        return line.item >= 0
                   ? offer().name
                   : model.problem->prerequisites[static_cast<std::size_t>(line.setup)].name;
    }
    [[nodiscard]] std::int64_t one_off() const {
        return line.item >= 0 ? item().one_off : setup().one_off;
    }
    [[nodiscard]] std::int64_t yearly() const {
        return line.item >= 0 ? item().yearly : setup().yearly;
    }
    [[nodiscard]] std::int32_t staff() const {
        return line.item >= 0 ? item().staff : setup().staff;
    }
    [[nodiscard]] std::int64_t points() const {
        return line.item < 0 ? 0
                             : item().points * (model.problem->benefit_quarters - line.quarter) +
                                   (line.quarter <= item().deadline ? item().bonus : 0);
    }
    [[nodiscard]] const std::string& payer() const {
        const std::int16_t at = line.item >= 0 ? item().payer : setup().payer;
        return model.problem->payers[static_cast<std::size_t>(at)].id;
    }
};

std::string state_of(const PlanAnswer& answer) {
    if (!answer.is_complete) {
        return "no plan that reaches the coverage was found";
    }
    return answer.is_proven ? fmt::format("optimal (within {:.3f} %)", answer.gap() * 100)
                            : fmt::format("not proven, gap {:.3f} %", answer.gap() * 100);
}

Json money_as_json(const PlanModel& model, const PlanUse& use) {
    Json payers = Json::array();
    for (std::size_t p = 0; p < use.payer_year.size(); ++p) {
        Json years = Json::array();
        for (const std::int64_t cents : use.payer_year[p]) {
            years.push(cents);
        }
        payers.push(
            Json::object({{"payer", model.problem->payers[p].id}, {"yearly_cents", years}}));
    }
    return payers;
}

Json not_taken_as_json(const PlanModel& model, const PlanAnswer& answer) {
    const PlanProblem& problem = *model.problem;
    std::vector<bool> taken(problem.pairs.size());
    for (std::size_t i = 0; i < model.items.size(); ++i) {
        taken[static_cast<std::size_t>(model.items[i].pair)] = answer.schedule.items[i] >= 0;
    }
    const auto obstacles = find_obstacles(model, answer.schedule);
    Json all = Json::array();
    for (std::size_t i = 0; i < problem.pairs.size(); ++i) {
        if (!taken[i]) {
            const PlanPair& pair = problem.pairs[i];
            all.push(Json::object(
                {{"administration",
                  problem.administrations[static_cast<std::size_t>(pair.administration)].id},
                 {"offer", problem.offers[static_cast<std::size_t>(pair.offer)].id},
                 {"because", to_string(obstacles[i])}}));
        }
    }
    return all;
}

Json staff_as_json(const PlanModel& model, const PlanUse& use) {
    Json all = Json::array();
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        Json quarters = Json::array();
        for (const std::int64_t tenths : staff_by_quarter(model, use, b)) {
            quarters.push(static_cast<double>(tenths) / 10);
        }
        all.push(Json::object(
            {{"administration", model.problem->administrations[b].id}, {"days", quarters}}));
    }
    return all;
}

/// Folded after 75 bytes, never inside a character (RFC 5545, 3.1).
void add_calendar_line(std::string& to, std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && width >= 70) {
            to += "\r\n ";
            width = 1;
        }
        to += text[i];
        ++width;
    }
    to += "\r\n";
}

std::string calendar_text(std::string_view text) {
    std::string made;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') {
            made += '\\';
        }
        made += c == '\n' || c == '\r' ? ' ' : c;
    }
    return made;
}

std::string calendar_day(Date day) {
    std::string iso = day.to_iso();
    iso.erase(std::remove(iso.begin(), iso.end(), '-'), iso.end());
    return iso;
}

}  // namespace

std::string write_plan_text(const PlanModel& model, const PlanAnswer& answer) {
    const PlanProblem& problem = *model.problem;
    const PlanUse use = measure_plan(model, answer.schedule);
    std::string text = fmt::format(
        "{} ({}): {} administrations, {} possible offers\n{}; {} points, {} offers, {} obligations "
        "met, {} in {} years\n",
        problem.name, problem.area, model.blocks.size(), model.items.size(), state_of(answer),
        use.points, use.offers, use.obligations, Money{use.cents}.to_german(), model.years);
    const std::vector<Line> lines = lines_of(model, answer.schedule);
    const bool is_large = lines.size() > 400;
    std::map<std::int8_t, std::size_t> counts;
    std::int8_t quarter = -1;
    for (const Line& line : lines) {
        ++counts[line.quarter];
        if (is_large) {
            continue;
        }
        if (line.quarter != quarter) {
            quarter = line.quarter;
            text += "\n" + quarter_name(problem, quarter) + "\n";
        }
        const Written one{model, line};
        text += fmt::format(
            "  {}{}: {}, {} days, {} points\n",
            model.blocks.size() > 1 ? problem.administrations[line.block].name + ", " : "",
            one.name(), Money{one.one_off()}.to_german(), days_text(one.staff()), one.points());
    }
    if (is_large) {
        for (const auto& [at, count] : counts) {
            text += fmt::format("  {}: {} steps\n", quarter_name(problem, at), count);
        }
        text += "  (each step: --json or --csv)\n";
    }
    text += "\n";
    for (std::size_t p = 0; p < use.payer_year.size(); ++p) {
        for (std::size_t y = 0; y < use.payer_year[p].size(); ++y) {
            const auto& limits = problem.payers[p].yearly_cents;
            text += fmt::format("paid by {} in year {}: {}{}\n", problem.payers[p].id, y + 1,
                                Money{use.payer_year[p][y]}.to_german(),
                                limits.empty() ? "" : " of " + Money{limits[y]}.to_german());
        }
    }
    auto binding = find_bottlenecks(model, answer, model.blocks.size() > 1 ? 0 : 1);
    binding.resize(std::min<std::size_t>(binding.size(), 6));
    for (const PlanBottleneck& one : binding) {
        text += fmt::format("binds: {}; one more {} brings about {:.1f} {}\n", one.what, one.unit,
                            one.worth, problem.goal == PlanGoal::Cost ? "cents" : "points");
    }
    return text + fmt::format("{} assumed figures stand behind this (--json shows them)\n",
                              problem.assumptions.size());
}

Json write_plan_json(const PlanModel& model, const PlanAnswer& answer) {
    const PlanProblem& problem = *model.problem;
    const PlanUse use = measure_plan(model, answer.schedule);
    Json steps = Json::array();
    for (const Line& line : lines_of(model, answer.schedule)) {
        const Written one{model, line};
        steps.push(Json::object({{"quarter", quarter_name(problem, line.quarter)},
                                 {"administration", problem.administrations[line.block].id},
                                 {"kind", line.item >= 0 ? "offer" : "prerequisite"},
                                 {"id", one.id()},
                                 {"name", one.name()},
                                 {"one_off_cents", one.one_off()},
                                 {"yearly_cents", one.yearly()},
                                 {"payer", one.payer()},
                                 {"staff_days", static_cast<double>(one.staff()) / 10},
                                 {"points", one.points()}}));
    }
    Json binding = Json::array();
    for (const PlanBottleneck& one : find_bottlenecks(model, answer, 20)) {
        binding.push(
            Json::object({{"what", one.what}, {"unit", one.unit}, {"brings_about", one.worth}}));
    }
    Json assumptions = Json::array();
    for (const PlanAssumption& one : problem.assumptions) {
        assumptions.push(
            Json::object({{"id", one.id}, {"value", one.value}, {"source", one.source}}));
    }
    return Json::object({{"area", problem.area},
                         {"name", problem.name},
                         {"goal", problem.goal == PlanGoal::Cost ? "cost" : "benefit"},
                         {"complete", answer.is_complete},
                         {"proven", answer.is_proven},
                         {"cancelled", answer.was_cancelled},
                         {"method", answer.method},
                         {"value", answer.value},
                         {"bound", answer.bound},
                         {"gap_percent", answer.gap() * 100},
                         {"points", use.points},
                         {"offers", use.offers},
                         {"obligations", use.obligations},
                         {"cents", use.cents},
                         {"paid", money_as_json(model, use)},
                         {"staff", staff_as_json(model, use)},
                         {"steps", steps},
                         {"not_taken", not_taken_as_json(model, answer)},
                         {"binding", binding},
                         {"assumptions", assumptions}});
}

std::string write_plan_csv(const PlanModel& model, const PlanAnswer& answer) {
    std::string csv =
        formats::write_csv_row({"quarter", "administration", "name", "kind", "id", "offer",
                                "one_off_cents", "yearly_cents", "payer", "staff_days", "points"});
    for (const Line& line : lines_of(model, answer.schedule)) {
        const Written one{model, line};
        const PlanAdministration& at = model.problem->administrations[line.block];
        csv += formats::write_csv_row({quarter_name(*model.problem, line.quarter), at.id, at.name,
                                       line.item >= 0 ? "offer" : "prerequisite", one.id(),
                                       one.name(), std::to_string(one.one_off()),
                                       std::to_string(one.yearly()), one.payer(),
                                       days_text(one.staff()), std::to_string(one.points())});
    }
    return csv;
}

std::string write_plan_calendar(const PlanModel& model, const PlanAnswer& answer, Instant now) {
    std::string stamp = now.to_iso().substr(0, 19) + "Z";
    stamp.erase(
        std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == '-' || c == ':'; }),
        stamp.end());
    std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Gordion//plan//DE\r\n";
    for (const Line& line : lines_of(model, answer.schedule)) {
        const Written one{model, line};
        const PlanAdministration& at = model.problem->administrations[line.block];
        const Date day = quarter_end(*model.problem, line.quarter);
        text += "BEGIN:VEVENT\r\n";
        add_calendar_line(text, "UID:" + calendar_text(at.id + "-" + one.id()) + "@plan.gordion");
        add_calendar_line(text, "DTSTAMP:" + stamp);
        add_calendar_line(text, "DTSTART;VALUE=DATE:" + calendar_day(day));
        add_calendar_line(text, "DTEND;VALUE=DATE:" + calendar_day(day.plus_days(1)));
        add_calendar_line(text, "SUMMARY:" + calendar_text(at.name + ": " + one.name()));
        text += "END:VEVENT\r\n";
    }
    return text + "END:VCALENDAR\r\n";
}

}  // namespace gordion::planning
