// SPDX-License-Identifier: EUPL-1.2
// Answers and texts of maturity models on their way in and out.
#include <algorithm>
#include <map>

#include "app/maturity.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"
#include "formats/toml.hpp"
#include "planning/table_text.hpp"

namespace gordion::app {
namespace {

using conformity::MaturityModel;
using formats::Csv;
using formats::Json;
using planning::AssessmentName;
using planning::MaturityAnswer;

// What the table says in the end about one service and model, beside what holds.
struct Batch {
    MaturityModel model;
    conformity::MaturityAnswers known;
    std::map<std::string, MaturityAnswer, std::less<>> wanted;

    // What is to be written: what does not hold already.
    [[nodiscard]] std::vector<MaturityAnswer> news() const {
        std::vector<MaturityAnswer> answers;
        for (const auto& [criterion, answer] : wanted) {
            const auto holds = known.find(criterion);
            const auto level = holds == known.end() ? std::nullopt : std::optional(holds->second);
            if (level != answer.level) {
                answers.push_back(answer);
            }
        }
        return answers;
    }
};

struct Places {
    std::size_t service = 0;
    std::size_t version = 0;
    std::size_t criterion = 0;
    std::size_t level = 0;
    std::optional<std::size_t> note;
};

Result<Places> find_places(const Csv& table) {
    Places at;
    at.service = TRY(table.column("service"));
    at.version = TRY(table.column("version"));
    at.criterion = TRY(table.column("criterion"));
    at.level = TRY(table.column("level"));
    const auto note = table.column("note");
    at.note = note ? std::optional(note.value()) : std::nullopt;
    return at;
}

Finding bad_row(const Csv::Row& row, const Error& error) {
    return {"app.maturity_row",
            Severity::Warning,
            "line " + std::to_string(row.line),
            {{"reason", error.code}},
            "The row is left out: " + error.message};
}

std::optional<int> level_of(std::string_view text) {
    return text.size() == 1 && is_digits(text) ? std::optional(text.front() - '0') : std::nullopt;
}

Result<Batch*> batch_of(Modules& in, const Scope& scope, const AssessmentName& wanted,
                        std::map<std::string, Batch>& batches) {
    const std::string key = wanted.service + "\n" + wanted.version;
    const auto found = batches.find(key);
    if (found != batches.end()) {
        return &found->second;
    }
    const auto reference = TRY(in.reference());
    if (reference->catalogue->find(wanted.service) == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.service_missing",
                     wanted.service,
                     {},
                     "The catalogue has no such service."};
    }
    Batch batch;
    batch.model = TRY(find_maturity_model(wanted.version, in.clock.today()));
    AssessmentName name = wanted;
    name.model = batch.model.id;
    batch.known = planning::answers_of(TRY(in.maturity.list_history(scope, name)));
    return &batches.emplace(key, std::move(batch)).first->second;
}

Result<void> read_row(Modules& in, const Scope& scope, const TenantId& tenant,
                      const std::vector<std::string>& cells,
                      std::map<std::string, Batch>& batches) {
    Batch* batch = TRY(batch_of(in, scope, {tenant, cells[0], "", cells[1]}, batches));
    const auto level = level_of(cells[3]);
    const bool is_taken_back = cells[3].empty();
    const bool is_criterion =
        std::any_of(batch->model.criteria.begin(), batch->model.criteria.end(),
                    [&](const conformity::Criterion& one) { return one.id == cells[2]; });
    if ((!level && !is_taken_back) || !is_criterion) {
        return Error{ErrorKind::Invalid,
                     "conformity.maturity_answer",
                     cells[2],
                     {},
                     "A level is one digit, or nothing to take the answer back."};
    }
    if (level) {
        TRY(conformity::assess_maturity(batch->model, {{cells[2], *level}}, Json::object()));
    }
    batch->wanted[cells[2]] = {cells[2], level, cells[4], "", {}};
    return {};
}

Result<planning::CriterionText> read_text(const Json& json, const std::string& source) {
    planning::CriterionText text;
    text.criterion = json.text_at("id");
    text.title = json.text_at("title");
    text.question = json.text_at("question");
    text.source = source;
    const Json* choices = json.find("choices");
    for (const auto& [level, words] :
         choices != nullptr && choices->is_object() ? choices->as_object() : Json::Object()) {
        const auto number = level_of(level);
        if (!number || !words.is_string()) {
            return Error{ErrorKind::Invalid,
                         "planning.maturity_text",
                         "choices." + level,
                         {{"place", "choices." + level}},
                         "A choice is \"3\" = \"its text\"."};
        }
        text.choices[*number] = words.as_string();
    }
    return text;
}

}  // namespace

Result<std::string> export_answers(Modules& in, const Scope& scope, const TenantId& tenant) {
    std::string csv = formats::write_csv_row(
        {"service", "model", "version", "criterion", "level", "note", "by", "at"});
    for (const AssessmentName& name : TRY(in.maturity.list_assessments(scope, tenant))) {
        for (const MaturityAnswer& answer : TRY(in.maturity.list_history(scope, name))) {
            csv += formats::write_csv_row({name.service, name.model, name.version, answer.criterion,
                                           answer.level ? std::to_string(*answer.level) : "",
                                           answer.note, answer.answered_by,
                                           answer.answered_at.to_iso()});
        }
    }
    return csv;
}

Result<Judged<std::size_t>> import_answers(Modules& in, const Scope& scope, const TenantId& tenant,
                                           std::string_view csv) {
    auto text = TRY(planning::read_table_text(csv));
    auto table = TRY(formats::parse_csv(text.value));
    Judged<std::size_t> judged{0, std::move(text.findings)};
    append(judged.findings, std::move(table.findings));
    const Places at = TRY(find_places(table.value));
    std::map<std::string, Batch> batches;
    // An export has the newest answer of a criterion first; read from the end, it wins.
    for (auto row = table.value.rows.rbegin(); row != table.value.rows.rend(); ++row) {
        const auto cell = [&](std::size_t column) { return std::string(trim(row->cells[column])); };
        const Result<void> read = read_row(in, scope, tenant,
                                           {cell(at.service), cell(at.version), cell(at.criterion),
                                            cell(at.level), at.note ? cell(*at.note) : ""},
                                           batches);
        if (!read && judged.findings.size() < limits::findings) {
            judged.findings.push_back(bad_row(*row, read.error()));
        }
    }
    for (const auto& [key, batch] : batches) {
        const std::size_t end = key.find('\n');
        const std::vector<MaturityAnswer> news = batch.news();
        if (!news.empty()) {
            TRY(in.maturity.answer_all(
                scope, {tenant, key.substr(0, end), batch.model.id, batch.model.version},
                batch.model, news));
            judged.value += news.size();
        }
    }
    return judged;
}

Result<std::size_t> import_texts(Modules& in, const Scope& scope, const TenantId& tenant,
                                 std::string_view toml) {
    const Json root = TRY(formats::parse_toml(toml)).root;
    const MaturityModel model = TRY(find_maturity_model(root.text_at("version"), in.clock.today()));
    const Json* list = root.find("criterion");
    std::vector<planning::CriterionText> texts;
    for (const Json& json :
         list != nullptr && list->is_array() ? list->as_array() : Json::Array()) {
        texts.push_back(TRY(read_text(json, root.text_at("source"))));
    }
    TRY(in.maturity.write_texts(scope, tenant, model, texts));
    return texts.size();
}

}  // namespace gordion::app
