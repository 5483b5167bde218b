// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gordion::formats::internal {

/// A URI reference taken apart (RFC 3986, appendix B). Nothing is decoded or judged.
struct UriReference {
    std::optional<std::string> scheme;
    std::optional<std::string> authority;
    std::string path;
    std::optional<std::string> query;
    std::optional<std::string> fragment;

    static UriReference parse(std::string_view text);
    [[nodiscard]] std::string to_text() const;
};

/// The reference seen from the base (RFC 3986, section 5.2), with its fragment.
[[nodiscard]] UriReference resolve_reference(std::string_view base, std::string_view reference);

/// %41 → A; nothing if a percent sign is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> decode_percent(std::string_view text);

}  // namespace gordion::formats::internal
