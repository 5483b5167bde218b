// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::fim {

/// A regular expression that must match a whole text, as XSD (Part 2, appendix F) and the
/// praezisierung of XDatenfelder mean it: \d are the digits of all scripts, \i and \c characters of
/// names, [a-z-[aeiou]] a difference, the dot everything but an end of line, and ^ and $ are
/// characters. Runs in time linear to the text. Used from any thread; copies share.
///
/// What exports from other tools have is tolerated: ^ and $ around the whole or a branch of it,
/// (?:…), lazy quantifiers. DEVIATION: characters that Unicode has not assigned yet count as
/// neither \w nor \W.
class Pattern {
public:
    /// Error code: fim.pattern_invalid (value "reason": lookaround, back references, word
    /// boundaries, broken syntax, or too large).
    static Result<Pattern> compile(std::string_view pattern);

    [[nodiscard]] bool matches(std::string_view text) const;
    /// As it was written.
    [[nodiscard]] const std::string& text() const { return text_; }
    /// The same for JavaScript (flag u) and JSON Schema, with ^ and $ around it.
    [[nodiscard]] const std::string& ecma() const;

private:
    struct Compiled;
    Pattern(std::string text, std::shared_ptr<const Compiled> compiled);
    std::string text_;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace gordion::fim
