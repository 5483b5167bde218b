// SPDX-License-Identifier: EUPL-1.2
#include "planning/maturity_store.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "formats/json.hpp"

namespace gordion::planning {
namespace {

using conformity::Criterion;
using conformity::MaturityModel;
using formats::Json;
using storage::Connection;
using storage::Row;

constexpr std::size_t note_characters = 2'000;
const TenantId everybody{"00"};

Result<void> check_tenant(const Scope& scope, const TenantId& tenant) {
    if (scope.reaches(tenant)) {
        return {};
    }
    return Error{ErrorKind::Forbidden,
                 "planning.maturity_tenant",
                 tenant.value,
                 {},
                 "An assessment belongs to its administration."};
}

Result<std::int64_t> next_number(Connection& connection, std::string_view table,
                                 const TenantId& tenant) {
    const auto row = TRY(connection.find_row(
        "select coalesce(max(number), 0) from " + std::string(table) + " where tenant_id = $1",
        {tenant.value}));
    return row->integer(0) + 1;
}

std::string choices_text(const std::map<int, std::string>& choices) {
    Json json = Json::object();
    for (const auto& [level, text] : choices) {
        json.set(std::to_string(level), text);
    }
    return formats::write_json(json);
}

Result<CriterionText> text_from(const Row& row) {
    CriterionText text{row.text(0), row.text(1), row.text(2),
                       row.text(3), row.text(4), {},
                       row.text(6), row.text(7), Instant{row.integer(8)}};
    const Json choices = TRY(formats::parse_json(row.text(5)));
    for (const auto& [level, words] : choices.as_object()) {
        if (is_digits(level) && words.is_string()) {
            text.choices[std::stoi(level)] = words.as_string();
        }
    }
    return text;
}

Error wrong_text(const std::string& place, std::string message) {
    return {ErrorKind::Invalid,
            "planning.maturity_text",
            place,
            {{"place", place}},
            std::move(message)};
}

Result<void> check_text(const MaturityModel& model, const CriterionText& text) {
    const auto found =
        std::find_if(model.criteria.begin(), model.criteria.end(),
                     [&](const Criterion& criterion) { return criterion.id == text.criterion; });
    if (found == model.criteria.end()) {
        return wrong_text(text.criterion, "The model has no such criterion.");
    }
    if (found->is_known) {
        return Error{ErrorKind::Conflict,
                     "planning.maturity_known",
                     text.criterion,
                     {{"criterion", text.criterion}},
                     "The rule file has the official words of this criterion."};
    }
    for (const auto& [member, words] :
         {std::pair("title", &text.title), std::pair("question", &text.question),
          std::pair("source", &text.source)}) {
        if (trim(*words).empty() || count_characters(*words) > note_characters) {
            return wrong_text(member, "Write 1 to 2,000 characters.");
        }
    }
    for (const auto& [level, words] : text.choices) {
        const bool is_choice = std::any_of(
            found->choices.begin(), found->choices.end(),
            [wanted = level](const Criterion::Choice& choice) { return choice.level == wanted; });
        if (!is_choice || trim(words).empty() || count_characters(words) > note_characters) {
            return wrong_text("choices." + std::to_string(level),
                              "A text belongs to a level that can be chosen.");
        }
    }
    return {};
}

}  // namespace

Result<void> MaturityStore::answer(const Scope& scope, const AssessmentName& name,
                                   const MaturityModel& model, const MaturityAnswer& answer) {
    return answer_all(scope, name, model, {answer});
}

Result<void> MaturityStore::answer_all(const Scope& scope, const AssessmentName& name,
                                       const MaturityModel& model,
                                       const std::vector<MaturityAnswer>& answers) {
    TRY(check_tenant(scope, name.tenant));
    for (const MaturityAnswer& answer : answers) {
        const bool is_criterion = std::any_of(
            model.criteria.begin(), model.criteria.end(),
            [&](const Criterion& criterion) { return criterion.id == answer.criterion; });
        // A level beyond all choices tells an unknown criterion that is taken back.
        const int level = answer.level.value_or(is_criterion ? 0 : -1);
        if (answer.level || !is_criterion) {
            TRY(conformity::assess_maturity(model, {{answer.criterion, level}}, Json::object()));
        }
        if (count_characters(answer.note) > note_characters) {
            return Error{ErrorKind::Invalid,
                         "planning.maturity_note",
                         answer.criterion,
                         {},
                         "A note has at most 2,000 characters."};
        }
    }
    return database_->write(scope, [&](Connection& connection) -> Result<void> {
        std::int64_t number =
            TRY(next_number(connection, "planning_maturity_answers", name.tenant));
        for (const MaturityAnswer& answer : answers) {
            TRY(connection.execute(
                "insert into planning_maturity_answers (tenant_id, number, service, model, "
                "version, criterion, answer_level, note, answered_by, answered_at) "
                "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                {name.tenant.value, number++, name.service, name.model, name.version,
                 answer.criterion,
                 answer.level ? storage::Value(static_cast<std::int64_t>(*answer.level))
                              : storage::Value(),
                 answer.note, scope.actor.value, clock_->now().ms}));
        }
        return {};
    });
}

