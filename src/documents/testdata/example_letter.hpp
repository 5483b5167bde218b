// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "documents/document.hpp"
#include "documents/markup.hpp"

namespace gordion::documents {

/// The Bescheid that the tests of this module (and its README) look at. All names are invented.
inline Document example_letter() {
    std::ifstream file(std::string(GORDION_SOURCE_DIR) + "/src/documents/testdata/bescheid.md");
    const std::string markup((std::istreambuf_iterator<char>(file)),
                             std::istreambuf_iterator<char>());
    Document letter{
        .title = "Bescheid über die Festsetzung der Hundesteuer",
        .author = "Amt Pellworm",
        .subject = "Festsetzung der Hundesteuer für das Jahr 2026",
        .letterhead = Letterhead{.name = "Amt Pellworm\nDer Amtsdirektor",
                                 .lines = {"Steueramt", "Uthlandestraße 1", "25849 Pellworm",
                                           "Telefon 04844 000-0", "steuern@amt-pellworm.example",
                                           "Mo–Fr 9–12 Uhr"},
                                 .return_line = "Amt Pellworm · Uthlandestraße 1 · 25849 Pellworm"},
        .address = {"Frau", "Ingeline Petersen", "Knudswarft 3", "25869 Gröde"},
        .references = {{"Aktenzeichen", "HST-2026-000417"},
                       {"Einreichung", "010545459-K7QF-M2RT"},
                       {"Auskunft erteilt", "Herr Hansen"},
                       {"Datum", "23.11.2026"}},
        .blocks = parse_markup(markup).value().value,
        .footer = {"Amt Pellworm · Uthlandestraße 1 · 25849 Pellworm · www.amt-pellworm.example",
                   "Amtskasse: IBAN DE02 1203 0000 0000 2020 51 · BIC BYLADEM1001"}};
    letter.blocks.push_back(Signature{
        .closing = "Mit freundlichen Grüßen",
        .role = "Im Auftrag",
        .name = "Hansen",
        .remark = "Dieser Bescheid wurde mit Hilfe automatischer Einrichtungen erlassen und ist "
                  "ohne Unterschrift gültig."});
    return letter;
}

}  // namespace gordion::documents
