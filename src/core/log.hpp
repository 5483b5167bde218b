// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/error.hpp"

namespace gordion {

enum class LogLevel { Debug, Info, Warning, Error };

/// Writes one JSON object per line to standard error: time, level, event, and the values in their
/// order. Values are ids, codes and numbers – never personal data. Safe from every thread.
void log(LogLevel level, std::string_view event, const Values& values = {});

/// Lines below this level are dropped. Set once at start.
void set_log_level(LogLevel lowest);

}  // namespace gordion
