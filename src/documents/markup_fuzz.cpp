// SPDX-License-Identifier: EUPL-1.2
// Whatever stands in a template or an answer: it is read, set, and the result is accessible.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "documents/markup.hpp"
#include "documents/render.hpp"
#include "documents/ua_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    const std::string_view markup(reinterpret_cast<const char*>(data), size);
    auto parsed = documents::parse_markup(markup);
    // Setting costs a thousand times as much as reading: only every sixteenth input.
    if (!parsed || size == 0 || data[0] % 16 != 0) {
        return 0;
    }
    const documents::Document document{.title = "Fuzz", .blocks = std::move(parsed.value().value)};
    const auto pdf = documents::render_pdf(document, Instant{0}, "");
    if (pdf && !documents::check_pdf_ua(pdf.value()).empty()) {
        std::abort();
    }
    return 0;
}
