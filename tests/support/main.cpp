// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

/// Read by LeakSanitizer. fontconfig keeps its patterns behind relative offsets that the sanitizer
/// cannot follow, and takes them for lost.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\n";
}

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
