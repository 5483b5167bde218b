// SPDX-License-Identifier: EUPL-1.2
// All rules of a form together: in which order conditions are decided, and what a graph shows –
// cycles, rules that say the same, conditions that depend on a later question.
#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "forms/internal/rule_maker.hpp"

namespace gordion::forms::internal {

// Nodes come after their parents, so one pass from the end tells every group.
void RuleMaker::find_last_pages() {
    for (std::size_t i = form_.nodes.size(); i-- > 0;) {
        Node& node = form_.nodes[i];
        node.last_page = node.page;
        for (const std::size_t child : node.children) {
            const std::size_t page = form_.nodes[child].last_page;
            if (page != none && (node.last_page == none || page > node.last_page)) {
                node.last_page = page;
            }
        }
    }
}

// Whether a reader of `reader` sees what hiding `target` changes.
bool RuleMaker::depends(std::size_t reader, std::size_t target) const {
    const auto& of_reader = form_.nodes[reader].chain;
    const auto& of_target = form_.nodes[target].chain;
    return std::find(of_reader.begin(), of_reader.end(), target) != of_reader.end() ||
           std::find(of_target.begin(), of_target.end(), reader) != of_target.end();
}

bool RuleMaker::waits_for(std::size_t condition, std::size_t other) const {
    return std::any_of(reads_[condition].begin(), reads_[condition].end(), [&](std::size_t read) {
        return depends(read, form_.conditions[other].target);
    });
}

// An order in which each condition comes after those that it waits for; `left` are in or behind a
// cycle.
std::vector<std::size_t> RuleMaker::order_conditions(std::vector<std::size_t>& left) const {
    const std::size_t count = form_.conditions.size();
    std::vector<std::vector<std::size_t>> waiting(count);  // who waits for this one
    std::vector<std::size_t> blockers(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t other = 0; other < count; ++other) {
            if (waits_for(i, other)) {
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
    std::vector<std::size_t> order;
    while (!free.empty()) {
        const std::size_t next = *free.begin();
        free.erase(free.begin());
        order.push_back(next);
        for (const std::size_t waiter : waiting[next]) {
            if (--blockers[waiter] == 0) {
                free.insert(waiter);
            }
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (blockers[i] != 0) {
            left.push_back(i);
        }
    }
    return order;
}

// Conditions of the schema that lie on a cycle are not applied: a form of any schema must work.
bool RuleMaker::drop_cycles(const std::vector<std::size_t>& left) {
    std::vector<std::size_t> on_cycle;
    for (const std::size_t start : left) {
        if (form_.conditions[start].source != RuleSource::Schema) {
            continue;
        }
        std::set<std::size_t> seen;
        std::vector<std::size_t> open{start};
        bool back = false;
        while (!open.empty() && !back) {
            const std::size_t here = open.back();
            open.pop_back();
            for (const std::size_t other : left) {
                if (waits_for(here, other)) {
                    back = back || other == start;
                    if (seen.insert(other).second) {
                        open.push_back(other);
                    }
                }
            }
        }
        if (back) {
            on_cycle.push_back(start);
        }
    }
    std::vector<std::string> names;
    for (std::size_t i = on_cycle.size(); i-- > 0;) {
        const auto at = static_cast<std::ptrdiff_t>(on_cycle[i]);
        names.insert(names.begin(), form_.conditions[on_cycle[i]].id);
        form_.conditions.erase(form_.conditions.begin() + at);
        reads_.erase(reads_.begin() + at);
    }
    if (!names.empty()) {
        maker_.report("forms.rule_cycle", Severity::Warning, "schema conditions",
                      {{"rules", join(names, ", ")}},
                      "these rules of the schema depend on what they show or hide themselves; they "
                      "are not applied");
    }
    return !names.empty();
}

void RuleMaker::sort_conditions() {
    std::vector<std::size_t> left;
    std::vector<std::size_t> order = order_conditions(left);
    if (!left.empty() && drop_cycles(left)) {
        left.clear();
        order = order_conditions(left);
    }
    if (!left.empty()) {
        std::vector<std::string> names;
        for (const std::size_t each : left) {
            names.push_back(form_.conditions[each].id);
        }
        maker_.report("forms.condition_cycle", Severity::Fault, "rules.json conditions",
                      {{"rules", join(names, ", ")}},
                      "these conditions depend on what they show or hide, so none can be decided");
    }
    std::vector<Condition> sorted;
    for (const std::size_t each : order) {
        sorted.push_back(form_.conditions[each]);
    }
    form_.conditions = std::move(sorted);
    for (std::size_t i = 0; i < form_.conditions.size(); ++i) {
        form_.nodes[form_.conditions[i].target].hidden_by.push_back(i);
    }
    // A parent comes before its children, so its own list is complete already.
    for (Node& node : form_.nodes) {
        if (node.parent != none) {
            const auto& around = form_.nodes[node.parent].hidden_by;
            node.hidden_by.insert(node.hidden_by.begin(), around.begin(), around.end());
        }
    }
}

void RuleMaker::report_duplicates() {
    std::map<std::string, const Known*> first;
    for (const Known& rule : known_) {
        const auto [same, is_new] = first.emplace(rule.key, &rule);
        if (!is_new && same->second->id != rule.id) {
            maker_.report("forms.rule_duplicate", Severity::Warning, rule.place,
                          {{"rules", same->second->id + ", " + rule.id},
                           {"element", form_.nodes[rule.target].path}},
                          "two rules say the same about one element");
        }
    }
}

// Where in the way through the form an element is asked: its page, then its place on it.
std::size_t RuleMaker::rank_of(std::size_t index) const {
    const Node& node = form_.nodes[index];
    if (node.page != none) {
        return node.page * form_.nodes.size() + index;
    }
    std::size_t first = none;
    for (const std::size_t child : node.children) {
        first = std::min(first, rank_of(child));
    }
    return first;
}

void RuleMaker::report_later_questions() {
    for (const Known& rule : known_) {
        if (!rule.shows) {
            continue;
        }
        const std::size_t shown = rank_of(rule.target);
        for (const std::size_t read : rule.reads) {
            const std::size_t asked = rank_of(read);
            if (shown == none || asked == none || asked <= shown || depends(read, rule.target)) {
                continue;
            }
            maker_.report("forms.rule_later_question", Severity::Note, rule.place,
                          {{"rule", rule.id},
                           {"element", form_.nodes[rule.target].path},
                           {"question", form_.nodes[read].path}},
                          "what this rule shows depends on a question that comes later");
        }
    }
}

}  // namespace gordion::forms::internal
