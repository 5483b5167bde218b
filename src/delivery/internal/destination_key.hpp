// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "crypto/jose.hpp"
#include "routing/destination.hpp"

namespace gordion::delivery::internal {

/// The key that a destination is encrypted for. Error code: delivery.key_weak (under 4096 bit).
Result<crypto::PublicKey> strong_key(const routing::Destination& destination);

}  // namespace gordion::delivery::internal
