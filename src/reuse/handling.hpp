// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "fim/logic.hpp"
#include "formats/json.hpp"
#include "reuse/parameter.hpp"

/// What a package says about the time after the hand-over: who else receives a part of it, what a
/// decision may be tied to, whom the authority may consult. Plain values, read from service.toml.
namespace gordion::reuse {

/// Which elements somebody may see: paths of the schema ("G1" with all it holds, "G1.F2"), or all.
struct VisibleFields {
    bool all = false;
    std::vector<std::string> paths;

    /// Whether the path of an answer ("G1[0].F2") is one of them or lies inside one.
    [[nodiscard]] bool cover(std::string_view path) const;
    bool operator==(const VisibleFields&) const = default;
};

/// The part of some Fachdaten that the fields name, in the same places. Instances of a repeated
/// group stay where they are, also if nothing of one is left, so that "G1[2]" means the same.
formats::Json select_fields(const formats::Json& fachdaten, const VisibleFields& fields);

/// [[copy]]: a further body that receives a part of what is handed over, by law.
struct CopyDeclaration {
    std::string id;
    LocalText label;
    std::string receiver;  ///< a kind of body, as routing knows it: "finanzamt"
    std::string legal_ground;
    VisibleFields fields;
    std::optional<fim::Logic> when;  ///< none: always
    bool required = false;           ///< without a destination nothing can be handed over
};

enum class FillType { Text, Number, Date, Time };

/// A gap in the wording of a condition, written there as [key].
struct FillIn {
    std::string key;
    FillType type = FillType::Text;
    LocalText label;
    std::string fallback;  ///< offered at first; as a person writes it
};

/// What was typed into a gap, as it stands in the letter: "31.12.2026", "22:00", "1,5". Dates and
/// times are taken as 2026-12-31 or 31.12.2026, 22:00 or 22.00. Error code: reuse.fill_invalid
/// (values label, type).
Result<std::string> parse_fill(const FillIn& fill, std::string_view typed);

/// [[condition]]: a Nebenbestimmung (§ 36 VwVfG) that the case worker may tie a decision to.
struct ConditionDeclaration {
    std::string id;
    std::string kind;  ///< auflage, bedingung, befristung, widerrufsvorbehalt, auflagenvorbehalt
    LocalText label;
    std::string text;  ///< Mustache over the letter's context, with gaps [key]
    std::string legal_ground;
    std::vector<FillIn> fills;
    std::optional<fim::Logic> chosen_when;  ///< none: not chosen at first

    [[nodiscard]] const FillIn* find_fill(std::string_view key) const;
};

/// [[consultation]]: whom the package suggests to ask for a statement before deciding.
struct ConsultationDeclaration {
    std::string id;
    LocalText label;
    std::string receiver;
    std::string legal_ground;
    std::string question;  ///< what is asked, if the case worker does not change it
    VisibleFields fields;
    int frist_days = 0;
    std::optional<fim::Logic> when;  ///< none: always
    bool required = false;  ///< nothing is granted before it is answered or its Frist has passed
};

struct Handling {
    std::vector<CopyDeclaration> copies;
    std::vector<ConditionDeclaration> conditions;
    std::vector<ConsultationDeclaration> consultations;
};

/// What the expressions of Handling and automatic.json look at: answers, params, today, rows,
/// totals (of the calculation), submission. All outlive the call; an absent one is null.
struct HandlingFacts {
    const formats::Json* answers = nullptr;
    const formats::Json* params = nullptr;
    const formats::Json* calculation = nullptr;  ///< {"rows": …, "totals": …}
    const formats::Json* submission = nullptr;   ///< SubmissionFacts as JSON
    std::string today;
};

/// What is known of how something was handed over.
struct SubmissionFacts {
    std::string trust_level = "00";  ///< of the account that was used
    std::string account;             ///< "", "citizen" or "organisation"
    /// Attributes that the account has checked, among those the package asks for.
    std::map<std::string, std::string> verified;
    std::int64_t attachments = 0;
    std::string submitted_on;  ///< ISO
};
formats::Json to_json(const SubmissionFacts& facts);

/// Whether the expression holds; one that is absent does. Error codes: those of fim::Logic.
Result<bool> holds(const std::optional<fim::Logic>& logic, const HandlingFacts& facts);

}  // namespace gordion::reuse
