// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/ecma_pattern.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include <re2/re2.h>

#include "core/text.hpp"

namespace gordion::formats::internal {
namespace {

// RE2 writes out what is repeated. One class with a large count, and nothing else, is the usual
// limit of a long text: the class is matched and the characters are counted here.
struct Count {
    std::uint64_t least = 0;
    std::uint64_t most = UINT64_MAX;
};

constexpr std::uint64_t largest_written_out = 100;

Error pattern_error(std::string_view pattern, std::string reason) {
    return {
        ErrorKind::Unsupported,
        "formats.schema_pattern",
        "",
        {{"pattern", std::string(first_characters(pattern, 100))}, {"reason", std::move(reason)}},
        "The pattern is no regular expression of ECMA 262 that can be searched in linear "
        "time."};
}

RE2::Options re2_options() {
    RE2::Options options;
    options.set_log_errors(false);
    return options;
}

struct Counted {
    std::string pattern;
    Count count;
};

// ^class{least,most}$
std::optional<Counted> take_large_count(const std::string& pattern) {
    static const RE2 shape(
        R"((?s)\^((?:\[(?:[^\\\[\]]|\\.)+\]|\\[dDwWsS]|\\[pP]\{\w+\}))\{(\d+)(,?)(\d*)\}\$)",
        re2_options());
    std::string one;
    std::string least;
    std::string comma;
    std::string most;
    if (!RE2::FullMatch(pattern, shape, &one, &least, &comma, &most) || least.size() > 9 ||
        most.size() > 9) {
        return std::nullopt;
    }
    Counted counted{"^" + one + "*$", {}};
    counted.count.least = std::stoull(least);
    if (comma.empty()) {
        counted.count.most = counted.count.least;
    } else if (!most.empty()) {
        counted.count.most = std::stoull(most);
    }
    const bool is_large = counted.count.least > largest_written_out ||
                          (!most.empty() && counted.count.most > largest_written_out);
    return is_large && counted.count.least <= counted.count.most
               ? std::optional<Counted>(std::move(counted))
               : std::nullopt;
}

}  // namespace

struct EcmaPattern::Compiled {
    explicit Compiled(const std::string& pattern) : expression(pattern, re2_options()) {}
    RE2 expression;
    std::optional<Count> count;
};

EcmaPattern::EcmaPattern(std::shared_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}

Result<EcmaPattern> EcmaPattern::compile(std::string_view pattern) {
    const std::string translated = TRY(to_re2(pattern));
    const auto counted = take_large_count(translated);
    auto compiled = std::make_shared<Compiled>(counted ? counted->pattern : translated);
    if (!compiled->expression.ok()) {
        return pattern_error(pattern, compiled->expression.error());
    }
    if (counted) {
        compiled->count = counted->count;
    }
    return EcmaPattern(std::move(compiled));
}

bool EcmaPattern::occurs_in(std::string_view text) const {
    const auto& count = compiled_->count;
    if (count) {
        const std::size_t characters = count_characters(text);
        if (characters < count->least || characters > count->most) {
            return false;
        }
    }
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

std::size_t EcmaPattern::size() const {
    return static_cast<std::size_t>(std::max(compiled_->expression.ProgramSize(), 0));
}

}  // namespace gordion::formats::internal
