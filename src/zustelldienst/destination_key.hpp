// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "core/time.hpp"
#include "formats/json.hpp"

namespace gordion::zustelldienst {

enum class KeyRole { Encryption, Signature };

/// A public key of a destination, or of a client that signs for itself.
struct DestinationKey {
    std::string kid;
    KeyRole role = KeyRole::Encryption;
    formats::Json jwk;      ///< as it is answered
    Instant added_at = {};  ///< as the store has it
};

}  // namespace gordion::zustelldienst
