// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const auto reference = TRY(in->reference());
    const auto hits = reference->directory->search(call.arguments.at(0), 20);
    for (const regions::PlaceHit& hit : hits) {
        if (call.json) {
            call.out << formats::write_json(formats::Json::object({{"ars", hit.region->ars},
                                                                   {"name", hit.region->name},
                                                                   {"kreis", hit.kreis_name},
                                                                   {"land", hit.land_name}}))
                     << "\n";
        } else {
            call.out << hit.region->ars << "  " << hit.region->name << " (" << hit.kreis_name
                     << ", " << hit.land_name << ")\n";
        }
    }
    if (hits.empty()) {
        call.err << "No place found. Try a postcode or another spelling.\n";
    }
    return hits.empty() ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb regions_find_verb() {
    return {"regions find", "TEXT", 1, 1, "Find a place by postcode or name", {}, run};
}

}  // namespace gordion::cli
