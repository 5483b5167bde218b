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

Result<http::Response> put_submission(FitCall& call) {
    return submit(call, SubjectKind::Submission);
}

Result<http::Response> show_submission(FitCall& call) {
    return show_parcel(call, SubjectKind::Submission);
}

Result<http::Response> show_log(FitCall& call) {
    return show_transmission_log(call, SubjectKind::Submission);
}

Result<http::Response> show_submission_attachment(FitCall& call) {
    return show_attachment(call, SubjectKind::Submission);
}

Result<http::Response> put_submission_attachment(FitCall& call) {
    return put_attachment(call, SubjectKind::Submission);
}

Result<std::unique_ptr<http::BodySink>> open_submission_attachment(FitCall& call) {
    return open_attachment(call, SubjectKind::Submission);
}

}  // namespace

std::vector<FitEndpoint> submission_fit_endpoints() {
    using http::Method;
    constexpr auto token = FitAccess::Token;
    constexpr std::string_view one = "/submissions/{submission}";
    constexpr std::string_view attachment = "/submissions/{submission}/attachments/{attachment}";
    return {
        {Method::Post, "/submissions", fit_submission, token, FitBody::Json, announce},
        {Method::Get, "/submissions", fit_submission, token, FitBody::None, list},
        {Method::Get, one, fit_submission, token, FitBody::None, show_submission},
        {Method::Put, one, fit_submission, token, FitBody::LargeJson, put_submission},
        {Method::Get, "/submissions/{submission}/events", fit_submission, token, FitBody::None,
         show_log},
        {Method::Get, attachment, fit_submission, token, FitBody::None, show_submission_attachment,
         nullptr, "application/jose"},
        {Method::Put, attachment, fit_submission, token, FitBody::StreamedJwe,
         put_submission_attachment, open_submission_attachment},
    };
}

}  // namespace gordion::web
