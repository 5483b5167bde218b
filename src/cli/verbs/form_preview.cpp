// SPDX-License-Identifier: EUPL-1.2
#include <csignal>

#include "cli/known_code_lists.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/schema_reader.hpp"
#include "reuse/package_reader.hpp"
#include "web/preview/preview_server.hpp"

namespace gordion::cli {
namespace {

Result<std::uint16_t> read_port(const Call& call) {
    const std::string text = call.option("port", "8081");
    if (!is_digits(text) || text.size() > 5 || std::stoi(text) > 65535) {
        return Error{ErrorKind::Invalid,
                     "cli.port_invalid",
                     "--port",
                     {{"text", text.substr(0, 80)}},
                     "A port is a number up to 65535; 0 takes a free one."};
    }
    return static_cast<std::uint16_t>(std::stoi(text));
}

Result<Judged<fim::Schema>> read_schema(const Call& call, const reuse::Package& package) {
    if (call.arguments.empty()) {
        return fim::read_schema(package.schema_xml);
    }
    const auto file = TRY(open_file(call.arguments.front(), limits::xml_bytes));
    return fim::read_schema(*file);
}

Result<web::PreviewForm> read_form(const Call& call) {
    Judged<reuse::Package> package;
    if (call.has("package")) {
        package = TRY(reuse::read_package(std::filesystem::path(call.option("package"))));
    } else if (call.arguments.empty()) {
        return Error{ErrorKind::Invalid,
                     "cli.preview_nothing",
                     "FILE",
                     {},
                     "Name a schema (FILE.xdf.xml), or a package with --package=DIR."};
    }
    const KnownCodeLists lists(call);
    web::PreviewForm form =
        TRY(web::make_preview(TRY(read_schema(call, package.value)),
                              call.has("package") ? &package.value : nullptr, lists.sources()));
    package.findings.insert(package.findings.end(), form.findings.begin(), form.findings.end());
    form.findings = std::move(package.findings);
    return form;
}

Result<Exit> run(Call& call) {
    // Blocked before any thread begins, so that only the wait below receives them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

    const std::uint16_t port = TRY(read_port(call));
    web::PreviewForm form = TRY(read_form(call));
    std::array<std::size_t, 3> counts{};
    for (const Finding& finding : form.findings) {
        ++counts.at(static_cast<std::size_t>(finding.severity));
    }
    const auto server =
        TRY(web::PreviewServer::make(std::move(form), port, call.clock, call.random));
    TRY(server->start());
    call.out << "Preview on http://127.0.0.1:" << server->port() << "\n"
             << counts[2] << " faults, " << counts[1] << " warnings, " << counts[0]
             << " notes: see the page Befunde. Stop with Ctrl-C.\n"
             << std::flush;
    int received = 0;
    sigwait(&stop_signals, &received);
    server->stop();
    return Exit::Done;
}

}  // namespace

Verb form_preview_verb() {
    return {"form preview",
            "FILE",
            0,
            1,
            "Serve the form of a schema to look at; nothing is stored or sent",
            {{"port", "where it listens on 127.0.0.1 (default 8081; 0 takes a free one)"},
             {"package", "folder of a package whose layout, rules and texts are used"}},
            run};
}

}  // namespace gordion::cli
