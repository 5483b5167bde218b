// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const DestinationId id{call.arguments.front()};
    const Date last_day = TRY(parse_date(call.option("last-day")));
    const Scope scope{{call.option("tenant")}, {"cli"}, "destination.end", {}, false};
    TRY(app::end_destination(*in, scope, id, last_day));
    call.out << "Destination " << id.value << " receives for the last time on " << last_day.to_iso()
             << ".\n";
    return Exit::Done;
}

}  // namespace

Verb destination_end_verb() {
    return {"destination end",
            "ID",
            1,
            1,
            "After a day, let nothing more be routed to a destination; what it has stays readable",
            {{"tenant", "whose destination it is", false, true},
             {"last-day", "YYYY-MM-DD", false, true}},
            run};
}

}  // namespace gordion::cli
