// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "core/verify.hpp"

namespace gordion::http {
namespace {

constexpr std::size_t longest_call = 1 << 20;

// Between OpenSSL and the socket. Its own would raise SIGPIPE when a client is gone.
int descriptor_of(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool may_try_again() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int send_sealed(BIO* bio, const char* bytes, int length) {
    BIO_clear_retry_flags(bio);
    const ssize_t sent =
        ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(length), MSG_NOSIGNAL);
    if (sent < 0 && may_try_again()) {
        BIO_set_retry_write(bio);
    }
    return static_cast<int>(sent);
}

int receive_sealed(BIO* bio, char* room, int length) {
    BIO_clear_retry_flags(bio);
    const ssize_t received = ::recv(descriptor_of(bio), room, static_cast<std::size_t>(length), 0);
    if (received < 0 && may_try_again()) {
        BIO_set_retry_read(bio);
    }
    return static_cast<int>(received);
}

long control_sealed(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* sealed_socket() {
    static const BIO_METHOD* const method = [] {
        BIO_METHOD* made =
            BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "gordion socket");
        VERIFY(made != nullptr, "small allocations do not fail here");
        BIO_meth_set_write(made, send_sealed);
        BIO_meth_set_read(made, receive_sealed);
        BIO_meth_set_ctrl(made, control_sealed);
        return made;
    }();
    return method;
}

// RFC 7301: who asks for HTTP/2 only gets no answer to that question, and HTTP/1.1.
constexpr SSL_CTX_alpn_select_cb_func choose_protocol =
    [](SSL*, auto** chosen, auto* length, auto* offered, auto offered_length, void*) {
        static constexpr unsigned char ours[] = "\x08http/1.1";
        unsigned char* found = nullptr;
        if (SSL_select_next_proto(&found, length, ours, sizeof(ours) - 1, offered,
                                  offered_length) != OPENSSL_NPN_NEGOTIATED) {
            return SSL_TLSEXT_ERR_NOACK;
        }
        *chosen = found;
        return SSL_TLSEXT_ERR_OK;
    };

Error bad_file(std::string code, const std::filesystem::path& file, std::string message) {
    ERR_clear_error();
    return {ErrorKind::Invalid, std::move(code), file.string(), {}, std::move(message)};
}

}  // namespace

Result<TlsContext> TlsContext::open(const TlsFiles& files) {
    ERR_clear_error();
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    VERIFY(context != nullptr, "OpenSSL makes a context");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE |
                                           SSL_OP_PRIORITIZE_CHACHA);
    // TLS 1.2 with forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
    VERIFY(SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") == 1,
           "these are in every OpenSSL 3");
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 1);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate_chain.c_str()) != 1) {
        return bad_file("http.tls_certificate", files.certificate_chain,
                        "no certificate chain in PEM can be read here");
    }
    // A passphrase would be asked for on the terminal.
    SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM) !=
            1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return bad_file("http.tls_key", files.private_key,
                        "no private key in PEM without passphrase can be read here that belongs to "
                        "the certificate");
    }
    return TlsContext(context);
}

void TlsChannel::EndChannel::operator()(ssl_st* channel) const {
    SSL_free(channel);
}

TlsChannel::TlsChannel(const TlsContext& context, int descriptor)
    : channel_(SSL_new(context.inside_.get())) {
    BIO* bio = BIO_new(sealed_socket());
    VERIFY(channel_ != nullptr && bio != nullptr, "small allocations do not fail here");
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
    BIO_set_init(bio, 1);
    SSL_set_bio(channel_.get(), bio, bio);
    SSL_set_accept_state(channel_.get());
}

TlsChannel::Moved TlsChannel::outcome_of(int returned) {
    switch (SSL_get_error(channel_.get(), returned)) {
        case SSL_ERROR_WANT_READ:
            return {0, Need::Bytes};
        case SSL_ERROR_WANT_WRITE:
            return {0, Need::Room};
        case SSL_ERROR_ZERO_RETURN:
            // RFC 8446, 6.1: the client says no more, but still hears the answer.
            ERR_clear_error();
            return {0, Need::End};
        default:
            has_failed_ = true;
            ERR_clear_error();
            return {0, Need::End};
    }
}

TlsChannel::Moved TlsChannel::read(std::span<char> room) {
    Moved moved;
    while (moved.count < room.size() && !has_failed_) {
        ERR_clear_error();
        std::size_t count = 0;
        const int returned = SSL_read_ex(channel_.get(), room.data() + moved.count,
                                         room.size() - moved.count, &count);
        if (returned != 1) {
            const Moved last = outcome_of(returned);
            return moved.count > 0 ? moved : last;
        }
        moved.count += count;
    }
    return moved.count > 0 ? moved : Moved{0, Need::End};
}

TlsChannel::Moved TlsChannel::write(std::string_view bytes) {
    if (has_failed_) {
        return {0, Need::End};
    }
    ERR_clear_error();
    std::size_t count = 0;
    const int returned =
        SSL_write_ex(channel_.get(), bytes.data(), std::min(bytes.size(), longest_call), &count);
    return returned == 1 ? Moved{count, Need::Nothing} : outcome_of(returned);
}

void TlsChannel::say_goodbye() {
    if (!has_failed_ && SSL_is_init_finished(channel_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(channel_.get());
        ERR_clear_error();
    }
}

}  // namespace gordion::http
