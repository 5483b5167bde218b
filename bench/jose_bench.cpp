// SPDX-License-Identifier: EUPL-1.2
#include <benchmark/benchmark.h>

#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {
namespace {

const std::string fachdaten(10 * 1024, 'x');

// Made once per run: a new key of 4096 bit takes a second or more.
const PrivateKey& destination_key() {
    static const PrivateKey key = PrivateKey::make_rsa(4096);
    return key;
}

const PrivateKey& mailbox_key() {
    static const PrivateKey key = PrivateKey::make_p256();
    return key;
}

void EncryptForDestination(benchmark::State& state) {
    const PublicKey key = destination_key().public_key();
    for (auto _ : state) {
        benchmark::DoNotOptimize(encrypt_jwe(fachdaten, key, "application/json").has_value());
    }
}
BENCHMARK(EncryptForDestination);

void DecryptAtDestination(benchmark::State& state) {
    const std::string jwe =
        encrypt_jwe(fachdaten, destination_key().public_key(), "application/json").value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(decrypt_jwe(jwe, destination_key()).has_value());
    }
}
BENCHMARK(DecryptAtDestination);

void EncryptForMailbox(benchmark::State& state) {
    const PublicKey key = mailbox_key().public_key();
    for (auto _ : state) {
        benchmark::DoNotOptimize(encrypt_jwe(fachdaten, key, "application/json").has_value());
    }
}
BENCHMARK(EncryptForMailbox);

void DecryptFromMailbox(benchmark::State& state) {
    const std::string jwe =
        encrypt_jwe(fachdaten, mailbox_key().public_key(), "application/json").value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(decrypt_jwe(jwe, mailbox_key()).has_value());
    }
}
BENCHMARK(DecryptFromMailbox);

void HashPassword(benchmark::State& state) {
    SystemRandom random;
    for (auto _ : state) {
        benchmark::DoNotOptimize(hash_password("correct horse", random).data());
    }
}
BENCHMARK(HashPassword);

}  // namespace
}  // namespace gordion::crypto
