// SPDX-License-Identifier: EUPL-1.2
#include "conformity/declaration_store.hpp"

#include "tests/support/databases.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

Scope scope_of(const char* tenant) {
    return {{tenant}, {"anna"}, "conformity.declare", {}, false};
}

class DeclarationStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
};
GORDION_ON_BOTH_DATABASES(DeclarationStoreTest);

TEST_P(DeclarationStoreTest, TheLastWordIsEvidence) {
    DeclarationStore store(open(conformity_migrations()), clock_);
    const Scope scope = scope_of("010545459");
    for (const auto& [path, value] :
         {std::pair{"legal.signoff", Json(false)}, std::pair{"legal.signoff", Json(true)},
          std::pair{"maturity.level", Json(3)}, std::pair{"licence", Json("EUPL-1.2")},
          std::pair{"guide", Json("x")}, std::pair{"guide", Json()}}) {
        ASSERT_TRUE(store.declare(scope, "dogs", {path, value, "Anna", {}}));
    }
    const auto all = store.list_declarations(scope, scope.tenant, "dogs").value();
    EXPECT_EQ(
        formats::write_json(declared_evidence(all)),
        R"({"declared":{"legal":{"signoff":true},"licence":"EUPL-1.2","maturity":{"level":3}}})");
    EXPECT_EQ(all.front().by, "Anna");
    EXPECT_EQ(all.front().at, clock_.now());
    EXPECT_TRUE(store.list_declarations(scope, scope.tenant, "cats").value().empty());
    const Scope other = scope_of("053150000");
    EXPECT_TRUE(store.list_declarations(other, other.tenant, "dogs").value().empty());
}

TEST_P(DeclarationStoreTest, BodiesDeclareForThemselves) {
    DeclarationStore store(open(conformity_migrations()), clock_);
    ASSERT_TRUE(store.declare(scope_of("01"), "", {"notice_rule", true, "A", {}}));
    ASSERT_TRUE(store.declare(scope_of("02"), "", {"osci.receiver", true, "B", {}}));
    ASSERT_TRUE(store.declare(scope_of("02"), "", {"notice_rule", false, "B", {}}));
    const auto all = store.list_of_bodies(system_scope("conformity.check")).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].first.value, "02");
    EXPECT_EQ(formats::write_json(all[1].second),
              R"({"declared":{"notice_rule":false,"osci":{"receiver":true}}})");
    EXPECT_EQ(store.declare(system_scope("x"), "", {"a", true, "A", {}}).error().code,
              "conformity.declaration_foreign");
    for (const char* path : {"", ".a", "a.", "a..b", "A", "a b", "ä"}) {
        EXPECT_EQ(store.declare(scope_of("01"), "", {path, true, "A", {}}).error().code,
                  "conformity.declaration_path")
            << path;
    }
}

TEST(Declarations, AreReadAsPeopleWriteThem) {
    EXPECT_EQ(parse_declared(" ja ").value(), Json(true));
    EXPECT_EQ(parse_declared("nein").value(), Json(false));
    EXPECT_EQ(parse_declared("12").value(), Json(12));
    EXPECT_EQ(parse_declared("1.2.2026").value(), Json("1.2.2026"));
    EXPECT_EQ(parse_declared(std::string(16, '9')).value(), Json(std::string(16, '9')));
    EXPECT_EQ(parse_declared("  ").error().code, "conformity.declaration_value");
    EXPECT_EQ(parse_declared(std::string(301, 'x')).error().code, "conformity.declaration_value");
}

}  // namespace
}  // namespace gordion::conformity
