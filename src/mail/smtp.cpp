// SPDX-License-Identifier: EUPL-1.2
#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/limits.hpp"
#include "mail/message.hpp"

namespace gordion::mail {
namespace {

struct CurlFreed {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const std::size_t length = std::min(size * count, rest.size());
    std::memcpy(buffer, rest.data(), length);
    rest.remove_prefix(length);
    return length;
}

Error error_of(CURLcode code, long reply) {
    // 5xx: the server will say the same again (RFC 5321, section 4.2.1). The server's own text may
    // repeat the recipient: it is not passed on.
    const bool refused = reply >= 500 && reply < 600;
    return {refused ? ErrorKind::Invalid : ErrorKind::Unavailable,
            refused ? "mail.refused" : "mail.unavailable",
            "smtp",
            {{"curl", std::to_string(static_cast<int>(code))}, {"reply", std::to_string(reply)}},
            std::string("The mail server did not take the message: ") + curl_easy_strerror(code)};
}

/// One connection per message: notifications are few, and jobs send them one by one.
class SmtpSender final : public MailSender {
public:
    SmtpSender(SmtpConfig config, Mailbox from, const Clock& clock, Random& random)
        : config_(std::move(config)), from_(std::move(from)), clock_(&clock), random_(&random) {}

    Result<void> send(const Mail& mail) override {
        TRY(check_mail(mail));
        const std::string domain = from_.address.substr(from_.address.find('@') + 1);
        const std::string message = render_message(
            mail, {from_, clock_->now(), make_uuid(*clock_, *random_) + "@" + domain});
        return transmit(mail, message);
    }

private:
    Result<void> transmit(const Mail& mail, std::string_view message) {
        const std::unique_ptr<CURL, CurlFreed> handle(curl_easy_init());
        VERIFY(handle != nullptr, "libcurl can be initialized");
        const std::unique_ptr<curl_slist, CurlFreed> recipients(
            curl_slist_append(nullptr, ("<" + mail.to.reveal() + ">").c_str()));
        set_server(handle.get());
        curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, ("<" + from_.address + ">").c_str());
        curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, &read_message);
        curl_easy_setopt(handle.get(), CURLOPT_READDATA, &message);
        const CURLcode code = curl_easy_perform(handle.get());
        if (code == CURLE_OK) {
            return {};
        }
        long reply = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
        return error_of(code, reply);
    }

    void set_server(CURL* handle) const {
        curl_easy_setopt(handle, CURLOPT_URL, config_.url.c_str());
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
        curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(limits::mail_timeout_ms));
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(limits::mail_timeout_ms / 2));
        const long tls = config_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE;
        curl_easy_setopt(handle, CURLOPT_USE_SSL, tls);
        curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!config_.user.empty()) {
            curl_easy_setopt(handle, CURLOPT_USERNAME, config_.user.c_str());
            curl_easy_setopt(handle, CURLOPT_PASSWORD, config_.password.reveal().c_str());
        }
    }

    SmtpConfig config_;
    Mailbox from_;
    const Clock* clock_;
    Random* random_;
};

/// scheme://host[:port] and nothing else: a user or path in the url would be read by libcurl.
bool is_smtp_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos ||
        (url.substr(0, scheme) != "smtp" && url.substr(0, scheme) != "smtps")) {
        return false;
    }
    const std::string_view host = url.substr(scheme + 3);
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("-.:[]").find(c) != std::string_view::npos;
    });
}

}  // namespace

Result<std::unique_ptr<MailSender>> make_smtp_sender(SmtpConfig config, const Clock& clock,
                                                     Random& random) {
    auto from = parse_mailbox(config.from);
    if (!from.has_value() || !is_smtp_url(config.url)) {
        return Error{ErrorKind::Invalid,
                     "mail.config_invalid",
                     from.has_value() ? "url" : "from",
                     {},
                     "Outgoing mail needs a url \"smtp://HOST:PORT\" or \"smtps://HOST:PORT\" and "
                     "a sender \"Name <address>\"."};
    }
    // The library counts its users; it is cleaned up with the process.
    static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
    VERIFY(initialized == CURLE_OK, "libcurl can be initialized");
    return std::unique_ptr<MailSender>(
        std::make_unique<SmtpSender>(std::move(config), std::move(from).value(), clock, random));
}

}  // namespace gordion::mail
