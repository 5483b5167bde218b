// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "fitconnect/names.hpp"
#include "zustelldienst/checks.hpp"

namespace gordion::zustelldienst {

/// What a JWE must look like for a server that has no key for it.
enum class JweRules {
    V1,            ///< zip allowed, cty not looked at
    V2,            ///< cty application/json or application/xml, no zip
    Attachment,    ///< as V1: clients send any cty
    AttachmentV2,  ///< any cty, no zip
};
JweRules jwe_rules(fitconnect::ApiVersion version);
JweRules attachment_rules(fitconnect::ApiVersion version);

/// Looks at a compact JWE piece by piece: five segments of base64url, the header within
/// limits::jwe_header_bytes, lengths of key, IV and tag. The ciphertext is never kept.
/// Source: RFC 7516, section 7.1; domain/fitconnect-crypto.md, section 3.
class JweInspector {
public:
    /// Error code: zustelldienst.jwe_invalid (value reason: segments, alphabet, header).
    Result<void> append(std::string_view piece);
    /// After the last piece; returns the authentication tag. `part` is "metadata", "data" or
    /// "attachment" and becomes the place of errors. Error codes: zustelldienst.jwe_invalid
    /// (reason: segments, alphabet, header, algorithm, kid, key, iv, tag),
    /// zustelldienst.jwe_content_type, zustelldienst.jwe_compressed.
    Result<std::string> finish(std::string_view part, JweRules rules, CheckObserver& checks);

private:
    Result<void> check_segments() const;

    int segment_ = 0;
    bool is_broken_ = false;
    std::string header_;
    std::string tag_;
    std::uint64_t lengths_[5] = {};
};

/// The whole of one that is in memory.
Result<std::string> check_jwe(std::string_view jwe, std::string_view part, JweRules rules,
                              CheckObserver& checks);

}  // namespace gordion::zustelldienst
