// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reuse/adoption_plan.hpp"
#include "reuse/package_reader.hpp"

/// Whatever the bytes are: declarations, plans and blobs are read or refused, and what was accepted
/// keeps its promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (auto service = reuse::parse_service_toml(bytes);
        service && !has_faults(service.value().findings)) {
        for (const reuse::ParameterDeclaration& parameter : service.value().value.parameters) {
            if (parameter.fallback) {
                const auto again = reuse::parse_parameter(parameter, *parameter.fallback);
                VERIFY(again && again.value() == *parameter.fallback,
                       "an accepted default is canonical");
                (void)reuse::to_logic(parameter, *parameter.fallback);
                (void)reuse::to_display(parameter, *parameter.fallback, "de");
            }
        }
    }
    (void)reuse::parse_adoption_plan(bytes, "plan.toml");
    if (auto files = reuse::unpack_files(bytes)) {
        VERIFY(reuse::unpack_files(reuse::pack_files(files.value())).value() == files.value(),
               "packing is reversible");
    }
    return 0;
}
