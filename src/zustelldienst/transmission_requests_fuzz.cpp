// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_requests.hpp"

// What is read holds what it promises: UUIDs in one spelling, a URN, a region.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    const auto body =
        formats::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!body) {
        return 0;
    }
    for (const auto version : {fitconnect::ApiVersion::V1, fitconnect::ApiVersion::V2}) {
        const auto wanted = zustelldienst::read_announcement(body.value(), version);
        if (wanted && (fitconnect::normalize_uuid(wanted.value().destination_id) !=
                           wanted.value().destination_id ||
                       !fitconnect::is_service_identifier(wanted.value().service.identifier))) {
            __builtin_trap();
        }
        (void)zustelldienst::read_reply_announcement(body.value(), version);
    }
    (void)zustelldienst::read_content(body.value());
    return 0;
}
