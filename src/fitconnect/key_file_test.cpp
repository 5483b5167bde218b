// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/key_file.hpp"

#include <gtest/gtest.h>

#include "crypto/test_keys.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

Json key_named(const char* kid) {
    Json jwk = crypto::test_rsa_2048().to_jwk();
    jwk.set("kid", kid);
    return jwk;
}

std::string kids_of(const Json& file) {
    std::string kids;
    for (const crypto::PrivateKey& key : read_key_file(file).value()) {
        kids += key.kid() + " ";
    }
    return kids;
}

TEST(KeyFile, IsOneKeyOrASet) {
    EXPECT_EQ(kids_of(key_named("a")), "a ");
    EXPECT_EQ(kids_of(Json::object({{"keys", Json::array({key_named("b"), key_named("a")})}})),
              "b a ");
    Json many = Json::array();
    for (int i = 0; i < 21; ++i) {
        many.push(key_named("x"));
    }
    for (const Json& bad : {Json(), Json("text"), Json::array(), Json::object(),
                            Json::object({{"keys", Json::array()}}), Json::object({{"keys", "a"}}),
                            Json::object({{"keys", many}})}) {
        EXPECT_EQ(read_key_file(bad).error().code, "fitconnect.key_file");
    }
    EXPECT_EQ(read_key_file(Json::object({{"keys", Json::array({"x"})}})).error().code,
              "crypto.key_invalid");
}

TEST(KeyFile, KeepsWhatWasReplacedForAsLongAsSomethingMayBeOnItsWay) {
    const Instant first{1'800'000'000'000};
    const Json second = put_key_in_front(key_named("a"), key_named("b"), first, 30).value();
    EXPECT_EQ(kids_of(second), "b a ");
    const Instant later = first.plus_ms(30 * day_ms);
    EXPECT_EQ(kids_of(drop_old_keys(second, later, 30).value()), "b a ");
    EXPECT_EQ(kids_of(put_key_in_front(second, key_named("c"), later, 30).value()), "c b a ");
    EXPECT_EQ(kids_of(drop_old_keys(second, later.plus_ms(1000), 30).value()), "b ");
    EXPECT_EQ(kids_of(put_key_in_front(second, key_named("c"), later.plus_ms(1000), 30).value()),
              "c b ");
    EXPECT_EQ(kids_of(drop_old_keys(key_named("a"), later, 30).value()), "a ");
    EXPECT_EQ(put_key_in_front(Json(), key_named("c"), later, 30).error().code,
              "fitconnect.key_file");
}

}  // namespace
}  // namespace gordion::fitconnect
