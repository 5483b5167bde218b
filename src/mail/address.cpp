// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "mail/mail.hpp"

namespace gordion::mail {
namespace {

constexpr std::size_t longest_address = 254;  // RFC 5321, section 4.5.3.1.3
constexpr std::size_t longest_local_part = 64;

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// An atom character of RFC 5322, section 3.2.3. Quoted local parts are legal and never used.
bool is_local_character(char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool has_empty_label(std::string_view dotted) {
    return dotted.empty() || dotted.front() == '.' || dotted.back() == '.' ||
           dotted.find("..") != std::string_view::npos;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (text.size() > longest_address || at == std::string_view::npos || at > longest_local_part) {
        return false;
    }
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    if (has_empty_label(local) || has_empty_label(domain) || domain.front() == '-') {
        return false;
    }
    return std::all_of(local.begin(), local.end(), is_local_character) &&
           std::all_of(domain.begin(), domain.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
}

}  // namespace gordion::mail
