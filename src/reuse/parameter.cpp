// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "core/text.hpp"

namespace gordion::reuse {
namespace {

constexpr Names<ParameterType, 9> type_names{{
    {ParameterType::Money, "money"},
    {ParameterType::Number, "number"},
    {ParameterType::Integer, "integer"},
    {ParameterType::Text, "text"},
    {ParameterType::Bool, "bool"},
    {ParameterType::Date, "date"},
    {ParameterType::Choice, "choice"},
    {ParameterType::ListText, "list_text"},
    {ParameterType::Table, "table"},
}};

constexpr Names<ParameterLevel, 5> level_names{{
    {ParameterLevel::Bund, "bund"},
    {ParameterLevel::Land, "land"},
    {ParameterLevel::Kreis, "kreis"},
    {ParameterLevel::Verband, "verband"},
    {ParameterLevel::Gemeinde, "gemeinde"},
}};

ParameterDeclaration make_platform_parameter(std::string key, std::string german,
                                             std::string english, bool required) {
    ParameterDeclaration declaration;
    declaration.key = std::move(key);
    declaration.parameter_class = 'a';
    declaration.levels = {ParameterLevel::Bund, ParameterLevel::Land, ParameterLevel::Kreis,
                          ParameterLevel::Verband, ParameterLevel::Gemeinde};
    declaration.required = required;
    declaration.legal_ground = "§ 37 Abs. 3 VwVfG";
    declaration.label = {{"de", std::move(german)}, {"en", std::move(english)}};
    return declaration;
}

}  // namespace

std::string_view to_string(ParameterType type) {
    return name_of(type_names, type);
}

std::optional<ParameterType> parse_parameter_type(std::string_view text) {
    return find_named(type_names, text);
}

std::string_view to_string(ParameterLevel level) {
    return name_of(level_names, level);
}

std::optional<ParameterLevel> parse_parameter_level(std::string_view text) {
    return find_named(level_names, text);
}

std::optional<ParameterLevel> level_of_region(std::string_view ars) {
    if (!is_digits(ars)) {
        return std::nullopt;
    }
    switch (ars.size()) {
        case 2:
            return ars == "00" ? ParameterLevel::Bund : ParameterLevel::Land;
        case 5:
            return ParameterLevel::Kreis;
        case 9:
            return ParameterLevel::Verband;
        case 12:
            return ParameterLevel::Gemeinde;
        default:
            return std::nullopt;
    }
}

std::vector<std::string> region_chain(std::string_view ars) {
    std::vector<std::string> chain;
    if (!level_of_region(ars)) {
        return chain;
    }
    for (const std::size_t length : {12U, 9U, 5U, 2U}) {
        if (ars.size() >= length && ars != "00") {
            chain.emplace_back(ars.substr(0, length));
        }
    }
    chain.emplace_back("00");
    return chain;
}

std::string_view in_language(const LocalText& text, std::string_view language) {
    for (const auto& [name, content] : text) {
        if (name == language) {
            return content;
        }
    }
    return text.empty() ? std::string_view() : std::string_view(text.front().second);
}

bool is_allowed_at(const ParameterDeclaration& declaration, std::string_view ars) {
    const std::optional<ParameterLevel> level = level_of_region(ars);
    if (!level) {
        return false;
    }
    const auto allows = [&](ParameterLevel wanted) {
        return std::find(declaration.levels.begin(), declaration.levels.end(), wanted) !=
               declaration.levels.end();
    };
    // The sixth digit of the ARS is 0 where a municipality belongs to no Verband (fim.md, 6).
    const bool is_own_verband = ars.size() >= 9 && ars[5] == '0';
    if (is_own_verband) {
        return allows(ParameterLevel::Verband) || allows(ParameterLevel::Gemeinde);
    }
    return allows(*level);
}

const std::vector<ParameterDeclaration>& platform_parameters() {
    static const std::vector<ParameterDeclaration> declarations = {
        make_platform_parameter("authority_name", "Name der Behörde", "Name of the authority",
                                true),
        make_platform_parameter("authority_street", "Straße und Hausnummer der Behörde",
                                "Street and house number of the authority", true),
        make_platform_parameter("authority_postcode", "Postleitzahl der Behörde",
                                "Postcode of the authority", true),
        make_platform_parameter("authority_city", "Ort der Behörde", "Town of the authority", true),
        make_platform_parameter("authority_email", "E-Mail-Adresse der Behörde",
                                "E-mail address of the authority", true),
        make_platform_parameter("authority_phone", "Telefonnummer der Behörde",
                                "Telephone number of the authority", false),
        make_platform_parameter("authority_hours", "Öffnungszeiten der Behörde",
                                "Opening hours of the authority", false),
        make_platform_parameter("cost_payer",
                                "Wer die Kosten trägt (Regionalschlüssel; leer: die Verwaltung)",
                                "Who bears the costs (region number; empty: the authority)", false),
    };
    return declarations;
}

}  // namespace gordion::reuse
