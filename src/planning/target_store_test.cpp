// SPDX-License-Identifier: EUPL-1.2
#include "planning/target_store.hpp"

#include "core/text.hpp"
#include "planning/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::planning {
namespace {

std::string picture_text(const char* version, const char* valid_from = "2026-01-01") {
    std::string toml = R"(id = "kreis"
version = "VERSION"
title = "Ziel"
owner = "Kreis"
source = "Beschluss"
valid_from = "FROM"
[[dimension]]
id = "zugang"
title = "Zugang"
measure = "coverage.2.weighted"
step = [{ number = 1, name = "Halb", least = 50 }]
goal = [{ step = 1, until = "2030-12-31", addressees = ["verwaltung"] }]
)";
    return replace_all(replace_all(toml, "VERSION", version), "FROM", valid_from);
}

class TargetStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    Scope kreis_{{"05334"}, {"somebody"}, "target.keep", {}, false};
};
GORDION_ON_BOTH_DATABASES(TargetStoreTest);

TEST_P(TargetStoreTest, KeepsPicturesInVersions) {
    TargetStore store(open(planning_migrations()), clock_);
    const auto first = store.keep_picture(kreis_, {"05334"}, picture_text("1"));
    ASSERT_TRUE(first) << first.error().to_text();
    EXPECT_EQ(first.value().kept_by, "somebody");
    ASSERT_TRUE(store.keep_picture(kreis_, {"05334"}, picture_text("1"))) << "the same again";
    ASSERT_TRUE(store.keep_picture(kreis_, {"05334"}, picture_text("2")));
    ASSERT_TRUE(store.keep_picture(kreis_, {"05334"}, picture_text("10")));
    EXPECT_EQ(store.list_pictures().value().size(), built_in_pictures().size() + 3);
    EXPECT_EQ(store.find_picture("kreis", "").value().picture.version, "10");
    EXPECT_EQ(store.find_picture("kreis", "2").value().tenant.value, "05334");
    ASSERT_TRUE(store.keep_picture(kreis_, {"05334"}, picture_text("3", "2027-01-01")));
    EXPECT_EQ(store.find_picture("kreis", "").value().picture.version, "3")
        << "the newest day comes first";
    EXPECT_EQ(store.find_picture("kreis", "9").error().code, "planning.target_missing");
    EXPECT_EQ(store.find_picture("zielbild-2030", "").value().tenant.value, "");
}

TEST_P(TargetStoreTest, RefusesForeignTenantsAndTakenNames) {
    TargetStore store(open(planning_migrations()), clock_);
    EXPECT_EQ(store.keep_picture(kreis_, {"05"}, picture_text("1")).error().code,
              "planning.target_tenant");
    ASSERT_TRUE(store.keep_picture(kreis_, {"05334"}, picture_text("1")));
    EXPECT_EQ(store.keep_picture(kreis_, {"05334"}, picture_text("1", "2026-02-01")).error().code,
              "planning.target_taken");
    const Scope other{{"05"}, {"else"}, "target.keep", {}, false};
    EXPECT_EQ(store.keep_picture(other, {"05"}, picture_text("1")).error().code,
              "planning.target_taken");
    const std::string built_in = replace_all(picture_text("1"), "\"kreis\"", "\"zielbild-2030\"");
    EXPECT_EQ(store.keep_picture(kreis_, {"05334"}, built_in).error().code,
              "planning.target_taken");
    EXPECT_EQ(store.keep_picture(kreis_, {"05334"}, "id = 3").error().code, "planning.target");
}

}  // namespace
}  // namespace gordion::planning
