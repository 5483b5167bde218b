// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformity/judging.hpp"
#include "core/finding.hpp"
#include "core/time.hpp"

namespace gordion::conformity {

struct MaturityLevel {
    int number = 0;
    std::string name;
    std::string text;
};

/// A duty that is met from a level on.
struct MaturityThreshold {
    std::string name;
    int level = 0;
};

/// A question with answers, each of which stands for the highest level that it allows.
struct Criterion {
    struct Choice {
        int level = 0;
        std::string text;
    };
    /// Evidence by which the level is proved without asking anybody.
    struct Proof {
        int level = 0;
        Expression when;
    };
    std::string id;
    std::string title;
    std::string question;
    bool is_known = true;         ///< false: the official wording is a gap that somebody fills
    std::vector<Choice> choices;  ///< by level
    std::vector<Proof> proofs;    ///< the first that holds counts
};

/// One version of a maturity model: a rule file. Source of those that are built in: domain/efa.md,
/// section 4.
struct MaturityModel {
    std::string id;
    std::string version;
    std::string title;
    std::string source;
    Date valid_from;
    std::optional<Date> valid_until;
    std::vector<MaturityLevel> levels;  ///< 0, 1, 2 … without a gap
    std::vector<MaturityThreshold> thresholds;
    std::vector<Criterion> criteria;

    [[nodiscard]] int highest() const { return static_cast<int>(levels.size()) - 1; }
};

/// Error codes: formats.toml_*, conformity.maturity (Invalid; place: the member, with the id of the
/// criterion).
Result<MaturityModel> read_maturity_model(std::string_view toml);
/// Those that are built in, the oldest first; read once.
const std::vector<MaturityModel>& built_in_maturity_models();

/// Answers by id of the criterion: the level that a person chose.
using MaturityAnswers = std::map<std::string, int, std::less<>>;

struct CriterionResult {
    const Criterion* criterion = nullptr;
    std::optional<int> level;  ///< nothing: open
    bool is_proved = false;    ///< by evidence; else a person answered
};

/// The lowest criterion decides. While criteria are open, the level is what can still be reached at
/// most.
struct MaturityResult {
    int level = 0;
    bool is_complete = false;
    std::vector<CriterionResult> criteria;          ///< in the order of the model
    std::vector<std::string> deciding;              ///< ids of those with the lowest level
    std::vector<std::string> open;                  ///< ids
    std::vector<const MaturityThreshold*> reached;  ///< only if it is complete
};

/// What a person answered comes before what evidence proves. An answer that is none of the choices,
/// or to an unknown criterion, is refused: conformity.maturity_answer (Invalid; place: the id).
/// Errors of expressions count as not proved. The model outlives the result.
Result<MaturityResult> assess_maturity(const MaturityModel& model, const MaturityAnswers& answers,
                                       const formats::Json& evidence);

}  // namespace gordion::conformity
