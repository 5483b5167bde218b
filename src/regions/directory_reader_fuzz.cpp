// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>

#include "regions/directory_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto judged = gordion::regions::read_gv100(bytes);
    if (judged) {
        // What was read must also be usable, however broken the hierarchy is.
        const auto directory = gordion::regions::Directory::make(
            {judged.value().value.date, judged.value().value.regions, {}});
        static_cast<void>(directory->search("neustadt", 5));
    }
    static_cast<void>(gordion::regions::read_postcodes(bytes));
    return 0;
}
