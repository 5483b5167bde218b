// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/random.hpp"
#include "http/message.hpp"
#include "sandbox/plan.hpp"
#include "web/sandbox/sandbox_report.hpp"

namespace gordion::web {

struct SandboxConfig {
    std::filesystem::path folder;  ///< database and blobs; made if it is not there
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< a certain one: event tokens name the origin
    std::string public_url;  ///< as clients see it; empty: made of address and port
    std::string version;     ///< of the program, for reports
    int workers = 8;
};

/// A delivery server to try, alone: its door, its trace and switches, its own subscriber, on a
/// database in one folder. "/" and what is below "/sandbox" are pages for people
/// (sandbox_pages.hpp) and JSON for programs:
///
///   GET    /sandbox/trace                  calls, newest first (subject, client, failed, limit,
///                                          offset)
///   GET    /sandbox/trace/ID               all calls on a submission, case, reply, destination or
///                                          request, and the events of its case
///   GET    /sandbox/switches               what is switched on; PUT sets one, DELETE clears all
///   GET    /sandbox/recordings             POST {"name"} begins one
///   POST   /sandbox/recordings/ID/end
///   GET    /sandbox/report.json, .html     of ?recording=ID, else since the start
///
/// Nothing here is protected: it is for one's own machine. Requests that a browser sends for a page
/// of another site are refused. Owns its threads; start() and stop() belong to one thread.
class SandboxServer {
public:
    /// Error codes: sandbox.folder, those of storage and of zustelldienst's stores, Site::load.
    static Result<std::unique_ptr<SandboxServer>> make(SandboxConfig config, const Clock& clock,
                                                       Random& random);
    ~SandboxServer();

    /// Error codes: http.*.
    Result<void> start();
    void stop(std::int64_t drain_ms);
    [[nodiscard]] const std::string& url() const;
    [[nodiscard]] const sandbox::Plan& plan() const;
    /// Everything since the start, or one recording, as a report.
    Result<SandboxReport> report(std::string_view recording = {});
    /// Answers one request as the server would; for tests.
    http::Response answer(const http::Request& request);

private:
    explicit SandboxServer(std::unique_ptr<SandboxParts> parts);
    std::unique_ptr<SandboxParts> parts_;
};

}  // namespace gordion::web
