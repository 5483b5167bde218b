// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

// "--set=key=value"
Result<std::pair<std::string, std::string>> parse_setting(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        return Error{ErrorKind::Invalid,
                     "cli.setting_invalid",
                     "--set",
                     {{"text", text}},
                     "A parameter is set with --set=key=value."};
    }
    return std::pair<std::string, std::string>(text.substr(0, equals), text.substr(equals + 1));
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const std::string tenant = call.option("administration");
    const Scope scope{{tenant}, {"cli"}, "adoption.add", {}, false};
    const Date from = call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today();
    const reuse::AdoptionWish wish{{tenant}, call.option("package"), call.option("version"), from};
    for (const std::string& text : call.all("set")) {
        const auto [key, value] = TRY(parse_setting(text));
        TRY(in->reuse.set_parameter(
            scope, {wish.package_id, call.option("region", tenant), key, value, wish.valid_from}));
    }
    const auto joined = TRY(app::join_offer(*in, scope, wish));
    print_findings(call, joined.findings);
    if (!joined.value) {
        call.err << "Not joined: set the missing parameters (--set=key=value) and try again.\n";
        return Exit::Faults;
    }
    call.out << tenant << " uses " << joined.value->package_id << " " << joined.value->version
             << " from " << joined.value->valid_from.to_german() << ".\n";
    return Exit::Done;
}

}  // namespace

Verb adoption_add_verb() {
    return {"adoption add",
            "",
            0,
            0,
            "Join an offer for an administration, with its parameters",
            {{"administration", "nine digits of the ARS", false, true},
             {"package", "id of the offer", false, true},
             {"version", "default: the newest one"},
             {"from", "first day, YYYY-MM-DD (default: today)"},
             {"region", "where --set stands (default: the administration)"},
             {"set", "key=value of a parameter", false, false, true}},
            run};
}

}  // namespace gordion::cli
