// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/judging.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "forms/internal/given.hpp"

namespace gordion::forms::internal {

using formats::Json;

Finding make_finding(std::string_view code, std::string place, Values values) {
    return {"forms." + std::string(code), Severity::Fault, std::move(place), std::move(values),
            "the answer cannot be taken like this"};
}

Finding* Judging::report(std::string_view code, const Node& node, const Instance& instance,
                         std::optional<std::size_t> item, Values values) {
    if (found_.size() >= limits::findings) {
        return nullptr;
    }
    std::string place = place_of(form_, node, instance);
    if (item) {
        place += "[" + std::to_string(*item) + "]";
    }
    Placed placed;
    std::size_t level = 0;
    for (const std::size_t step : node.chain) {
        placed.order.push_back(step);
        if (form_.nodes[step].is_repeated_group() && level < instance.size()) {
            placed.order.push_back(instance[level++]);
        }
    }
    placed.finding = make_finding(code, std::move(place), std::move(values));
    found_.push_back(std::move(placed));
    return &found_.back().finding;
}

Findings Judging::take() {
    std::stable_sort(found_.begin(), found_.end(), [](const Placed& left, const Placed& right) {
        return left.order < right.order;
    });
    Findings findings;
    for (Placed& placed : found_) {
        findings.push_back(std::move(placed.finding));
    }
    return findings;
}

// One fault at a place is enough; a warning there must not hide a fault.
bool Judging::has_fault_at(const std::string& place) const {
    return std::any_of(found_.begin(), found_.end(), [&](const Placed& placed) {
        const std::string& other = placed.finding.place;
        const bool is_there =
            other == place || (other.size() > place.size() && other[place.size()] == '[' &&
                               other.compare(0, place.size(), place) == 0);
        return is_there && placed.finding.severity == Severity::Fault;
    });
}

// Whether a rule demands it.
bool Judging::is_demanded(const Node& node, const Instance& instance) const {
    return std::any_of(node.requirements.begin(), node.requirements.end(),
                       [&](std::size_t requirement) {
                           return visibility_.holds(form_.requirements[requirement].when,
                                                    node.container, instance, false);
                       });
}

// Whether somebody answered something in the group; what is given or prefilled does not count.
bool Judging::has_begun(const Node& group, const Json* content) const {
    return content != nullptr && has_content(*content) &&
           (!form_.has_sources || is_begun(form_, group, *content, visibility_.context()));
}

bool Judging::is_required(const Node& node, const Instance& instance) const {
    if (is_demanded(node, instance)) {
        return true;
    }
    if (node.min == 0) {
        return false;
    }
    // What is required inside an optional group is required once the group is begun.
    for (std::size_t around = node.parent; around != none; around = form_.nodes[around].parent) {
        const Node& group = form_.nodes[around];
        if (group.is_repeated_group()) {
            break;
        }
        if (group.min == 0 && !is_demanded(group, instance)) {
            if (!has_begun(group, find_answer(form_, visibility_.answers(), group, instance))) {
                return false;
            }
        }
    }
    return true;
}

// Whoever sends all answers at once may leave out what is given, or say the same, nothing else.
void Judging::check_fixed(const Node& node, const Instance& instance) {
    const Json* sent = find_answer(form_, visibility_.original(), node, instance);
    if (sent == nullptr || !has_content(*sent)) {
        return;
    }
    const Json* given = find_answer(form_, visibility_.answers(), node, instance);
    if (given == nullptr || *given != *sent) {
        report("value_fixed", node, instance, {}, {});
    }
}

void Judging::check_field(const Node& node, const Json* answer, const Instance& instance) {
    if (node.fixed) {
        check_fixed(node, instance);
    }
    if (!node.asked || !visibility_.is_visible(node, instance)) {
        return;
    }
    if (answer == nullptr || !has_content(*answer)) {
        if (is_required(node, instance)) {
            report("required", node, instance, {}, {});
        }
    } else if (node.repeated) {
        check_items(node, *answer, instance);
    } else if (auto fault = check_value(node, *answer, visibility_.context())) {
        report(fault->code, node, instance, {}, std::move(fault->values));
    }
}

void Judging::check_items(const Node& node, const Json& answer, const Instance& instance) {
    if (!answer.is_array()) {
        report("type_invalid", node, instance, {}, {});
        return;
    }
    if (answer.size() > node.max) {
        report("too_many", node, instance, {}, {{"max", std::to_string(node.max)}});
        return;
    }
    if (answer.size() < node.min && is_required(node, instance)) {
        report("too_few", node, instance, {}, {{"min", std::to_string(node.min)}});
    }
    for (std::size_t i = 0; i < answer.size(); ++i) {
        if (auto fault = check_value(node, answer.as_array()[i], visibility_.context())) {
            report(fault->code, node, instance, i, std::move(fault->values));
        }
    }
}

void Judging::check_repetition(const Node& node, const Instance& instance) {
    if (!visibility_.is_visible(node, instance)) {
        return;
    }
    const std::size_t count = count_answers(form_, visibility_.answers(), node, instance);
    if (count > node.max) {
        report("too_many", node, instance, {}, {{"max", std::to_string(node.max)}});
    } else if (count < node.min && is_required(node, instance)) {
        report("too_few", node, instance, {}, {{"min", std::to_string(node.min)}});
    } else if (count == 0 && is_required(node, instance)) {
        report("required", node, instance, {}, {});
    }
}

// Hostile or outdated JSON may hold members that no schema knows; they are named, never kept.
void Judging::check_unknown(const Json& object, const std::vector<std::size_t>& nodes,
                            const Node* parent, const Instance& instance) {
    constexpr std::size_t most = 20;
    std::size_t reported = 0;
    for (const Json::Member& member : object.as_object()) {
        const bool known = std::any_of(nodes.begin(), nodes.end(), [&](std::size_t node) {
            return form_.nodes[node].id == member.first;
        });
        if (known || ++reported > most || found_.size() >= limits::findings) {
            continue;
        }
        const std::string around =
            parent == nullptr ? std::string() : place_of(form_, *parent, instance) + ".";
        found_.push_back(
            {parent == nullptr ? std::vector<std::size_t>() : parent->chain,
             make_finding("element_unknown", around + member.first.substr(0, 80), {})});
    }
}

// Answers mostly come in the order of the schema, so the member after the last one that was found
// is tried first. Says whether every member belongs to a node.
bool Judging::find_members(const Json* object, const std::vector<std::size_t>& nodes) {
    static const Json::Object no_members;
    const Json::Object& members = object != nullptr ? object->as_object() : no_members;
    auto next = members.begin();
    std::size_t known = 0;
    for (const std::size_t index : nodes) {
        const std::string& id = form_.nodes[index].id;
        auto found = next;
        if (found == members.end() || found->first != id) {
            found = std::find_if(members.begin(), members.end(),
                                 [&](const Json::Member& member) { return member.first == id; });
        }
        const bool is_there = found != members.end();
        members_[index] = is_there ? &found->second : nullptr;
        if (is_there) {
            next = std::next(found);
            ++known;
        }
    }
    return known == members.size();
}

void Judging::check_object(const Json* object, const std::vector<std::size_t>& nodes,
                           const Node* parent, const Instance& instance) {
    if (!find_members(object, nodes)) {
        check_unknown(*object, nodes, parent, instance);
    }
    for (const std::size_t index : nodes) {
        const Node& node = form_.nodes[index];
        if (node.field != nullptr) {
            check_field(node, members_[index], instance);
        } else {
            check_group(node, members_[index], instance);
        }
    }
}

// A group that a rule demands and in which nothing is required by itself: something must be there.
void Judging::check_demanded(const Node& node, const Json* value, const Instance& instance) {
    if (node.requirements.empty() || has_begun(node, value) ||
        !visibility_.is_visible(node, instance) || !is_demanded(node, instance)) {
        return;
    }
    const Node* first = first_asked(node);
    const std::string inside = place_of(form_, node, instance) + ".";
    const bool told = std::any_of(found_.begin(), found_.end(), [&](const Placed& placed) {
        return placed.finding.place.starts_with(inside);
    });
    if (first != nullptr && !told) {
        report("required", *first, instance, {}, {});
    }
}

const Node* Judging::first_asked(const Node& node) const {
    if (node.asked) {
        return &node;
    }
    for (const std::size_t child : node.children) {
        const Node& inner = form_.nodes[child];
        const Node* found = inner.is_repeated_group() ? &inner : first_asked(inner);
        if (found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

void Judging::check_group(const Node& node, const Json* value, const Instance& instance) {
    if (!node.is_repeated_group()) {
        if (value != nullptr && !value->is_object()) {
            report("type_invalid", node, instance, {}, {});
            return;
        }
        check_object(value, node.children, &node, instance);
        check_demanded(node, value, instance);
        return;
    }
    if (value != nullptr && !value->is_array()) {
        report("type_invalid", node, instance, {}, {});
        return;
    }
    check_repetition(node, instance);
    Instance inner = instance;
    inner.push_back(0);
    const std::size_t count = value == nullptr ? 0 : std::min(value->size(), node.max);
    for (std::size_t i = 0; i < count; ++i) {
        inner.back() = i;
        const Json& item = value->as_array()[i];
        if (!item.is_object()) {
            report("type_invalid", node, instance, i, {});
            continue;
        }
        check_object(&item, node.children, &node, inner);
    }
}

bool Judging::lacks_answers(const RuleCheck& check, const Instance& instance,
                            std::size_t page) const {
    return std::any_of(check.reads.begin(), check.reads.end(), [&](std::size_t index) {
        const Node& node = form_.nodes[index];
        const std::size_t asked = node.page != none ? node.page : node.last_page;
        if (asked == page || index == check.place) {
            return false;
        }
        const std::size_t levels = std::min(instance.size(), instance_depth(form_, node));
        const Instance around(instance.begin(),
                              instance.begin() + static_cast<std::ptrdiff_t>(levels));
        const Json* answer = find_answer(form_, visibility_.answers(), node, around);
        return answer == nullptr && asked != none && asked > page;
    });
}

void Judging::run_check(const RuleCheck& check, const Instance& instance) {
    const Node& place = form_.nodes[check.place];
    if (!visibility_.is_visible(place, instance) ||
        has_fault_at(place_of(form_, place, instance)) ||
        visibility_.holds(check.holds, check.each, instance, false)) {
        return;
    }
    if (Finding* finding = report("", place, instance, {}, {{"rule", check.id}})) {
        finding->code = check.code;
        finding->severity = check.severity;
        finding->values.insert(finding->values.end(), check.values.begin(), check.values.end());
        if (!check.elements.empty()) {
            std::vector<std::string> places;
            for (const std::size_t element : check.elements) {
                places.push_back(place_of(form_, form_.nodes[element], instance));
            }
            finding->values.emplace_back("elements", join(places, " "));
        }
        finding->message = "a rule of the service is not met";
    }
}

void Judging::check_page(const PageRef& page) {
    const PageSpec& spec = form_.pages[page.page];
    if (spec.kind == PageKind::Repetition) {
        check_repetition(form_.nodes[spec.nodes.front()], page.instance);
    }
    for (const std::size_t field : spec.fields) {
        const Node& node = form_.nodes[field];
        check_field(node, find_answer(form_, visibility_.answers(), node, page.instance),
                    page.instance);
    }
    // Groups that rules demand are judged where the last of their questions is asked.
    for (const Requirement& requirement : form_.requirements) {
        const Node& node = form_.nodes[requirement.target];
        if (node.group != nullptr && !node.is_repeated_group() && node.last_page == page.page) {
            check_demanded(node, find_answer(form_, visibility_.answers(), node, page.instance),
                           page.instance);
        }
    }
    for (const RuleCheck& check : form_.checks) {
        const Node& place = form_.nodes[check.place];
        if (place.page == page.page && !lacks_answers(check, page.instance, page.page)) {
            run_check(check, page.instance);
        }
    }
}

void Judging::check_all() {
    const Json& answers = visibility_.answers();
    members_.resize(form_.nodes.size());
    check_object(&answers, form_.roots, nullptr, {});
    for (const RuleCheck& check : form_.checks) {
        visit_instances(form_, answers, check.each,
                        [&](const Instance& instance) { run_check(check, instance); });
    }
}

}  // namespace gordion::forms::internal
