// SPDX-License-Identifier: EUPL-1.2
// rules.json: conditions, requirements, checks.
#include "core/limits.hpp"
#include "core/text.hpp"
#include "forms/internal/rule_maker.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

constexpr std::size_t most_conditions = 2000;  // one for each target

}  // namespace

void make_rules(Maker& maker) {
    RuleMaker(maker).make();
}

const Json::Array& RuleMaker::rules_of(const char* name) {
    static const Json::Array nothing;
    const Json* rules = form_.source.rules.find(name);
    if (rules == nullptr) {
        return nothing;
    }
    if (!rules->is_array() || rules->size() > most_rules) {
        maker_.report("forms.rules_invalid", Severity::Fault, "rules.json " + std::string(name), {},
                      "a list of rules is expected here");
        return nothing;
    }
    return rules->as_array();
}

void RuleMaker::make() {
    find_last_pages();
    make_schema_rules(find_replaced());
    source_ = RuleSource::Package;
    make_package_rules();
    sort_conditions();
    report_duplicates();
    report_later_questions();
}

void RuleMaker::make_package_rules() {
    const Json& rules = form_.source.rules;
    static constexpr std::array<std::string_view, 5> names{"conditions", "required", "checks",
                                                           "omit", "about"};
    if (rules.is_object()) {
        for (const Json::Member& member : rules.as_object()) {
            if (std::find(names.begin(), names.end(), member.first) == names.end()) {
                maker_.report("forms.rules_invalid", Severity::Fault,
                              "rules.json " + member.first.substr(0, 80), {},
                              "rules.json has conditions, checks, required, omit and about");
            }
        }
    } else if (!rules.is_null()) {
        maker_.report("forms.rules_invalid", Severity::Fault, "rules.json", {},
                      "rules.json is an object");
    }
    for (const char* name : {"conditions", "required", "checks"}) {
        make_list(name, rules_of(name));
    }
}

void RuleMaker::make_list(const char* name, const Json::Array& rules) {
    using Make = void (RuleMaker::*)(const Json&, const std::string&);
    const std::string_view list = name;
    const Make add = list == "conditions" ? &RuleMaker::make_condition
                     : list == "required" ? &RuleMaker::make_requirement
                                          : &RuleMaker::make_check;
    const std::string file = source_ == RuleSource::Package ? "rules.json " : "schema ";
    std::size_t number = 0;
    for (const Json& rule : rules) {
        const std::string id = rule.text_at("id");
        (this->*add)(rule, file + name + " " + (id.empty() ? std::to_string(number) : id));
        ++number;
    }
}

std::optional<fim::Logic> RuleMaker::compile(const Json& rule, const char* name,
                                             const std::string& place) {
    const Json* written = rule.find(name);
    if (written == nullptr) {
        maker_.report("forms.rules_invalid", Severity::Fault, place, {{"missing", name}},
                      "the rule lacks its expression");
        return std::nullopt;
    }
    Result<fim::Logic> logic = fim::Logic::compile(*written);
    if (!logic) {
        append(maker_.findings, fim::check_logic(*written, place + "." + name));
        return std::nullopt;
    }
    return std::move(logic).value();
}

void RuleMaker::make_condition(const Json& rule, const std::string& place) {
    const std::optional<fim::Logic> when = compile(rule, "when", place);
    const Json* targets = rule.find("target");
    const Json::Array list = targets == nullptr    ? Json::Array()
                             : targets->is_array() ? targets->as_array()
                                                   : Json::Array{*targets};
    if (list.empty()) {
        maker_.report("forms.rules_invalid", Severity::Fault, place, {{"missing", "target"}},
                      "a condition names the elements that it shows");
    }
    for (const Json& reference : list) {
        const std::size_t target =
            maker_.resolve(reference.is_string() ? reference.as_string() : "", place);
        if (target == none || !when || form_.conditions.size() == most_conditions) {
            continue;
        }
        std::set<std::size_t> reads = read_nodes(*when, form_.nodes[target].container, place);
        known_.push_back(
            {rule.text_at("id"), place,
             "show " + std::to_string(target) + formats::write_json(*rule.find("when")), target,
             reads, source_, true});
        reads_.push_back(std::move(reads));
        form_.conditions.push_back({rule.text_at("id"), target, *when, source_});
    }
}

void RuleMaker::make_requirement(const Json& rule, const std::string& place) {
    const std::optional<fim::Logic> when = compile(rule, "when", place);
    const std::size_t target = maker_.resolve(rule.text_at("place"), place);
    if (target == none || !when) {
        return;
    }
    known_.push_back({rule.text_at("id"), place,
                      "require " + std::to_string(target) + formats::write_json(*rule.find("when")),
                      target, read_nodes(*when, form_.nodes[target].container, place), source_,
                      false});
    form_.nodes[target].requirements.push_back(form_.requirements.size());
    form_.requirements.push_back({rule.text_at("id"), target, *when});
}

