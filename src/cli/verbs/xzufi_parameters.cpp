// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "cli/xzufi_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print_json(Call& call, const xzufi::ParameterFound& parameter) {
    Json values = Json::array();
    for (const xzufi::ParameterValue& value : parameter.values) {
        values.push(Json::object(
            {{"value", value.value}, {"online_service", found_json(value.online_service)}}));
    }
    call.out << formats::write_json(Json::object({{"parameter", parameter.name},
                                                  {"ambiguous", parameter.ambiguous},
                                                  {"values", values}}))
             << "\n";
}

void print_text(Call& call, const Asked& asked, const xzufi::ParameterFound& parameter) {
    call.out << parameter.name
             << (parameter.ambiguous ? "   AMBIGUOUS: equally specific areas disagree" : "")
             << "\n";
    for (const xzufi::ParameterValue& value : parameter.values) {
        const int best = parameter.values.front().online_service.area.rank();
        const bool decides = value.online_service.area.rank() == best;
        call.out << (decides ? "  = " : "    ") << value.value << "\n"
                 << "      from " << found_text(value.online_service) << "\n"
                 << "      for " << area_text(*asked.directory, value.online_service.area) << "\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Asked asked = TRY(read_question(call, *in));
    const auto found =
        TRY(in->xzufi_lookups.find_parameters(system_scope("xzufi.ask"), asked.question));
    if (!call.json) {
        call.out << "Parameters of " << question_text(asked) << ", "
                 << found.online_services.all.size() << " online services\n";
    }
    bool clear = !found.parameters.empty() && !found.online_services.truncated;
    for (const xzufi::ParameterFound& parameter : found.parameters) {
        clear = clear && !parameter.ambiguous;
        if (call.json) {
            print_json(call, parameter);
        } else {
            print_text(call, asked, parameter);
        }
    }
    if (found.parameters.empty()) {
        call.err << "No online service for it carries parameters.\n";
    }
    if (found.online_services.truncated) {
        call.err << "There are more online services than are looked at.\n";
    }
    return clear ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb xzufi_parameters_verb() {
    return {"xzufi parameters",
            "",
            0,
            0,
            "Parameters of online services for a service and a place, most specific area first",
            question_options(),
            run};
}

}  // namespace gordion::cli
