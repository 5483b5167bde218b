// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    for (const reuse::Adoption& adoption :
         TRY(in->reuse.list_adoptions(system_scope("adoption.list")))) {
        call.out << adoption.tenant.value << "  " << adoption.package_id << " " << adoption.version
                 << "  from " << adoption.valid_from.to_iso() << "\n";
    }
    return Exit::Done;
}

}  // namespace

Verb adoption_list_verb() {
    return {"adoption list", "", 0, 0, "Who uses what since when", {}, run};
}

}  // namespace gordion::cli
