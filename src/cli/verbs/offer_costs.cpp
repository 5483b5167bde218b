// SPDX-License-Identifier: EUPL-1.2
#include "app/cost_sharing.hpp"
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json share_json(const reuse::CostShare& share, const reuse::Participant& who) {
    Json parts = Json::array();
    for (const reuse::SharePart& part : share.parts) {
        parts.push(Json::object({{"item", part.item},
                                 {"type", reuse::to_string(part.type)},
                                 {"key", reuse::to_string(part.key)},
                                 {"percent", part.percent},
                                 {"pot", part.pot.to_decimal()},
                                 {"value", part.value},
                                 {"sum", part.sum},
                                 {"amount", part.amount.to_decimal()}}));
    }
    return Json::object({{"id", who.id},
                         {"name", who.name},
                         {"payer", share.payer},
                         {"amount", share.amount.to_decimal()},
                         {"parts", std::move(parts)}});
}

Result<Exit> run(Call& call) {
    app::StatedNumbers stated;
    if (call.has("numbers")) {
        stated = TRY(
            app::read_stated_numbers(TRY(load_file(call.option("numbers"), limits::toml_bytes))));
    }
    const auto in = TRY(call.open());
    const auto year =
        TRY(parse_number_option(call, "year", {call.clock.today().year(), 2000, 9999}));
    const app::OfferCosts costs =
        TRY(app::share_offer_costs(*in, call.arguments.at(0), year, stated));
    if (costs.undivided) {
        return *costs.undivided;
    }
    for (std::size_t i = 0; i < costs.sharing.shares.size(); ++i) {
        const reuse::CostShare& share = costs.sharing.shares[i];
        const reuse::Participant& who = costs.participants[i];
        if (call.json) {
            call.out << formats::write_json(share_json(share, who)) << "\n";
        } else {
            call.out << who.id << "  " << share.amount.to_decimal() << "  " << who.name
                     << (share.payer.empty() || share.payer == who.id ? ""
                                                                      : "  paid by " + share.payer)
                     << "\n";
        }
    }
    if (!call.json) {
        call.out << costs.title << " " << costs.version << ", " << costs.year << ": "
                 << costs.sharing.total.to_decimal() << " EUR\n";
    }
    return Exit::Done;
}

}  // namespace

Verb offer_costs_verb() {
    return {
        "offer costs",
        "PACKAGE",
        1,
        1,
        "What a year of an offer costs whom, and how it was computed (--json)",
        {{"year", "default: this one"},
         {"numbers", "CSV with ars, uses and target_group where the system does not know them"}},
        run};
}

}  // namespace gordion::cli
