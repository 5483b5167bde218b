// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/claims.hpp"
#include "identity/providers/oidc/discovery.hpp"
#include "identity/providers/oidc/id_token.hpp"
#include "identity/providers/oidc/test_provider.hpp"

// Everything a provider answers beside tokens: discovery document, keys, userinfo.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto document = identity::parse_discovery(bytes, identity::test_issuer);
    if (document && !document.value().token_endpoint.starts_with("https://")) {
        __builtin_trap();
    }
    (void)identity::parse_key_set(bytes);
    if (const auto claims = formats::parse_json(bytes)) {
        const auto account = identity::read_account(identity::test_settings(), claims.value(), {});
        if (account && !identity::read_user_account(identity::to_json(account.value()))) {
            __builtin_trap();
        }
    }
    return 0;
}
