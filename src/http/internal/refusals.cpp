// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/refusals.hpp"

#include <exception>

#include "core/log.hpp"

namespace gordion::http {
namespace {

Response plain_page(const Refusal& refusal) {
    std::string text = std::to_string(refusal.status) + " ";
    text.append(status_text(refusal.status)).append("\n").append(refusal.message).append("\n");
    text.append(refusal.code).append("\n");
    if (!refusal.incident.empty()) {
        text.append("incident ").append(refusal.incident).append("\n");
    }
    return Response::text(std::move(text));
}

Wire write(Response response, const Refusal& refusal, const WireFrame& frame) {
    response.status = refusal.status;
    response.set_header("Cache-Control", "no-store");
    if (refusal.status == 503) {
        response.set_header("Retry-After", "1");
    }
    return write_response(std::move(response), frame);
}

}  // namespace

Refusal make_busy(std::string_view path, std::string_view message) {
    Refusal refusal;
    refusal.status = 503;
    refusal.code = "http.busy";
    refusal.message = message;
    refusal.path = path;
    return refusal;
}

Wire write_refusal(const ServerConfig& config, const Refusal& refusal, const WireFrame& frame) {
    if (config.error_response) {
        try {
            return write(config.error_response(refusal), refusal, frame);
        } catch (const std::exception&) {
            log(LogLevel::Error, "http.error_page_failed", {{"code", refusal.code}});
        }
    }
    return write(plain_page(refusal), refusal, frame);
}

}  // namespace gordion::http
