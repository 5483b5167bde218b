// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <re2/re2.h>

#include "core/text.hpp"
#include "fim/internal/xsd_pattern.hpp"
#include "fim/pattern.hpp"

/// Input: a pattern, a line end, a text. Table and RE2 agree; nothing hangs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion::fim;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto end = input.find('\n');
    const std::string_view pattern = input.substr(0, end);
    const std::string_view text = end == std::string_view::npos ? "" : input.substr(end + 1);
    if (!gordion::is_utf8(pattern) || !gordion::is_utf8(text)) {
        return 0;
    }
    const auto compiled = Pattern::compile(pattern);
    if (!compiled.has_value()) {
        return 0;
    }
    const bool matches = compiled.value().matches(text);
    const auto parsed = internal::parse_xsd_pattern(pattern);
    const RE2 expression(internal::write_pattern(parsed.root, internal::Engine::Re2), RE2::Quiet);
    if (expression.ok() &&
        RE2::FullMatch(re2::StringPiece(text.data(), text.size()), expression) != matches) {
        std::abort();
    }
    return 0;
}
