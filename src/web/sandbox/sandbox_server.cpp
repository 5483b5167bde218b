// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_server.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "http/server.hpp"
#include "sandbox/furnishing.hpp"
#include "storage/jobs.hpp"
#include "web/fitconnect/problems.hpp"
#include "web/sandbox/sandbox_watcher.hpp"
#include "web/visit.hpp"
#include "zustelldienst/migrations.hpp"

namespace gordion::web {

using formats::Json;

struct SandboxServer::Parts {
    Parts(SandboxConfig wanted, const Clock& the_clock, Random& the_random,
          std::unique_ptr<storage::Database> opened)
        : config(std::move(wanted)),
          clock(the_clock),
          random(the_random),
          database(std::move(opened)),
          blobs(config.folder / "blobs", random) {}

    [[nodiscard]] zustelldienst::Foundation foundation() {
        return {*database, blobs, master_key, clock, random};
    }

    SandboxConfig config;
    const Clock& clock;
    Random& random;
    std::unique_ptr<storage::Database> database;
    storage::BlobStore blobs;
    // Everybody knows it, as everything else of a sandbox.
    crypto::MasterKey master_key =
        crypto::MasterKey::from_bytes("insecure sandbox, known to all..");
    sandbox::Plan plan = sandbox::load_plan();
    sandbox::PublishedKeys keys = sandbox::PublishedKeys::load();
    sandbox::FailureSwitches switches;
    std::unique_ptr<zustelldienst::Zustelldienst> delivery;
    std::unique_ptr<zustelldienst::TraceStore> traces;
    std::unique_ptr<SandboxWatcher> watcher;
    std::unique_ptr<FitDoor> door;
    std::unique_ptr<http::Server> server;
};

namespace {

constexpr std::string_view trace_path = "/sandbox/trace";
constexpr std::string_view switches_path = "/sandbox/switches";

http::Response show_json(const Json& json) {
    http::Response response = http::Response::json(formats::write_json_pretty(json) + "\n");
    response.set_header("Cache-Control", "no-store");
    return response;
}

std::size_t number_of(const http::Request& request, std::string_view name, std::size_t fallback) {
    const std::string_view text = request.query.find_or(name, "");
    std::size_t number = fallback;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Json write_calls(const std::vector<zustelldienst::TracedCall>& calls) {
    Json list = Json::array();
    for (const auto& call : calls) {
        list.push(write_traced_call(call));
    }
    return list;
}

Result<http::Response> list_trace(zustelldienst::TraceStore& traces, const http::Request& request) {
    zustelldienst::TraceFilter filter;
    filter.subject = request.query.find_or("subject", "");
    filter.client_id = request.query.find_or("client", "");
    filter.only_failed = request.query.has("failed");
    filter.limit = number_of(request, "limit", filter.limit);
    filter.offset = number_of(request, "offset", 0);
    const auto calls = TRY(traces.list_calls(system_scope("sandbox.trace"), filter));
    return show_json(Json::object({{"dropped", traces.dropped()}, {"calls", write_calls(calls)}}));
}

Result<http::Response> show_story(zustelldienst::TraceStore& traces, std::string_view id) {
    const auto story = TRY(traces.load_story(system_scope("sandbox.trace"), id));
    Json json = Json::object({{"about", to_string(story.about)},
                              {"id", story.id},
                              {"case", story.case_id},
                              {"is_complete", story.is_complete}});
    json.set("calls", write_calls(story.calls));
    return show_json(json);
}

Result<http::Response> use_switches(sandbox::FailureSwitches& switches, const sandbox::Plan& plan,
                                    const http::Request& request) {
    if (request.method == http::Method::Delete) {
        switches.clear_all();
    } else if (request.method == http::Method::Put) {
        const Json json = TRY(formats::parse_json(request.body));
        sandbox::FailureOrder order = TRY(sandbox::read_failure_order(json));
        if (plan.find_destination(order.destination_id) == nullptr) {
            return Error{ErrorKind::NotFound,
                         "sandbox.destination_missing",
                         "destination",
                         {{"destination", order.destination_id}},
                         "The sandbox has no such destination."};
        }
        TRY(switches.set(std::move(order)));
    } else if (request.method != http::Method::Get) {
        return Error{ErrorKind::Unsupported,
                     "sandbox.method",
                     "",
                     {},
                     "Switches are read with GET, set with PUT and cleared with DELETE."};
    }
    Json list = Json::array();
    for (const sandbox::FailureOrder& order : switches.list()) {
        Json item = write_failure_order(order);
        item.set("sentence", order.sentence());
        list.push(std::move(item));
    }
    return show_json(Json::object({{"switches", std::move(list)}}));
}

Error nothing_there() {
    return {ErrorKind::NotFound,
            "sandbox.path",
            "",
            {},
            "The sandbox has /sandbox/trace, /sandbox/trace/ID and /sandbox/switches."};
}

}  // namespace

SandboxServer::SandboxServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SandboxServer::~SandboxServer() {
    stop(0);
}

Result<std::unique_ptr<SandboxServer>> SandboxServer::make(SandboxConfig config, const Clock& clock,
                                                           Random& random) {
    VERIFY(config.port != 0 || !config.public_url.empty(), "event tokens name the origin");
    std::error_code problem;
    std::filesystem::create_directories(config.folder, problem);
    // What a sandbox keeps may be lost with the power: nobody waits for the disk.
    auto database = TRY(storage::Database::open(
        {"sqlite:" + (config.folder / "sandbox.db").string(), 4, storage::Durability::None}));
    auto parts = std::make_unique<Parts>(std::move(config), clock, random, std::move(database));
    Parts& in = *parts;
    for (const auto& migrations :
         {storage::job_migrations(), zustelldienst::zustelldienst_migrations(),
          zustelldienst::trace_migrations()}) {
        TRY(in.database->migrate(migrations));
    }
    if (in.config.public_url.empty()) {
        in.config.public_url = "http://" + in.config.address + ":" + std::to_string(in.config.port);
    }
    zustelldienst::Settings settings;
    settings.public_url = in.config.public_url;
    settings.callbacks_to_private_addresses = true;
    settings.callbacks_over_plain_http = true;
    auto keys =
        TRY(zustelldienst::adopt_server_keys(in.foundation(), in.keys.private_key("events"),
                                             in.keys.private_key("portal"), settings.host()));
    in.delivery =
        std::make_unique<zustelldienst::Zustelldienst>(in.foundation(), settings, std::move(keys));
    TRY(sandbox::furnish(in.delivery->clients, in.delivery->destinations, in.plan, in.keys));
    in.traces = std::make_unique<zustelldienst::TraceStore>(*in.database, clock,
                                                            zustelldienst::TraceMode::All);
    in.watcher = std::make_unique<SandboxWatcher>(*in.traces, in.switches, in.keys, clock);
    in.door = std::make_unique<FitDoor>(*in.delivery, in.watcher.get());
    return std::unique_ptr<SandboxServer>(new SandboxServer(std::move(parts)));
}

http::Response SandboxServer::answer(const http::Request& request) {
    Parts& in = *parts_;
    if (FitDoor::serves(request.path)) {
        return in.door->answer(request);
    }
    const std::string_view path = request.path;
    const bool writes = request.method != http::Method::Get && request.method != http::Method::Head;
    Result<http::Response> outcome = nothing_there();
    if (writes && is_from_elsewhere(request)) {
        outcome = forged_form();
    } else if (path == trace_path && !writes) {
        outcome = list_trace(*in.traces, request);
    } else if (path.starts_with(std::string(trace_path) + "/") && !writes) {
        outcome = show_story(*in.traces, path.substr(trace_path.size() + 1));
    } else if (path == switches_path) {
        outcome = use_switches(in.switches, in.plan, request);
    }
    return outcome ? std::move(outcome).value() : show_problem(outcome.error(), request.id);
}

Result<void> SandboxServer::start() {
    Parts& in = *parts_;
    http::ServerConfig config;
    config.address = in.config.address;
    config.port = in.config.port;
    config.workers = in.config.workers;
    config.body_limit = [&in](http::Method method, std::string_view path) {
        return FitDoor::serves(path) ? in.door->body_limit(method, path) : limits::http_body_bytes;
    };
    config.error_response = [&in](const http::Refusal& refusal) {
        return in.door->refusal(refusal);
    };
    config.body_streams.limit = [&in](const http::Request& head) {
        return FitDoor::serves(head.path) ? in.door->stream_limit(head) : std::nullopt;
    };
    config.body_streams.admit = [&in](const http::Request& head) { return in.door->admit(head); };
    in.server = std::make_unique<http::Server>(
        config, in.clock, in.random,
        [this](const http::Request& request) { return answer(request); });
    TRY(in.server->start());
    in.delivery->routes.start();
    return {};
}

void SandboxServer::stop(std::int64_t drain_ms) {
    Parts& in = *parts_;
    in.watcher->stop();
    if (in.server) {
        in.server->stop(drain_ms);
        in.delivery->routes.stop();
        in.server.reset();
    }
}

std::uint16_t SandboxServer::port() const {
    return parts_->server->port();
}

const std::string& SandboxServer::url() const {
    return parts_->config.public_url;
}

const sandbox::Plan& SandboxServer::plan() const {
    return parts_->plan;
}

}  // namespace gordion::web
