// SPDX-License-Identifier: EUPL-1.2
#include "cli/serving.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    if (call.has("listen")) {
        TRY(set_listen(call.config, call.option("listen")));
    }
    const auto in = TRY(call.open());
    return serve(call, *in, {});
}

}  // namespace

Verb serve_verb() {
    return {"serve",
            "",
            0,
            0,
            "Serve pages and interfaces until stopped",
            {{"listen", "address:port (default: from the configuration)"}},
            run};
}

}  // namespace gordion::cli