void RuleMaker::make_check(const Json& rule, const std::string& place) {
    std::optional<fim::Logic> holds = compile(rule, "assert", place);
    const std::size_t target = maker_.resolve(rule.text_at("place"), place);
    const std::string code = rule.text_at("code");
    const std::string severity = rule.text_at("severity");
    if (code.empty() || code.find('.') == std::string::npos) {
        maker_.report("forms.rules_invalid", Severity::Fault, place, {{"missing", "code"}},
                      "a check has a code with a dot, under which its text stands");
    }
    if (!severity.empty() && severity != "fault" && severity != "warning" && severity != "note") {
        maker_.report("forms.rules_invalid", Severity::Fault, place, {{"severity", severity}},
                      "severity is fault, warning or note");
    }
    if (target == none || !holds) {
        return;
    }
    const std::optional<std::size_t> each = each_of(rule, target, place);
    if (!each) {
        return;
    }
    const std::set<std::size_t> reads = read_nodes(*holds, *each, place);
    known_.push_back({rule.text_at("id"), place,
                      "check " + std::to_string(target) + formats::write_json(*rule.find("assert")),
                      target, reads, source_, false});
    RuleCheck check{rule.text_at("id"),
                    code,
                    severity == "warning" ? Severity::Warning
                    : severity == "note"  ? Severity::Note
                                          : Severity::Fault,
                    target,
                    *each,
                    std::move(*holds),
                    {reads.begin(), reads.end()},
                    {},
                    {}};
    if (const Json* elements = rule.find("elements"); elements != nullptr && elements->is_array()) {
        for (const Json& element : elements->as_array()) {
            const std::size_t node =
                maker_.resolve(element.is_string() ? element.as_string() : "", place);
            if (node != none) {
                check.elements.push_back(node);
            }
        }
    }
    if (const Json* values = rule.find("values"); values != nullptr && values->is_object()) {
        for (const Json::Member& value : values->as_object()) {
            check.values.emplace_back(value.first, rule.find("values")->text_at(value.first));
        }
    }
    form_.checks.push_back(std::move(check));
}

std::optional<std::size_t> RuleMaker::each_of(const Json& rule, std::size_t target,
                                              const std::string& place) {
    const std::size_t around = form_.nodes[target].container;
    if (rule.find("each") == nullptr) {
        return around;
    }
    const std::size_t named = maker_.resolve(rule.text_at("each"), place);
    if (named == none || around != named) {
        maker_.report("forms.rules_invalid", Severity::Fault, place,
                      {{"each", rule.text_at("each")}},
                      "each names the repeated group directly around the place");
        return std::nullopt;
    }
    return named;
}

// The deepest element that a variable's path names; indices in it are passed over.
std::optional<std::size_t> RuleMaker::find_read(const std::string& variable, std::size_t container,
                                                bool& everything) {
    std::vector<std::string> steps = split(variable, '.');
    const std::string root = steps.empty() ? "" : steps.front();
    everything = root.empty() || (root == "answers" && steps.size() == 1);
    const bool is_level = root.starts_with("level_");
    if (everything || (root != "answers" && root != "item" && !is_level)) {
        return std::nullopt;
    }
    std::size_t here = root == "answers" ? none : root_of(root, container);
    if (root != "answers" && here == none) {
        return none;
    }
    for (std::size_t i = 1; i < steps.size(); ++i) {
        if (is_digits(steps[i])) {
            continue;
        }
        const auto& candidates = here == none ? form_.roots : form_.nodes[here].children;
        const auto found = std::find_if(candidates.begin(), candidates.end(), [&](std::size_t c) {
            return form_.nodes[c].id == steps[i];
        });
        if (found == candidates.end()) {
            // A file's name or size lies below its field.
            const bool inside_file = here != none && form_.nodes[here].control == Control::File;
            return inside_file ? here : none;
        }
        here = *found;
    }
    return here;
}

// The repeated group whose instance "item" or "level_1" is.
std::size_t RuleMaker::root_of(const std::string& name, std::size_t container) const {
    if (name == "item") {
        return container;
    }
    for (std::size_t group = container; group != none; group = form_.nodes[group].container) {
        const std::size_t depth = instance_depth(form_, form_.nodes[group]) + 1;
        if (name == "level_" + std::to_string(depth)) {
            return group;
        }
    }
    return none;
}

std::set<std::size_t> RuleMaker::read_nodes(const fim::Logic& logic, std::size_t container,
                                            const std::string& place) {
    std::set<std::size_t> nodes;
    for (const std::string& variable : logic.variables()) {
        bool everything = false;
        const auto read = find_read(variable, container, everything);
        if (everything) {
            nodes.insert(form_.roots.begin(), form_.roots.end());
        } else if (read && *read == none) {
            maker_.report("forms.variable_unknown", Severity::Fault, place,
                          {{"variable", variable.substr(0, 200)}},
                          "the rule reads an element that the schema does not have there");
        } else if (read) {
            nodes.insert(*read);
        }
    }
    return nodes;
}

}  // namespace gordion::forms::internal
