// SPDX-License-Identifier: EUPL-1.2
#include "planning/statement_store.hpp"

#include "planning/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::planning {
namespace {

const char* const dog_tax = "99102013002000";
const TenantId pellworm{"010545459"};
const TenantId koeln{"053150000"};

Scope scope_of(const TenantId& tenant) {
    return {tenant, {"anna"}, "planning.state", {}, false};
}

class StatementStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    DutyStatement applies_{Duty::Applies, DutyBasis::OwnStatute, "Satzung vom 3. Mai"};
};
GORDION_ON_BOTH_DATABASES(StatementStoreTest);

TEST_P(StatementStoreTest, KeepsTheLastWordAndTheHistory) {
    StatementStore store(open(planning_migrations()), clock_);
    const Scope scope = scope_of(pellworm);
    const RoleStatement shared{TaskRole::Handling, RoleBody::SharedTeam, "Team Nord", "Vertrag"};
    const RoleStatement own{TaskRole::Decision, RoleBody::Own, "", ""};
    const OfferStatement external{OfferWay::External, "https://pellworm.example", 3};
    ASSERT_TRUE(store.state(scope, dog_tax, DutyStatement{Duty::Unclear, {}, "wird geprüft"}, "A"));
    clock_.advance_ms(3'600'000);
    for (const Statement& one :
         {Statement(applies_), Statement(shared), Statement(own), Statement(external)}) {
        ASSERT_TRUE(store.state(scope, dog_tax, one, "Anna Ahlers"));
    }
    const auto all = store.list_statements(scope, pellworm).value();
    ASSERT_EQ(all.size(), 1U);
    const ServiceStatements& found = all.at(dog_tax);
    EXPECT_EQ(found.duty->what, applies_);
    EXPECT_EQ(found.duty->by, "Anna Ahlers");
    EXPECT_EQ(found.duty->at, clock_.now());
    EXPECT_EQ(found.offer->what, external);
    ASSERT_EQ(found.roles.size(), 2U);
    EXPECT_EQ(found.roles.at(TaskRole::Handling).what, shared);
    const auto history = store.list_history(scope, pellworm, dog_tax).value();
    ASSERT_EQ(history.size(), 5U);
    EXPECT_EQ(history.back().by, "A");
    EXPECT_EQ(std::get<DutyStatement>(*history.back().what).reason, "wird geprüft");
}

TEST_P(StatementStoreTest, WhatIsTakenBackHoldsNoMore) {
    StatementStore store(open(planning_migrations()), clock_);
    const Scope scope = scope_of(pellworm);
    ASSERT_TRUE(store.take_back(scope, dog_tax, "duty", "Anna"));
    ASSERT_TRUE(store.state(scope, dog_tax, applies_, "Anna"));
    ASSERT_TRUE(store.take_back(scope, dog_tax, "duty", "Bert"));
    EXPECT_TRUE(store.list_statements(scope, pellworm).value().empty());
    const auto history = store.list_history(scope, pellworm, dog_tax).value();
    ASSERT_EQ(history.size(), 3U);
    EXPECT_FALSE(history[0].what);
    EXPECT_EQ(history[0].by, "Bert");
}

TEST_P(StatementStoreTest, OnlyTheBodyItselfStates) {
    StatementStore store(open(planning_migrations()), clock_);
    ASSERT_TRUE(store.state(scope_of(pellworm), dog_tax, applies_, "Anna"));
    EXPECT_TRUE(store.list_statements(scope_of(koeln), koeln).value().empty());
    EXPECT_EQ(store.state(system_scope("planning.state"), dog_tax, applies_, "x").error().code,
              "planning.statement_foreign");
    EXPECT_EQ(store.state(scope_of(pellworm), "99", applies_, "x").error().code,
              "services.key_length");
}

TEST(Statements, AreRefusedWithTheMember) {
    const auto code = [](const Statement& statement) {
        const auto checked = check_statement(statement);
        return checked ? std::string() : checked.error().code;
    };
    EXPECT_EQ(code(DutyStatement{Duty::Applies, DutyBasis::LandLaw, " "}),
              "planning.statement_reason");
    EXPECT_EQ(code(DutyStatement{Duty::Applies, DutyBasis::LandLaw, std::string(501, 'x')}),
              "planning.statement_reason");
    EXPECT_EQ(code(DutyStatement{Duty::Applies, std::nullopt, "x"}), "planning.statement_basis");
    EXPECT_EQ(code(DutyStatement{Duty::Elsewhere, DutyBasis::LandLaw, "x"}),
              "planning.statement_basis");
    for (const char* url : {"", "javascript:alert(1)", "https://", "https://a b", "ftp://x.de"}) {
        EXPECT_EQ(code(OfferStatement{OfferWay::External, url, {}}), "planning.statement_url")
            << url;
    }
    EXPECT_EQ(code(OfferStatement{OfferWay::FormOnly, "", 5}), "planning.statement_level");
    EXPECT_EQ(code(OfferStatement{OfferWay::FormOnly, "", 2}), "");
    EXPECT_EQ(code(RoleStatement{TaskRole::Decision, RoleBody::Kreis, "", "x"}),
              "planning.statement_text");
}

TEST(Statements, SurviveWriting) {
    for (const Statement& one :
         {Statement(DutyStatement{Duty::Elsewhere, {}, "x"}),
          Statement(OfferStatement{OfferWay::FormOnly, "https://a.example", {}}),
          Statement(RoleStatement{TaskRole::Operation, RoleBody::Private, "Firma", "Vertrag"})}) {
        EXPECT_EQ(read_statement(subject_of(one), write_statement(one)), one);
    }
    EXPECT_FALSE(read_statement("role.king", formats::Json::object()));
    EXPECT_FALSE(read_statement("offer", formats::Json::object({{"way", "pigeon"}})));
}

TEST(Statements, RolesMeetTheLimitsOfTheLaw) {
    RoleLimit forbidden;
    forbidden.id = "private";
    forbidden.role = "decision";
    forbidden.kinds = {"private"};
    forbidden.is_forbidden = true;
    RoleLimit grounded = forbidden;
    grounded.kinds = {"kreis"};
    grounded.is_forbidden = false;
    const auto codes = [&](RoleBody body, const char* ground) {
        std::string all;
        for (const Finding& finding :
             judge_roles({forbidden, grounded}, {{TaskRole::Decision, body, "X", ground}})) {
            all += finding.code;
        }
        return all;
    };
    EXPECT_EQ(codes(RoleBody::Private, "Vertrag"), "planning.role_forbidden");
    EXPECT_EQ(codes(RoleBody::Kreis, ""), "planning.role_ground");
    EXPECT_EQ(codes(RoleBody::Kreis, "Vereinbarung vom 1.1."), "");
    EXPECT_EQ(codes(RoleBody::Own, ""), "");
}

}  // namespace
}  // namespace gordion::planning
