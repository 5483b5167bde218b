// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    for (const reuse::Offer& offer : TRY(in->reuse.list_offers(system_scope("service.list")))) {
        const auto adopters = TRY(in->reuse.list_adopters(offer.package_id, call.clock.today()));
        if (call.json) {
            call.out << formats::write_json(formats::Json::object({{"package", offer.package_id},
                                                                   {"version", offer.version},
                                                                   {"title", offer.title},
                                                                   {"adopters", adopters.size()}}))
                     << "\n";
        } else {
            call.out << offer.package_id << " " << offer.version << "  " << offer.title << "  ("
                     << adopters.size() << " administrations)\n";
        }
    }
    return Exit::Done;
}

}  // namespace

Verb service_list_verb() {
    return {"service list", "", 0, 0, "What is offered, and how many use it", {}, run};
}

}  // namespace gordion::cli
