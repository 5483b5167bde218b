// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/metadata.hpp"

// What is read can be written, and reads back as the same value.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    const auto record = formats::parse_json({reinterpret_cast<const char*>(data), size});
    if (!record) {
        return 0;
    }
    const auto read = fitconnect::read_metadata(record.value());
    if (read.value.has_value() != read.findings.empty()) {
        __builtin_trap();
    }
    if (!read.value) {
        return 0;
    }
    const formats::Json written =
        fitconnect::write_metadata(read.value->metadata, read.value->version);
    const auto again = fitconnect::read_metadata(written);
    if (!again.value) {
        __builtin_trap();
    }
    return 0;
}
