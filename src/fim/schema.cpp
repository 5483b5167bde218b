// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema.hpp"

#include <set>

#include "core/text.hpp"

namespace gordion::fim {
namespace {

// Position in the array is the value of the enumerator; the texts are the standard's codes.
constexpr std::array<std::string_view, 5> feldart_codes{"input", "select", "label", "hidden",
                                                        "locked"};
constexpr std::array<std::string_view, 11> datentyp_codes{
    "text", "text_latin", "date",         "time", "datetime", "bool",
    "num",  "num_int",    "num_currency", "file", "obj"};
constexpr std::array<std::string_view, 3> art_codes{"ABS", "HAR", "RNG"};
constexpr std::array<std::string_view, 3> vorbefuellung_codes{"keine", "optional", "verpflichtend"};

template <typename Enum, std::size_t Size>
std::optional<Enum> find_code(const std::array<std::string_view, Size>& codes,
                              std::string_view code) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - codes.begin());
}

template <typename Enum, std::size_t Size>
std::string_view code_of(const std::array<std::string_view, Size>& codes, Enum value) {
    return codes[static_cast<std::size_t>(value)];
}

std::optional<unsigned> parse_count(std::string_view text) {
    if (!is_digits(text) || text.size() > 5) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char digit : text) {
        value = value * 10 + static_cast<unsigned>(digit - '0');
    }
    return value;
}

}  // namespace

std::string_view to_string(Feldart feldart) {
    return code_of(feldart_codes, feldart);
}
std::string_view to_string(Datentyp datentyp) {
    return code_of(datentyp_codes, datentyp);
}
std::string_view to_string(Schemaelementart art) {
    return code_of(art_codes, art);
}
std::string_view to_string(Vorbefuellung vorbefuellung) {
    return code_of(vorbefuellung_codes, vorbefuellung);
}
std::optional<Feldart> parse_feldart(std::string_view code) {
    return find_code<Feldart>(feldart_codes, code);
}
std::optional<Datentyp> parse_datentyp(std::string_view code) {
    return find_code<Datentyp>(datentyp_codes, code);
}
std::optional<Schemaelementart> parse_schemaelementart(std::string_view code) {
    return find_code<Schemaelementart>(art_codes, code);
}
std::optional<Vorbefuellung> parse_vorbefuellung(std::string_view code) {
    return find_code<Vorbefuellung>(vorbefuellung_codes, code);
}

bool is_numeric(Datentyp datentyp) {
    return datentyp == Datentyp::Num || datentyp == Datentyp::NumInt ||
           datentyp == Datentyp::NumCurrency;
}

std::string Multiplicity::to_text() const {
    return std::to_string(min) + ":" + (max ? std::to_string(*max) : "*");
}

std::optional<Multiplicity> parse_multiplicity(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto min = parse_count(text.substr(0, colon));
    const std::string_view after = text.substr(colon + 1);
    const auto max = parse_count(after);
    if (!min || (!max && after != "*")) {
        return std::nullopt;
    }
    return Multiplicity{*min, max};
}

const ElementFacts& Position::facts() const {
    if (const Field* as_field = field()) {
        return *as_field;
    }
    return std::get<Group>(element);
}

SchemaCounts count_elements(const Schema& schema) {
    SchemaCounts counts;
    std::set<std::string> referenced;
    counts.rules = schema.regeln.size();
    visit_positions(schema.positions, "", [&](const Position& position, const std::string&) {
        ++counts.positions;
        counts.required_positions += position.multiplicity.min > 0 ? 1 : 0;
        if (const Group* group = position.group()) {
            ++counts.groups;
            counts.rules += group->regeln.size();
            return;
        }
        const Field& field = *position.field();
        ++counts.fields;
        counts.rules += field.regeln.size();
        counts.code_lists += field.codes.empty() ? 0 : 1;
        if (field.code_list) {
            referenced.insert(field.code_list->canonical_identification);
        }
    });
    counts.code_lists += referenced.size();
    return counts;
}

}  // namespace gordion::fim
