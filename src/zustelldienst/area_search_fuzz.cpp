// SPDX-License-Identifier: EUPL-1.2
// Each line of the input is one areaSearchexpression.
#include <cstdint>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "core/verify.hpp"
#include "regions/directory_reader.hpp"
#include "zustelldienst/area_index.hpp"

namespace {

using namespace gordion;

std::string seed(const std::string& name) {
    return load_file(std::string(GORDION_SOURCE_DIR) + "/tests/fuzz/directory_reader_fuzz/" + name,
                     limits::directory_bytes)
        .value();
}

zustelldienst::AreaIndex make_index() {
    auto draft = regions::read_gv100(seed("pellworm.txt")).value();
    auto postcodes = regions::read_postcodes(seed("postcodes.csv")).value();
    return zustelldienst::AreaIndex(
        regions::Directory::make({draft.value.date, draft.value.regions, postcodes.value.pairs}));
}

}  // namespace

// What is found in pages is what is found at once, and whoever asks for more finds less.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const zustelldienst::AreaIndex index = make_index();
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> lines = split(text, '\n');
    const std::vector<std::string_view> expressions(lines.begin(), lines.end());
    const auto all = index.search(expressions, {0, 10'000});
    if (!all) {
        VERIFY(all.error().code == "zustelldienst.area_expression", "the only reason there is");
        return 0;
    }
    VERIFY(all.value().areas.size() == all.value().total, "the page had room for all");
    for (std::size_t offset = 0; offset <= all.value().total; ++offset) {
        const auto page = index.search(expressions, {offset, 1}).value();
        VERIFY(page.total == all.value().total, "pages know how many there are");
        VERIFY(page.areas.size() == (offset < page.total ? 1U : 0U), "a page of one");
        VERIFY(page.areas.empty() || page.areas[0] == all.value().areas[offset],
               "pages follow one another");
    }
    const std::vector<std::string_view> first(expressions.begin(), expressions.begin() + 1);
    VERIFY(index.search(first, {0, 1}).value().total >= all.value().total,
           "every expression must fit");
    return 0;
}
