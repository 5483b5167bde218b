// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

std::string_view source_text(reuse::ValueSource source) {
    switch (source) {
        case reuse::ValueSource::Region:
            return "set for";
        case reuse::ValueSource::Directory:
            return "municipal directory";
        case reuse::ValueSource::Default:
            return "default of the package";
        case reuse::ValueSource::Absent:
            return "not set";
    }
    return "";
}

void print_value(Call& call, const reuse::EffectiveValue& value) {
    if (call.json) {
        call.out << formats::write_json(
                        formats::Json::object({{"key", value.declaration->key},
                                               {"value", value.value},
                                               {"source", source_text(value.source)},
                                               {"region", value.region},
                                               {"level", reuse::to_string(value.level)}}))
                 << "\n";
        return;
    }
    call.out << "  " << value.declaration->key << " = " << value.value;
    if (call.has("explain")) {
        call.out << "   [" << source_text(value.source);
        if (value.source == reuse::ValueSource::Region) {
            call.out << " " << value.region << " (" << reuse::to_string(value.level) << ") from "
                     << value.valid_from.to_german();
        }
        call.out << "]";
    }
    call.out << "\n";
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Date day = call.has("on") ? TRY(parse_date(call.option("on"))) : call.clock.today();
    const auto view = TRY(in->reuse.view_parameters(call.option("package"), call.option("version"),
                                                    call.option("area"), day));
    for (const reuse::EffectiveValue& value : view.values.value) {
        print_value(call, value);
    }
    print_findings(call, view.values.findings);
    return has_faults(view.values.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb adoption_show_verb() {
    return {"adoption show",
            "",
            0,
            0,
            "Effective parameters of a package at a place",
            {{"package", "id of the offer", false, true},
             {"area", "ARS of a municipality, administration, Kreis or Land", false, true},
             {"version", "default: the newest one"},
             {"on", "day, YYYY-MM-DD (default: today)"},
             {"explain", "say where each value comes from", true}},
            run};
}

}  // namespace gordion::cli
