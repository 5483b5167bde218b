// SPDX-License-Identifier: EUPL-1.2
// rules.json: conditions, requirements, checks; and the order in which conditions are decided.
#include <set>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "forms/internal/make.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

constexpr std::size_t most_rules = 1000;
constexpr std::size_t most_conditions = 2000;  // one for each target

}  // namespace

class RuleMaker {
public:
    explicit RuleMaker(Maker& maker) : maker_(maker), form_(*maker.form) {}
    void make();

private:
    const Json::Array& rules_of(const char* name);
    std::optional<fim::Logic> compile(const Json& rule, const char* name, const std::string& place);
    void make_condition(const Json& rule, const std::string& place);
    void make_requirement(const Json& rule, const std::string& place);
    void make_check(const Json& rule, const std::string& place);
    std::set<std::size_t> read_nodes(const fim::Logic& logic, std::size_t container,
                                     const std::string& place);
    std::optional<std::size_t> find_read(const std::string& variable, std::size_t container,
                                         bool& everything);
    void sort_conditions();
    [[nodiscard]] bool depends(std::size_t reader, std::size_t target) const;

    Maker& maker_;
    Compiled& form_;
    std::vector<std::set<std::size_t>> reads_;  // by condition
};

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
    const Json& rules = form_.source.rules;
    if (rules.is_object()) {
        for (const Json::Member& member : rules.as_object()) {
            if (member.first != "conditions" && member.first != "checks" &&
                member.first != "required" && member.first != "about") {
                maker_.report("forms.rules_invalid", Severity::Fault,
                              "rules.json " + member.first.substr(0, 80), {},
                              "rules.json has conditions, checks, required and about");
            }
        }
    } else if (!rules.is_null()) {
        maker_.report("forms.rules_invalid", Severity::Fault, "rules.json", {},
                      "rules.json is an object");
    }
    using Make = void (RuleMaker::*)(const Json&, const std::string&);
    for (const auto& [name, make] : std::initializer_list<std::pair<const char*, Make>>{
             {"conditions", &RuleMaker::make_condition},
             {"required", &RuleMaker::make_requirement},
             {"checks", &RuleMaker::make_check}}) {
        std::size_t number = 0;
        for (const Json& rule : rules_of(name)) {
            const std::string id = rule.text_at("id");
            (this->*make)(rule, "rules.json " + std::string(name) + " " +
                                    (id.empty() ? std::to_string(number) : id));
            ++number;
        }
    }
    sort_conditions();
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
        reads_.push_back(read_nodes(*when, form_.nodes[target].container, place));
        form_.conditions.push_back({rule.text_at("id"), target, *when});
    }
}

void RuleMaker::make_requirement(const Json& rule, const std::string& place) {
    const std::optional<fim::Logic> when = compile(rule, "when", place);
    const std::size_t target = maker_.resolve(rule.text_at("place"), place);
    if (target == none || !when) {
        return;
    }
    read_nodes(*when, form_.nodes[target].container, place);
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
    std::size_t each = form_.nodes[target].container;
    if (rule.find("each") != nullptr) {
        const std::size_t named = maker_.resolve(rule.text_at("each"), place);
        if (named == none || form_.nodes[target].container != named) {
            maker_.report("forms.rules_invalid", Severity::Fault, place,
                          {{"each", rule.text_at("each")}},
                          "each names the repeated group directly around the place");
            return;
        }
        each = named;
    }
    const std::set<std::size_t> reads = read_nodes(*holds, each, place);
    RuleCheck check{rule.text_at("id"),
                    code,
                    severity == "warning" ? Severity::Warning
                    : severity == "note"  ? Severity::Note
                                          : Severity::Fault,
                    target,
                    each,
                    std::move(*holds),
                    {reads.begin(), reads.end()}};
    form_.checks.push_back(std::move(check));
}

// The deepest element that a variable's path names; indices in it are passed over.
std::optional<std::size_t> RuleMaker::find_read(const std::string& variable, std::size_t container,
                                                bool& everything) {
    std::vector<std::string> steps = split(variable, '.');
    const std::string root = steps.empty() ? "" : steps.front();
    everything = root.empty() || (root == "answers" && steps.size() == 1);
    if (everything || (root != "answers" && root != "item")) {
        return std::nullopt;
    }
    std::size_t here = root == "item" ? container : none;
    if (root == "item" && container == none) {
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

// Whether a reader of `reader` sees what hiding `target` changes.
bool RuleMaker::depends(std::size_t reader, std::size_t target) const {
    const auto& of_reader = form_.nodes[reader].chain;
    const auto& of_target = form_.nodes[target].chain;
    return std::find(of_reader.begin(), of_reader.end(), target) != of_reader.end() ||
           std::find(of_target.begin(), of_target.end(), reader) != of_target.end();
}

void RuleMaker::sort_conditions() {
    const std::size_t count = form_.conditions.size();
    std::vector<std::vector<std::size_t>> waiting(count);  // who waits for this one
    std::vector<std::size_t> blockers(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t other = 0; other < count; ++other) {
            const bool reads = std::any_of(
                reads_[i].begin(), reads_[i].end(),
                [&](std::size_t read) { return depends(read, form_.conditions[other].target); });
            if (reads) {
                waiting[other].push_back(i);
                ++blockers[i];
            }
        }
    }
    std::set<std::size_t> free;
    for (std::size_t i = 0; i < count; ++i) {
        if (blockers[i] == 0) {
            free.insert(i);
        }
    }
    std::vector<Condition> sorted;
    std::vector<bool> taken(count, false);
    while (!free.empty()) {
        const std::size_t next = *free.begin();
        free.erase(free.begin());
        taken[next] = true;
        sorted.push_back(form_.conditions[next]);
        for (const std::size_t waiter : waiting[next]) {
            if (--blockers[waiter] == 0) {
                free.insert(waiter);
            }
        }
    }
    std::vector<std::string> left;
    for (std::size_t i = 0; i < count; ++i) {
        if (!taken[i]) {
            left.push_back(form_.conditions[i].id);
        }
    }
    if (!left.empty()) {
        maker_.report("forms.condition_cycle", Severity::Fault, "rules.json conditions",
                      {{"rules", join(left, ", ")}},
                      "these conditions depend on what they show or hide, so none can be decided");
    }
    form_.conditions = std::move(sorted);
    for (std::size_t i = 0; i < form_.conditions.size(); ++i) {
        form_.nodes[form_.conditions[i].target].conditions.push_back(i);
    }
}

}  // namespace gordion::forms::internal
