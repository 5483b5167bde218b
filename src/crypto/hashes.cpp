// SPDX-License-Identifier: EUPL-1.2
#include "crypto/hashes.hpp"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <charconv>

#include "core/verify.hpp"
#include "crypto/internal/openssl.hpp"
#include "crypto/streamed_hash.hpp"

namespace gordion::crypto {
namespace {

// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
constexpr std::uint32_t argon_memory_kib = 19 * 1024;
constexpr std::uint32_t argon_passes = 2;
constexpr std::uint32_t argon_lanes = 1;
constexpr std::size_t argon_salt_bytes = 16;
constexpr std::size_t argon_hash_bytes = 32;
// A stored hash names its own cost; this is the most we would ever pay for checking one.
constexpr std::uint64_t argon_most_memory_kib = 4 * argon_memory_kib;
constexpr std::uint64_t argon_most_passes = 8;
constexpr std::size_t argon_text_bytes = 256;

std::string digest(const EVP_MD* algorithm, std::string_view bytes) {
    std::string hash(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), to_bytes(hash), nullptr, algorithm, nullptr);
    VERIFY(done == 1, "hashing bytes in memory does not fail");
    return hash;
}

// The number after `name` in the parameters of an encoded hash, 0 if there is none.
std::uint64_t parameter(std::string_view hash, std::string_view name) {
    const std::size_t at = hash.find(name);
    std::uint64_t number = 0;
    if (at != std::string_view::npos) {
        std::from_chars(hash.data() + at + name.size(), hash.data() + hash.size(), number);
    }
    return number;
}

bool is_affordable(std::string_view hash) {
    return hash.size() <= argon_text_bytes && hash.substr(0, 10) == "$argon2id$" &&
           parameter(hash, "$m=") <= argon_most_memory_kib &&
           parameter(hash, ",t=") <= argon_most_passes && parameter(hash, ",p=") <= argon_lanes;
}

}  // namespace

std::string sha256(std::string_view bytes) {
    return digest(EVP_sha256(), bytes);
}

struct Sha256::State {
    State() : context(EVP_MD_CTX_new()) {}
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    const bool ready = state_->context != nullptr &&
                       EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1;
    VERIFY(ready, "OpenSSL knows SHA-256");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
    const int done = EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    VERIFY(done == 1, "hashing bytes in memory does not fail");
}

std::string Sha256::finish() {
    std::string hash(static_cast<std::size_t>(EVP_MD_get_size(EVP_sha256())), '\0');
    const int done = EVP_DigestFinal_ex(state_->context, to_bytes(hash), nullptr);
    VERIFY(done == 1, "a hash is finished once");
    return hash;
}

std::string sha512(std::string_view bytes) {
    return digest(EVP_sha512(), bytes);
}

struct Sha512::State {
    State() : context(EVP_MD_CTX_new()) {}
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    EVP_MD_CTX* context;
};

Sha512::Sha512() : state_(std::make_unique<State>()) {
    const bool ready = state_->context != nullptr &&
                       EVP_DigestInit_ex(state_->context, EVP_sha512(), nullptr) == 1;
    VERIFY(ready, "OpenSSL knows SHA-512");
}

Sha512::Sha512(const Sha512& other) : state_(std::make_unique<State>()) {
    const bool ready = state_->context != nullptr &&
                       EVP_MD_CTX_copy_ex(state_->context, other.state_->context) == 1;
    VERIFY(ready, "copying a hash fails only without memory");
}

Sha512::~Sha512() = default;
Sha512& Sha512::operator=(Sha512&&) noexcept = default;

void Sha512::add(std::string_view bytes) {
    const int done = EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    VERIFY(done == 1, "hashing bytes in memory does not fail");
}

std::string Sha512::finish() {
    std::string hash(static_cast<std::size_t>(EVP_MD_get_size(EVP_sha512())), '\0');
    const int done = EVP_DigestFinal_ex(state_->context, to_bytes(hash), nullptr);
    VERIFY(done == 1, "a hash is finished once");
    return hash;
}

namespace {

std::string hmac(const EVP_MD* digest, std::string_view key, std::string_view bytes) {
    std::string mac(static_cast<std::size_t>(EVP_MD_get_size(digest)), '\0');
    unsigned int length = 0;
    // A null key would tell OpenSSL to reuse an earlier one, so an empty one points at something.
    const char* key_data = key.empty() ? "" : key.data();
    const auto* done = HMAC(digest, key_data, static_cast<int>(key.size()), to_bytes(bytes),
                            bytes.size(), to_bytes(mac), &length);
    VERIFY(done != nullptr && length == mac.size(), "HMAC of bytes in memory does not fail");
    return mac;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    return hmac(EVP_sha256(), key, bytes);
}

std::string hmac_sha512(std::string_view key, std::string_view bytes) {
    return hmac(EVP_sha512(), key, bytes);
}

std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t bytes) {
    std::string key(bytes, '\0');
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    std::size_t length = key.size();
    const bool done = context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
                      EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
                      EVP_PKEY_CTX_set1_hkdf_key(context.get(), to_bytes(secret),
                                                 static_cast<int>(secret.size())) == 1 &&
                      EVP_PKEY_CTX_add1_hkdf_info(context.get(), to_bytes(purpose),
                                                  static_cast<int>(purpose.size())) == 1 &&
                      EVP_PKEY_derive(context.get(), to_bytes(key), &length) == 1 &&
                      length == key.size();
    VERIFY(done, "HKDF fails only for an empty secret or more than 255 blocks");
    return key;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string hash_password(std::string_view password, Random& random) {
    const std::string salt = random.bytes(argon_salt_bytes);
    std::string text(argon2_encodedlen(argon_passes, argon_memory_kib, argon_lanes,
                                       argon_salt_bytes, argon_hash_bytes, Argon2_id),
                     '\0');
    const int result = argon2id_hash_encoded(
        argon_passes, argon_memory_kib, argon_lanes, password.data(), password.size(), salt.data(),
        salt.size(), argon_hash_bytes, text.data(), text.size());
    VERIFY(result == ARGON2_OK, "argon2id with fixed parameters fails only without memory");
    text.resize(text.find('\0'));
    return text;
}

bool is_password(std::string_view password, std::string_view hash) {
    if (!is_affordable(hash) || hash.find('\0') != std::string_view::npos) {
        return false;
    }
    return argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) ==
           ARGON2_OK;
}

}  // namespace gordion::crypto
