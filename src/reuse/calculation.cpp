// SPDX-License-Identifier: EUPL-1.2
#include "reuse/calculation.hpp"

#include <algorithm>
#include <array>

#include "core/money.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "fim/logic.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

void note(Findings& findings, std::string place, std::string message) {
    findings.push_back({"reuse.calculation",
                        Severity::Fault,
                        "calculation.json: " + place,
                        {},
                        std::move(message)});
}

/// The steps before `here` are the only ones whose values an expression may read.
void check_order(const fim::Logic& logic, std::string_view prefix,
                 const std::vector<Calculation::Step>& before, const std::string& place,
                 Findings& findings) {
    for (const std::string& variable : logic.variables()) {
        if (!variable.starts_with(prefix)) {
            continue;
        }
        const std::string key = variable.substr(prefix.size());
        const bool known = std::any_of(before.begin(), before.end(),
                                       [&](const auto& step) { return step.key == key; });
        if (!known) {
            note(
                findings, place,
                "'" + variable + "' is read before it is computed. Move it up, or check its name.");
        }
    }
}

std::vector<Calculation::Step> read_steps(const Json* list, const std::string& name,
                                          std::string_view prefix, Findings& findings) {
    std::vector<Calculation::Step> steps;
    if (list == nullptr) {
        return steps;
    }
    if (!list->is_array()) {
        note(findings, name, "This must be a list of [\"key\", expression] pairs.");
        return steps;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Json& pair = list->as_array()[i];
        const std::string place = name + "[" + std::to_string(i) + "]";
        if (!pair.is_array() || pair.size() != 2 || !pair.as_array()[0].is_string()) {
            note(findings, place, "This must be a pair [\"key\", expression].");
            continue;
        }
        const std::string& key = pair.as_array()[0].as_string();
        if (std::any_of(steps.begin(), steps.end(),
                        [&](const auto& step) { return step.key == key; })) {
            note(findings, place, "'" + key + "' is computed twice.");
            continue;
        }
        const Json& expression = pair.as_array()[1];
        const std::string where = place + " (" + key + ")";
        Findings faults = fim::check_logic(expression, "calculation.json: " + where);
        if (!has_faults(faults)) {
            Result<fim::Logic> logic = fim::Logic::compile(expression);
            if (logic) {
                check_order(logic.value(), prefix, steps, where, findings);
                steps.push_back({key, std::move(logic).value()});
            }
        }
        append(findings, std::move(faults));
    }
    return steps;
}

/// The member at "G1.G2", or nullptr.
const Json* find_path(const Json& answers, const std::string& path) {
    const Json* found = &answers;
    for (const std::string& part : split(path, '.')) {
        found = found->find(part);
        if (found == nullptr) {
            return nullptr;
        }
    }
    return found;
}

Result<void> check_cents(const std::string& key, const Json& value, const std::string& place) {
    if (!key.ends_with("_cents") || value.is_int()) {
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "reuse.calculation_cents",
                 place + "." + key,
                 {{"key", key}},
                 "'" + key +
                     "' must come out as whole cents. Is a parameter missing, or is a "
                     "division not rounded?"};
}

Result<void> run_step(const Calculation::Step& step, std::span<const fim::LogicVariable> data,
                      Json& into, const std::string& place) {
    Result<Json> value = step.logic.evaluate(data);
    if (!value) {
        Error error = value.take_error();
        error.place = place + "." + step.key;
        return error;
    }
    TRY(check_cents(step.key, value.value(), place));
    into.set(step.key, std::move(value).value());
    return {};
}

std::string to_letter_text(const Json& value) {
    if (value.is_null()) {
        return "";
    }
    if (!value.is_string()) {
        return replace_all(formats::write_json(value), ".", ",");
    }
    const Result<Date> date = parse_date(value.as_string());
    return date ? date.value().to_german() : value.as_string();
}

Json to_letter_row(const Json& row) {
    Json shown = Json::object();
    for (const auto& [key, value] : row.as_object()) {
        if (key.ends_with("_cents") && value.is_int()) {
            shown.set(key.substr(0, key.size() - 6), Json(Money{value.as_int()}.to_german()));
        } else if (value.is_bool()) {
            shown.set(key, value);
        } else {
            shown.set(key, Json(to_letter_text(value)));
        }
    }
    return shown;
}

}  // namespace

Judged<Calculation> Calculation::make(const Json& document) {
    Judged<Calculation> judged;
    if (document.is_null()) {
        return judged;
    }
    Calculation& made = judged.value;
    for (const auto& [key, value] : document.as_object()) {
        if (key != "rows" && key != "totals" && key != "about") {
            note(judged.findings, key, "Nobody reads this member. Check the spelling.");
        }
    }
    if (const Json* rows = document.find("rows")) {
        made.each_ = rows->text_at("each");
        if (made.each_.empty()) {
            note(judged.findings, "rows", "\"each\" must name the repeatable group.");
        }
        made.rows_ = read_steps(rows->find("values"), "rows.values", "row.", judged.findings);
    }
    made.totals_ = read_steps(document.find("totals"), "totals", "totals.", judged.findings);
    return judged;
}

Result<Json> Calculation::evaluate(const Json& answers, const Json& params,
                                   std::string_view today) const {
    const Json day{today};
    Json rows = Json::array();
    const Json* items = each_.empty() ? nullptr : find_path(answers, each_);
    const std::size_t count = items == nullptr ? 0 : items->is_array() ? items->size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        const Json& item = items->is_array() ? items->as_array()[i] : *items;
        const Json index{i};
        Json row = Json::object();
        const std::array<fim::LogicVariable, 7> data{{{"answers", &answers},
                                                      {"params", &params},
                                                      {"today", &day},
                                                      {"item", &item},
                                                      {"index", &index},
                                                      {"row", &row},
                                                      {"rows", &rows}}};
        for (const Step& step : rows_) {
            TRY(run_step(step, data, row, "rows[" + std::to_string(i) + "]"));
        }
        rows.push(std::move(row));
    }
    Json totals = Json::object();
    const std::array<fim::LogicVariable, 5> data{{{"answers", &answers},
                                                  {"params", &params},
                                                  {"today", &day},
                                                  {"rows", &rows},
                                                  {"totals", &totals}}};
    for (const Step& step : totals_) {
        TRY(run_step(step, data, totals, "totals"));
    }
    return Json::object({{"rows", std::move(rows)}, {"totals", std::move(totals)}});
}

Json to_letter_amounts(const Json& result) {
    Json rows = Json::array();
    if (const Json* list = result.find("rows"); list && list->is_array()) {
        for (const Json& row : list->as_array()) {
            rows.push(to_letter_row(row));
        }
    }
    const Json* totals = result.find("totals");
    return Json::object(
        {{"rows", std::move(rows)},
         {"totals", totals && totals->is_object() ? to_letter_row(*totals) : Json::object()}});
}

}  // namespace gordion::reuse
