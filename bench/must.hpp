// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <utility>

#include "core/error.hpp"
#include "core/result.hpp"

namespace gordion {

/// The value; a program that measures has nothing to measure without it.
template <typename T>
T must(Result<T> result) {
    VERIFY(result.has_value(), result.error().to_text().c_str());
    return std::move(result).value();
}

}  // namespace gordion
