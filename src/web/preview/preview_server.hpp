// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/random.hpp"
#include "core/time.hpp"
#include "http/message.hpp"
#include "web/preview/preview_form.hpp"

namespace gordion::web {

/// Serves one form to look at, without database, keys or jobs: the pages of preview_pages.hpp at
/// "/". start() and stop() belong to one thread.
class PreviewServer {
public:
    /// Error codes: those of Site::load.
    static Result<std::unique_ptr<PreviewServer>> make(PreviewForm preview, std::uint16_t port,
                                                       const Clock& clock, Random& random);
    ~PreviewServer();

    /// On 127.0.0.1 only. Error codes: those of http::Server::start.
    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    void stop();

    /// For tests: the answer without a socket.
    http::Response answer(const http::Request& request);

private:
    struct Parts;
    explicit PreviewServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace gordion::web
