// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/modules.hpp"
#include "fitconnect/api_client.hpp"

namespace gordion::app {

/// The schema of the data of such a reply: {"kind","number","sentAt","text"}; a Bescheid is the
/// attachment.
inline constexpr std::string_view letter_schema = "urn:gordion:letter:1";

/// Encrypts a letter of the case for the sender's reply key and brings it to the delivery server:
/// announced once, the id kept, submitted once, whatever happens between. Error codes: those of
/// fitconnect::ApiClient, BackOffice::read_case, and app.letter_missing.
Result<void> send_letter_back(Modules& in, fitconnect::ApiClient& api,
                              const cases::Arrival& arrival, const cases::ArrivalReply& reply);

}  // namespace gordion::app
