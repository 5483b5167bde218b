// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "core/time.hpp"
#include "storage/database.hpp"

namespace gordion::mail {

/// One plain-text message to one person. The text carries numbers and links, never what somebody
/// wrote into a form.
struct Mail {
    Sensitive<std::string> to;
    std::string subject;
    std::string text;
};

/// Brings a message on its way. Called from jobs, never from a transaction: it may block up to
/// limits::mail_timeout_ms. Shared between threads.
class MailSender {
public:
    virtual ~MailSender() = default;
    /// Error codes: mail.address_invalid, mail.subject_invalid, mail.text_invalid, mail.refused
    /// (kind Invalid: trying again does not help), mail.unavailable (kind Unavailable: it may).
    virtual Result<void> send(const Mail& mail) = 0;
};

struct SmtpConfig {
    std::string url;   ///< "smtp://host:port" (STARTTLS) or "smtps://host:port"
    std::string from;  ///< "Gordion <noreply@example.de>" or a bare address
    std::string user;  ///< empty: no sign-in
    Sensitive<std::string> password;
    /// Whether the connection must be encrypted. Off only for a server on the same machine.
    bool require_tls = true;
};

/// Through a mail server. Error code: mail.config_invalid (the url or sender is not usable).
Result<std::unique_ptr<MailSender>> make_smtp_sender(SmtpConfig config, const Clock& clock,
                                                     Random& random);

/// For the demo only: keeps messages, with their recipients in plain text, in the table
/// mail_captured instead of sending them, so that a page can show them. Keeps the newest
/// limits::mail_captured.
std::unique_ptr<MailSender> make_capture_sender(storage::Database& database, const Clock& clock,
                                                Random& random);

struct CapturedMail {
    std::string id;
    Instant at;
    Mail mail;
};

/// What the capture holds, newest first.
Result<std::vector<CapturedMail>> list_captured(storage::Connection& connection, std::size_t most);

/// Whether this is one address that can be written into a message: local@domain, at most 254 bytes,
/// visible ASCII only, nothing that ends a header or an SMTP command.
bool is_mail_address(std::string_view text);

std::vector<storage::Migration> mail_migrations();

}  // namespace gordion::mail
