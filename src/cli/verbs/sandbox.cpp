// SPDX-License-Identifier: EUPL-1.2
#include <csignal>
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/serving.hpp"
#include "cli/verbs/verbs.hpp"
#include "sandbox/furnishing.hpp"
#include "web/sandbox/sandbox_server.hpp"

namespace gordion::cli {
namespace {

constexpr std::int64_t drain_ms = 2'000;

// A folder of its own that goes with the sandbox, unless somebody keeps it.
class SandboxFolder {
public:
    explicit SandboxFolder(Call& call) : is_kept_(call.has("keep")) {
        path_ = is_kept_ ? std::filesystem::path(call.option("keep"))
                         : std::filesystem::temp_directory_path() /
                               ("gordion-sandbox-" + make_uuid(call.clock, call.random));
    }
    ~SandboxFolder() {
        if (!is_kept_) {
            std::error_code gone;
            std::filesystem::remove_all(path_, gone);
        }
    }
    SandboxFolder(const SandboxFolder&) = delete;
    SandboxFolder& operator=(const SandboxFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    bool is_kept_;
    std::filesystem::path path_;
};

void print_welcome(Call& call, const web::SandboxServer& server, const std::string& folder) {
    const std::string& url = server.url();
    const sandbox::Plan& plan = server.plan();
    if (call.json) {
        formats::Json everything = sandbox::describe(url, plan);
        if (!folder.empty()) {
            everything.set("files", folder);
        }
        call.out << formats::write_json(everything) << "\n" << std::flush;
        return;
    }
    call.out << "\nINSECURE sandbox for FIT-Connect on " << url << "  (open it in a browser)\n\n"
             << "  Token        " << url << "/token\n"
             << "  Submission   " << url << "/submission-api\n"
             << "  Destination  " << url << "/destination-api\n"
             << "  Routing      " << url << "/routing-api\n"
             << "  Trace        " << url << "/sandbox/trace\n"
             << "  Switches     " << url << "/sandbox/switches\n\n";
    for (const sandbox::PlannedClient& client : plan.offered_clients()) {
        call.out << "  " << client.role << "\n    client_id      " << client.id
                 << "\n    client_secret  " << client.secret << "\n";
    }
    call.out << "\nDestinations: who answers\n";
    for (const sandbox::PlannedDestination& planned : plan.destinations) {
        call.out << "  " << planned.destination.id << "  " << to_string(planned.answers) << "  "
                 << planned.destination.name << "\n";
    }
    if (!folder.empty()) {
        call.out << "\nFiles for curl and the Java SDK: " << folder << "\n";
    }
    const sandbox::PlannedClient& sender = plan.client("sender");
    call.out << "\nTry: curl " << url
             << "/token -d grant_type=client_credentials -d client_id=" << sender.id
             << " -d client_secret=" << sender.secret << "\nStop with Ctrl-C.\n"
             << std::flush;
}

Result<void> serve_until_stopped(Call& call, web::SandboxServer& server,
                                 const std::string& folder) {
    // Blocked before any thread of the server begins, so that only the wait receives them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
    TRY(server.start());
    print_welcome(call, server, folder);
    int received = 0;
    sigwait(&stop_signals, &received);
    server.stop(drain_ms);
    return {};
}

Result<web::SandboxConfig> read_config(Call& call, const SandboxFolder& folder) {
    app::Config listen;
    TRY(set_listen(listen, call.option("bind", "127.0.0.1") + ":" + call.option("port", "8181")));
    if (listen.port == 0) {
        return Error{ErrorKind::Invalid,
                     "cli.sandbox_port",
                     "--port",
                     {},
                     "A sandbox needs a port of its own, because its event tokens name it."};
    }
    web::SandboxConfig config;
    config.folder = folder.path();
    config.address = listen.address;
    config.port = listen.port;
    config.version = GORDION_VERSION;
    config.public_url = call.option("url");
    const bool is_everywhere = listen.address == "0.0.0.0" || listen.address == "::";
    if (is_everywhere && config.public_url.empty()) {
        return Error{ErrorKind::Invalid,
                     "cli.sandbox_url",
                     "--url",
                     {},
                     "Name the origin as clients see it with --url, because event tokens name it."};
    }
    return config;
}

Result<void> write_report(Call& call, web::SandboxServer& server) {
    const std::filesystem::path folder = call.option("report");
    const web::SandboxReport report = TRY(server.report());
    TRY(write_file(folder / "gordion-sandbox-report.html", report.html));
    return write_file(folder / "gordion-sandbox-report.json",
                      formats::write_json_pretty(report.json) + "\n");
}

Result<Exit> run(Call& call) {
    const SandboxFolder folder(call);
    auto config = TRY(read_config(call, folder));
    const auto server = TRY(web::SandboxServer::make(std::move(config), call.clock, call.random));
    std::string files;
    if (call.has("config-dir")) {
        files = std::filesystem::absolute(call.option("config-dir")).string();
        TRY(sandbox::write_config_files(
            files, sandbox::make_config_files(server->url(), files, server->plan(),
                                              sandbox::PublishedKeys::load())));
    }
    TRY(serve_until_stopped(call, *server, files));
    if (call.has("report")) {
        TRY(write_report(call, *server));
    }
    return Exit::Done;
}

}  // namespace

Verb sandbox_verb() {
    return {"sandbox",
            "",
            0,
            0,
            "Serve FIT-Connect for tests: offline, with ready clients, destinations and failures",
            {{"port", "port (default 8181)"},
             {"bind", "address (default 127.0.0.1)"},
             {"url", "origin as clients see it, if it is another"},
             {"keep", "folder that keeps everything (default: a temporary one)"},
             {"config-dir", "write ready configuration files there"},
             {"report", "at the end, write what happened into this folder (HTML and JSON)"}},
            run};
}

}  // namespace gordion::cli
