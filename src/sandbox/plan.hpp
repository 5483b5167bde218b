// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "fitconnect/destination.hpp"

namespace gordion::sandbox {

struct PlannedClient {
    std::string role;  ///< "sender", "subscriber", "manager"; "demo" is the sandbox itself
    std::string id;
    std::string secret;  ///< in the program for everybody to read
    std::string name;
    std::vector<std::string> scopes;
};

/// Who answers what arrives at a destination of the sandbox.
enum class Answers {
    Judge,   ///< the sandbox: accepts what is right, else says exactly what is wrong
    Reject,  ///< the sandbox: rejects everything
    Silent,  ///< nobody: whoever tests is the subscriber
};
std::string_view to_string(Answers answers);  ///< "judge", "reject", "silent"

struct PlannedDestination {
    fitconnect::Destination destination;
    Answers answers = Answers::Silent;
    int keys = 1;  ///< "encryption-<n>" and "signature-<n>"
};

/// What a sandbox has ready: fixed ids and secrets.
struct Plan {
    TenantId tenant;
    std::vector<PlannedClient> clients;
    std::vector<PlannedDestination> destinations;

    /// Another role or id is a Bug.
    [[nodiscard]] const PlannedClient& client(std::string_view role) const;
    /// Those for whoever tests: all but "demo".
    [[nodiscard]] std::vector<PlannedClient> offered_clients() const;
    [[nodiscard]] const PlannedDestination* find_destination(std::string_view id) const;
};

/// From data/sandbox/sandbox.toml and the catalogue as CSV: each of its services leads to a
/// destination for all of Germany. Error codes: sandbox.plan (Invalid; place: the member),
/// formats.toml_*, formats.csv_*.
Result<Plan> read_plan(std::string_view toml, std::string_view catalogue_csv);
/// The one built into the program.
Plan load_plan();

}  // namespace gordion::sandbox
