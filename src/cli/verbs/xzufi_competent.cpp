// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "cli/xzufi_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print_json(Call& call, const xzufi::CompetentUnits& units) {
    Json found = Json::array();
    for (const xzufi::Found& unit : units.units.all) {
        found.push(found_json(unit));
    }
    call.out << formats::write_json(Json::object({{"role", units.role.code},
                                                  {"ambiguous", units.is_ambiguous()},
                                                  {"units", found}}))
             << "\n";
}

void print_text(Call& call, const Asked& asked, const xzufi::CompetentUnits& units) {
    call.out << "role " << (units.role.empty() ? "not named" : units.role.code)
             << (units.role.name.empty() ? "" : " (" + units.role.name + ")")
             << (units.is_ambiguous() ? "   AMBIGUOUS: several for equally specific areas" : "")
             << "\n";
    std::size_t number = 0;
    for (const xzufi::Found& unit : units.units.all) {
        const std::string criterion = xzufi::text_in(unit.criterion, "de");
        call.out << (number++ < units.units.best() ? "  = " : "    ") << found_text(unit) << "\n"
                 << "      for " << area_text(*asked.directory, unit.area) << "\n"
                 << (criterion.empty() ? "" : "      only: " + criterion + "\n");
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Asked asked = TRY(read_question(call, *in));
    const auto roles =
        TRY(in->xzufi_lookups.find_competent_units(system_scope("xzufi.ask"), asked.question));
    if (!call.json) {
        call.out << "Competent for " << question_text(asked) << "\n";
    }
    bool clear = !roles.empty();
    for (const xzufi::CompetentUnits& units : roles) {
        clear = clear && !units.is_ambiguous() && !units.units.truncated;
        if (call.json) {
            print_json(call, units);
        } else {
            print_text(call, asked, units);
        }
    }
    if (roles.empty()) {
        call.err << "No office says that it is competent.\n";
    }
    return clear ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb xzufi_competent_verb() {
    return {"xzufi competent",
            "",
            0,
            0,
            "Offices that are competent for a service at a place, by role",
            question_options(),
            run};
}

}  // namespace gordion::cli
