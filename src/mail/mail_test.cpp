// SPDX-License-Identifier: EUPL-1.2
#include "mail/mail.hpp"

#include <gmock/gmock.h>

#include "core/limits.hpp"
#include "mail/message.hpp"
#include "tests/support/databases.hpp"

namespace gordion::mail {
namespace {

Mail mail_to(std::string to, std::string subject = "Hallo", std::string text = "Text") {
    return {Sensitive<std::string>(std::move(to)), std::move(subject), std::move(text)};
}

TEST(MailAddress, IsOneAddressAndNothingElse) {
    for (const char* good : {"a@b", "anna.meier+hund@gemeinde.example", "o'neil@x-y.example"}) {
        EXPECT_TRUE(is_mail_address(good)) << good;
    }
    const std::string long_local(65, 'a');
    for (const std::string& wrong :
         {std::string(), std::string("a"), std::string("@b"), std::string("a@"),
          std::string("a@b@c"), std::string("a b@c"), std::string("a@b\r\nBcc: c@d"),
          std::string("<a@b>"), std::string("a@b,c@d"), std::string("ä@b"), std::string("a@b."),
          std::string("a..b@c"), std::string(".a@b"), std::string("a@-b"), std::string("a@b\0", 4),
          long_local + "@b", "a@" + std::string(260, 'b')}) {
        EXPECT_FALSE(is_mail_address(wrong)) << wrong;
    }
}

TEST(MailMessage, EncodesWhatIsNotAscii) {
    EXPECT_EQ(encode_header_text("Plain subject"), "Plain subject");
    EXPECT_EQ(encode_header_text("Gröde"), "=?UTF-8?B?R3LDtmRl?=");
    EXPECT_EQ(encode_header_text("=?x?="), "=?UTF-8?B?PT94Pz0=?=");
    const std::string long_text = encode_header_text(std::string(20, 'x') + "ääääääääääääääääääää");
    EXPECT_THAT(long_text, ::testing::HasSubstr("?=\r\n =?UTF-8?B?"));
    for (std::size_t at = 0, end = 0; at < long_text.size(); at = end + 2) {
        end = std::min(long_text.find("\r\n", at), long_text.size());
        EXPECT_LE(end - at, 76U);
    }
}

TEST(MailMessage, WritesHeadersAndABodyThatCannotBeMistaken) {
    const std::string message =
        render_message(mail_to("anna@example.de", "Antrag GRÖDE-1", "Guten Tag,\n.\r\nQUIT\n"),
                       {parse_mailbox("Gordion \"Demo\" <noreply@example.de>").value(),
                        {1'795'449'240'000},
                        "i@x"});
    EXPECT_EQ(message,
              "Date: Mon, 23 Nov 2026 15:54:00 +0000\r\n"
              "From: \"Gordion \\\"Demo\\\"\" <noreply@example.de>\r\n"
              "To: <anna@example.de>\r\n"
              "Subject: =?UTF-8?B?QW50cmFnIEdSw5ZERS0x?=\r\n"
              "Message-ID: <i@x>\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=UTF-8\r\n"
              "Content-Transfer-Encoding: base64\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "\r\n"
              "R3V0ZW4gVGFnLA0KLg0KUVVJVA0K\r\n");
}

TEST(MailMessage, ReadsSendersWithAndWithoutName) {
    EXPECT_EQ(parse_mailbox("Amt Pellworm <amt@example.de>").value().name, "Amt Pellworm");
    EXPECT_EQ(parse_mailbox(" amt@example.de ").value().address, "amt@example.de");
    for (const char* wrong : {"", "Amt", "Amt <a@b", "A\nmt <a@b>", "<a@b> Amt", "a@b <>"}) {
        EXPECT_EQ(parse_mailbox(wrong).error().code, "mail.address_invalid") << wrong;
    }
}

class CaptureTest : public testing::OnBothDatabases {};
GORDION_ON_BOTH_DATABASES(CaptureTest);

TEST_P(CaptureTest, KeepsTheNewestMessages) {
    storage::Database& database = open(mail_migrations());
    FakeClock clock;
    SeededRandom random(1);
    const auto sender = make_capture_sender(database, clock, random);
    for (int i = 0; i < 3; ++i) {
        clock.advance_ms(1000);
        ASSERT_TRUE(sender->send(mail_to("a@b.de", "Nummer " + std::to_string(i))));
    }
    const auto list = [&](std::size_t most) {
        return database
            .read(system_scope("test"),
                  [&](storage::Connection& connection) { return list_captured(connection, most); })
            .value();
    };
    ASSERT_EQ(list(2).size(), 2U);
    EXPECT_EQ(list(2)[0].mail.subject, "Nummer 2");
    EXPECT_EQ(list(2)[0].mail.to.reveal(), "a@b.de");
    // More rows than are kept, written at once; the next message clears them away.
    std::vector<std::vector<storage::Value>> rows;
    for (std::size_t i = 0; i < limits::mail_captured + 20; ++i) {
        rows.push_back({"id" + std::to_string(i)});
    }
    ASSERT_TRUE(database.write(system_scope("test"), [&](storage::Connection& connection) {
        return connection.execute_many("INSERT INTO mail_captured VALUES ($1, 1, 'a@b', 's', 't')",
                                       rows);
    }));
    clock.advance_ms(1000);
    ASSERT_TRUE(sender->send(mail_to("a@b.de", "Zuletzt")));
    EXPECT_EQ(list(10'000).size(), limits::mail_captured);
    EXPECT_EQ(list(1)[0].mail.subject, "Zuletzt");
}

TEST_P(CaptureTest, RefusesWhatAServerWouldRefuse) {
    storage::Database& database = open(mail_migrations());
    FakeClock clock;
    SeededRandom random(1);
    const auto sender = make_capture_sender(database, clock, random);
    EXPECT_EQ(sender->send(mail_to("nobody")).error().code, "mail.address_invalid");
    EXPECT_EQ(sender->send(mail_to("a@b", "")).error().code, "mail.subject_invalid");
    EXPECT_EQ(sender->send(mail_to("a@b", "x\r\nBcc: c@d")).error().code, "mail.subject_invalid");
    EXPECT_EQ(sender->send(mail_to("a@b", std::string(300, 'x'))).error().code,
              "mail.subject_invalid");
    EXPECT_EQ(sender->send(mail_to("a@b", "x", "\xff")).error().code, "mail.text_invalid");
    EXPECT_EQ(sender->send(mail_to("a@b", "x", std::string(limits::mail_text_bytes + 1, 'x')))
                  .error()
                  .code,
              "mail.text_invalid");
}

}  // namespace
}  // namespace gordion::mail