Result<std::vector<MaturityAnswer>> MaturityStore::list_history(const Scope& scope,
                                                                const AssessmentName& name) {
    TRY(check_tenant(scope, name.tenant));
    return database_->read(
        scope, [&](Connection& connection) -> Result<std::vector<MaturityAnswer>> {
            std::vector<MaturityAnswer> history;
            for (const Row& row : TRY(connection.query(
                     "select criterion, answer_level, note, answered_by, answered_at from "
                     "planning_maturity_answers where tenant_id = $1 and service = $2 and model = "
                     "$3 "
                     "and version = $4 order by number desc",
                     {name.tenant.value, name.service, name.model, name.version}))) {
                const auto level = row.optional_integer(1);
                history.push_back({row.text(0),
                                   level ? std::optional(static_cast<int>(*level)) : std::nullopt,
                                   row.text(2), row.text(3), Instant{row.integer(4)}});
            }
            return history;
        });
}

Result<std::vector<AssessmentName>> MaturityStore::list_assessments(const Scope& scope,
                                                                    const TenantId& tenant) {
    TRY(check_tenant(scope, tenant));
    return database_->read(
        scope, [&](Connection& connection) -> Result<std::vector<AssessmentName>> {
            std::vector<AssessmentName> names;
            for (const Row& row : TRY(connection.query(
                     "select distinct service, model, version from planning_maturity_answers "
                     "where tenant_id = $1 order by service, model, version",
                     {tenant.value}))) {
                names.push_back({tenant, row.text(0), row.text(1), row.text(2)});
            }
            return names;
        });
}

Result<void> MaturityStore::write_text(const Scope& scope, const TenantId& tenant,
                                       const MaturityModel& model, const CriterionText& text) {
    return write_texts(scope, tenant, model, {text});
}

Result<void> MaturityStore::write_texts(const Scope& scope, const TenantId& tenant,
                                        const MaturityModel& model,
                                        const std::vector<CriterionText>& texts) {
    TRY(check_tenant(scope, tenant));
    for (const CriterionText& text : texts) {
        TRY(check_text(model, text));
    }
    return database_->write(scope, [&](Connection& connection) -> Result<void> {
        std::int64_t number = TRY(next_number(connection, "planning_maturity_texts", tenant));
        for (const CriterionText& text : texts) {
            TRY(connection.execute(
                "insert into planning_maturity_texts (tenant_id, number, model, version, "
                "criterion, title, question, choices, source, written_by, written_at) "
                "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                {tenant.value, number++, model.id, model.version, text.criterion, text.title,
                 text.question, choices_text(text.choices), text.source, scope.actor.value,
                 clock_->now().ms}));
        }
        return {};
    });
}

Result<std::vector<CriterionText>> MaturityStore::load_texts(const Scope& scope,
                                                             const TenantId& tenant) {
    TRY(check_tenant(scope, tenant));
    // What holds for everybody lies in another tenant; it is no secret.
    return database_->read(
        system_scope("maturity.texts"),
        [&](Connection& connection) -> Result<std::vector<CriterionText>> {
            std::vector<CriterionText> texts;
            std::set<std::string> seen;
            for (const TenantId& whose : {tenant, everybody}) {
                for (const Row& row : TRY(connection.query(
                         "select model, version, criterion, title, question, choices, source, "
                         "written_by, written_at from planning_maturity_texts where tenant_id = $1 "
                         "order by number desc",
                         {whose.value}))) {
                    CriterionText text = TRY(text_from(row));
                    if (seen.insert(text.model + "\n" + text.version + "\n" + text.criterion)
                            .second) {
                        texts.push_back(std::move(text));
                    }
                }
            }
            return texts;
        });
}

conformity::MaturityAnswers answers_of(const std::vector<MaturityAnswer>& history) {
    conformity::MaturityAnswers answers;
    std::set<std::string> seen;
    for (const MaturityAnswer& answer : history) {
        if (seen.insert(answer.criterion).second && answer.level) {
            answers[answer.criterion] = *answer.level;
        }
    }
    return answers;
}

MaturityModel with_texts(MaturityModel model, const std::vector<CriterionText>& texts) {
    for (const CriterionText& text : texts) {
        for (Criterion& criterion : model.criteria) {
            const bool is_meant = text.model == model.id && text.version == model.version &&
                                  text.criterion == criterion.id && !criterion.is_known;
            if (!is_meant) {
                continue;
            }
            criterion.title = text.title;
            criterion.question = text.question;
            criterion.is_known = true;
            for (Criterion::Choice& choice : criterion.choices) {
                const auto words = text.choices.find(choice.level);
                choice.text = words == text.choices.end() ? choice.text : words->second;
            }
        }
    }
    return model;
}

}  // namespace gordion::planning
