// SPDX-License-Identifier: EUPL-1.2
// Two target pictures side by side.
#include <algorithm>
#include <array>

#include "core/names.hpp"
#include "planning/target_picture.hpp"

namespace gordion::planning {
namespace {

using Kind = TargetDifference::Kind;

constexpr Names<Kind, 10> kind_names{{{Kind::OnlyFirst, "only_first"},
                                      {Kind::OnlySecond, "only_second"},
                                      {Kind::Measure, "measure"},
                                      {Kind::Steps, "steps"},
                                      {Kind::Sooner, "sooner"},
                                      {Kind::Later, "later"},
                                      {Kind::Higher, "higher"},
                                      {Kind::Lower, "lower"},
                                      {Kind::GoalOnlyFirst, "goal_only_first"},
                                      {Kind::GoalOnlySecond, "goal_only_second"}}};
constexpr std::array all_addressees{TargetAddressee::Bund, TargetAddressee::Land,
                                    TargetAddressee::Kreis, TargetAddressee::Administration};

const TargetDimension* find_dimension(const TargetPicture& picture, std::string_view id) {
    const auto found =
        std::find_if(picture.dimensions.begin(), picture.dimensions.end(),
                     [&](const TargetDimension& dimension) { return dimension.id == id; });
    return found == picture.dimensions.end() ? nullptr : &*found;
}

const TargetGoal* last_goal(const TargetDimension& dimension, TargetAddressee addressee) {
    const TargetGoal* last = nullptr;
    for (const TargetGoal& goal : dimension.goals) {
        const bool is_for = std::find(goal.addressees.begin(), goal.addressees.end(), addressee) !=
                            goal.addressees.end();
        if (is_for && (last == nullptr || last->until < goal.until)) {
            last = &goal;
        }
    }
    return last;
}

// "Breit verfügbar (60 %), 31.12.2029".
std::string goal_text(const TargetDimension& dimension, const TargetGoal* goal) {
    if (goal == nullptr) {
        return "";
    }
    return dimension.steps[static_cast<std::size_t>(goal->step) - 1].name + ", " +
           goal->until.to_german();
}

void compare_goals(const TargetDimension& first, const TargetDimension& second,
                   std::vector<TargetDifference>& differences) {
    for (const TargetAddressee addressee : all_addressees) {
        const TargetGoal* one = last_goal(first, addressee);
        const TargetGoal* other = last_goal(second, addressee);
        const auto add = [&](Kind kind) {
            differences.push_back({kind, first.id, first.title, addressee, goal_text(first, one),
                                   goal_text(second, other)});
        };
        if (one == nullptr || other == nullptr) {
            if (one != other) {
                add(one == nullptr ? Kind::GoalOnlySecond : Kind::GoalOnlyFirst);
            }
            continue;
        }
        const double asked = first.steps[static_cast<std::size_t>(one->step) - 1].least;
        const double asked_then = second.steps[static_cast<std::size_t>(other->step) - 1].least;
        if (asked < asked_then || asked_then < asked) {
            add(asked < asked_then ? Kind::Higher : Kind::Lower);
        }
        if (one->until != other->until) {
            add(other->until < one->until ? Kind::Sooner : Kind::Later);
        }
    }
}

}  // namespace

std::string_view to_string(Kind kind) {
    return name_of(kind_names, kind);
}

std::vector<TargetDifference> compare_pictures(const TargetPicture& first,
                                               const TargetPicture& second) {
    std::vector<TargetDifference> differences;
    for (const TargetDimension& one : first.dimensions) {
        const TargetDimension* other = find_dimension(second, one.id);
        if (other == nullptr) {
            differences.push_back({Kind::OnlyFirst, one.id, one.title, std::nullopt, "", ""});
            continue;
        }
        if (one.measure != other->measure) {
            // Numbers of another measure are no higher or lower goals.
            differences.push_back(
                {Kind::Measure, one.id, one.title, std::nullopt, one.measure, other->measure});
            continue;
        }
        if (one.steps != other->steps) {
            differences.push_back({Kind::Steps, one.id, one.title, std::nullopt,
                                   std::to_string(one.steps.size()),
                                   std::to_string(other->steps.size())});
        }
        compare_goals(one, *other, differences);
    }
    for (const TargetDimension& other : second.dimensions) {
        if (find_dimension(first, other.id) == nullptr) {
            differences.push_back({Kind::OnlySecond, other.id, other.title, std::nullopt, "", ""});
        }
    }
    return differences;
}

}  // namespace gordion::planning
