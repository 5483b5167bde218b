// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/json.hpp"
#include "xzufi/identifier.hpp"
#include "xzufi/values.hpp"

namespace gordion::xzufi {

/// What every module has. In 2.3 a module may hold for one channel only (000, 100, 200).
struct ModuleFacts {
    Identifier id;
    std::int64_t position = 0;
    Code channel;
    Periods validity;
    Texts description;
};

/// A text of a service. `code` is that of urn:de:xzufi:codeliste:leistungstextmodulleika: 02 name,
/// 05 short text, 06 full text, 08 documents, 22 competent office …; empty for texts of the
/// editors' own.
struct TextModule {
    ModuleFacts facts;
    Code code;
    Texts title;
    Texts content;
    std::vector<Link> links;
};

enum class FeeForm { Unknown, Fixed, Free, Variable };

struct Fee {
    Code type;  ///< 001 to 018
    FeeForm form = FeeForm::Unknown;
    std::string amount;  ///< as written, of a fixed one
    std::string from;    ///< of a variable one
    std::string until;
    std::string currency;
    std::optional<bool> in_advance;
    Periods validity;
    Texts description;
    std::vector<Link> links;
};

struct FeeModule {
    ModuleFacts facts;
    std::vector<Fee> fees;
};

enum class FristForm { Unknown, Span, Days };

/// A period of time set by law, or the time that processing takes.
struct Frist {
    Code type;  ///< 001, 002, 003, 005, 006, 009
    FristForm form = FristForm::Unknown;
    std::string length;  ///< of a span
    std::string length_until;
    Code unit;         ///< JAHR, MONAT, WOCHE, TAG, WERKTAG …
    std::string from;  ///< of days, as written: often without year
    std::string until;
    Periods validity;
    Texts description;
};

struct FristModule {
    ModuleFacts facts;
    std::vector<Frist> spans;
};

struct Document {
    Code kind;  ///< 001 to 028, 999
    Texts name;
    std::vector<Code> signatures;
    std::vector<Identifier> forms;
    std::vector<Link> links;
};

struct DocumentModule {
    ModuleFacts facts;
    std::vector<Document> documents;
};

struct TermModule {
    ModuleFacts facts;
    Texts term;
};

struct ApprovalModule {
    ModuleFacts facts;
    std::optional<Date> approved_on;
    Texts approved_by;
};

/// Where the service stands in the catalogue: object, with Verrichtung, with detail.
struct ServiceStructure {
    Code group;
    Identifier object;
    Code object_code;
    Code verrichtung;
    Code detail_code;
    Texts detail;
};

/// A Leistung with all its modules (XZuFi 2.2.0 and 2.3.1, Leistung). Codes are kept as written.
struct ServiceDescription {
    Identifier id;
    std::vector<Identifier> further_ids;
    ServiceStructure structure;
    std::vector<std::string> keys;  ///< Leistungsschluessel, 14 digits each
    std::vector<TextModule> texts;
    std::vector<TextModule> own_texts;  ///< modulTextIndividuell
    std::vector<TextModule> hints;      ///< modulAuskunftshinweis
    std::vector<TextModule> origins;    ///< modulUrsprungsportal
    std::vector<FristModule> frist_modules;
    std::vector<FristModule> processing_times;
    std::vector<FeeModule> fees;
    std::vector<DocumentModule> documents;
    std::vector<TermModule> terms;
    std::vector<ApprovalModule> approvals;

    std::vector<Code> typisierung;
    Code trust_level;  ///< 00, 10, 15, 20, 30, 40
    std::vector<Code> addressees;
    std::vector<Code> categories;
    std::vector<Code> classifications;
    std::vector<Code> sdg_areas;        ///< of both annexes, where 2.2 does not tell them apart
    std::vector<Code> sdg_first_annex;  ///< since 2.3
    std::vector<Code> sdg_second_annex;
    Code catalogue_state;  ///< since 2.3, as the next ones
    Code library_state;
    Code detail_level;
    std::vector<Code> place_of_reference;
    std::vector<Code> single_point_of_contact;
    std::optional<bool> needs_signature;
    std::optional<bool> needs_appearance;
    std::optional<bool> is_formless;
    std::optional<bool> offered_by_single_point;  ///< kennzeichenEA, until 2.2
    std::vector<Code> economic_sectors;
    std::vector<Code> legal_forms;
    std::vector<Code> nationalities;

    std::vector<Identifier> services_in_context;
    std::vector<Identifier> processes;
    std::vector<Identifier> areas;  ///< where the description holds; none: everywhere
    std::vector<std::string> languages;
    std::string version;
    Periods validity;

    /// The name in that language: text module 03, else 02.
    [[nodiscard]] std::string name(std::string_view language) const;
};

/// A variant of a Leistung for an area: it has the modules that differ there.
struct Specialization {
    ServiceDescription variant;
    Identifier service;
};

/// From the content of an object of that kind; what is absent is empty.
ServiceDescription read_service_description(const formats::Json& content);
Specialization read_specialization(const formats::Json& content);

}  // namespace gordion::xzufi
