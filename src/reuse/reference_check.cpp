// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "fim/logic.hpp"
#include "identity/user_account.hpp"
#include "reuse/check_parts.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

/// What expressions of this package may name.
struct Known {
    std::set<std::string> paths;  ///< of all positions, "G1.F2"
    const ServiceDeclaration* service = nullptr;
};

/// Drops indices, which stand for instances: "G1.0.F2" is at position "G1.F2".
std::string without_indices(std::string_view path) {
    std::vector<std::string> parts;
    for (std::string& part : split(path, '.')) {
        if (!is_digits(part)) {
            parts.push_back(std::move(part));
        }
    }
    return join(parts, ".");
}

bool is_known_item(const Known& known, const std::string& rest) {
    return std::any_of(known.paths.begin(), known.paths.end(), [&](const std::string& path) {
        return path == rest || path.ends_with("." + rest);
    });
}

bool is_known_parameter(const Known& known, const std::string& rest) {
    const std::vector<std::string> parts = split(rest, '.');
    return known.service->find_parameter(parts.front()) != nullptr;
}

/// Row, rows, totals and index are judged where they are computed (Calculation::make).
bool is_known_variable(const Known& known, const std::string& variable) {
    const std::size_t dot = variable.find('.');
    const std::string root = variable.substr(0, dot);
    const std::string rest = dot == std::string::npos ? "" : variable.substr(dot + 1);
    if (root == "answers") {
        return rest.empty() || known.paths.contains(without_indices(rest));
    }
    if (root == "item") {
        return rest.empty() || is_known_item(known, without_indices(rest));
    }
    if (root == "params") {
        return rest.empty() || is_known_parameter(known, rest);
    }
    static constexpr std::array<std::string_view, 6> others{"",    "today", "index",
                                                            "row", "rows",  "totals"};
    return std::find(others.begin(), others.end(), root) != others.end();
}

void note_unknown_variable(const std::string& variable, const std::string& place,
                           Findings& findings) {
    findings.push_back({"reuse.logic_reference",
                        Severity::Fault,
                        place,
                        {{"name", variable}},
                        "'" + variable +
                            "' is neither an element of the schema nor a "
                            "declared parameter. Check its spelling and path."});
}

void check_logic_variables(const fim::Logic& logic, const Known& known, const std::string& place,
                           Findings& findings) {
    for (const std::string& variable : logic.variables()) {
        if (!is_known_variable(known, variable)) {
            note_unknown_variable(variable, place, findings);
        }
    }
}

bool is_submission_fact(const Known& known, std::string_view variable) {
    constexpr std::array<std::string_view, 4> facts{"submission.trust_level", "submission.account",
                                                    "submission.attachments",
                                                    "submission.submitted_on"};
    constexpr std::string_view verified = "submission.verified.";
    if (variable.starts_with(verified)) {
        const auto& asked = known.service->account.attributes;
        return std::find(asked.begin(), asked.end(), variable.substr(verified.size())) !=
               asked.end();
    }
    return std::find(facts.begin(), facts.end(), variable) != facts.end();
}

/// What happens after the hand-over may also look at how it was handed over.
void check_handling_logic(const std::optional<fim::Logic>& logic, const Known& known,
                          const std::string& place, Findings& findings) {
    if (!logic) {
        return;
    }
    for (const std::string& variable : logic->variables()) {
        if (!is_submission_fact(known, variable) && !is_known_variable(known, variable)) {
            note_unknown_variable(variable, place, findings);
        }
    }
}

void check_handling_logics(const Package& package, const Known& known, Findings& findings) {
    const Handling& handling = package.service.handling;
    for (const CopyDeclaration& copy : handling.copies) {
        check_handling_logic(copy.when, known, "service.toml: copy " + copy.id, findings);
    }
    for (const ConditionDeclaration& condition : handling.conditions) {
        check_handling_logic(condition.chosen_when, known,
                             "service.toml: condition " + condition.id, findings);
    }
    for (const ConsultationDeclaration& consultation : handling.consultations) {
        check_handling_logic(consultation.when, known,
                             "service.toml: consultation " + consultation.id, findings);
    }
    if (package.automatic) {
        for (const AutomaticDeclaration::Condition& condition : package.automatic->conditions) {
            check_handling_logic(condition.when, known, "automatic.json: " + condition.id,
                                 findings);
        }
    }
}

