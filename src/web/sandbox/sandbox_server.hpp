// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/random.hpp"
#include "http/message.hpp"
#include "sandbox/plan.hpp"

namespace gordion::web {

struct SandboxConfig {
    std::filesystem::path folder;  ///< database and blobs; made if it is not there
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string public_url;  ///< empty: made of address and port; then the port is not 0
    int workers = 8;
};

/// A delivery server to try, alone: its door, its trace and its switches, on a database in one
/// folder. Besides FIT-Connect it answers "/sandbox/…" with JSON:
///
///   GET  /sandbox/trace                the calls, newest first (subject, client, failed, offset)
///   GET  /sandbox/trace/{id}           all calls on a submission, case, reply, destination,
///   request GET  /sandbox/switches             what is switched on; PUT sets one, DELETE clears
///   all
///
/// Nothing here is protected: it is for one's own machine. Requests that a browser sends for a page
/// of another site are refused. Owns its threads; start() and stop() belong to one thread.
class SandboxServer {
public:
    /// Error codes: those of storage and of zustelldienst's stores, http.*.
    static Result<std::unique_ptr<SandboxServer>> make(SandboxConfig config, const Clock& clock,
                                                       Random& random);
    ~SandboxServer();

    Result<void> start();
    void stop(std::int64_t drain_ms);
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const std::string& url() const;
    [[nodiscard]] const sandbox::Plan& plan() const;
    /// Answers one request as the server would; for tests.
    http::Response answer(const http::Request& request);

private:
    struct Parts;
    explicit SandboxServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace gordion::web
