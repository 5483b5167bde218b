// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "http/internal/response_writer.hpp"
#include "http/message.hpp"

namespace gordion::http {

struct Exchange;

/// Where a worker brings an answer. Safe from every thread.
class AnswerPort {
public:
    virtual ~AnswerPort() = default;
    virtual void deliver(Exchange& exchange) = 0;
};

/// One request on its way to a worker and its answer on the way back. A connection has one request
/// at a time, so it owns one Exchange and no queue allocates anything: queues link exchanges.
struct Exchange {
    Exchange* next = nullptr;
    AnswerPort* port = nullptr;
    std::shared_ptr<void> keeper;  ///< the connection, as long as the exchange is away from it
    Request request;
    AfterAnswer after = AfterAnswer::KeepOpen;
    bool is_http_1_0 = false;
    Wire wire;
};

}  // namespace gordion::http
