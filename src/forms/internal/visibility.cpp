// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/visibility.hpp"

#include "forms/internal/given.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

const Json& empty_object() {
    static const Json empty = Json::object();
    return empty;
}

}  // namespace

Visibility::Visibility(const Compiled& form, const Json& answers, const FormContext& context,
                       Hiding hiding)
    : form_(form),
      hiding_(hiding),
      context_(context),
      today_(form.has_rules() ? Json(context.today.to_iso()) : Json()),
      visible_(answers.is_object() ? &answers : &empty_object()),
      given_(visible_) {
    if (hiding == Hiding::None || (form.conditions.empty() && form.fixed.empty())) {
        return;
    }
    copy_ = *visible_;
    visible_ = &copy_;
    overlay_given(form, *given_, context, copy_);
    for (const Condition& condition : form.conditions) {
        hide(condition);
    }
}

void Visibility::hide(const Condition& condition) {
    const Node& target = form_.nodes[condition.target];
    visit_instances(form_, copy_, target.container, [&](const Instance& instance) {
        const bool answered = find_answer(form_, copy_, target, instance) != nullptr;
        if (answered && !holds(condition.when, target.container, instance, true)) {
            put_answer(form_, copy_, target, instance, nullptr);
        }
    });
}

// The instances of the repeated groups around, outermost first; `item` is the innermost.
std::array<const Json*, 4> Visibility::levels_around(std::size_t container,
                                                     const Instance& instance) const {
    std::array<const Json*, 4> levels{&empty_object(), &empty_object(), &empty_object(),
                                      &empty_object()};
    for (std::size_t group = container; group != none; group = form_.nodes[group].container) {
        const std::size_t depth = instance_depth(form_, form_.nodes[group]);
        const Json* found = depth < levels.size() && depth + 1 < instance.size()
                                ? find_item(form_, *visible_, group, instance)
                                : nullptr;
        if (found != nullptr) {
            levels[depth] = found;
        }
    }
    return levels;
}

bool Visibility::holds(const fim::Logic& logic, std::size_t container, const Instance& instance,
                       bool on_error) const {
    const Json* item = find_item(form_, *visible_, container, instance);
    const Json index = instance.empty() ? Json() : Json(instance.back());
    const Json* params = context_.params != nullptr ? context_.params : &empty_object();
    const auto level = levels_around(container, instance);
    const std::array<fim::LogicVariable, 9> data{{
        {"answers", visible_},
        {"item", item != nullptr ? item : &empty_object()},
        {"level_1", level[0]},
        {"level_2", level[1]},
        {"level_3", level[2]},
        {"level_4", level[3]},
        {"index", &index},
        {"params", params},
        {"today", &today_},
    }};
    const Result<Json> result = logic.evaluate(data);
    return result ? fim::is_truthy(result.value()) : on_error;
}

bool Visibility::is_shown(const Node& node, const Instance& instance) const {
    return std::all_of(node.hidden_by.begin(), node.hidden_by.end(), [&](std::size_t index) {
        const Condition& condition = form_.conditions[index];
        const Node& target = form_.nodes[condition.target];
        const Instance around(
            instance.begin(),
            instance.begin() + static_cast<std::ptrdiff_t>(
                                   std::min(instance.size(), instance_depth(form_, target))));
        return holds(condition.when, target.container, around, true);
    });
}

}  // namespace gordion::forms::internal
