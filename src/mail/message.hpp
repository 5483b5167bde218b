// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "mail/mail.hpp"

namespace gordion::mail {

/// A sender or recipient as written into a header: an optional name and the address.
struct Mailbox {
    std::string name;
    std::string address;
};

/// Accepts "Name <a@b>" and "a@b". Error code: mail.address_invalid.
Result<Mailbox> parse_mailbox(std::string_view text);

/// What send() refuses before anything leaves: an address that is none, a subject with a line
/// break or too long, a text that is not UTF-8 or too long.
Result<void> check_mail(const Mail& mail);

/// What stands around the text of a message.
struct Envelope {
    Mailbox from;
    Instant at;
    std::string message_id;  ///< without angle brackets
};

/// The message as sent (RFC 5322 with CRLF): headers in ASCII, words beyond it encoded (RFC 2047),
/// the body as UTF-8 in base64, so that no line of it can be mistaken for anything.
std::string render_message(const Mail& mail, const Envelope& envelope);

/// Encoded words of at most 75 characters, never cut inside a character; ASCII stays as it is.
std::string encode_header_text(std::string_view utf8);

/// "Mon, 23 Nov 2026 15:54:00 +0000"
std::string mail_date(Instant at);

}  // namespace gordion::mail
