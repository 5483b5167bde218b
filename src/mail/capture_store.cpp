// SPDX-License-Identifier: EUPL-1.2
#include "core/limits.hpp"
#include "mail/message.hpp"

namespace gordion::mail {
namespace {

class CaptureSender final : public MailSender {
public:
    CaptureSender(storage::Database& database, const Clock& clock, Random& random)
        : database_(&database), clock_(&clock), random_(&random) {}

    Result<void> send(const Mail& mail) override {
        TRY(check_mail(mail));
        const std::string id = make_uuid(*clock_, *random_);
        const Scope scope = system_scope("mail.capture");
        return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
            TRY(connection.execute(
                "INSERT INTO mail_captured (id, captured_at, recipient, subject, body) "
                "VALUES ($1, $2, $3, $4, $5)",
                {id, clock_->now().ms, mail.to.reveal(), mail.subject, mail.text}));
            TRY(connection.execute(
                "DELETE FROM mail_captured WHERE id NOT IN (SELECT id FROM mail_captured "
                "ORDER BY captured_at DESC, id DESC LIMIT $1)",
                {static_cast<std::int64_t>(limits::mail_captured)}));
            return {};
        });
    }

private:
    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
};

}  // namespace

std::unique_ptr<MailSender> make_capture_sender(storage::Database& database, const Clock& clock,
                                                Random& random) {
    return std::make_unique<CaptureSender>(database, clock, random);
}

Result<std::vector<CapturedMail>> list_captured(storage::Connection& connection, std::size_t most) {
    std::vector<CapturedMail> mails;
    const storage::Rows rows =
        TRY(connection.query("SELECT id, captured_at, recipient, subject, body FROM mail_captured "
                             "ORDER BY captured_at DESC, id DESC LIMIT $1",
                             {static_cast<std::int64_t>(std::min(most, limits::mail_captured))}));
    for (const storage::Row& row : rows) {
        mails.push_back({row.text(0),
                         {row.integer(1)},
                         {Sensitive<std::string>(row.text(2)), row.text(3), row.text(4)}});
    }
    return mails;
}

}  // namespace gordion::mail
