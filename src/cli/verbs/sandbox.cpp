// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "cli/serving.hpp"
#include "cli/verbs/verbs.hpp"
#include "sandbox/furnishing.hpp"
#include "web/sandbox/sandbox_server.hpp"

namespace gordion::cli {
namespace {

constexpr std::int64_t drain_ms = 2'000;

formats::Json describe(const std::string& url, const sandbox::Plan& plan) {
    const auto files = sandbox::make_config_files(url, "", plan, sandbox::PublishedKeys::load());
    const auto everything = formats::parse_json(files.front().content);
    VERIFY(everything.has_value() && files.front().name == "sandbox.json",
           "the first file is the description");
    return everything.value();
}

void print_welcome(Call& call, const web::SandboxServer& server) {
    const std::string& url = server.url();
    const sandbox::Plan& plan = server.plan();
    if (call.json) {
        call.out << formats::write_json(describe(url, plan)) << "\n" << std::flush;
        return;
    }
    call.out << "\nINSECURE sandbox for FIT-Connect on " << url << "\n\n"
             << "  Token        " << url << "/token\n"
             << "  Submission   " << url << "/submission-api\n"
             << "  Destination  " << url << "/destination-api\n"
             << "  Routing      " << url << "/routing-api\n"
             << "  Trace        " << url << "/sandbox/trace\n"
             << "  Switches     " << url << "/sandbox/switches\n\n";
    for (const sandbox::PlannedClient& client : plan.clients) {
        call.out << "  " << client.role << "\n    client_id      " << client.id
                 << "\n    client_secret  " << client.secret << "\n";
    }
    call.out << "\nDestinations\n";
    for (const sandbox::PlannedDestination& planned : plan.destinations) {
        call.out << "  " << planned.destination.id << "  " << to_string(planned.answers) << "  "
                 << planned.destination.name << "\n";
    }
    const sandbox::PlannedClient& sender = plan.client("sender");
    call.out << "\nTry: curl " << url
             << "/token -d grant_type=client_credentials -d client_id=" << sender.id
             << " -d client_secret=" << sender.secret << "\nStop with Ctrl-C.\n"
             << std::flush;
}

std::filesystem::path choose_folder(Call& call) {
    if (call.has("keep")) {
        return call.option("keep");
    }
    return std::filesystem::temp_directory_path() /
           ("gordion-sandbox-" + make_uuid(call.clock, call.random));
}

Result<void> serve_until_stopped(Call& call, web::SandboxServer& server) {
    // Blocked before any thread of the server begins, so that only the wait receives them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
    TRY(server.start());
    print_welcome(call, server);
    int received = 0;
    sigwait(&stop_signals, &received);
    server.stop(drain_ms);
    return {};
}

Result<Exit> run(Call& call) {
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
    config.folder = choose_folder(call);
    config.address = listen.address;
    config.port = listen.port;
    config.public_url = call.option("url");
    auto server = TRY(web::SandboxServer::make(config, call.clock, call.random));
    if (call.has("config-dir")) {
        const std::filesystem::path folder = std::filesystem::absolute(call.option("config-dir"));
        TRY(sandbox::write_config_files(
            folder, sandbox::make_config_files(server->url(), folder.string(), server->plan(),
                                               sandbox::PublishedKeys::load())));
    }
    const Result<void> served = serve_until_stopped(call, *server);
    server.reset();
    if (!call.has("keep")) {
        std::error_code gone;
        std::filesystem::remove_all(config.folder, gone);
    }
    TRY(served);
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
             {"config-dir", "write ready configuration files there"}},
            run};
}

}  // namespace gordion::cli
