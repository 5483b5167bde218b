// SPDX-License-Identifier: EUPL-1.2
#include "reuse/automatic.hpp"

#include <set>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

void note(Findings& findings, const std::string& id, std::string message) {
    findings.push_back({"reuse.automatic",
                        Severity::Fault,
                        id.empty() ? "automatic.json" : "automatic.json: " + id,
                        {{"entry", id}},
                        std::move(message)});
}

void read_condition(const Json& entry, AutomaticDeclaration& automatic, std::set<std::string>& ids,
                    Findings& findings) {
    const std::string id = entry.text_at("id");
    const std::string text = entry.text_at("text");
    const Json* when = entry.find("when");
    if (id.empty() || trim(text).empty() || when == nullptr) {
        note(findings, id, "A condition needs \"id\", \"text\" (what must hold) and \"when\".");
        return;
    }
    if (!ids.insert(id).second || id == "issued" || id == "off" || id == "sample") {
        note(findings, id, "This id is used twice, or is one of issued, off and sample.");
        return;
    }
    append(findings, fim::check_logic(*when, "automatic.json: " + id));
    Result<fim::Logic> logic = fim::Logic::compile(*when);
    if (logic) {
        automatic.conditions.push_back({id, text, std::move(logic).value()});
    }
}

const Json* param(const HandlingFacts& facts, const std::string& key) {
    return facts.params == nullptr || key.empty() ? nullptr : facts.params->find(key);
}

// JsonLogic takes an absent value for 0 or false; nothing may be issued on such a guess.
bool lacks_param(const fim::Logic& logic, const HandlingFacts& facts) {
    constexpr std::string_view root = "params.";
    for (const std::string& variable : logic.variables()) {
        if (variable.starts_with(root)) {
            const std::string key = split(variable.substr(root.size()), '.').front();
            const Json* value = param(facts, key);
            if (value == nullptr || value->is_null()) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

Judged<AutomaticDeclaration> read_automatic(const Json& document) {
    Judged<AutomaticDeclaration> judged;
    AutomaticDeclaration& automatic = judged.value;
    automatic.switch_key = document.text_at("switch");
    automatic.sample_key = document.text_at("sample");
    if (automatic.switch_key.empty()) {
        note(judged.findings, "",
             "\"switch\" must name the parameter (bool, class d) that turns it off.");
    }
    const Json* conditions = document.find("conditions");
    if (conditions == nullptr || !conditions->is_array() || conditions->size() == 0 ||
        conditions->size() > limits::handling_entries) {
        note(judged.findings, "",
             "\"conditions\" must list what must hold: at least one, at most " +
                 std::to_string(limits::handling_entries) + ".");
        return judged;
    }
    std::set<std::string> ids;
    for (const Json& entry : conditions->as_array()) {
        read_condition(entry, automatic, ids, judged.findings);
    }
    return judged;
}

std::string AutomaticVerdict::name() const {
    switch (kind) {
        case Kind::Issue:
            return "issued";
        case Kind::Off:
            return "off";
        case Kind::Sample:
            return "sample";
        case Kind::Condition:
        case Kind::Error:
            break;
    }
    return condition;
}

bool is_in_sample(std::string_view lot, std::int64_t percent) {
    const std::string digest = crypto::sha256(lot);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        number = number * 256 + static_cast<unsigned char>(digest[i]);
    }
    return static_cast<std::int64_t>(number % 100) < percent;
}

AutomaticVerdict judge_automatic(const AutomaticDeclaration& automatic, const HandlingFacts& facts,
                                 std::string_view lot) {
    using Kind = AutomaticVerdict::Kind;
    const Json* on = param(facts, automatic.switch_key);
    if (on == nullptr || *on != Json(true)) {
        return {Kind::Off, {}, {}, {}};
    }
    if (!automatic.sample_key.empty()) {
        const Json* percent = param(facts, automatic.sample_key);
        if (percent == nullptr || !percent->is_int()) {
            return {Kind::Error, automatic.sample_key, {}, "reuse.automatic_param_missing"};
        }
        if (is_in_sample(lot, percent->as_int())) {
            return {Kind::Sample, {}, {}, {}};
        }
    }
    for (const AutomaticDeclaration::Condition& condition : automatic.conditions) {
        if (lacks_param(condition.when, facts)) {
            return {Kind::Error, condition.id, condition.text, "reuse.automatic_param_missing"};
        }
        const Result<bool> held = holds(condition.when, facts);
        if (!held) {
            return {Kind::Error, condition.id, condition.text, held.error().code};
        }
        if (!held.value()) {
            return {Kind::Condition, condition.id, condition.text, {}};
        }
    }
    return {Kind::Issue, {}, {}, {}};
}

}  // namespace gordion::reuse
