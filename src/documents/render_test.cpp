// SPDX-License-Identifier: EUPL-1.2
#include "documents/render.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "documents/testdata/example_letter.hpp"

namespace gordion::documents {
namespace {

TEST(RenderPdf, SetsALetter) {
    const auto pdf =
        render_pdf(example_letter(), Instant{1'795'000'000'000}, "010545459-K7QF-M2RT");
    ASSERT_TRUE(pdf.has_value()) << pdf.error().to_text();
    if (const char* out = std::getenv("GORDION_EXAMPLE_PDF")) {
        std::ofstream(out, std::ios::binary) << pdf.value();
    }
}

}  // namespace
}  // namespace gordion::documents
