// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>
#include <string_view>

#include "documents/ua_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pdf(reinterpret_cast<const char*>(data), size);
    (void)gordion::documents::check_pdf_ua(pdf);
    return 0;
}
