// SPDX-License-Identifier: EUPL-1.2
#include "cli/serving.hpp"

#include <csignal>

#include "core/text.hpp"
#include "documents/render.hpp"
#include "web/notices.hpp"
#include "web/web_server.hpp"

namespace gordion::cli {
namespace {

constexpr std::int64_t drain_ms = 10'000;

}  // namespace

Result<void> set_listen(app::Config& config, std::string_view text) {
    const auto colon = text.rfind(':');
    const std::string_view port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    if (!is_digits(port) || port.size() > 5 || std::stoi(std::string(port)) > 65535) {
        return Error{ErrorKind::Invalid,
                     "cli.listen_invalid",
                     "--listen",
                     {{"text", std::string(text)}},
                     "Write address and port: 127.0.0.1:8080"};
    }
    config.address = std::string(text.substr(0, colon));
    config.port = static_cast<std::uint16_t>(std::stoi(std::string(port)));
    return {};
}

Result<Exit> serve(Call& call, app::Modules& in,
                   const std::function<void(const std::string& url)>& started) {
    // Blocked before any thread begins, so that only the wait below receives them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

    TRY(documents::check_fonts());
    const auto server = TRY(web::WebServer::make(in));
    app::start_jobs(in, web::make_mail_writers(server->site(), in.config.base_url));
    TRY(server->start());
    const std::string url = (in.config.tls_certificate.empty() ? "http://" : "https://") +
                            in.config.address + ":" + std::to_string(server->port());
    if (started) {
        started(url);
    } else {
        call.out << "Gordion serves on " << url << "\n" << std::flush;
    }
    int received = 0;
    sigwait(&stop_signals, &received);
    call.out << "Stopping …\n" << std::flush;
    server->stop(drain_ms);
    in.jobs.stop();
    return Exit::Done;
}

}  // namespace gordion::cli
