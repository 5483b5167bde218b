// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>

#include "forms/internal/compiled_form.hpp"

namespace gordion::forms::internal {

/// What of some answers is visible. Hidden answers do not exist for any rule: conditions are
/// decided in an order in which everything a condition reads is decided before (Form::make sorts
/// them and refuses cycles), so one pass is the fixed point.
class Visibility {
public:
    /// None: what is there is shown, for a part of some Fachdaten on which no condition can be
    /// decided.
    enum class Hiding { ByConditions, None };
    Visibility(const Compiled& form, const formats::Json& answers, const FormContext& context,
               Hiding hiding = Hiding::ByConditions);

    [[nodiscard]] bool is_visible(const Node& node, const Instance& instance) const {
        return node.hidden_by.empty() || hiding_ == Hiding::None || is_shown(node, instance);
    }
    /// As they came.
    [[nodiscard]] const formats::Json& original() const { return *given_; }
    /// The answers without hidden ones, and with what nobody types.
    [[nodiscard]] const formats::Json& answers() const { return *visible_; }
    /// An error of the rule itself counts as `on_error`.
    [[nodiscard]] bool holds(const fim::Logic& logic, std::size_t container,
                             const Instance& instance, bool on_error) const;
    [[nodiscard]] const FormContext& context() const { return context_; }

private:
    void hide(const Condition& condition);
    [[nodiscard]] bool is_shown(const Node& node, const Instance& instance) const;
    [[nodiscard]] std::array<const formats::Json*, 4> levels_around(std::size_t container,
                                                                    const Instance& instance) const;

    const Compiled& form_;
    Hiding hiding_;
    FormContext context_;
    formats::Json today_;
    formats::Json copy_;
    const formats::Json* visible_;
    const formats::Json* given_;
};

}  // namespace gordion::forms::internal
