// SPDX-License-Identifier: EUPL-1.2
#include "web/system/callback_pages.hpp"

#include "app/receiving.hpp"

namespace gordion::web {
namespace {

fitconnect::ReceivedCallback callback_of(const Exchange& exchange) {
    const auto header = [&](std::string_view name) {
        return exchange.request.find_header(name).value_or("");
    };
    return {header(fitconnect::callback_authentication_header),
            header(fitconnect::callback_timestamp_header), exchange.request.body};
}

// For a destination that we receive for: something waits there.
Result<http::Response> receive_submissions(Exchange& exchange) {
    TRY(exchange.in.receiving->on_callback(exchange.path("destination"), callback_of(exchange)));
    return http::Response::empty(202);
}

// What a delivery server calls when there is something new about a submission of ours. Whoever
// cannot prove it with the submission's secret learns nothing, not even whether it exists.
Result<http::Response> receive_callback(Exchange& exchange) {
    TRY(exchange.in.fit_connect->on_callback({std::string(exchange.path("tenant"))},
                                             {std::string(exchange.path("submission"))},
                                             callback_of(exchange)));
    exchange.in.jobs.wake();
    return http::Response::empty(202);
}

}  // namespace

std::vector<Endpoint> callback_endpoints() {
    return {{http::Method::Post,
             "/fitconnect/callback/{tenant}/{submission}",
             Access::Public,
             {},
             receive_callback,
             Body::Json},
            {http::Method::Post,
             "/fitconnect/received/{destination}",
             Access::Public,
             {},
             receive_submissions,
             Body::Json}};
}

}  // namespace gordion::web
