// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string_view>

namespace gordion::formats::internal {

enum class TextFormat { Uri, UriReference, Uuid, Date, Time, DateTime, Email, Ipv4 };

/// Nothing for a format that stays a remark.
[[nodiscard]] std::optional<TextFormat> find_text_format(std::string_view name);
[[nodiscard]] std::string_view to_string(TextFormat format);

/// Whether the text is of the format: RFC 3986, RFC 4122 (canonical form, either case), RFC 3339,
/// RFC 5321 (Mailbox).
[[nodiscard]] bool has_format(std::string_view text, TextFormat format);

}  // namespace gordion::formats::internal
