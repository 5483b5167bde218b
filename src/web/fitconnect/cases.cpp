// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/transmissions.hpp"

namespace gordion::web {
namespace {

Result<http::Response> show_log(FitCall& call) {
    const auto page = TRY(call.page());
    return write_log(TRY(call.in.transmissions.desk.read_case_log(
                         call.caller, TRY(call.uuid("case")), paging_of(page))),
                     page);
}

Result<http::Response> post_event(FitCall& call) {
    const std::string case_id = TRY(call.uuid("case"));
    TRY(call.in.transmissions.events.post(call.caller, {call.version, case_id, call.request.body},
                                          call.checks));
    return http::Response::empty(204);
}

}  // namespace

std::vector<FitEndpoint> case_fit_endpoints() {
    using http::Method;
    constexpr std::string_view log = "/cases/{case}/events";
    return {
        {Method::Get, log, fit_submission, FitAccess::Token, FitBody::None, show_log},
        {Method::Post, log, fit_submission, FitAccess::Token, FitBody::EventToken, post_event},
    };
}

}  // namespace gordion::web
