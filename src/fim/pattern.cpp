// SPDX-License-Identifier: EUPL-1.2
#include "fim/pattern.hpp"

#include <re2/re2.h>

#include "core/text.hpp"

namespace gordion::fim {
namespace {

// XSD has class subtraction and the name classes \i and \c, which RE2 does not know; a pattern that
// uses them would silently mean something else.
bool uses_xsd_only_syntax(std::string_view pattern) {
    for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern[i] == '\\') {
            const char next = pattern[i + 1];
            if (next == 'i' || next == 'I' || next == 'c') {
                return true;
            }
            ++i;
        } else if (pattern[i] == '-' && pattern[i + 1] == '[') {
            return true;
        }
    }
    return false;
}

Error pattern_error(std::string_view pattern, std::string reason) {
    return Error{ErrorKind::Invalid,
                 "fim.pattern_invalid",
                 "",
                 {{"pattern", std::string(pattern.substr(0, 200))}, {"reason", std::move(reason)}},
                 "the pattern is no regular expression that can be checked in linear time"};
}

}  // namespace

struct Pattern::Compiled {
    explicit Compiled(const std::string& pattern, const RE2::Options& options)
        : expression(pattern, options) {}
    RE2 expression;
};

Pattern::Pattern(std::string text, std::shared_ptr<const Compiled> compiled)
    : text_(std::move(text)), compiled_(std::move(compiled)) {}

Result<Pattern> Pattern::compile(std::string_view pattern) {
    if (!is_utf8(pattern)) {
        return pattern_error("", "not UTF-8");
    }
    if (uses_xsd_only_syntax(pattern)) {
        return pattern_error(pattern, "\\i, \\c and class subtraction are not supported");
    }
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(1 << 20);
    auto compiled = std::make_shared<const Compiled>(std::string(pattern), options);
    if (!compiled->expression.ok()) {
        return pattern_error(pattern, compiled->expression.error());
    }
    return Pattern(std::string(pattern), std::move(compiled));
}

bool Pattern::matches(std::string_view text) const {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

}  // namespace gordion::fim
