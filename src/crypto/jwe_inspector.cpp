// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jwe_inspector.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"

namespace gordion::crypto {
namespace {

constexpr std::size_t header_segment = 0;
constexpr std::size_t key_segment = 1;
constexpr std::size_t nonce_segment = 2;
constexpr std::size_t ciphertext_segment = 3;
constexpr std::size_t tag_segment = 4;
constexpr std::size_t quoted_characters = 40;  // of what was found, in an error

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::uint8_t, 256> foreign_characters() {
    std::array<std::uint8_t, 256> foreign{};
    foreign.fill(1);
    for (const char c : alphabet) {
        foreign[static_cast<unsigned char>(c)] = 0;
    }
    return foreign;
}
constexpr auto is_foreign = foreign_characters();

Error violation(std::string code, Values values, std::string message) {
    return {ErrorKind::Invalid, "crypto." + std::move(code), "", std::move(values),
            std::move(message)};
}

constexpr std::size_t characters_of(std::size_t bytes) {
    return (bytes * 4 + 2) / 3;
}

Error wrong_member(const std::string& name, const formats::Json& header, std::string message) {
    const formats::Json* member = header.find(name);
    std::string found = member == nullptr ? "" : write_json(*member);
    if (member != nullptr && member->is_string()) {
        found = member->as_string();
    }
    if (found.size() > quoted_characters) {
        found.resize(quoted_characters);
        found += "…";
    }
    return violation("jwe_" + name, {{"found", std::move(found)}}, std::move(message));
}

// Whether a member is there or not as it should be, and a text.
bool is_as_ruled(const formats::Json& header, std::string_view name, JweRules::Member rule) {
    const formats::Json* member = header.find(name);
    if (member == nullptr) {
        return rule != JweRules::Member::Required;
    }
    return rule != JweRules::Member::Refused && member->is_string();
}

}  // namespace

JweInspector::JweInspector(JweRules rules) : rules_(std::move(rules)) {}

Result<void> JweInspector::append(std::string_view piece) {
    if (!violation_) {
        if (Result<void> taken = take(piece); !taken) {
            violation_ = taken.take_error();
        }
    }
    return violation_ ? Result<void>(*violation_) : Result<void>();
}

Result<void> JweInspector::take(std::string_view piece) {
    while (!piece.empty()) {
        const std::size_t dot = piece.find('.');
        TRY(take_text(piece.substr(0, dot)));
        if (dot == std::string_view::npos) {
            return {};
        }
        if (segment_ == tag_segment) {
            return violation("jwe_segments", {{"found", "6"}},
                             "A compact JWE has five segments, not more.");
        }
        TRY(close_segment());
        ++segment_;
        length_ = 0;
        text_.clear();
        piece.remove_prefix(dot + 1);
    }
    return {};
}

// The longest part of all: one look at each character.
Result<void> JweInspector::take_text(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    // What is beyond the first character too many decides nothing, or pieces would make a
    // difference.
    const std::uint64_t most = most_characters();
    text = text.substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(text.size(), most - length_ + 1)));
    std::uint8_t foreign = 0;
    for (const char c : text) {
        foreign |= is_foreign[static_cast<unsigned char>(c)];
    }
    if (foreign != 0) {
        const auto found = std::find_if(text.begin(), text.end(), [](char c) {
            return is_foreign[static_cast<unsigned char>(c)] != 0;
        });
        return violation(
            "jwe_alphabet",
            {{"segment", std::to_string(segment_ + 1)},
             {"position",
              std::to_string(length_ + static_cast<std::uint64_t>(found - text.begin()))}},
            "A character is not part of the alphabet of base64url.");
    }
    length_ += text.size();
    last_ = text.back();
    if (segment_ == header_segment || segment_ == tag_segment) {
        text_ += text;
    }
    if (length_ <= most) {
        return {};
    }
    return segment_ == header_segment
               ? violation("jwe_header_size", {{"limit", std::to_string(most)}},
                           "The header of the JWE is larger than allowed.")
               : check_length();
}

// Of the segment that is coming in.
std::uint64_t JweInspector::most_characters() const {
    switch (segment_) {
        case header_segment:
            return limits::jose_header_bytes;
        case key_segment:
            return characters_of(rules_.wrapped_key_bytes);
        case nonce_segment:
            return characters_of(gcm_nonce_bytes);
        case tag_segment:
            return characters_of(gcm_tag_bytes);
        default:
            return std::numeric_limits<std::uint64_t>::max() - 1;
    }
}

