// SPDX-License-Identifier: EUPL-1.2
#include "reuse/bescheid.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "reuse/handling_toml.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

std::string answer_at(const Json& answers, const std::string& path) {
    const Json* found = &answers;
    for (const std::string& part : split(path, '.')) {
        found = found->find(part);
        if (found == nullptr) {
            return "";
        }
    }
    return found->is_string() ? std::string(trim(found->as_string())) : "";
}

std::string join_answers(const Json& answers, const std::vector<std::string>& paths) {
    std::vector<std::string> parts;
    for (const std::string& path : paths) {
        if (std::string part = answer_at(answers, path); !part.empty()) {
            parts.push_back(std::move(part));
        }
    }
    return join(parts, " ");
}

/// Every field of the schema has a member, so that a letter may name one that was hidden. What
/// stands in a repeated group belongs into rows.
Json answer_texts(const LoadedPackage& package, const LetterFacts& facts, const Json& params) {
    Json texts = Json::object();
    fim::visit_positions(package.form->schema().positions, "",
                         [&](const fim::Position& position, const std::string&) {
                             if (position.field() != nullptr) {
                                 texts.set(position.id(), Json(""));
                             }
                         });
    const forms::FormContext context{&params, facts.today};
    for (const forms::SummarySection& section :
         package.form->summary(facts.answers, context, "de")) {
        for (const forms::SummaryRow& row : section.rows) {
            if (row.is_heading || row.path.find('[') != std::string::npos) {
                continue;
            }
            const std::size_t dot = row.path.rfind('.');
            texts.set(dot == std::string::npos ? row.path : row.path.substr(dot + 1),
                      Json(row.value));
        }
    }
    return texts;
}

/// One line each: a line break would end the item of a numbered list.
std::string one_line(std::string_view text) {
    std::vector<std::string> parts;
    for (const std::string& line : split(text, '\n')) {
        if (const std::string_view part = trim(line); !part.empty()) {
            parts.emplace_back(part);
        }
    }
    return join(parts, " ");
}

Json conditions_json(const std::vector<ChosenCondition>& conditions) {
    Json list = Json::array();
    for (const ChosenCondition& condition : conditions) {
        list.push(Json::object({{"number", std::to_string(list.size() + 1)},
                                {"kind", condition.kind},
                                {"label", condition.label},
                                {"text", one_line(condition.text)},
                                {"legal_ground", condition.legal_ground}}));
    }
    return list;
}

}  // namespace

Recipient find_recipient(const ServiceDeclaration& service, const Json& answers) {
    const RecipientFields& fields = service.recipient;
    Recipient recipient;
    recipient.name = join_answers(answers, fields.name);
    const std::string street = join_answers(answers, fields.street);
    const std::string town = std::string(
        trim(join_answers(answers, fields.postcode) + " " + join_answers(answers, fields.city)));
    for (const std::string& line : {street, town}) {
        if (!line.empty()) {
            recipient.lines.push_back(line);
        }
    }
    recipient.email = fields.email.empty() ? "" : answer_at(answers, fields.email);
    return recipient;
}

Json letter_context(const LoadedPackage& package, const LetterFacts& facts) {
    const Json shown = display_params(facts.params, "de");
    const Recipient recipient = find_recipient(package.service(), facts.answers);
    Json lines = Json::array();
    for (const std::string& line : recipient.lines) {
        lines.push(Json(line));
    }
    Json amounts = to_letter_amounts(facts.calculation);
    const auto authority = [&](std::string_view key) {
        return Json(shown.text_at("authority_" + std::string(key)));
    };
    return Json::object({
        {"case", Json::object({{"aktenzeichen", facts.aktenzeichen}, {"number", facts.number}})},
        {"today", Json(facts.today.to_german())},
        {"authority", Json::object({{"name", authority("name")},
                                    {"street", authority("street")},
                                    {"postcode", authority("postcode")},
                                    {"city", authority("city")},
                                    {"email", authority("email")},
                                    {"phone", authority("phone")},
                                    {"hours", authority("hours")}})},
        {"recipient", Json::object({{"name", recipient.name}, {"lines", std::move(lines)}})},
        {"answers", answer_texts(package, facts, logic_params(facts.params))},
        {"params", shown},
        {"rows", std::move(*amounts.find("rows"))},
        {"totals", std::move(*amounts.find("totals"))},
        {"decision", Json::object({{"granted", facts.granted},
                                   {"reason", facts.reason},
                                   {"automatic", facts.automatic},
                                   {"conditional", !facts.conditions.empty()}})},
        {"conditions", conditions_json(facts.conditions)},
    });
}

Result<std::vector<ConditionOffer>> offer_conditions(const LoadedPackage& package,
                                                     const LetterFacts& facts,
                                                     const HandlingFacts& handling) {
    std::vector<ConditionOffer> offers;
    const auto& declared = package.service().handling.conditions;
    if (declared.empty()) {
        return offers;
    }
    const Json context = letter_context(package, facts);
    for (const ConditionDeclaration& condition : declared) {
        const auto at = [&](Error error) {
            error.place = condition.id;
            return error;
        };
        auto wording = formats::Template::parse(condition.text, formats::Escape::None);
        if (!wording) {
            return at(wording.take_error());
        }
        auto text = wording.value().render(context);
        if (!text) {
            return at(text.take_error());
        }
        const auto chosen =
            condition.chosen_when ? holds(condition.chosen_when, handling) : Result<bool>(false);
        if (!chosen) {
            return at(chosen.error());
        }
        offers.push_back({&condition, std::string(trim(text.value())), chosen.value()});
    }
    return offers;
}

Result<ChosenCondition> fill_condition(const ConditionDeclaration& declared, std::string_view text,
                                       const std::map<std::string, std::string>& typed) {
    std::string filled(trim(text));
    if (filled.empty()) {
        return Error{ErrorKind::Invalid,
                     "reuse.condition_empty",
                     declared.id,
                     {{"label", std::string(in_language(declared.label, "de"))}},
                     "A condition that is chosen needs its wording."};
    }
    for (const std::string& gap : find_gaps(filled)) {
        const FillIn* fill = declared.find_fill(gap);
        if (fill != nullptr) {
            const auto given = typed.find(gap);
            const std::string value =
                TRY(parse_fill(*fill, given == typed.end() ? "" : given->second));
            filled = replace_all(filled, "[" + gap + "]", value);
        }
    }
    return ChosenCondition{declared.id, declared.kind,
                           std::string(in_language(declared.label, "de")), std::move(filled),
                           declared.legal_ground};
}

Result<std::string> render_bescheid(const LoadedPackage& package, const LetterFacts& facts) {
    if (!package.bescheid) {
        return Error{ErrorKind::Invalid,
                     "reuse.bescheid_missing",
                     package.service().id,
                     {},
                     "The package has no bescheid.de.md, so a decision cannot be written."};
    }
    return package.bescheid->render(letter_context(package, facts));
}

}  // namespace gordion::reuse
