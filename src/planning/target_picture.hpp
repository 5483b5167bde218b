// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"

namespace gordion::planning {

/// Whom a goal binds or advises, by the level of the area.
enum class TargetAddressee { Bund, Land, Kreis, Administration };
std::string_view to_string(TargetAddressee addressee);  ///< "bund", "land", "kreis", "verwaltung"
/// Nothing for areas of other lengths than 2, 5 and 9 digits.
std::optional<TargetAddressee> addressee_of_area(std::string_view ars);

/// A step of a dimension; it is reached where the measure is at least so much.
struct TargetStep {
    int number = 0;
    std::string name;
    std::string text;
    double least = 0;
    bool operator==(const TargetStep&) const = default;
};

/// By a day, a step shall be reached by the addressees.
struct TargetGoal {
    int step = 0;
    Date until;
    std::vector<TargetAddressee> addressees;
    std::string text;  ///< why, or what is meant; may be empty
    bool operator==(const TargetGoal&) const = default;
};

/// One side of the picture, measured by a path into evidence ("coverage.3.weighted"). Where the
/// evidence is not complete, the path with "_most" says what it can be at most.
struct TargetDimension {
    std::string id;
    std::string title;
    std::string text;
    std::string measure;
    std::string unit;    ///< "%", "" for plain numbers
    std::string source;  ///< from which demand or rule it comes
    std::vector<TargetStep> steps;
    std::vector<TargetGoal> goals;
    bool operator==(const TargetDimension&) const = default;
};

/// What somebody wants to be reached, in one version: a rule file.
struct TargetPicture {
    std::string id;
    std::string version;
    std::string title;
    std::string owner;   ///< whose picture it is
    std::string source;  ///< where it was decided or from what it was made
    Date valid_from;
    std::optional<Date> valid_until;
    std::vector<TargetDimension> dimensions;
    bool operator==(const TargetPicture&) const = default;
};

/// Error codes: formats.toml_*, planning.target (Invalid; place: the member, with the dimension).
Result<TargetPicture> read_target_picture(std::string_view toml);
/// Those that are built in (data/targets).
const std::vector<TargetPicture>& built_in_pictures();

enum class TargetState {
    Reached,
    Missing,
    Unknown,  ///< with what is not known it may be reached
};
std::string_view to_string(TargetState state);

/// How far an area is from one goal.
struct GoalDistance {
    const TargetDimension* dimension = nullptr;
    const TargetGoal* goal = nullptr;
    TargetState state = TargetState::Unknown;
    std::optional<double> value;  ///< none: nobody says anything
    std::optional<double> most;   ///< what it can be at most; none: not bounded
    double needed = 0;
    std::optional<int> step_now;  ///< the highest step that is reached
    bool is_overdue = false;      ///< its day has passed and it is not reached
};

/// The goals for this addressee, by their days. The picture outlives the result.
std::vector<GoalDistance> measure_distance(const TargetPicture& picture, TargetAddressee addressee,
                                           const formats::Json& evidence, Date today);

/// Where two pictures say different things.
struct TargetDifference {
    enum class Kind {
        OnlyFirst,   ///< a dimension
        OnlySecond,  ///< a dimension
        Measure,     ///< the dimension is measured in another way
        Steps,       ///< its steps are others
        Sooner,      ///< the second wants a goal sooner
        Later,
        Higher,  ///< the second wants a higher step by the goal's day
        Lower,
        GoalOnlyFirst,  ///< for an addressee to whom the second says nothing
        GoalOnlySecond,
    };
    Kind kind = Kind::OnlyFirst;
    std::string dimension;  ///< id
    std::string title;
    std::optional<TargetAddressee> addressee;
    std::string first;   ///< what the first says: "4, 2029-12-31"
    std::string second;  ///< what the second says
};
std::string_view to_string(TargetDifference::Kind kind);

/// Dimensions are the same where their ids are. For each addressee the last goal counts.
std::vector<TargetDifference> compare_pictures(const TargetPicture& first,
                                               const TargetPicture& second);

}  // namespace gordion::planning
