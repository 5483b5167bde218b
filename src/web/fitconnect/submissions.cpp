// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/transmissions.hpp"
#include "zustelldienst/transmission_requests.hpp"

namespace gordion::web {
namespace {

using fitconnect::SubjectKind;
using formats::Json;

Result<http::Response> announce(FitCall& call) {
    const auto made = TRY(call.in.transmissions.desk.announce_submission(
        call.caller, TRY(zustelldienst::read_announcement(call.body, call.version)), call.checks));
    return fit_json(zustelldienst::write_announced(made), 201);
}

Result<http::Response> list(FitCall& call) {
    const auto page = TRY(call.page());
    std::optional<std::string> destination;
    if (const auto wanted = call.request.find_query("destinationId")) {
        destination = fitconnect::normalize_uuid(*wanted);
        if (!destination) {
            return Error{ErrorKind::Invalid,
                         "zustelldienst.member",
                         "destinationId",
                         {{"reason", "uuid"}},
                         "destinationId must be a UUID."};
        }
    }
    const auto found =
        TRY(call.in.transmissions.desk.list_submissions(call.caller, destination, paging_of(page)));
    Json items = Json::array();
    for (const auto& waiting : found.items) {
        items.push(zustelldienst::write_waiting(waiting, SubjectKind::Submission));
    }
    return fit_list("submissions", std::move(items), page, static_cast<std::size_t>(found.total));
}

}  // namespace

std::vector<FitEndpoint> submission_fit_endpoints() {
    return transmission_fit_endpoints(
        SubjectKind::Submission,
        {"/submissions", "/submissions/{submission}", "/submissions/{submission}/events",
         "/submissions/{submission}/attachments/{attachment}"},
        announce, list);
}

}  // namespace gordion::web
