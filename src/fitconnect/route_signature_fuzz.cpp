// SPDX-License-Identifier: EUPL-1.2
// What a route brings: a signature, and the key set of whoever signed it. The first byte says which
// of token, claims (signed here by the right key) and key set the rest of the input is.
#include <cstdint>

#include "core/verify.hpp"
#include "fitconnect/names.hpp"
#include "fitconnect/testing/fit_keys.hpp"

namespace {

using namespace gordion;
using namespace gordion::fitconnect;
using formats::Json;

constexpr Instant now{1'763'900'000'000};
constexpr std::string_view issuer = "https://portal.example/portal";

struct Ground {
    crypto::PrivateKey key = testing::make_test_key("rsa_4096.jwk.json", "PS512", "portal-key");
    Json keys = Json::object({{"keys", Json::array({testing::publish_key(key, now)})}});
    std::string good = sign(R"({"iss":"https://portal.example/portal"})");
    [[nodiscard]] std::string sign(std::string_view claims) const {
        return crypto::sign_jws(claims, key, Json::object({{"typ", "JWT"}})).value();
    }
};

bool is_believed(std::string_view token, const Json& keys) {
    const RouteQuestion asked{testing::destination_id, "99102013104000", "010545459039",
                              "https://fit.example:8443/submission-api", issuer};
    return check_destination_signature(token, asked, keys, testing::trust_in_itself(), now)
        .has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Ground ground;
    if (size == 0) {
        return 0;
    }
    const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
    if (data[0] == 't') {
        VERIFY(!is_believed(input, ground.keys), "nobody has the key but us");
    } else if (data[0] == 'c') {
        const auto claims = formats::parse_json(input);
        if (is_believed(ground.sign(input), ground.keys)) {
            VERIFY(claims && claims.value().text_at("iss") == issuer, "only the portal vouches");
            VERIFY(normalize_uuid(claims.value().text_at("destinationId")) ==
                       std::string(testing::destination_id),
                   "and only for this destination");
            VERIFY(claims.value().text_at("submissionHost") == "fit.example",
                   "and only at this server");
        }
    } else if (const auto keys = formats::parse_json(input)) {
        VERIFY(!is_believed(ground.good, keys.value()), "these claims say too little");
    }
    return 0;
}
