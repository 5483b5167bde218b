// SPDX-License-Identifier: EUPL-1.2
#include "mail/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::mail {
namespace {

// `crypto` has base64 as well; twenty lines are not worth an arrow from mail to crypto.
std::string to_base64(std::string_view bytes) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8U |
                    (i < count ? static_cast<unsigned char>(bytes[at + i]) : std::uint32_t{0});
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= count ? digits[group >> (18 - 6 * i) & 63U] : '=';
        }
    }
    return out;
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

/// The longest beginning of at most `most` bytes that does not cut a character.
std::string_view whole_characters(std::string_view utf8, std::size_t most) {
    std::size_t length = std::min(most, utf8.size());
    while (length < utf8.size() && length > 0 &&
           (static_cast<unsigned char>(utf8[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    return utf8.substr(0, length);
}

std::string render_mailbox(const Mailbox& mailbox) {
    if (mailbox.name.empty()) {
        return "<" + mailbox.address + ">";
    }
    const bool plain = is_printable_ascii(mailbox.name) && !mailbox.name.starts_with("=?");
    const std::string name =
        plain ? '"' + replace_all(replace_all(mailbox.name, "\\", "\\\\"), "\"", "\\\"") + '"'
              : encode_header_text(mailbox.name);
    return name + " <" + mailbox.address + ">";
}

std::string render_body(const std::string& text) {
    const std::string normal =
        replace_all(replace_all(replace_all(text, "\r\n", "\n"), "\r", "\n"), "\n", "\r\n");
    const std::string encoded = to_base64(normal);
    std::string lines;
    for (std::size_t at = 0; at < encoded.size(); at += 76) {
        lines += encoded.substr(at, 76) + "\r\n";
    }
    return lines;
}

Error invalid(const char* code, const char* message) {
    return {ErrorKind::Invalid, code, "", {}, message};
}

}  // namespace

std::string encode_header_text(std::string_view utf8) {
    if (is_printable_ascii(utf8) && utf8.find("=?") == std::string_view::npos) {
        return std::string(utf8);
    }
    // RFC 2047, section 2: a line has 76 characters at most. 39 bytes give 52 of base64, 12 of
    // frame, and leave room for "Subject: ".
    constexpr std::size_t bytes_per_word = 39;
    std::string out;
    while (!utf8.empty()) {
        const std::string_view part = whole_characters(utf8, bytes_per_word);
        utf8.remove_prefix(part.size());
        out += (out.empty() ? "" : "\r\n ") + fmt::format("=?UTF-8?B?{}?=", to_base64(part));
    }
    return out;
}

Result<Mailbox> parse_mailbox(std::string_view text) {
    Mailbox mailbox;
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos) {
        mailbox.address = trim(text);
    } else if (text.ends_with('>')) {
        mailbox.name = trim(text.substr(0, open));
        mailbox.address = text.substr(open + 1, text.size() - open - 2);
    }
    if (!is_mail_address(mailbox.address) || !is_utf8(mailbox.name) || has_control(mailbox.name)) {
        return invalid("mail.address_invalid",
                       "Not an address of the form \"name@example.de\" or \"Name <…>\".");
    }
    return mailbox;
}

Result<void> check_mail(const Mail& mail) {
    // The address itself is personal: it is not repeated in the error.
    if (!is_mail_address(mail.to.reveal())) {
        return invalid("mail.address_invalid", "The recipient is not one mail address.");
    }
    if (mail.subject.empty() || mail.subject.size() > limits::mail_subject_bytes ||
        has_control(mail.subject) || !is_utf8(mail.subject)) {
        return invalid("mail.subject_invalid",
                       "The subject is empty, too long, or holds a line break.");
    }
    if (mail.text.size() > limits::mail_text_bytes || !is_utf8(mail.text) ||
        mail.text.find('\0') != std::string::npos) {
        return invalid("mail.text_invalid", "The text is too long or not UTF-8.");
    }
    return {};
}

std::string mail_date(Instant at) {
    static constexpr std::array<const char*, 7> days{"Thu", "Fri", "Sat", "Sun",
                                                     "Mon", "Tue", "Wed"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
    VERIFY(at.ms >= 0, "the clock shows a time after 1970");
    const Date day = Date::from_days(at.ms / day_ms);
    const std::int64_t second = at.ms % day_ms / 1000;
    // 1 January 1970 was a Thursday.
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000",
                       days[static_cast<std::size_t>(at.ms / day_ms % 7)], day.day(),
                       months[day.month() - 1], day.year(), second / 3600, second / 60 % 60,
                       second % 60);
}

std::string render_message(const Mail& mail, const Envelope& envelope) {
    return fmt::format(
        "Date: {}\r\n"
        "From: {}\r\n"
        "To: <{}>\r\n"
        "Subject: {}\r\n"
        "Message-ID: <{}>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "\r\n"
        "{}",
        mail_date(envelope.at), render_mailbox(envelope.from), mail.to.reveal(),
        encode_header_text(mail.subject), envelope.message_id, render_body(mail.text));
}

}  // namespace gordion::mail
