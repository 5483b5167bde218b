// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "core/verify.hpp"
#include "crypto/hashes.hpp"

namespace gordion::crypto {
namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digits_of(std::string_view alphabet) {
    std::array<std::uint8_t, 256> digits{};
    for (auto& digit : digits) {
        digit = no_digit;
    }
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        digits[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
    }
    return digits;
}

constexpr auto base64_digits = digits_of(base64_alphabet);
constexpr auto base64url_digits = digits_of(base64url_alphabet);

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string text((bytes.size() * 4 + 2) / 3, '\0');
    std::size_t to = 0;
    std::size_t at = 0;
    const auto byte = [&](std::size_t index) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[index]));
    };
    for (; at + 3 <= bytes.size(); at += 3) {
        const std::uint32_t three = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
        text[to++] = alphabet[three >> 18];
        text[to++] = alphabet[three >> 12 & 63];
        text[to++] = alphabet[three >> 6 & 63];
        text[to++] = alphabet[three & 63];
    }
    const std::size_t left = bytes.size() - at;
    if (left > 0) {
        const std::uint32_t rest = byte(at) << 16 | (left == 2 ? byte(at + 1) << 8 : 0);
        text[to++] = alphabet[rest >> 18];
        text[to++] = alphabet[rest >> 12 & 63];
        if (left == 2) {
            text[to++] = alphabet[rest >> 6 & 63];
        }
    }
    VERIFY(to == text.size(), "the length of an encoding is known beforehand");
    return text;
}

Error invalid(std::string_view why) {
    return {ErrorKind::Invalid, "crypto.base64_invalid", "", {}, std::string(why)};
}

Result<std::string> decode(std::string_view text, const std::array<std::uint8_t, 256>& digits) {
    if (text.size() % 4 == 1) {
        return invalid("No bytes have an encoding of this length.");
    }
    std::string bytes(text.size() * 3 / 4, '\0');
    std::size_t to = 0;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
        if (digit == no_digit) {
            return invalid("A character is not part of the alphabet.");
        }
        buffer = (buffer << 6) | digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[to++] = static_cast<char>(buffer >> bits & 0xFF);
        }
    }
    // Left-over bits must be zero; otherwise two texts would stand for the same bytes.
    if ((buffer & ((1U << bits) - 1)) != 0) {
        return invalid("The last character carries bits that belong to no byte.");
    }
    return bytes;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string to_base64(std::string_view bytes) {
    std::string text = encode(bytes, base64_alphabet);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

Result<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return invalid("The length is not a multiple of four; the padding is missing.");
    }
    for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding) {
        text.remove_suffix(1);
    }
    return decode(text, base64_digits);
}

std::string to_base64url(std::string_view bytes) {
    return encode(bytes, base64url_alphabet);
}

Result<std::string> from_base64url(std::string_view text) {
    return decode(text, base64url_digits);
}

}  // namespace gordion::crypto
