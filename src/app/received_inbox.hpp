// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <variant>

#include "app/modules.hpp"
#include "app/receive_config.hpp"
#include "fitconnect/subscriber.hpp"
#include "formats/json_schema.hpp"

namespace gordion::app {

/// Makes cases of what one destination receives: finds the package whose schema the data follow,
/// checks them with the same code as page and API, and hands them to the authority's back office –
/// submission, arrival, audit entry and the job that makes the case in one transaction. What was
/// taken in before is not taken in again, whoever fetched it. Shared between threads.
///
/// Problems (they refuse for good): unsupported-service, unsupported-schema, schema-violation, and
/// technical-error for a file with malware.
/// What depends on this installation – nobody has joined the service, no destination, database –
/// is an Error, and the submission stays at the server. Error codes besides those of the modules:
/// app.receive_not_adopted, app.receive_no_destination.
class ReceivedInbox final : public fitconnect::ReceivedInbox {
public:
    ReceivedInbox(Modules& in, const ReceiveSettings& settings) : in_(in), settings_(settings) {}

    Result<std::vector<fitconnect::Problem>> take_in(
        const fitconnect::ReceivedSubmission& received) override;

private:
    using Problems = std::vector<fitconnect::Problem>;
    /// Where the matter belongs and by what it is judged.
    struct Found {
        std::string service;  ///< Leistungsschluessel
        std::string ars;
        std::shared_ptr<const reuse::PlacedPackage> placed;
    };
    Result<std::variant<Found, Problems>> find_package(
        const fitconnect::ReceivedSubmission& received);
    Result<std::string> find_place(const std::string& region);
    Result<std::shared_ptr<const reuse::PlacedPackage>> find_version(
        const reuse::FoundAdoption& adoption, const std::string& ars, const std::string& schema);
    /// As uploads are looked at; a scanner that does not answer leaves it for later.
    Result<Problems> scan(const fitconnect::ReceivedSubmission& received);
    Result<Problems> judge(const Found& found, const formats::Json& fachdaten);
    Result<void> store(const fitconnect::ReceivedSubmission& received, const Found& found);
    std::shared_ptr<const formats::JsonSchema> schema_of(const reuse::LoadedPackage& package);

    Modules& in_;
    const ReceiveSettings& settings_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const formats::JsonSchema>> schemas_;
};

}  // namespace gordion::app
