// SPDX-License-Identifier: EUPL-1.2
#include "formats/template.hpp"

// The first line is the data, the rest the template; without escaping errors and in bounded work.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion::formats;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = input.find('\n');
    if (line == std::string_view::npos) {
        return 0;
    }
    const auto values = parse_json(input.substr(0, line));
    for (const Escape escape : {Escape::Html, Escape::Markup, Escape::None}) {
        const auto page = Template::parse(input.substr(line + 1), escape);
        if (page && values) {
            (void)page.value().render(values.value());
        }
    }
    return 0;
}
