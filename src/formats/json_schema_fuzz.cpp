// SPDX-License-Identifier: EUPL-1.2
#include "formats/json_schema.hpp"

// A foreign schema judges a foreign instance: both as one list [schema, instance, …]. Whatever
// compiles ends within its bounds, and the two ways to ask agree.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion::formats;
    const auto read = parse_json({reinterpret_cast<const char*>(data), size});
    if (!read || !read.value().is_array() || read.value().size() == 0) {
        return 0;
    }
    const Json::Array& parts = read.value().as_array();
    JsonSchemaOptions options;
    options.formats = SchemaFormats::Demand;
    options.most_steps = 50'000;
    options.resolve = [&](std::string_view) { return std::optional(parts.back()); };
    const auto schema = JsonSchema::compile(parts.front(), options);
    if (schema.value.has_value() != schema.findings.empty()) {
        __builtin_trap();
    }
    if (!schema.value) {
        return 0;
    }
    for (const Json& instance : parts) {
        const gordion::Findings findings = schema.value->validate(instance);
        const bool is_bounded =
            !findings.empty() && findings.back().code == "formats.instance_too_costly";
        if (!is_bounded && schema.value->accepts(instance) != findings.empty()) {
            __builtin_trap();
        }
    }
    return 0;
}
