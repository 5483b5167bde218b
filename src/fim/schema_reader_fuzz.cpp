// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fim/json_schema.hpp"
#include "fim/quality.hpp"
#include "fim/schema_compare.hpp"
#include "fim/schema_reader.hpp"
#include "fim/schema_writer.hpp"

/// Whatever is read can also be judged, mapped, compared, converted and written, and what was
/// written is read again without a fault that was not there before.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion::fim;
    auto schema = read_schema(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!schema.has_value()) {
        return 0;
    }
    auto& [value, findings] = schema.value();
    (void)check_quality(value);
    (void)to_json_schema(value);
    if (!compare_schemas(value, value).empty() && !has_faults(findings)) {
        std::abort();
    }
    const auto written = write_schema(to_version_3(value).value);
    const auto again = read_schema(written.value());
    if (!again.has_value() || (!has_faults(findings) && value.standard == XdfVersion::V3 &&
                               has_faults(again.value().findings))) {
        std::abort();
    }
    return 0;
}
