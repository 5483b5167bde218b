// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const int applied = TRY(app::migrate(call.config));
    call.out << (applied == 0 ? "The schema is up to date.\n"
                              : std::to_string(applied) + " migrations applied.\n");
    return Exit::Done;
}

}  // namespace

Verb db_migrate_verb() {
    return {"db migrate", "", 0, 0, "Bring the database's schema up to this version", {}, run};
}

}  // namespace gordion::cli
