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

Result<http::Response> put_reply(FitCall& call) {
    return submit(call, SubjectKind::Reply);
}

Result<http::Response> show_reply(FitCall& call) {
    return show_parcel(call, SubjectKind::Reply);
}

Result<http::Response> show_log(FitCall& call) {
    return show_transmission_log(call, SubjectKind::Reply);
}

Result<http::Response> show_reply_attachment(FitCall& call) {
    return show_attachment(call, SubjectKind::Reply);
}

Result<http::Response> put_reply_attachment(FitCall& call) {
    return put_attachment(call, SubjectKind::Reply);
}

Result<std::unique_ptr<http::BodySink>> open_reply_attachment(FitCall& call) {
    return open_attachment(call, SubjectKind::Reply);
}

}  // namespace

std::vector<FitEndpoint> reply_fit_endpoints() {
    using http::Method;
    constexpr auto token = FitAccess::Token;
    constexpr std::string_view one = "/replies/{reply}";
    constexpr std::string_view attachment = "/replies/{reply}/attachments/{attachment}";
    return {
        {Method::Post, "/replies", fit_submission, token, FitBody::Json, announce},
        {Method::Get, "/replies", fit_submission, token, FitBody::None, list},
        {Method::Get, one, fit_submission, token, FitBody::None, show_reply},
        {Method::Put, one, fit_submission, token, FitBody::LargeJson, put_reply},
        {Method::Get, "/replies/{reply}/events", fit_submission, token, FitBody::None, show_log},
        {Method::Get, attachment, fit_submission, token, FitBody::None, show_reply_attachment,
         nullptr, "application/jose"},
        {Method::Put, attachment, fit_submission, token, FitBody::StreamedJwe, put_reply_attachment,
         open_reply_attachment},
    };
}

}  // namespace gordion::web
