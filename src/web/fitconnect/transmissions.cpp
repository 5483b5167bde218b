// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/transmissions.hpp"

#include "web/fitconnect/problems.hpp"
#include "zustelldienst/jwe_shape.hpp"
#include "zustelldienst/transmission_requests.hpp"

namespace gordion::web {

using fitconnect::SubjectKind;
using formats::Json;

namespace {

std::string_view path_name(SubjectKind kind) {
    return kind == SubjectKind::Submission ? "submission" : "reply";
}

Result<zustelldienst::AttachmentKey> attachment_key(const FitCall& call, SubjectKind kind) {
    std::string of = TRY(call.uuid(path_name(kind)));
    std::string attachment = TRY(call.uuid("attachment"));
    return zustelldienst::AttachmentKey{kind, std::move(of), std::move(attachment)};
}

/// Into a blob, judged on the way: what is no JWE is refused with its first wrong byte.
class JweSink final : public FitSink {
public:
    JweSink(storage::BlobWriter writer, std::int64_t most, std::string request_id)
        : writer_(std::move(writer)), most_(most), request_id_(std::move(request_id)) {}

    std::optional<http::Response> append(std::string_view piece) override {
        const auto taken = take(piece);
        if (taken) {
            return std::nullopt;
        }
        http::Response refusal = show_problem(taken.error(), request_id_);
        if (on_refusal) {
            on_refusal(refusal);
        }
        return refusal;
    }
    std::optional<http::Response> finish() override { return std::nullopt; }

    /// Names the blob. Once.
    Result<zustelldienst::Upload> keep(fitconnect::ApiVersion version,
                                       zustelldienst::CheckObserver& checks) {
        std::string tag =
            TRY(inspector_.finish("attachment", zustelldienst::attachment_rules(version), checks));
        const auto bytes = static_cast<std::int64_t>(writer_.size());
        return zustelldienst::Upload{TRY(writer_.commit()), bytes, std::move(tag)};
    }

private:
    Result<void> take(std::string_view piece) {
        if (static_cast<std::int64_t>(writer_.size() + piece.size()) > most_) {
            return Error{ErrorKind::TooLarge,
                         "zustelldienst.transmission_too_large",
                         "attachment",
                         {{"most", std::to_string(most_)}},
                         "The attachment is too large."};
        }
        TRY(inspector_.append(piece));
        return writer_.append(piece);
    }

    storage::BlobWriter writer_;
    zustelldienst::JweInspector inspector_;
    std::int64_t most_;
    std::string request_id_;
};

}  // namespace

zustelldienst::Paging paging_of(const zustelldienst::Page& page) {
    return {static_cast<std::int64_t>(page.offset), static_cast<std::int64_t>(page.limit)};
}

http::Response write_log(const zustelldienst::TokenSlice& log, const zustelldienst::Page& page) {
    Json tokens = Json::array();
    for (const std::string& token : log.tokens) {
        tokens.push(token);
    }
    return fit_list("eventLog", std::move(tokens), page, static_cast<std::size_t>(log.total));
}

namespace {

// 202 in v1, 200 in v2 (domain/fitconnect-api.md, section 4).
template <SubjectKind kind>
Result<http::Response> submit(FitCall& call) {
    std::string of = TRY(call.uuid(path_name(kind)));
    auto content = TRY(zustelldienst::read_content(call.body));
    const zustelldienst::ContentToSubmit wanted{kind, call.version, std::move(of),
                                                std::move(content)};
    const auto parcel = TRY(call.in.transmissions.desk.submit(call.caller, wanted, call.checks));
    return fit_json(zustelldienst::write_parcel(parcel, call.version), call.is_v2() ? 200 : 202);
}

template <SubjectKind kind>
Result<http::Response> show_parcel(FitCall& call) {
    const auto parcel = TRY(call.in.transmissions.desk.fetch(
        call.caller, kind, TRY(call.uuid(path_name(kind))), call.checks));
    return fit_json(zustelldienst::write_parcel(parcel, call.version));
}

template <SubjectKind kind>
Result<http::Response> show_log(FitCall& call) {
    const auto page = TRY(call.page());
    return write_log(TRY(call.in.transmissions.desk.read_log(
                         call.caller, kind, TRY(call.uuid(path_name(kind))), paging_of(page))),
                     page);
}

template <SubjectKind kind>
Result<http::Response> show_attachment(FitCall& call) {
    const auto stored = TRY(call.in.transmissions.desk.find_attachment(
        call.caller, TRY(attachment_key(call, kind)), call.checks));
    auto reader = std::make_shared<storage::BlobReader>(TRY(call.in.blobs.open(stored.blob_id)));
    const std::uint64_t bytes = reader->size();
    return http::Response::stream(std::move(reader), bytes, "application/jose");
}

template <SubjectKind kind>
Result<std::unique_ptr<FitSink>> open_attachment(FitCall& call) {
    TRY(call.in.transmissions.desk.admit_attachment(call.caller, TRY(attachment_key(call, kind)),
                                                    call.checks));
    return std::unique_ptr<FitSink>(std::make_unique<JweSink>(
        TRY(call.in.blobs.begin()), call.in.settings.attachment_bytes, call.request.id));
}

template <SubjectKind kind>
Result<http::Response> put_attachment(FitCall& call) {
    auto* sink = dynamic_cast<JweSink*>(call.request.body_sink.get());
    VERIFY(sink != nullptr, "open_attachment() opened the sink of this request");
    const auto upload = TRY(sink->keep(call.version, call.checks));
    TRY(call.in.transmissions.desk.put_attachment(call.caller, TRY(attachment_key(call, kind)),
                                                  upload, call.checks));
    return http::Response::empty(204);
}

template <SubjectKind kind>
std::vector<FitEndpoint> endpoints_at(const TransmissionPaths& paths, FitAnswer announce,
                                      FitAnswer list) {
    using http::Method;
    constexpr auto token = FitAccess::Token;
    return {
        {Method::Post, paths.all, fit_submission, token, FitBody::Json, announce},
        {Method::Get, paths.all, fit_submission, token, FitBody::None, list},
        {Method::Get, paths.one, fit_submission, token, FitBody::None, show_parcel<kind>},
        {Method::Put, paths.one, fit_submission, token, FitBody::LargeJson, submit<kind>},
        {Method::Get, paths.events, fit_submission, token, FitBody::None, show_log<kind>},
        {Method::Get, paths.attachment, fit_submission, token, FitBody::None, show_attachment<kind>,
         nullptr, "application/jose"},
        {Method::Put, paths.attachment, fit_submission, token, FitBody::StreamedJwe,
         put_attachment<kind>, open_attachment<kind>},
    };
}

}  // namespace

std::vector<FitEndpoint> transmission_fit_endpoints(SubjectKind kind,
                                                    const TransmissionPaths& paths,
                                                    FitAnswer announce, FitAnswer list) {
    return kind == SubjectKind::Submission
               ? endpoints_at<SubjectKind::Submission>(paths, announce, list)
               : endpoints_at<SubjectKind::Reply>(paths, announce, list);
}

}  // namespace gordion::web
