// SPDX-License-Identifier: EUPL-1.2
#include "app/own_services.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json service_json(const app::OwnService& service) {
    const planning::Obligation& about = service.obligation;
    return Json::object(
        {{"key", about.service->key.digits},
         {"name", about.service->name},
         {"typ", about.service->typ},
         {"duty", planning::to_string(about.duty)},
         {"basis", about.basis ? Json(planning::to_string(*about.basis)) : Json()},
         {"ground", about.ground},
         {"reason", about.reason},
         {"rule", about.rule},
         {"decided_by", service.is_decided() ? service.statements->duty->by : std::string()},
         {"offered", app::to_string(service.how)},
         {"url", service.url},
         {"level", service.level ? Json(*service.level) : Json()},
         {"offers", service.offers.size()}});
}

void print_counts(Call& call, const app::OwnServices& own) {
    call.out << own.body.tenant.value << " " << own.body.name << ": " << own.counts.applies
             << " apply, " << own.counts.unclear << " unclear, " << own.counts.elsewhere
             << " elsewhere; " << own.counts.could_take << " could be taken at once ("
             << own.rules->title << " " << own.rules->version << ")\n";
}

Result<Exit> run(Call& call) {
    const std::string wanted = call.option("duty", "applies");
    const auto duty = planning::find_duty(wanted);
    if (!duty && wanted != "all") {
        return Error{ErrorKind::Invalid,
                     "cli.obligation_duty",
                     "--duty",
                     {},
                     "Write applies, elsewhere, unclear or all."};
    }
    const auto in = TRY(call.open());
    const auto own = TRY(app::list_own_services(*in, call.arguments.at(0), call.clock.today()));
    if (!call.json) {
        print_counts(call, *own);
    }
    for (const app::OwnService& service : own->services) {
        const planning::Obligation& about = service.obligation;
        if (duty && about.duty != *duty) {
            continue;
        }
        if (call.json) {
            call.out << formats::write_json(service_json(service)) << "\n";
        } else {
            call.out << (about.service->key.empty() ? "-" : about.service->key.digits) << "  "
                     << about.service->name << " (" << app::to_string(service.how) << ")\n    "
                     << about.reason << "\n";
        }
    }
    return Exit::Done;
}

}  // namespace

Verb obligation_list_verb() {
    return {"obligation list",
            "ARS",
            1,
            1,
            "Which services an administration, Kreis or Land must offer, and why",
            {{"duty", "applies (default), elsewhere, unclear or all"}},
            run};
}

}  // namespace gordion::cli
