// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::formats::internal {

/// A regular expression of ECMA 262 (Unicode mode) that is searched in a text, in time linear to
/// it. Used from any thread.
class EcmaPattern {
public:
    /// Error code: formats.schema_pattern (value "reason").
    static Result<EcmaPattern> compile(std::string_view pattern);

    [[nodiscard]] bool occurs_in(std::string_view text) const;
    /// How much memory it takes, in steps of its program.
    [[nodiscard]] std::size_t size() const;

private:
    struct Compiled;
    explicit EcmaPattern(std::shared_ptr<const Compiled> compiled);
    std::shared_ptr<const Compiled> compiled_;
};

/// The same expression as RE2 writes it. Error code: formats.schema_pattern.
Result<std::string> to_re2(std::string_view pattern);

}  // namespace gordion::formats::internal
