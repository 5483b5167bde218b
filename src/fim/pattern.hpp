// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::fim {

/// A regular expression that must match a whole text, as XSD and the praezisierung of XDatenfelder
/// mean it. Runs in time linear to the text (RE2). Used from any thread; copies share.
class Pattern {
public:
    /// Anchors ^ and $ around the whole are tolerated, because exports from other tools have them.
    /// Error code: fim.pattern_invalid (value "reason").
    static Result<Pattern> compile(std::string_view pattern);

    [[nodiscard]] bool matches(std::string_view text) const;
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    struct Compiled;
    Pattern(std::string text, std::shared_ptr<const Compiled> compiled);
    std::string text_;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace gordion::fim
