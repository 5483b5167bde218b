// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::crypto {

/// What a JWE must look like for somebody who has no key to it. The defaults are those of
/// FIT-Connect for RSA-4096.
struct JweRules {
    enum class Member { Refused, Optional, Required };

    Member zip = Member::Refused;  ///< allowed is only "DEF"
    Member cty = Member::Optional;
    std::vector<std::string> content_types;  ///< what `cty` may say; empty: anything
    Member kid = Member::Optional;
    std::size_t kid_least = 8;  ///< characters
    std::size_t kid_most = 64;
    std::size_t wrapped_key_bytes = 512;
};

/// What the structure says; nothing of it is proved.
struct JweFacts {
    formats::Json header;
    std::string kid;           ///< "" if absent
    std::string content_type;  ///< "" if absent
    bool is_compressed = false;
    std::uint64_t ciphertext_bytes = 0;
    std::string authentication_tag;  ///< the fifth segment as it stands there
};

/// Checks the structure of a compact JWE (RFC 7516, section 7.1; RSA-OAEP-256 and A256GCM) while it
/// comes in pieces of any size, in bounded memory. The pieces make no difference to the result.
///
/// Each violation has a code of its own: crypto.jwe_segments ("found"), crypto.jwe_alphabet
/// ("segment", "position"), crypto.jwe_bits ("segment": a length or a last character that no bytes
/// have), crypto.jwe_header_size ("limit"), crypto.jwe_header_json, crypto.jwe_crit,
/// crypto.jwe_alg, crypto.jwe_enc, crypto.jwe_zip, crypto.jwe_cty, crypto.jwe_kid (each "found"),
/// crypto.jwe_key_length, crypto.jwe_iv_length, crypto.jwe_tag_length ("found", "expected" in
/// characters; "found" is one more than expected for everything longer).
class JweInspector {
public:
    explicit JweInspector(JweRules rules = {});

    /// The first violation; it stays. One found in the header is reported with its segment.
    Result<void> append(std::string_view piece);
    /// Everything has come.
    Result<JweFacts> finish();

private:
    [[nodiscard]] Result<void> take(std::string_view piece);
    [[nodiscard]] Result<void> take_text(std::string_view text);
    [[nodiscard]] Result<void> close_segment();
    [[nodiscard]] Result<void> judge_header();
    [[nodiscard]] Result<void> judge_kid();
    [[nodiscard]] Result<void> check_length() const;
    [[nodiscard]] std::uint64_t most_characters() const;

    JweRules rules_;
    std::optional<Error> violation_;
    std::size_t segment_ = 0;   // 0 to 4
    std::uint64_t length_ = 0;  // characters of this segment
    char last_ = 'A';           // its last character
    std::string text_;          // the segment, where it is kept: header and tag
    JweFacts facts_;
};

Result<JweFacts> inspect_jwe(std::string_view jwe, const JweRules& rules = {});

}  // namespace gordion::crypto