Result<void> JweInspector::check_length() const {
    constexpr std::array<const char*, 5> codes{"", "jwe_key_length", "jwe_iv_length", "",
                                               "jwe_tag_length"};
    const std::uint64_t expected = most_characters();
    if (length_ == expected) {
        return {};
    }
    return violation(codes[segment_],
                     {{"found", std::to_string(length_)}, {"expected", std::to_string(expected)}},
                     "A segment of the JWE has not the length that its algorithm gives.");
}

Result<void> JweInspector::close_segment() {
    if (segment_ != header_segment && segment_ != ciphertext_segment) {
        TRY(check_length());
    }
    // Two characters more than whole groups of four carry four bits that belong to no byte, three
    // carry two; one more is no encoding.
    const std::uint64_t left = length_ % 4;
    const std::size_t digit = alphabet.find(last_);
    if (left == 1 || (left == 2 && digit % 16 != 0) || (left == 3 && digit % 4 != 0)) {
        return violation("jwe_bits", {{"segment", std::to_string(segment_ + 1)}},
                         "A segment of the JWE is not the encoding of any bytes.");
    }
    if (segment_ == header_segment) {
        return judge_header();
    }
    if (segment_ == ciphertext_segment) {
        facts_.ciphertext_bytes = length_ * 3 / 4;
    }
    return {};
}

Result<void> JweInspector::judge_header() {
    const Result<std::string> text = from_base64url(text_);
    Result<formats::Json> header =
        text ? formats::parse_json(text.value()) : Result<formats::Json>(text.error());
    if (!header || !header.value().is_object()) {
        return violation("jwe_header_json", {}, "The header of the JWE is not a JSON object.");
    }
    facts_.header = std::move(header).value();
    const formats::Json& found = facts_.header;
    if (found.find("crit") != nullptr) {
        return violation("jwe_crit", {}, "The header demands extensions that are not known here.");
    }
    if (found.text_at("alg") != "RSA-OAEP-256") {
        return wrong_member("alg", found, "alg must be RSA-OAEP-256.");
    }
    if (found.text_at("enc") != "A256GCM") {
        return wrong_member("enc", found, "enc must be A256GCM.");
    }
    facts_.is_compressed = found.find("zip") != nullptr;
    if (!is_as_ruled(found, "zip", rules_.zip) ||
        (facts_.is_compressed && found.text_at("zip") != "DEF")) {
        return wrong_member("zip", found, "zip is not allowed here, or is not DEF.");
    }
    facts_.content_type = found.text_at("cty");
    const auto& fit = rules_.content_types;
    const bool is_listed =
        fit.empty() || std::find(fit.begin(), fit.end(), facts_.content_type) != fit.end();
    if (!is_as_ruled(found, "cty", rules_.cty) ||
        (rules_.cty == JweRules::Member::Required && facts_.content_type.empty()) ||
        (found.find("cty") != nullptr && !is_listed)) {
        return wrong_member("cty", found, "cty is missing or not one of the allowed media types.");
    }
    return judge_kid();
}

Result<void> JweInspector::judge_kid() {
    facts_.kid = facts_.header.text_at("kid");
    const bool fits = facts_.kid.size() >= rules_.kid_least && facts_.kid.size() <= rules_.kid_most;
    if (!is_as_ruled(facts_.header, "kid", rules_.kid) ||
        (facts_.header.find("kid") != nullptr && !fits)) {
        return wrong_member("kid", facts_.header, "kid is missing or has a length that none has.");
    }
    return {};
}

Result<JweFacts> JweInspector::finish() {
    if (violation_) {
        return *violation_;
    }
    if (segment_ != tag_segment) {
        violation_ = violation("jwe_segments", {{"found", std::to_string(segment_ + 1)}},
                               "A compact JWE has five segments, not fewer.");
        return *violation_;
    }
    if (Result<void> closed = close_segment(); !closed) {
        violation_ = closed.take_error();
        return *violation_;
    }
    facts_.authentication_tag = text_;
    return facts_;
}

Result<JweFacts> inspect_jwe(std::string_view jwe, const JweRules& rules) {
    JweInspector inspector(rules);
    TRY(inspector.append(jwe));
    return inspector.finish();
}

}  // namespace gordion::crypto
