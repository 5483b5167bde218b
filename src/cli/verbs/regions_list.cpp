// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const auto reference = TRY(in->reference());
    const std::string within = call.option("in");
    for (const regions::Administration& one : reference->directory->administrations()) {
        if (!one.id.value.starts_with(within)) {
            continue;
        }
        if (call.json) {
            call.out << formats::write_json(formats::Json::object(
                            {{"administration", one.id.value}, {"name", one.name}}))
                     << "\n";
        } else {
            call.out << one.id.value << "  " << one.name << "\n";
        }
    }
    return Exit::Done;
}

}  // namespace

Verb regions_list_verb() {
    return {"regions list",
            "",
            0,
            0,
            "Every administration with its key, for writing plans and rollouts",
            {{"in", "only inside this Land or Kreis (beginning of the key)"}},
            run};
}

}  // namespace gordion::cli