void check_rules(const Json& rules, const Known& known, Findings& findings) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> lists{
        {{"conditions", "when"}, {"required", "when"}, {"checks", "assert"}}};
    for (const auto& [list, member] : lists) {
        const Json* entries = rules.find(list);
        if (entries == nullptr || !entries->is_array()) {
            continue;
        }
        for (const Json& entry : entries->as_array()) {
            const Json* expression = entry.find(member);
            if (expression == nullptr) {
                continue;
            }
            // Form::make has judged expressions that do not compile.
            const Result<fim::Logic> logic = fim::Logic::compile(*expression);
            if (logic) {
                check_logic_variables(logic.value(), known, "rules.json: " + entry.text_at("id"),
                                      findings);
            }
        }
    }
}

/// Conditions of parameters read other parameters and nothing else.
void check_required_if(const ServiceDeclaration& service, const Known& known, Findings& findings) {
    for (const ParameterDeclaration& declaration : service.parameters) {
        if (declaration.required_if == nullptr) {
            continue;
        }
        for (const std::string& variable : declaration.required_if->variables()) {
            const bool reads_parameter = variable.starts_with("params.");
            if (!reads_parameter || !is_known_variable(known, variable)) {
                findings.push_back({"reuse.logic_reference",
                                    Severity::Fault,
                                    "service.toml: " + declaration.key,
                                    {{"name", variable}},
                                    "required_if of '" + declaration.key + "' reads '" + variable +
                                        "', which is no parameter of this package. Write "
                                        "params.KEY."});
            }
        }
    }
}

/// What questions take from the account of who fills in.
void check_account_sources(const Json& form, Findings& findings) {
    const Json* sources = form.find("value");
    if (sources == nullptr) {
        return;
    }
    for (const Json& source : sources->as_array()) {
        const std::string name = source.text_at("from_account");
        if (!name.empty() && !identity::is_attribute_name(name)) {
            findings.push_back({"reuse.account_attribute",
                                Severity::Fault,
                                "form.toml: " + source.text_at("field"),
                                {{"name", name}},
                                "'" + name +
                                    "' is no attribute of accounts; docs/operating/accounts.md "
                                    "lists them."});
        }
    }
}

/// Amounts that people are told before they submit must be among the totals.
void check_expected_amounts(const LoadedPackage& loaded, Findings& findings) {
    const auto& totals = loaded.calculation.totals();
    for (const auto& [language, texts] : loaded.package.texts) {
        const Json* messages = texts.find("message");
        for (const auto& [code, text] : messages != nullptr && messages->is_object()
                                            ? messages->as_object()
                                            : Json::Object()) {
            if (!code.starts_with(expected_prefix)) {
                continue;
            }
            const std::string key = code.substr(expected_prefix.size());
            const bool is_amount =
                std::any_of(totals.begin(), totals.end(),
                            [&](const Calculation::Step& step) { return step.key == key; });
            if (!is_amount || !key.ends_with("_cents")) {
                findings.push_back({"reuse.expected_amount",
                                    Severity::Fault,
                                    "texts/" + language + ".toml",
                                    {{"name", key}},
                                    "[message] \"" + code +
                                        "\" names no total of calculation.json "
                                        "that ends in _cents."});
            }
        }
    }
}

}  // namespace

Findings check_references(const LoadedPackage& loaded) {
    Known known;
    known.service = &loaded.service();
    fim::visit_positions(
        loaded.form->schema().positions, "",
        [&](const fim::Position&, const std::string& path) { known.paths.insert(path); });
    Findings findings;
    check_rules(loaded.package.rules, known, findings);
    check_required_if(loaded.service(), known, findings);
    check_handling_logics(loaded.package, known, findings);
    check_account_sources(loaded.package.form, findings);
    check_expected_amounts(loaded, findings);
    const Calculation& calculation = loaded.calculation;
    if (!calculation.each().empty() && !known.paths.contains(calculation.each())) {
        findings.push_back(
            {"reuse.logic_reference",
             Severity::Fault,
             "calculation.json: rows",
             {{"name", calculation.each()}},
             "\"each\" names '" + calculation.each() + "', which is no element of the schema."});
    }
    for (const auto* steps : {&calculation.rows(), &calculation.totals()}) {
        for (const Calculation::Step& step : *steps) {
            check_logic_variables(step.logic, known, "calculation.json: " + step.key, findings);
        }
    }
    return findings;
}

}  // namespace gordion::reuse
