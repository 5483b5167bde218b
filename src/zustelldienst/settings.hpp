// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificates.hpp"

namespace gordion::zustelldienst {

/// What key certificates (x5c) a destination's keys must bring.
enum class CertificatePolicy {
    Optional,  ///< none, or one that fits the key
    Required,  ///< one that fits the key; who signed it does not matter (TEST of FIT-Connect)
    Trusted,   ///< a chain that ends at one of Settings::trust_anchors
};

/// How a delivery server behaves. What the notes mark as inferred is a switch with the inferred
/// default (domain/fitconnect*.md); decision 0026. A value, set once at start.
struct Settings {
    /// Origin under which clients reach this server, without a slash at the end. Event tokens are
    /// issued by it, so it never changes once somebody has read one.
    std::string public_url = "http://127.0.0.1:8080";

    // Strictness.
    bool notify_at_once = true;  ///< notify-submission directly after submit-submission, else never
    bool check_region = false;   ///< v2: `region` must be one of the destination's
    bool readable_after_acceptance = false;  ///< GET of accepted and rejected submissions, not 404
    bool replies = true;                     ///< the return channel
    bool basic_authentication = false;       ///< client credentials also as a Basic header
    bool require_user_agent = false;         ///< a missing one gives 403, as the real gateway does
    CertificatePolicy certificates = CertificatePolicy::Optional;
    crypto::TrustAnchors trust_anchors;

    // Callbacks.
    bool callbacks_to_private_addresses = false;
    bool callbacks_over_plain_http = false;
    std::vector<std::string> callback_hosts;  ///< allowed besides, whatever their address

    // Periods. Source: domain/fitconnect.md, section 4.
    std::int64_t day_seconds = 86'400;  ///< of the periods in days; shorter to try them out
    std::int64_t token_seconds = 1800;
    int incomplete_days = 1;
    int reminder_days = 3;
    int second_reminder_days = 9;
    int reject_days = 14;
    int delete_days = 21;
    int delete_answered_days = 7;
    int event_log_days = 730;
    int decommission_days = 30;  ///< a destination must have been inactive so long

    // Limits.
    std::size_t destinations_per_client = 500;   ///< with no binding to a body of its own
    std::size_t destinations_per_owner = 5'000;  ///< of one body, over all its clients
    std::size_t attachments = 100;
    std::int64_t attachment_bytes = 500'000'000;
    std::int64_t submission_bytes = 2'000'000'000;

    /// Calls per window and client (Routing API: per address); 0: no limit.
    std::int64_t rate_limit = 6'000;
    std::int64_t rate_window_seconds = 60;
    /// Wrong secrets per window, client and address, before further ones are not even looked at.
    std::int64_t wrong_secrets = 10;

    /// How long other nodes' changes to clients and destinations may stay unseen here.
    std::int64_t cache_seconds = 20;

    [[nodiscard]] std::int64_t days_ms(int days) const { return days * day_seconds * 1000; }
    /// "<public_url>/submission-api": issuer of event tokens, its key set below it.
    [[nodiscard]] std::string issuer() const { return public_url + "/submission-api"; }
    /// "<public_url>/portal": issuer of destinationSignatures, its key set below it.
    [[nodiscard]] std::string portal() const { return public_url + "/portal"; }
    /// The host name in public_url, without scheme, port and path.
    [[nodiscard]] std::string host() const;
};

}  // namespace gordion::zustelldienst
