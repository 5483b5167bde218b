// SPDX-License-Identifier: EUPL-1.2
#include "fim/freitext.hpp"

#include <map>

#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim {

std::string_view to_string(OpenItem::Reason reason) {
    switch (reason) {
        case OpenItem::Reason::Word:
            return "word";
        case OpenItem::Reason::Structure:
            return "structure";
        case OpenItem::Reason::Mixed:
            return "mixed";
        case OpenItem::Reason::Size:
            return "size";
        case OpenItem::Reason::Empty:
            break;
    }
    return "empty";
}

const std::string& text_of(const Regel& regel) {
    return regel.freitext.empty() ? regel.definition : regel.freitext;
}

Freitext parse_freitext(const Regel& regel, const RegelElements& elements, const std::string& owner,
                        std::string_view place) {
    return internal::FreitextParser(regel, elements, owner, place).run();
}

namespace {

void add_regeln(const std::vector<Regel>& regeln, const std::string& owner,
                const RegelElements& elements, std::vector<PlacedRegel>& all) {
    for (const Regel& regel : regeln) {
        PlacedRegel placed;
        placed.regel = &regel;
        placed.owner = owner;
        placed.place = "line " + std::to_string(regel.line) + ": " +
                       (owner.empty() ? std::string() : owner + " ") + regel.identification.id;
        placed.freitext = parse_freitext(regel, elements, owner, placed.place);
        all.push_back(std::move(placed));
    }
}

}  // namespace

std::vector<PlacedRegel> parse_regeln(const Schema& schema, const RegelElements& elements) {
    std::vector<PlacedRegel> all;
    add_regeln(schema.regeln, "", elements, all);
    visit_positions(schema.positions, "", [&](const Position& position, const std::string& path) {
        const Group* group = position.group();
        add_regeln(group != nullptr ? group->regeln : position.field()->regeln, path, elements,
                   all);
    });
    return all;
}

double FreitextCoverage::share() const {
    return rules == 0 ? 1.0 : static_cast<double>(understood) / static_cast<double>(rules);
}

FreitextCoverage measure_coverage(const std::vector<PlacedRegel>& regeln) {
    FreitextCoverage coverage;
    std::map<std::string, bool> texts;
    for (const PlacedRegel& placed : regeln) {
        const bool understood = placed.freitext.is_understood();
        ++coverage.rules;
        coverage.understood += understood ? 1 : 0;
        const auto [text, is_new] =
            texts.emplace(std::string(trim(text_of(*placed.regel))), understood);
        text->second = is_new ? understood : text->second && understood;
    }
    coverage.texts = texts.size();
    for (const auto& [text, understood] : texts) {
        coverage.texts_understood += understood ? 1 : 0;
    }
    return coverage;
}

}  // namespace gordion::fim
