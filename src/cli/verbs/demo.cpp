// SPDX-License-Identifier: EUPL-1.2
#include "app/demo.hpp"

#include "cli/demo_journey.hpp"
#include "cli/serving.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

void print_welcome(Call& call, const std::string& url) {
    call.out << "\nGordion serves on " << url << "\n\n"
             << "  Citizens       " << url
             << "/            try: hund anmelden, then 25869 (Gröde)\n"
             << "  Back office    " << url << "/backoffice\n"
             << "  Captured mail  " << url << "/demo/mails\n\n"
             << "Accounts (password for all: " << app::demo_accounts().front().password << ")\n";
    for (const app::DemoAccount& account : app::demo_accounts()) {
        call.out << "  " << account.sign_in_name << "   " << account.display_name << "\n";
    }
    call.out << "\nStop with Ctrl-C.\n" << std::flush;
}

Result<Exit> run(Call& call) {
    call.config.demo = true;
    TRY(set_listen(call.config, call.option("listen", "127.0.0.1:8080")));
    if (call.has("once")) {
        // A fresh folder, so that the journey begins where a newcomer begins.
        call.config = app::default_config(call.config.data_folder / "once");
        call.config.demo = true;
        std::filesystem::remove_all(call.config.data_folder);
        TRY(set_listen(call.config, "127.0.0.1:0"));
    }
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    TRY(app::set_up_demo(*in, [&](const std::string& step) {
        call.out << step << "\n" << std::flush;
    }));
    if (call.has("once")) {
        return walk_demo_journey(call, *in);
    }
    return serve(call, *in, [&](const std::string& url) { print_welcome(call, url); });
}

}  // namespace

Verb demo_verb() {
    return {
        "demo",
        "",
        0,
        0,
        "Set up the demonstration and serve it",
        {{"listen", "address:port (default 127.0.0.1:8080)"},
         {"once", "walk the whole journey over HTTP, write Bescheid and report, and end", true}},
        run};
}

}  // namespace gordion::cli
