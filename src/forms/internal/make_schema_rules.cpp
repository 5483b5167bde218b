// SPDX-License-Identifier: EUPL-1.2
// The rules that the schema states in words, as far as the package does not replace them.
#include "core/limits.hpp"
#include "fim/freitext_rules.hpp"
#include "forms/internal/rule_maker.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

constexpr std::size_t longest_id = 80;

}  // namespace

bool RuleMaker::has_regel(const std::string& id) const {
    const auto is_it = [&](const fim::Regel& regel) { return regel.identification.id == id; };
    const fim::Schema& schema = form_.source.schema;
    if (std::any_of(schema.regeln.begin(), schema.regeln.end(), is_it)) {
        return true;
    }
    return std::any_of(form_.nodes.begin(), form_.nodes.end(), [&](const Node& node) {
        const auto& regeln = node.group != nullptr ? node.group->regeln : node.field->regeln;
        return std::any_of(regeln.begin(), regeln.end(), is_it);
    });
}

// "replaces": one id of a rule or a list of them.
void RuleMaker::add_replaced(const Json& rule, const std::string& place,
                             std::set<std::string>& replaced) {
    const Json* ids = rule.find("replaces");
    if (ids == nullptr) {
        return;
    }
    for (const Json& id : ids->is_array() ? ids->as_array() : Json::Array{*ids}) {
        const std::string text = id.is_string() ? id.as_string() : std::string();
        if (!has_regel(text)) {
            maker_.report("forms.rule_unknown", Severity::Fault, place,
                          {{"regel", text.substr(0, longest_id)}},
                          "the schema has no such rule to replace");
        } else if (replaced.insert(text).second) {
            maker_.report("forms.rule_replaced", Severity::Note, place,
                          {{"regel", text}, {"rule", rule.text_at("id")}},
                          "the package states this rule of the schema itself");
        }
    }
}

// "omit": [{"regel": "R…", "reason": "…"}].
void RuleMaker::add_omitted(std::set<std::string>& replaced) {
    std::size_t number = 0;
    for (const Json& entry : rules_of("omit")) {
        const std::string place = "rules.json omit " + std::to_string(number++);
        const std::string regel = entry.text_at("regel");
        const std::string reason = entry.text_at("reason");
        if (regel.empty() || reason.empty()) {
            maker_.report("forms.rules_invalid", Severity::Fault, place,
                          {{"missing", regel.empty() ? "regel" : "reason"}},
                          "a rule that is left out is named, with the reason");
        } else if (!has_regel(regel)) {
            maker_.report("forms.rule_unknown", Severity::Fault, place,
                          {{"regel", regel.substr(0, longest_id)}},
                          "the schema has no such rule to leave out");
        } else {
            replaced.insert(regel);
            maker_.report("forms.rule_omitted", Severity::Note, place,
                          {{"regel", regel}, {"reason", reason.substr(0, 300)}},
                          "the package leaves this rule of the schema out");
        }
    }
}

std::set<std::string> RuleMaker::find_replaced() {
    std::set<std::string> replaced;
    for (const char* name : {"conditions", "required", "checks"}) {
        const Json* rules = form_.source.rules.find(name);
        if (rules == nullptr || !rules->is_array() || rules->size() > most_rules) {
            continue;  // Reported where the rules are made.
        }
        for (const Json& rule : rules->as_array()) {
            add_replaced(rule, std::string("rules.json ") + name + " " + rule.text_at("id"),
                         replaced);
        }
    }
    add_omitted(replaced);
    return replaced;
}

void RuleMaker::make_schema_rules(const std::set<std::string>& replaced) {
    source_ = RuleSource::Schema;
    const fim::RegelElements elements(form_.source.schema, [&](const fim::Field& field) {
        const auto set = maker_.find_codes(field);
        return set == nullptr ? nullptr : &set->codes();
    });
    std::vector<fim::PlacedRegel> regeln = fim::parse_regeln(form_.source.schema, elements);
    std::erase_if(regeln, [&](const fim::PlacedRegel& placed) {
        return replaced.contains(placed.regel->identification.id);
    });
    for (fim::PlacedRegel& placed : regeln) {
        for (Finding& finding : placed.freitext.findings) {
            if (maker_.findings.size() < limits::findings) {
                maker_.findings.push_back(std::move(finding));
            }
        }
    }
    Judged<Json> translated = fim::translate_regeln(regeln, elements);
    for (Finding& finding : translated.findings) {
        if (maker_.findings.size() < limits::findings) {
            maker_.findings.push_back(std::move(finding));
        }
    }
    for (const char* name : {"conditions", "required", "checks"}) {
        make_list(name, translated.value.find(name)->as_array());
    }
}

}  // namespace gordion::forms::internal
