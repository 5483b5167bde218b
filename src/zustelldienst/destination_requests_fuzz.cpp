// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>
#include <string_view>

#include "zustelldienst/destination_requests.hpp"
#include "zustelldienst/key_checks.hpp"

// What a client may do to a destination: create it, replace it, patch it in both ways. Whatever is
// taken must be readable as it will lie in the database.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    using namespace gordion::zustelldienst;
    const auto request = formats::parse_json({reinterpret_cast<const char*>(data), size});
    if (!request || !request.value().is_object()) {
        return 0;
    }
    const Settings settings;
    const Instant now{1'763'900'000'000};
    (void)read_new_destination(request.value(), settings, now);
    if (const auto key = read_destination_key(request.value(), settings, now)) {
        VERIFY(key.value().jwk.find("d") == nullptr, "nothing private is kept");
    }
    for (const ChangeForm form : {ChangeForm::Replace, ChangeForm::Members, ChangeForm::Merge}) {
        DestinationChange change;
        fitconnect::Destination& destination = change.stored.destination;
        destination.id = "0193e2a0-0000-7000-8000-000000000001";
        destination.status = fitconnect::DestinationStatus::Active;
        destination.encryption_kid = "the-encryption-key";
        destination.metadata_versions = {"2.1.0"};
        destination.services = {{"urn:de:x", {"DE"}, {{"https://x.example", "application/json"}}}};
        destination.contact = fitconnect::Contact{"Amt", "", "", "amt@example.org", ""};
        change.encryption_kids = {"the-encryption-key"};
        if (!apply_change(change, request.value(), form, settings, now)) {
            continue;
        }
        const auto written = fitconnect::write_destination(destination, fitconnect::ApiVersion::V1,
                                                           fitconnect::Audience::Owner);
        VERIFY(fitconnect::read_destination(written), "what was taken can be read again");
    }
    return 0;
}
