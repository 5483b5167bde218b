// SPDX-License-Identifier: EUPL-1.2
#include "documents/ua_check.hpp"

#include <gtest/gtest.h>

#include "documents/render.hpp"
#include "documents/testdata/example_letter.hpp"

namespace gordion::documents {
namespace {

TEST(UaCheck, FindsNothingInOurOwnPdf) {
    const auto pdf = render_pdf(example_letter(), Instant{1'795'000'000'000}, "x");
    for (const Finding& finding : check_pdf_ua(pdf.value())) {
        ADD_FAILURE() << finding.to_text();
    }
}

}  // namespace
}  // namespace gordion::documents
