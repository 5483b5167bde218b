// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_server.hpp"

#include "core/limits.hpp"
#include "core/log.hpp"
#include "regions/directory_reader.hpp"
#include "sandbox/embedded.hpp"
#include "sandbox/furnishing.hpp"
#include "web/assets.hpp"
#include "web/fitconnect/problems.hpp"
#include "web/page.hpp"
#include "web/sandbox/sandbox_parts.hpp"
#include "zustelldienst/migrations.hpp"

namespace gordion::web {
namespace {

// The address in a URL by which this machine reaches what listens there.
std::string host_from_here(const std::string& address) {
    if (address == "0.0.0.0") {
        return "127.0.0.1";
    }
    if (address == "::") {
        return "[::1]";
    }
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

std::string origin_from_here(const SandboxConfig& config) {
    return "http://" + host_from_here(config.address) + ":" + std::to_string(config.port);
}

Result<void> make_folder(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) {
        return Error{ErrorKind::Unavailable,
                     "sandbox.folder",
                     folder.string(),
                     {},
                     "The folder cannot be made: " + problem.message()};
    }
    return {};
}

Result<void> migrate(storage::Database& database) {
    for (const auto& migrations :
         {storage::job_migrations(), zustelldienst::zustelldienst_migrations(),
          zustelldienst::trace_migrations(), sandbox::recording_migrations()}) {
        TRY(database.migrate(migrations));
    }
    return {};
}

// Parsing all of Germany takes longer than everything else: the areas come after the start.
void load_areas(SandboxParts& in) {
    const auto draft = regions::read_gv100(sandbox::find_embedded("gv100ad.txt"));
    const auto postcodes = regions::read_postcodes(sandbox::find_embedded("plz_ags.csv"));
    VERIFY(draft.has_value() && postcodes.has_value(), "the directory in the program is read");
    in.delivery->routes.set_areas(std::make_shared<const zustelldienst::AreaIndex>(
        regions::Directory::make({draft.value().value.date, draft.value().value.regions,
                                  postcodes.value().value.pairs})));
}

Result<void> open_delivery(SandboxParts& in) {
    zustelldienst::Settings settings;
    settings.public_url = in.config.public_url;
    settings.callbacks_to_private_addresses = true;
    settings.callbacks_over_plain_http = true;
    auto keys =
        TRY(zustelldienst::adopt_server_keys(in.foundation(), in.keys.private_key("events"),
                                             in.keys.private_key("portal"), settings.host()));
    zustelldienst::Transmissions::Config wiring;
    wiring.wake_jobs = [&jobs = in.jobs] { jobs.wake(); };
    in.delivery = std::make_unique<zustelldienst::Zustelldienst>(
        in.foundation(), settings, std::move(keys), std::move(wiring));
    TRY(sandbox::furnish(in.delivery->clients, in.delivery->destinations, in.plan, in.keys));
    in.delivery->transmissions.add_handlers(in.jobs);
    in.jobs.add_handler(std::string(zustelldienst::callback_job),
                        [&in](const storage::Job& job) { return call_back(in, job); });
    return in.delivery->transmissions.plan_periods();
}

void open_door(SandboxParts& in) {
    in.traces = std::make_unique<zustelldienst::TraceStore>(*in.database, in.clock,
                                                            zustelldienst::TraceMode::All);
    in.watcher = std::make_unique<SandboxWatcher>(
        SandboxWatcher::Parts{*in.traces, in.switches, in.keys, in.clock, in.plan.client("demo").id,
                              [&in](const std::string& destination) {
                                  if (in.subscriber) {
                                      in.subscriber->look_at(destination);
                                  }
                              }});
    in.door = std::make_unique<FitDoor>(*in.delivery, in.watcher.get());
}

Result<http::Response> answer_people(SandboxParts& in, Visit& visit) {
    const http::Request& request = visit.request;
    constexpr std::string_view assets = "/assets/";
    if (request.path.starts_with(assets)) {
        return asset_response(*in.site, request.path.substr(assets.size()));
    }
    if (request.path == "/healthz") {
        return http::Response::text("ok\n");
    }
    if (auto page = answer_sandbox_page(in, visit)) {
        return std::move(*page);
    }
    return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such page."};
}

http::ServerConfig server_config(SandboxParts& in) {
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
    return config;
}

}  // namespace

SandboxServer::SandboxServer(std::unique_ptr<SandboxParts> parts) : parts_(std::move(parts)) {}

SandboxServer::~SandboxServer() {
    stop(0);
}

Result<std::unique_ptr<SandboxServer>> SandboxServer::make(SandboxConfig config, const Clock& clock,
                                                           Random& random) {
    VERIFY(config.port != 0, "event tokens name the origin");
    if (config.public_url.empty()) {
        config.public_url = origin_from_here(config);
    }
    TRY(make_folder(config.folder));
    // What a sandbox keeps may be lost with the power: nobody waits for the disk.
    auto database = TRY(storage::Database::open(
        {"sqlite:" + (config.folder / "data.db").string(), 4, storage::Durability::None}));
    TRY(migrate(*database));
    auto site = TRY(Site::load());
    auto parts = std::make_unique<SandboxParts>(std::move(config), clock, random,
                                                std::move(database), std::move(site));
    TRY(open_delivery(*parts));
    open_door(*parts);
    return std::unique_ptr<SandboxServer>(new SandboxServer(std::move(parts)));
}

http::Response SandboxServer::answer(const http::Request& request) {
    SandboxParts& in = *parts_;
    if (FitDoor::serves(request.path)) {
        return in.door->answer(request);
    }
    if (auto outcome = answer_sandbox_api(in, request)) {
        return *outcome ? std::move(*outcome).value() : show_problem(outcome->error(), request.id);
    }
    Visit visit(request, *in.site);
    auto outcome = answer_people(in, visit);
    http::Response response =
        outcome ? std::move(outcome).value() : show_error(visit, outcome.error());
    add_security_headers(response);
    return response;
}

Result<void> SandboxServer::start() {
    SandboxParts& in = *parts_;
    in.server = std::make_unique<http::Server>(
        server_config(in), in.clock, in.random,
        [this](const http::Request& request) { return answer(request); });
    fitconnect::ServerAddress address = fitconnect::address_below(origin_from_here(in.config));
    address.issuer = in.delivery->settings.issuer();
    // Before the server listens, so that no submission comes unseen.
    in.subscriber = std::make_unique<sandbox::DemoSubscriber>(
        sandbox::DemoSubscriber::Parts{in.plan, in.keys, in.switches, in.clock, in.random},
        std::move(address));
    TRY(in.server->start());
    in.delivery->routes.start();
    in.jobs.start(2);
    in.subscriber->start();
    in.areas = std::jthread([&in] { load_areas(in); });
    return {};
}

void SandboxServer::stop(std::int64_t drain_ms) {
    SandboxParts& in = *parts_;
    in.watcher->stop();
    if (in.areas.joinable()) {
        in.areas.join();
    }
    if (in.server) {
        if (in.subscriber) {
            in.subscriber->stop();
        }
        in.server->stop(drain_ms);
        in.jobs.stop();
        in.delivery->routes.stop();
        in.server.reset();
    }
}

const std::string& SandboxServer::url() const {
    return parts_->config.public_url;
}

const sandbox::Plan& SandboxServer::plan() const {
    return parts_->plan;
}

Result<SandboxReport> SandboxServer::report(std::string_view recording) {
    return make_sandbox_report(*parts_, recording);
}

}  // namespace gordion::web
