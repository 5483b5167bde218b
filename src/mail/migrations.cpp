// SPDX-License-Identifier: EUPL-1.2
#include "mail/mail.hpp"

namespace gordion::mail {

std::vector<storage::Migration> mail_migrations() {
    return {{"mail", 1, "captured mail of the demo", R"(
CREATE TABLE mail_captured (
    id text PRIMARY KEY,
    captured_at integer NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL
);
CREATE INDEX mail_captured_by_time ON mail_captured (captured_at, id);
)"}};
}

}  // namespace gordion::mail
