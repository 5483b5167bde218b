// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/modules.hpp"

namespace gordion::app {

/// An account of the demonstration, with its password in the clear: everybody may know it.
struct DemoAccount {
    std::string sign_in_name;
    std::string password;
    std::string tenant;
    std::string display_name;
    std::vector<identity::Role> roles;
};

const std::vector<DemoAccount>& demo_accounts();

/// Fills an empty installation: Germany, catalogue, the packages beside the product data, what
/// packages/demo-parameters.toml says of adoptions and values, who receives copies and is consulted
/// around Freiburg, accounts, and the mandate by which one team works for two Ämter. What is there
/// already stays as it is. `say` hears each step. Error codes: those of the deeds it calls,
/// app.demo_file (packages/demo-parameters.toml is wrong), app.demo_refused (a package or adoption
/// was refused; findings are told to `say`).
Result<void> set_up_demo(Modules& in, const std::function<void(const std::string&)>& say);

}  // namespace gordion::app
