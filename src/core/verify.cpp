// SPDX-License-Identifier: EUPL-1.2
#include "core/verify.hpp"

namespace gordion {

void report_bug(const char* condition, const char* why, const char* file, int line) {
    throw Bug(std::string(file) + ":" + std::to_string(line) + ": " + condition +
              " does not hold, although: " + why);
}

}  // namespace gordion
