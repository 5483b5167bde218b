// SPDX-License-Identifier: EUPL-1.2
// A CSV file of values from another system: any bytes give values or an error, never both wrong.
#include <cstddef>
#include <cstdint>

#include "core/verify.hpp"
#include "reuse/parameter_import.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion::reuse;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto values = parse_imported_values(bytes, "werte.csv");
    if (!values) {
        VERIFY(!values.error().code.empty(), "an error says which it is");
        return 0;
    }
    for (const ImportedValue& value : values.value().value) {
        VERIFY(!value.source.empty() && value.place.starts_with("line "),
               "the history and findings need both");
        for (const ParameterDeclaration& declaration : platform_parameters()) {
            (void)parse_parameter(declaration, value.value);
        }
    }
    return 0;
}
