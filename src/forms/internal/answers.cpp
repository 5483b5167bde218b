// SPDX-License-Identifier: EUPL-1.2
// Finding one's way in answers: places, instances, reading and writing values.
#include <functional>

#include "core/text.hpp"
#include "forms/internal/compiled_form.hpp"

namespace gordion::forms::internal {

using formats::Json;

std::string place_of(const Compiled& form, const Node& node, const Instance& instance) {
    std::string place;
    std::size_t level = 0;
    for (const std::size_t index : node.chain) {
        const Node& step = form.nodes[index];
        place += (place.empty() ? "" : ".") + step.id;
        if (step.is_repeated_group() && level < instance.size()) {
            place += "[" + std::to_string(instance[level++]) + "]";
        }
    }
    return place;
}

std::optional<Place> parse_place(const Compiled& form, std::string_view text) {
    Place place;
    const std::vector<std::size_t>* candidates = &form.roots;
    for (const std::string& step : split(text.substr(0, 2000), '.')) {
        const auto bracket = step.find('[');
        const std::string id = step.substr(0, bracket);
        const auto found =
            std::find_if(candidates->begin(), candidates->end(),
                         [&](std::size_t index) { return form.nodes[index].id == id; });
        if (found == candidates->end()) {
            return std::nullopt;
        }
        if (place.node != nullptr && place.node->is_repeated_group()) {
            place.instance.push_back(place.item.value_or(0));
        }
        place.node = &form.nodes[*found];
        place.item.reset();
        if (bracket != std::string::npos) {
            const std::string number =
                step.substr(bracket + 1, step.size() - std::min(step.size(), bracket + 2));
            if (step.back() != ']' || !is_digits(number) || number.size() > 6) {
                return std::nullopt;
            }
            place.item = std::stoul(number);
        }
        candidates = &place.node->children;
    }
    return place;
}

const Json* find_answer(const Compiled& form, const Json& answers, const Node& node,
                        const Instance& instance) {
    const Json* here = &answers;
    std::size_t level = 0;
    for (const std::size_t index : node.chain) {
        const Node& step = form.nodes[index];
        here = here->find(step.id);
        if (here == nullptr || &step == &node) {
            return here;
        }
        if (step.is_repeated_group()) {
            if (level >= instance.size() || !here->is_array() || instance[level] >= here->size()) {
                return nullptr;
            }
            here = &here->as_array()[instance[level++]];
        }
    }
    return here;
}

void put_answer(const Compiled& form, Json& answers, const Node& node, const Instance& instance,
                Json value) {
    Json* here = &answers;
    std::size_t level = 0;
    for (const std::size_t index : node.chain) {
        const Node& step = form.nodes[index];
        if (!here->is_object()) {
            *here = Json::object();
        }
        if (&step == &node) {
            break;
        }
        Json* next = here->find(step.id);
        if (next == nullptr) {
            if (value.is_null()) {
                return;
            }
            next = &here->set(step.id, step.is_repeated_group() ? Json::array() : Json::object());
        }
        if (step.is_repeated_group()) {
            if (!next->is_array()) {
                *next = Json::array();
            }
            const std::size_t at = instance[level++];
            if (at >= next->size()) {
                VERIFY(at == next->size(), "an instance is made right after the last one");
                if (value.is_null()) {
                    return;
                }
                next->push(Json::object());
            }
            next = &next->as_array()[at];
        }
        here = next;
    }
    if (value.is_null()) {
        here->erase(node.id);
    } else {
        here->set(node.id, std::move(value));
    }
}

std::size_t count_answers(const Compiled& form, const Json& answers, const Node& node,
                          const Instance& instance) {
    const Json* list = find_answer(form, answers, node, instance);
    return list != nullptr && list->is_array() ? list->size() : 0;
}

const Json* find_item(const Compiled& form, const Json& answers, std::size_t container,
                      const Instance& instance) {
    if (container == none) {
        return nullptr;
    }
    const Node& group = form.nodes[container];
    const std::size_t level = instance_depth(form, group);
    const Json* list = find_answer(form, answers, group, instance);
    if (list == nullptr || !list->is_array() || level >= instance.size() ||
        instance[level] >= list->size()) {
        return nullptr;
    }
    return &list->as_array()[instance[level]];
}

void visit_instances(const Compiled& form, const Json& answers, std::size_t container,
                     const std::function<void(const Instance&)>& visit) {
    if (container == none) {
        visit({});
        return;
    }
    const Node& group = form.nodes[container];
    visit_instances(form, answers, group.container, [&](const Instance& outer) {
        Instance instance = outer;
        // What is beyond the bound is refused anyway; no rule runs for it.
        const std::size_t count = std::min(count_answers(form, answers, group, outer), group.max);
        instance.push_back(0);
        for (std::size_t i = 0; i < count; ++i) {
            instance.back() = i;
            visit(instance);
        }
    });
}

bool has_content(const Json& value) {
    if (value.is_null()) {
        return false;
    }
    if (value.is_string()) {
        return !value.as_string().empty();
    }
    if (value.is_array()) {
        return std::any_of(value.as_array().begin(), value.as_array().end(), has_content);
    }
    if (value.is_object()) {
        return std::any_of(value.as_object().begin(), value.as_object().end(),
                           [](const Json::Member& member) { return has_content(member.second); });
    }
    return true;
}

std::size_t instance_depth(const Compiled& form, const Node& node) {
    std::size_t depth = 0;
    for (std::size_t around = node.container; around != none;
         around = form.nodes[around].container) {
        ++depth;
    }
    return depth;
}

}  // namespace gordion::forms::internal
