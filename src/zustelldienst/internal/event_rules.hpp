// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "fitconnect/event.hpp"
#include "fitconnect/names.hpp"
#include "zustelldienst/surroundings.hpp"

namespace gordion::zustelldienst::internal {

// What a posted event may say, apart from whose it is. Each function is one check; error codes:
// zustelldienst.event_case, event_type, event_schema, event_time, event_tags, event_problems.

Error event_error(std::string_view code, std::string place, std::string message);

Result<void> check_case(const fitconnect::SecurityEvent& event, std::string_view case_id);
/// Accept and reject, in v1 also forward; everything else is the service's to say.
Result<void> check_type(const fitconnect::SecurityEvent& event, fitconnect::ApiVersion version);
/// v1: none or set-payload 1.x.y; v2: named, and not 1.0.x (the real service says "Payload Schema
/// not supported").
Result<void> check_schema(const fitconnect::SecurityEvent& event, fitconnect::ApiVersion version);
/// Not from the future and not from before its subject, give or take limits::event_skew_ms.
Result<void> check_time(const fitconnect::SecurityEvent& event, Instant subject_created_at,
                        Instant now);
/// The key that signed it was registered and its certificates were valid at iat, give or take
/// limits::event_skew_ms. Error code: zustelldienst.event_key_time.
Result<void> check_key_time(const fitconnect::SecurityEvent& event, const SignatureKey& key);
/// Equal to what the submit event published. Accepting without tags is for tokens of v1 whose
/// schema does not demand them: none, or 1.0.x.
Result<void> check_tags(const fitconnect::SecurityEvent& event,
                        const std::optional<fitconnect::AuthenticationTags>& submitted,
                        fitconnect::ApiVersion version);
/// Rejecting needs a reason (but for the tokens of v1 named above); each problem has type and
/// instance.
Result<void> check_problems(const fitconnect::SecurityEvent& event, fitconnect::ApiVersion version);

}  // namespace gordion::zustelldienst::internal
