// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>
#include <cstdlib>

#include "crypto/hashes.hpp"
#include "crypto/jwe_inspector.hpp"

// The same verdict in whatever pieces, and what is accepted can be decoded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    const std::string_view jwe(reinterpret_cast<const char*>(data), size);
    crypto::JweRules rules;
    rules.zip = crypto::JweRules::Member::Optional;
    rules.wrapped_key_bytes = 6;  // so that the later segments are reached
    const auto whole = crypto::inspect_jwe(jwe, rules);
    crypto::JweInspector inspector(rules);
    for (const char& c : jwe) {
        (void)inspector.append({&c, 1});
    }
    const auto pieces = inspector.finish();
    if (whole.has_value() != pieces.has_value() ||
        (!whole && whole.error().code != pieces.error().code)) {
        std::abort();
    }
    if (whole) {
        const auto begin = jwe.rfind('.', jwe.size() - 24);
        const auto ciphertext = jwe.substr(begin + 1, jwe.rfind('.') - begin - 1);
        if (!crypto::from_base64url(ciphertext) ||
            !crypto::from_base64url(whole.value().authentication_tag)) {
            std::abort();
        }
    }
    return 0;
}
