// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fim/json_schema.hpp"
#include "fim/quality.hpp"
#include "fim/schema_reader.hpp"

/// Whatever is read can also be judged and mapped.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto schema =
        gordion::fim::read_schema(std::string_view(reinterpret_cast<const char*>(data), size));
    if (schema.has_value()) {
        (void)gordion::fim::check_quality(schema.value().value);
        (void)gordion::fim::to_json_schema(schema.value().value);
    }
    return 0;
}
