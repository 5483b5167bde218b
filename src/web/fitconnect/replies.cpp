// SPDX-License-Identifier: EUPL-1.2
// The return channel. Its paths and bodies are inferred from those of submissions
// (domain/fitconnect-api.md, section 6); Settings::replies switches it off.
#include "web/fitconnect/transmissions.hpp"
#include "zustelldienst/transmission_requests.hpp"

namespace gordion::web {
namespace {

using fitconnect::SubjectKind;
using formats::Json;

Result<http::Response> announce(FitCall& call) {
    const auto made = TRY(call.in.transmissions.desk.announce_reply(
        call.caller, TRY(zustelldienst::read_reply_announcement(call.body, call.version)),
        call.checks));
    return fit_json(zustelldienst::write_announced(made), 201);
}

Result<http::Response> list(FitCall& call) {
    const auto page = TRY(call.page());
    const auto found = TRY(call.in.transmissions.desk.list_replies(call.caller, paging_of(page)));
    Json items = Json::array();
    for (const auto& waiting : found.items) {
        items.push(zustelldienst::write_waiting(waiting, SubjectKind::Reply));
    }
    return fit_list("replies", std::move(items), page, static_cast<std::size_t>(found.total));
}

}  // namespace

std::vector<FitEndpoint> reply_fit_endpoints() {
    return transmission_fit_endpoints(SubjectKind::Reply,
                                      {"/replies", "/replies/{reply}", "/replies/{reply}/events",
                                       "/replies/{reply}/attachments/{attachment}"},
                                      announce, list);
}

}  // namespace gordion::web
