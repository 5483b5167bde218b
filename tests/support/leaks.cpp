// SPDX-License-Identifier: EUPL-1.2

extern "C" const char* __lsan_default_suppressions();

/// Read by LeakSanitizer in test and fuzz programs. fontconfig keeps its patterns behind relative
/// offsets that the sanitizer cannot follow, and takes them for lost.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\n";
}
