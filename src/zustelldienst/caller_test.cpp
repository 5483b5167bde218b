// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/caller.hpp"

#include <gtest/gtest.h>

namespace gordion::zustelldienst {
namespace {

Caller caller() {
    return {"the-client", TenantId{"010545459"},
            std::make_shared<Permissions>(Permissions{
                {{"DE01", ""}, {"DE02", "urn:de:dog"}}, {"fetched"}, {"managed"}, false})};
}

TEST(Caller, SendsWhereOneOfItsLimitsAllowsIt) {
    EXPECT_TRUE(caller().may_send("urn:de:cat", "DE010545459"));
    EXPECT_TRUE(caller().may_send("urn:de:dog", "DE02"));
    EXPECT_FALSE(caller().may_send("urn:de:cat", "DE02"));
    EXPECT_FALSE(caller().may_send("urn:de:cat", "DE"));
    EXPECT_FALSE(Caller{}.may_send("urn:de:cat", "DE01"));
}

TEST(Caller, KeepsSubscribingAndManagingApart) {
    EXPECT_TRUE(caller().subscribes_to("fetched"));
    EXPECT_FALSE(caller().subscribes_to("managed"));
    EXPECT_TRUE(caller().manages("managed"));
    EXPECT_FALSE(caller().manages("fetched"));
}

TEST(Caller, ActsUnderItsOwnName) {
    const Scope scope = caller().scope("fitconnect.read");
    EXPECT_EQ(scope.actor.value, "fitconnect:the-client");
    EXPECT_EQ(scope.tenant.value, "010545459");
    EXPECT_EQ(scope.purpose, "fitconnect.read");
    EXPECT_TRUE(scope.reaches(TenantId{"02"}));
}

}  // namespace
}  // namespace gordion::zustelldienst
