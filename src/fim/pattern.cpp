// SPDX-License-Identifier: EUPL-1.2
#include "fim/pattern.hpp"

#include <atomic>
#include <mutex>

#include <re2/re2.h>

#include "core/text.hpp"
#include "fim/internal/xsd_pattern.hpp"

namespace gordion::fim {
namespace {

Error pattern_error(std::string_view pattern, std::string reason) {
    return Error{ErrorKind::Invalid,
                 "fim.pattern_invalid",
                 "",
                 {{"pattern", std::string(pattern.substr(0, 200))}, {"reason", std::move(reason)}},
                 "the pattern is no regular expression that can be checked in linear time"};
}

/// How often a single class is repeated; RE2 counts to a thousand only, we count ourselves.
struct Count {
    unsigned min = 0;
    std::optional<unsigned> max;
};

constexpr unsigned most_counted_by_re2 = 1000;

// [class]{0,4000}, and nothing else: the limits of long texts are often written like this.
std::optional<Count> take_large_count(internal::PatternNode& root) {
    using internal::PatternNode;
    if (root.parts.size() != 1 || root.parts.front().parts.size() != 1) {
        return std::nullopt;
    }
    PatternNode& only = root.parts.front().parts.front();
    const bool is_large = only.kind == PatternNode::Kind::Repeat &&
                          only.parts.front().kind == PatternNode::Kind::Set &&
                          std::max(only.min, only.max.value_or(0)) > most_counted_by_re2;
    if (!is_large) {
        return std::nullopt;
    }
    const Count count{only.min, only.max};
    only.min = 0;
    only.max.reset();
    return count;
}

}  // namespace

struct Pattern::Compiled {
    Compiled(const std::string& pattern, const RE2::Options& options)
        : expression(pattern, options) {}
    RE2 expression;
    std::string ecma;
    std::optional<Count> count;

    // The table is made when the first text is matched: most patterns of a schema that is read or
    // shown are never asked. `root` is what it is made from.
    [[nodiscard]] const internal::AsciiAutomaton* automaton() const {
        if (!is_made_.load(std::memory_order_acquire)) {
            std::call_once(once_, [&] {
                automaton_ = internal::AsciiAutomaton::make(root);
                root = {};
                is_made_.store(true, std::memory_order_release);
            });
        }
        return automaton_ ? &*automaton_ : nullptr;
    }
    mutable internal::PatternNode root;

private:
    mutable std::once_flag once_;
    mutable std::atomic<bool> is_made_ = false;
    mutable std::optional<internal::AsciiAutomaton> automaton_;
};

Pattern::Pattern(std::string text, std::shared_ptr<const Compiled> compiled)
    : text_(std::move(text)), compiled_(std::move(compiled)) {}

Result<Pattern> Pattern::compile(std::string_view pattern) {
    if (!is_utf8(pattern)) {
        return pattern_error("", "not UTF-8");
    }
    internal::ParsedPattern parsed = internal::parse_xsd_pattern(pattern);
    if (!parsed.problem.empty()) {
        return pattern_error(pattern, std::move(parsed.problem));
    }
    const std::string ecma = internal::write_pattern(parsed.root, internal::Engine::Ecma);
    const std::optional<Count> count = take_large_count(parsed.root);
    const std::string written = internal::write_pattern(parsed.root, internal::Engine::Re2);
    if (written.empty() && !pattern.empty()) {
        return pattern_error(pattern, "written out it is too large");
    }
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(1 << 20);
    auto compiled = std::make_shared<Compiled>(written, options);
    if (!compiled->expression.ok()) {
        return pattern_error(pattern, compiled->expression.error());
    }
    compiled->ecma = "^(?:" + ecma + ")$";
    compiled->count = count;
    compiled->root = std::move(parsed.root);
    return Pattern(std::string(pattern), std::move(compiled));
}

bool Pattern::matches(std::string_view text) const {
    using Verdict = internal::AsciiAutomaton::Verdict;
    if (const auto& count = compiled_->count) {
        const std::size_t characters = count_characters(text);
        if (characters < count->min || (count->max && characters > *count->max)) {
            return false;
        }
    }
    if (const internal::AsciiAutomaton* automaton = compiled_->automaton()) {
        const Verdict verdict = automaton->run(text);
        if (verdict != Verdict::NotAscii) {
            return verdict == Verdict::Matches;
        }
    }
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

const std::string& Pattern::ecma() const {
    return compiled_->ecma;
}

}  // namespace gordion::fim
