// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "sandbox/plan.hpp"
#include "sandbox/published_keys.hpp"
#include "zustelldienst/destination_store.hpp"

namespace gordion::sandbox {

/// Puts clients, destinations, keys and bindings of the plan into an empty delivery server: the
/// subscriber and the demo subscriber subscribe to every destination, the manager manages them.
/// What is there already – in a folder that was kept – stays as somebody left it. Error codes:
/// those of the stores.
Result<void> furnish(zustelldienst::ClientStore& clients,
                     zustelldienst::DestinationStore& destinations, const Plan& plan,
                     const PublishedKeys& keys);

/// Addresses, clients with their secrets, and destinations, as sandbox.json has them.
formats::Json describe(std::string_view origin, const Plan& plan);

/// A file ready to be used against the sandbox.
struct ConfigFile {
    std::string name;
    std::string content;
    bool is_program = false;
};

/// sandbox.json (everything), sender.json, subscriber.json and manager.json (as fitconnect's client
/// reads them), java-sdk.yml, insecure-decryption-key.json, insecure-signing-key.json,
/// example-data.json with example-data.jwe and example-metadata.jwe, and walk.sh, which walks the
/// way of a sender with curl. `origin`: "http://127.0.0.1:8181"; `folder` is where they will be.
std::vector<ConfigFile> make_config_files(std::string_view origin, std::string_view folder,
                                          const Plan& plan, const PublishedKeys& keys);
/// Makes the folder if it is not there. Error code: sandbox.folder (Unavailable, place: the file).
Result<void> write_config_files(const std::filesystem::path& folder,
                                const std::vector<ConfigFile>& files);

}  // namespace gordion::sandbox
