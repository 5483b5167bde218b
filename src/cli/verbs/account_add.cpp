// SPDX-License-Identifier: EUPL-1.2
#include <iostream>

#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    identity::NewAccount account;
    account.tenant = {call.option("tenant")};
    account.sign_in_name = call.option("name");
    account.display_name = call.option("shown-as");
    for (const std::string& role : call.all("role")) {
        account.roles.push_back(TRY(identity::parse_role(role)));
    }
    // From standard input, so that it stands in no history and no list of processes.
    call.err << "Password (one line): ";
    std::getline(std::cin, account.password);
    const Scope scope{account.tenant, {"cli"}, "account.add", {}, false};
    const auto made = TRY(in->accounts.create_account(scope, account));
    call.out << "\nAccount " << made.sign_in_name << " made.\n";
    return Exit::Done;
}

}  // namespace

Verb account_add_verb() {
    return {"account add",
            "",
            0,
            0,
            "Make a staff account; the password is read from input",
            {{"tenant", "ARS of the administration, Kreis, Land, or 00", false, true},
             {"name", "to sign in with", false, true},
             {"shown-as", "shown to citizens as who works on it", false, true},
             {"role", "case_worker, administrator, provider or operator", false, true, true}},
            run};
}

}  // namespace gordion::cli
