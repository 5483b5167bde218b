// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>

#include "http/body_sink.hpp"
#include "http/internal/response_writer.hpp"
#include "http/internal/share.hpp"
#include "http/message.hpp"

namespace gordion::http {

struct Exchange;

/// Where a worker brings an answer. Safe from every thread.
class AnswerPort {
public:
    virtual ~AnswerPort() = default;
    virtual void deliver(Exchange& exchange) = 0;
};

/// Why an exchange is away from its connection.
enum class Step {
    Answer,   ///< the handler, on a worker
    Admit,    ///< BodyStreams::admit, on a worker
    Append,   ///< the sink takes `piece`, on a stream thread
    Fetch,    ///< the source of the wire gives the next piece, on a stream thread
    Discard,  ///< `remains` end on a stream thread; nobody waits for it
};

/// One request on its way to a worker and its answer on the way back. A connection has one request
/// at a time, so it owns one Exchange and no queue allocates anything: queues link exchanges.
struct Exchange {
    Exchange* next = nullptr;
    AnswerPort* port = nullptr;
    std::shared_ptr<void> keeper;  ///< the connection, as long as the exchange is away from it
    Step step = Step::Answer;
    Request request;
    std::shared_ptr<BodySink> sink;  ///< of a body that is being streamed
    std::string piece;
    bool is_last_piece = false;
    bool is_refused = false;  ///< by admission or sink; the wire says how
    bool has_failed = false;  ///< the source of the wire: what was promised cannot be sent
    Share stream;
    Share stream_bytes;
    std::shared_ptr<void> remains;
    AfterAnswer after = AfterAnswer::KeepOpen;
    bool is_http_1_0 = false;
    Wire wire;
};

}  // namespace gordion::http
