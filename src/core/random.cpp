// SPDX-License-Identifier: EUPL-1.2
#include "core/random.hpp"

#include <sys/random.h>

#include <cstring>

#include "core/verify.hpp"

namespace gordion {

std::string Random::bytes(std::size_t count) {
    std::string text(count, '\0');
    fill({reinterpret_cast<unsigned char*>(text.data()), text.size()});
    return text;
}

std::uint64_t Random::below(std::uint64_t bound) {
    VERIFY(bound > 0, "a range is never empty");
    // Values under 2^64 mod bound are thrown away, so that the rest is a whole number of ranges.
    const std::uint64_t reject_below = (0 - bound) % bound;
    while (true) {
        std::uint64_t value = 0;
        fill({reinterpret_cast<unsigned char*>(&value), sizeof value});
        if (value >= reject_below) {
            return value % bound;
        }
    }
}

std::string Random::characters(std::size_t count, std::string_view alphabet) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += alphabet[below(alphabet.size())];
    }
    return text;
}

void SystemRandom::fill(std::span<unsigned char> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
        VERIFY(got > 0, "the kernel's generator never fails once it is seeded");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

void SeededRandom::fill(std::span<unsigned char> bytes) {
    // SplitMix64 (Steele, Lea, Flood 2014).
    for (std::size_t at = 0; at < bytes.size();) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        z ^= z >> 31;
        const std::size_t take = std::min(sizeof z, bytes.size() - at);
        std::memcpy(bytes.data() + at, &z, take);
        at += take;
    }
}

}  // namespace gordion
