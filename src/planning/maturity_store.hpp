// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformity/maturity.hpp"
#include "core/ids.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "storage/database.hpp"

namespace gordion::planning {

/// What is assessed: a service (Leistungsschluessel) at an administration, by one version of a
/// model.
struct AssessmentName {
    TenantId tenant;
    std::string service;
    std::string model;    ///< id
    std::string version;  ///< of the model
    bool operator==(const AssessmentName&) const = default;
};

/// What somebody said about a criterion. Answers are appended; the last one counts.
struct MaturityAnswer {
    std::string criterion;
    std::optional<int> level;  ///< none: taken back
    std::string note;
    std::string answered_by;
    Instant answered_at;
};

/// The official words for a criterion whose text is a gap in the rule file. They are kept beside
/// the file, with where they come from, so that no rule file changes here.
struct CriterionText {
    std::string model;
    std::string version;
    std::string criterion;
    std::string title;
    std::string question;
    std::map<int, std::string> choices;  ///< by level; levels without one keep the file's text
    std::string source;                  ///< where the words were read
    std::string written_by;
    Instant written_at;
};

/// Assessments of administrations and the texts that fill gaps of models. Shared between threads.
class MaturityStore {
public:
    MaturityStore(storage::Database& database, const Clock& clock)
        : database_(&database), clock_(&clock) {}

    /// Error codes: planning.maturity_tenant (Forbidden: the scope does not reach the tenant),
    /// conformity.maturity_answer, planning.maturity_note (Invalid: longer than 2,000 characters).
    Result<void> answer(const Scope& scope, const AssessmentName& name,
                        const conformity::MaturityModel& model, const MaturityAnswer& answer);
    /// Many in one transaction: all or none.
    Result<void> answer_all(const Scope& scope, const AssessmentName& name,
                            const conformity::MaturityModel& model,
                            const std::vector<MaturityAnswer>& answers);
    /// Of every criterion, newest first. Error code: planning.maturity_tenant.
    Result<std::vector<MaturityAnswer>> list_history(const Scope& scope,
                                                     const AssessmentName& name);
    /// The assessments that a tenant has begun, in the order of their services.
    Result<std::vector<AssessmentName>> list_assessments(const Scope& scope,
                                                         const TenantId& tenant);

    /// For oneself; of the tenant "00" for everybody. Error codes: planning.maturity_tenant,
    /// planning.maturity_text (Invalid: no such criterion or choice, an empty text, no source),
    /// planning.maturity_known (Conflict: the rule file has the official words).
    Result<void> write_text(const Scope& scope, const TenantId& tenant,
                            const conformity::MaturityModel& model, const CriterionText& text);
    /// Many in one transaction: all or none.
    Result<void> write_texts(const Scope& scope, const TenantId& tenant,
                             const conformity::MaturityModel& model,
                             const std::vector<CriterionText>& texts);
    /// The last text of each criterion: the tenant's own, else that for everybody.
    Result<std::vector<CriterionText>> load_texts(const Scope& scope, const TenantId& tenant);

private:
    storage::Database* database_;
    const Clock* clock_;
};

/// The last answer of each criterion that was not taken back.
conformity::MaturityAnswers answers_of(const std::vector<MaturityAnswer>& history);
/// The model with its gaps filled where there is a text for them.
conformity::MaturityModel with_texts(conformity::MaturityModel model,
                                     const std::vector<CriterionText>& texts);

}  // namespace gordion::planning
