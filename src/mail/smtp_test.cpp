// SPDX-License-Identifier: EUPL-1.2
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "mail/mail.hpp"

namespace gordion::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A mail server for one conversation, on a free port. Refuses the command that begins with
/// `refuse` with `reply`; keeps what it was told.
class TinySmtpServer {
public:
    explicit TinySmtpServer(std::string refuse = "", std::string reply = "")
        : refuse_(std::move(refuse)), reply_(std::move(reply)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, generic, size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~TinySmtpServer() { stop(); }
    TinySmtpServer(const TinySmtpServer&) = delete;
    TinySmtpServer& operator=(const TinySmtpServer&) = delete;

    [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

    /// Everything the client said.
    const std::string& heard() {
        stop();
        return heard_;
    }

private:
    void stop() {
        if (thread_.joinable()) {
            ::shutdown(listener_, SHUT_RDWR);
            thread_.join();
            ::close(listener_);
        }
    }

    void say(const std::string& line) const {
        const std::string sent = line + "\r\n";
        (void)::send(client_, sent.data(), sent.size(), MSG_NOSIGNAL);
    }

    /// The next line, or everything up to the end of the message in DATA.
    bool hear(std::string& text, const std::string& until) {
        text.clear();
        char byte = 0;
        while (::recv(client_, &byte, 1, 0) == 1) {
            text += byte;
            if (text.ends_with(until)) {
                heard_ += text;
                return true;
            }
        }
        return false;
    }

    void serve() {
        client_ = ::accept(listener_, nullptr, nullptr);
        if (client_ < 0) {
            return;
        }
        say("220 tiny");
        std::string line;
        while (hear(line, "\r\n") && !line.starts_with("QUIT")) {
            if (!refuse_.empty() && line.starts_with(refuse_)) {
                say(reply_);
            } else if (line.starts_with("EHLO")) {
                say("250-tiny\r\n250 AUTH PLAIN");
            } else if (line.starts_with("AUTH")) {
                say("334 ");
                (void)hear(line, "\r\n");
                say("235 welcome");
            } else if (line.starts_with("DATA")) {
                say("354 go on");
                (void)hear(line, "\r\n.\r\n");
                say("250 taken");
            } else {
                say("250 ok");
            }
        }
        say("221 bye");
        ::close(client_);
    }

    std::string refuse_;
    std::string reply_;
    int listener_ = -1;
    int client_ = -1;
    int port_ = 0;
    std::string heard_;
    std::thread thread_;
};

class SmtpTest : public ::testing::Test {
protected:
    Result<void> send(const std::string& url, const std::string& user = "",
                      bool require_tls = false) {
        const auto sender = make_smtp_sender({url, "Gordion Gröde <noreply@example.de>", user,
                                              Sensitive<std::string>("geheim"), require_tls},
                                             clock_, random_);
        return sender.value()->send(
            {Sensitive<std::string>("anna@example.de"), "Ihr Antrag", "Guten Tag"});
    }

    FakeClock clock_;
    SeededRandom random_{1};
};

TEST_F(SmtpTest, HandsOverTheMessage) {
    TinySmtpServer server;
    const auto sent = send(server.url());
    EXPECT_TRUE(sent.has_value()) << sent.error().to_text();
    const std::string heard = server.heard();
    EXPECT_THAT(heard, HasSubstr("MAIL FROM:<noreply@example.de>"));
    EXPECT_THAT(heard, HasSubstr("RCPT TO:<anna@example.de>"));
    EXPECT_THAT(heard,
                HasSubstr("From: =?UTF-8?B?R29yZGlvbiBHcsO2ZGU=?= <noreply@example.de>\r\n"));
    EXPECT_THAT(heard, HasSubstr("Subject: Ihr Antrag\r\n"));
    EXPECT_THAT(heard, HasSubstr("\r\n\r\nR3V0ZW4gVGFn\r\n.\r\n"));
    EXPECT_THAT(heard, Not(HasSubstr("AUTH")));
}

TEST_F(SmtpTest, SignsInWhenAskedTo) {
    TinySmtpServer server;
    const auto sent = send(server.url(), "gordion");
    EXPECT_TRUE(sent.has_value()) << sent.error().to_text();
    EXPECT_THAT(server.heard(), HasSubstr("AUTH PLAIN"));
}

TEST_F(SmtpTest, SaysNothingUnencryptedWhereTlsIsRequired) {
    TinySmtpServer server;
    EXPECT_EQ(send(server.url(), "gordion", true).error().code, "mail.unavailable");
    EXPECT_THAT(server.heard(), Not(HasSubstr("AUTH")));
    EXPECT_THAT(server.heard(), Not(HasSubstr("MAIL")));
}

TEST_F(SmtpTest, TellsRefusalsForGoodFromThoseForNow) {
    TinySmtpServer never("RCPT", "550 no such user anna@example.de");
    const auto refused = send(never.url());
    EXPECT_EQ(refused.error().code, "mail.refused");
    EXPECT_THAT(refused.error().to_text(), Not(HasSubstr("anna")));
    TinySmtpServer later("RCPT", "450 try later");
    EXPECT_EQ(send(later.url()).error().code, "mail.unavailable");
}

TEST_F(SmtpTest, ReportsAServerThatIsNotThere) {
    std::string url;
    {
        const TinySmtpServer gone;
        url = gone.url();
    }
    EXPECT_EQ(send(url).error().code, "mail.unavailable");
}

TEST_F(SmtpTest, RefusesAConfigurationThatCannotWork) {
    const auto code = [&](const std::string& url, const std::string& from) {
        return make_smtp_sender({url, from, "", {}, true}, clock_, random_).error().code;
    };
    for (const char* url : {"", "smtp://", "http://x", "file:///etc/passwd", "smtp://a@b",
                            "smtp://x/y", "smtp://x\r\n"}) {
        EXPECT_EQ(code(url, "a@b"), "mail.config_invalid") << url;
    }
    EXPECT_EQ(code("smtp://x:25", "nobody"), "mail.config_invalid");
}

}  // namespace
}  // namespace gordion::mail
