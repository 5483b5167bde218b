// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::fim {
class Logic;
}

namespace gordion::reuse {

enum class ParameterType { Money, Number, Integer, Text, Bool, Date, Choice, ListText, Table };

std::string_view to_string(ParameterType type);  ///< as in service.toml: "money", "list_text", …
std::optional<ParameterType> parse_parameter_type(std::string_view text);

/// A level of the ARS on which a value may stand, from the least to the most specific. The
/// Regierungsbezirk is left out: no statute is made there.
enum class ParameterLevel { Bund, Land, Kreis, Verband, Gemeinde };

std::string_view to_string(ParameterLevel level);  ///< as in service.toml: "gemeinde", …
std::optional<ParameterLevel> parse_parameter_level(std::string_view text);
/// The level that a key of 2, 5, 9 or 12 digits names ("00" is the Bund); nothing for other texts.
std::optional<ParameterLevel> level_of_region(std::string_view ars);
/// "010545459039" → itself, "010545459", "01054", "01", "00": where a value is looked for, most
/// specific first. A key that names no region gives an empty list.
std::vector<std::string> region_chain(std::string_view ars);

/// A text in the languages that a package declares, in their order: ("de", "Höhe der Steuer").
using LocalText = std::vector<std::pair<std::string, std::string>>;
/// The text in that language, else in the first one, else "".
std::string_view in_language(const LocalText& text, std::string_view language);

struct ParameterChoice {
    std::string value;
    LocalText label;
};

struct ParameterColumn {
    std::string key;
    ParameterType type = ParameterType::Text;  ///< never Table or ListText
    LocalText label;
};

/// What a package says about one parameter: its meaning, where it may be set, and what a value
/// must look like. A parameter is a fact of a municipality (a rate, an address), never a switch for
/// programmers.
struct ParameterDeclaration {
    std::string key;
    char parameter_class = 'e';  ///< (a)–(h), see docs/decisions/0011-package-folder.md
    ParameterType type = ParameterType::Text;
    std::string unit;
    std::vector<ParameterLevel> levels;
    bool required = false;
    /// Required where this is true of the other parameters ("params.KEY"); nullptr for never.
    std::shared_ptr<const fim::Logic> required_if;
    std::string required_if_text;  ///< as written, for comparing versions
    std::string xzufi;  ///< name of the same parameter of an XZuFi Onlinedienst; "" for none
    std::optional<std::string> fallback;  ///< `default` in service.toml, in canonical form
    std::vector<ParameterChoice> choices;
    std::vector<ParameterColumn> columns;
    std::string minimum;  ///< "" for none; money, number, integer and date only
    std::string maximum;
    std::string legal_ground;
    LocalText label;
    LocalText help;
};

/// Whether a value may stand at this region. A municipality without Verband is its own Verband
/// ("053150000" and "053150000000" are both Köln), so it counts as both levels.
bool is_allowed_at(const ParameterDeclaration& declaration, std::string_view ars);

/// Reads what a person or file wrote and returns the canonical text form, the only form that is
/// stored and compared: money "120.00", number "12.5", integer "3", bool "true"/"false", date
/// "2026-01-31", choice and text as they are, list_text a JSON array of strings, table a JSON array
/// of objects whose members are canonical texts. German notation ("120,00 €", "ja", "31.1.2026") is
/// accepted; a table also as lines of CSV with a header.
/// Error codes: reuse.parameter_type (not of the type; value "example"), reuse.parameter_range,
/// reuse.parameter_choice, reuse.parameter_column, reuse.parameter_empty, reuse.parameter_too_long.
/// `place` is the key, with row and column in a table ("zonen[2].code").
Result<std::string> parse_parameter(const ParameterDeclaration& declaration, std::string_view text);

/// The canonical form as rules see it: money in cents, numbers as numbers, tables as arrays of
/// objects. The text must be canonical.
formats::Json to_logic(const ParameterDeclaration& declaration, std::string_view canonical);
/// The canonical form as people read it: "120,00 €", "ja", "31.01.2026"; a table as an array of
/// objects of such texts, a list as an array.
formats::Json to_display(const ParameterDeclaration& declaration, std::string_view canonical,
                         std::string_view language);

/// The parameters of class (a) that every package has without declaring them: authority_name,
/// authority_street, authority_postcode, authority_city, authority_email, authority_phone,
/// authority_hours.
const std::vector<ParameterDeclaration>& platform_parameters();

}  // namespace gordion::reuse
