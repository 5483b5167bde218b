// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "http/server.hpp"
#include "sandbox/demo_subscriber.hpp"
#include "sandbox/recording_store.hpp"
#include "storage/jobs.hpp"
#include "web/sandbox/sandbox_server.hpp"
#include "web/sandbox/sandbox_watcher.hpp"
#include "web/visit.hpp"

namespace gordion::web {

/// What a sandbox is made of, for its server, pages and JSON. The order is that of making; what
/// runs threads comes last.
struct SandboxParts {
    SandboxParts(SandboxConfig wanted, const Clock& the_clock, Random& the_random,
                 std::unique_ptr<storage::Database> opened, std::unique_ptr<const Site> loaded)
        : config(std::move(wanted)),
          clock(the_clock),
          random(the_random),
          begun_at(the_clock.now()),
          site(std::move(loaded)),
          database(std::move(opened)),
          blobs(config.folder / "blobs", random),
          recordings(*database, clock, random),
          jobs(*database, clock, random) {}

    [[nodiscard]] zustelldienst::Foundation foundation() {
        return {*database, blobs, master_key, clock, random};
    }

    SandboxConfig config;
    const Clock& clock;
    Random& random;
    Instant begun_at;
    std::unique_ptr<const Site> site;
    std::unique_ptr<storage::Database> database;
    storage::BlobStore blobs;
    // Everybody knows it, as everything else of a sandbox.
    crypto::MasterKey master_key =
        crypto::MasterKey::from_bytes("insecure sandbox, known to all..");
    sandbox::Plan plan = sandbox::load_plan();
    sandbox::PublishedKeys keys = sandbox::PublishedKeys::load();
    sandbox::FailureSwitches switches;
    sandbox::Recordings recordings;
    std::unique_ptr<zustelldienst::Zustelldienst> delivery;
    std::unique_ptr<zustelldienst::TraceStore> traces;
    std::unique_ptr<sandbox::DemoSubscriber> subscriber;  ///< from start() on
    std::unique_ptr<SandboxWatcher> watcher;
    std::unique_ptr<FitDoor> door;
    storage::JobRunner jobs;
    std::unique_ptr<http::Server> server;
    std::jthread areas;  ///< reads the directory of municipalities after the start
};

/// The JSON and the pages; nothing if the path is none of theirs.
std::optional<Result<http::Response>> answer_sandbox_api(SandboxParts& in,
                                                         const http::Request& request);
std::optional<Result<http::Response>> answer_sandbox_page(SandboxParts& in, Visit& visit);

/// What a switch needs besides being right: a destination of the plan. A new order to reject makes
/// the sandbox look at what waits. Error codes: sandbox.destination_missing, sandbox.switches_many.
Result<void> switch_on(SandboxParts& in, sandbox::FailureOrder order);

/// Calls on one thing, and the log of its case.
struct SandboxStory {
    zustelldienst::TraceStory calls;
    std::vector<fitconnect::SecurityEvent> events;
};
/// Error codes: zustelldienst.trace_unknown, those of storage.
Result<SandboxStory> load_sandbox_story(SandboxParts& in, std::string_view id);
/// The event log of a case as it is stored, oldest first.
Result<std::vector<fitconnect::SecurityEvent>> load_case_events(SandboxParts& in,
                                                                std::string_view case_id);

/// Calls back, unless the switch lost-callback is on, and writes that into the trace.
storage::JobVerdict call_back(SandboxParts& in, const storage::Job& job);

}  // namespace gordion::web
