// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/jwe_shape.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "formats/json.hpp"

namespace gordion::zustelldienst {

using formats::Json;

namespace {

constexpr int segments = 5;
constexpr std::uint64_t smallest_key = 683;  // RSA with 4096 bit
constexpr std::uint64_t largest_key = 1366;  // RSA with 8192 bit
constexpr std::uint64_t iv_length = 16;
constexpr std::uint64_t tag_length = 22;

enum Segment { Header, Key, Iv, Ciphertext, Tag };

Error invalid(std::string_view reason, std::string message) {
    return {ErrorKind::Invalid,
            "zustelldienst.jwe_invalid",
            "",
            {{"reason", std::string(reason)}},
            std::move(message)};
}

bool is_base64url(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

}  // namespace

JweRules jwe_rules(fitconnect::ApiVersion version) {
    return version == fitconnect::ApiVersion::V1 ? JweRules::V1 : JweRules::V2;
}

JweRules attachment_rules(fitconnect::ApiVersion version) {
    return version == fitconnect::ApiVersion::V1 ? JweRules::Attachment : JweRules::AttachmentV2;
}

Result<void> JweInspector::append(std::string_view piece) {
    while (!piece.empty()) {
        const std::size_t end = std::min(piece.find('.'), piece.size());
        const std::string_view part = piece.substr(0, end);
        if (is_broken_ || !std::ranges::all_of(part, is_base64url)) {
            is_broken_ = true;
            return invalid("alphabet", "A JWE consists of base64url without padding and dots.");
        }
        lengths_[segment_] += part.size();
        if (segment_ == Header) {
            header_ += part;
        } else if (segment_ == Tag) {
            tag_ += part;
        }
        if (header_.size() > limits::jwe_header_bytes || tag_.size() > tag_length) {
            is_broken_ = true;
            return segment_ == Header ? invalid("header", "The JWE header is too long.")
                                      : invalid("tag", "The authentication tag is too long.");
        }
        piece.remove_prefix(end);
        if (!piece.empty()) {
            piece.remove_prefix(1);
            if (++segment_ == segments) {
                is_broken_ = true;
                segment_ = Tag;
                return invalid("segments", "A compact JWE has exactly five segments.");
            }
        }
    }
    return {};
}

Result<void> JweInspector::check_segments() const {
    if (is_broken_) {
        return invalid("alphabet", "A JWE consists of base64url without padding and dots.");
    }
    if (segment_ != Tag) {
        return invalid("segments", "A compact JWE has exactly five segments, this has " +
                                       std::to_string(segment_ + 1) + ".");
    }
    return {};
}

namespace {

Result<Json> read_header(const std::string& segment) {
    const auto bytes = crypto::from_base64url(segment);
    if (!bytes.has_value()) {
        return invalid("header", "The JWE header is not base64url.");
    }
    auto header = formats::parse_json(bytes.value());
    if (!header.has_value() || !header.value().is_object()) {
        return invalid("header", "The JWE header is no JSON object.");
    }
    return header;
}

Result<void> check_algorithms(const Json& header) {
    if (header.text_at("alg") != "RSA-OAEP-256") {
        return invalid("algorithm", "The JWE header 'alg' must be RSA-OAEP-256.");
    }
    if (header.text_at("enc") != "A256GCM") {
        return invalid("algorithm", "The JWE header 'enc' must be A256GCM.");
    }
    if (header.find("crit") != nullptr) {
        return invalid("algorithm",
                       "The JWE header 'crit' names extensions that nobody here knows.");
    }
    return {};
}

// Any kid is taken in v1: one SDK writes a thumbprint instead of the key's own.
Result<void> check_kid(const Json& header) {
    const Json* kid = header.find("kid");
    if (kid != nullptr && (!kid->is_string() || kid->as_string().empty() ||
                           kid->as_string().size() > limits::jwe_header_kid)) {
        return invalid("kid", "The JWE header 'kid' must be a text of 1 to 64 characters.");
    }
    return {};
}

Result<void> check_lengths(const std::uint64_t* lengths) {
    if (lengths[Key] < smallest_key) {
        return invalid("key", "The wrapped key is too short: the RSA key needs 4096 bit or more.");
    }
    if (lengths[Key] > largest_key) {
        return invalid("key", "The wrapped key is too long: RSA keys have at most 8192 bit.");
    }
    if (lengths[Iv] != iv_length) {
        return invalid("iv", "The initialization vector must have 12 bytes (16 characters).");
    }
    if (lengths[Tag] != tag_length) {
        return invalid("tag", "The authentication tag must have 16 bytes (22 characters).");
    }
    return {};
}

Result<void> check_zip(const Json& header, JweRules rules) {
    const Json* zip = header.find("zip");
    const bool may_compress = rules == JweRules::V1 || rules == JweRules::Attachment;
    if (zip == nullptr || (may_compress && zip->is_string() && zip->as_string() == "DEF")) {
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "zustelldienst.jwe_compressed",
                 "",
                 {},
                 "Invalid JWE Header 'zip': v2 forbids compression, v1 allows DEF only."};
}

Result<void> check_content_type(const Json& header, JweRules rules) {
    if (rules != JweRules::V2) {
        return {};
    }
    const std::string type = header.text_at("cty");
    if (type == "application/json" || type == "application/xml") {
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "zustelldienst.jwe_content_type",
                 "",
                 {{"cty", type.substr(0, 80)}},
                 type.empty()
                     ? "Invalid JWE Header 'cty': v2 requires it, yours has none. Set it to "
                       "application/json or application/xml."
                     : "Invalid JWE Header 'cty': it must be application/json or "
                       "application/xml."};
}

// Names the JWE that an error is about.
template <typename T>
Result<T> of_part(std::string_view part, Result<T> step) {
    if (step.has_value()) {
        return step;
    }
    Error error = step.take_error();
    error.place = part;
    error.message = std::string(part) + ": " + error.message;
    return error;
}

}  // namespace

Result<std::string> JweInspector::finish(std::string_view part, JweRules rules,
                                         CheckObserver& checks) {
    TRY(report(checks, "jwe.segments", of_part(part, check_segments())));
    const Json header = TRY(report(checks, "jwe.header", of_part(part, read_header(header_))));
    TRY(report(checks, "jwe.algorithm", of_part(part, check_algorithms(header))));
    TRY(report(checks, "jwe.kid", of_part(part, check_kid(header))));
    TRY(report(checks, "jwe.lengths", of_part(part, check_lengths(lengths_))));
    TRY(report(checks, "jwe.zip", of_part(part, check_zip(header, rules))));
    TRY(report(checks, "jwe.cty", of_part(part, check_content_type(header, rules))));
    return tag_;
}

Result<std::string> check_jwe(std::string_view jwe, std::string_view part, JweRules rules,
                              CheckObserver& checks) {
    JweInspector inspector;
    TRY(report(checks, "jwe.segments", of_part(part, inspector.append(jwe))));
    return inspector.finish(part, rules, checks);
}

}  // namespace gordion::zustelldienst
