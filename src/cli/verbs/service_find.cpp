// SPDX-License-Identifier: EUPL-1.2
#include "app/places.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const auto reference = TRY(in->reference());
    const auto offered = TRY(app::offered_keys(*in));
    const auto answer = reference->search->search({call.arguments.at(0), 10, &offered});
    if (!answer.corrected.empty() && !call.json) {
        call.out << "Searched for: " << answer.corrected << "\n";
    }
    for (const services::ServiceHit& hit : answer.hits) {
        if (call.json) {
            call.out << formats::write_json(formats::Json::object(
                            {{"key", hit.service->key.digits}, {"name", hit.service->name}}))
                     << "\n";
        } else {
            call.out << hit.service->key.digits << "  " << hit.service->name << "\n";
        }
    }
    return answer.hits.empty() ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb service_find_verb() {
    return {"service find", "TEXT", 1, 1, "Search the catalogue in everyday words", {}, run};
}

}  // namespace gordion::cli
