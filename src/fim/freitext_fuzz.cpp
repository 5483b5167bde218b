// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/text.hpp"
#include "fim/freitext_rules.hpp"
#include "fim/logic.hpp"

using namespace gordion;

namespace {

fim::Position make_field(const std::string& id, const std::string& name, fim::Datentyp datentyp) {
    fim::Field field;
    field.identification.id = id;
    field.name = name;
    field.datentyp = datentyp;
    if (datentyp == fim::Datentyp::Obj) {
        field.datentyp = fim::Datentyp::Text;
        field.feldart = fim::Feldart::Select;
        field.codes = {{"001", "natürliche Person", ""}, {"002", "Ja, eine andere (wenig).", ""}};
    }
    fim::Position position;
    position.element = std::move(field);
    return position;
}

/// A field of each kind, alone and in a repeated group that stands in two places.
const fim::Schema& schema() {
    static const fim::Schema made = [] {
        fim::Group group;
        group.identification.id = "G60000000001";
        group.name = "Angaben (wenig)";
        group.positions = {make_field("F60000000001", "Art der Person", fim::Datentyp::Obj),
                           make_field("F60000000002", "Tag", fim::Datentyp::NumInt),
                           make_field("F60000000003", "Geburtsdatum", fim::Datentyp::Date)};
        fim::Position place;
        place.multiplicity = {0, std::nullopt};
        place.element = group;
        fim::Group around;
        around.identification.id = "G60000000002";
        around.name = "Rahmen";
        around.positions = {place, make_field("F60000000004", "Zustimmung", fim::Datentyp::Bool)};
        fim::Position outer;
        outer.element = around;
        fim::Schema all;
        all.positions = {place, outer,
                         make_field("F60000000005", "Betrag", fim::Datentyp::NumCurrency)};
        return all;
    }();
    return made;
}

}  // namespace

/// Nothing of a text is dropped, offsets lie inside it, and what a rule becomes compiles.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fim::RegelElements elements(schema());
    fim::Regel regel;
    regel.freitext.assign(reinterpret_cast<const char*>(data), size);
    for (const char* owner : {"", "G60000000002", "G60000000001.F60000000003"}) {
        fim::PlacedRegel placed{&regel, owner, "fuzz", {}};
        placed.freitext = fim::parse_freitext(regel, elements, owner, "fuzz");
        const fim::Freitext& read = placed.freitext;
        if (read.statements.empty() && read.open.empty() && read.explanations.empty() &&
            fold_german(regel.freitext).size() > 1) {
            std::abort();
        }
        for (const fim::OpenItem& item : read.open) {
            if (item.offset > size) {
                std::abort();
            }
        }
        (void)fim::to_german(read, elements);
        const auto rules = fim::translate_regeln({placed}, elements);
        for (const formats::Json::Member& list : rules.value.as_object()) {
            for (const formats::Json& rule : list.second.as_array()) {
                const formats::Json* logic = rule.find(list.first == "checks" ? "assert" : "when");
                const Findings faults = fim::check_logic(*logic, "");
                // A long text may become an expression that is too large; nothing else may be
                // wrong.
                if (!faults.empty() && !faults.front().code.starts_with("fim.logic_too")) {
                    std::abort();
                }
            }
        }
    }
    return 0;
}
