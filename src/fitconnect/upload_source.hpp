// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/files.hpp"

namespace gordion::fitconnect {

/// One JWE that is sent piece by piece: opened anew for every try.
struct UploadSource {
    std::uint64_t bytes = 0;
    std::function<Result<std::unique_ptr<ByteSource>>()> open;
};

/// Of bytes in memory, which it shares.
UploadSource upload_from(std::shared_ptr<const std::string> jwe);

}  // namespace gordion::fitconnect
