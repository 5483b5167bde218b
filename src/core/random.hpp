// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gordion {

/// The only source of chance. Shared between threads.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<unsigned char> bytes) = 0;

    [[nodiscard]] std::string bytes(std::size_t count);
    /// Uniform in [0, bound); bound must not be zero.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// `count` characters, each uniform from the alphabet.
    [[nodiscard]] std::string characters(std::size_t count, std::string_view alphabet);
};

/// The kernel's generator; fit for keys.
class SystemRandom final : public Random {
public:
    void fill(std::span<unsigned char> bytes) override;
};

/// Repeatable from its seed. For tests and simulations only; not shared between threads.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<unsigned char> bytes) override;

private:
    std::uint64_t state_;
};

/// Digits and capitals without 0, 1, I, L, O, U: easy to read out, no accidental words.
inline constexpr std::string_view readable_alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace gordion
