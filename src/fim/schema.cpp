// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema.hpp"

#include <set>

#include "core/text.hpp"

namespace gordion::fim {
namespace {

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
