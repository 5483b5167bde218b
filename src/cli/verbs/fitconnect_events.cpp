// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

std::string event_word(const fitconnect::SecurityEvent& event) {
    const std::string uri = fitconnect::event_uri(event.type);
    return uri.substr(uri.rfind('/') + 1);
}

void print(Call& call, const fitconnect::EventLog& log) {
    for (const fitconnect::SecurityEvent& event : log.events) {
        if (call.json) {
            call.out << formats::write_json(fitconnect::write_event(event)) << "\n";
            continue;
        }
        call.out << event.issued_at.to_iso() << "  " << event_word(event) << "  by " << event.issuer
                 << "\n";
        for (const fitconnect::Problem& problem : event.problems) {
            call.out << "    " << problem.instance << ": " << problem.title << " – "
                     << problem.detail << "\n";
        }
    }
}

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    const auto submission = fitconnect::normalize_uuid(call.option("submission"));
    const auto destination = fitconnect::normalize_uuid(call.option("destination"));
    const auto case_id = fitconnect::normalize_uuid(call.arguments.at(0));
    if (!submission || !destination || !case_id) {
        return Error{
            ErrorKind::Invalid, "fitconnect.id", "", {}, "An id of FIT-Connect is a UUID."};
    }
    const auto log = server->events.load({*submission, *case_id, *destination});
    if (!log && fitconnect::is_proved_wrong(log.error())) {
        call.err << "The event log must not be believed: " << log.error().to_text() << "\n";
        return Exit::Faults;
    }
    if (!log) {
        return log.error();
    }
    print(call, log.value());
    return Exit::Done;
}

}  // namespace

Verb fitconnect_events_verb() {
    return {
        "fitconnect events",
        "CASE",
        1,
        1,
        "Show the event log of a submission; every signature is checked",
        with_fit_server_options({{"submission", "id of the submission", false, true},
                                 {"destination", "id of the destination it went to", false, true}}),
        run};
}

}  // namespace gordion::cli
