// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_store.hpp"

#include "planning/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::planning {
namespace {

Date day(const char* iso) {
    return parse_date(iso).value();
}

CoverageList list_of(const char* source, const char* sha256, std::vector<CoverageFact> facts) {
    CoverageList list;
    list.source = source;
    list.file = {"liste.csv", sha256};
    list.content.rows = facts.size();
    list.content.facts = std::move(facts);
    return list;
}

class CoverageStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    Scope scope_ = system_scope("coverage.import");
    CoverageFact dog_{10000, "05334", 3, day("2024-02-01"), std::nullopt, "Land"};
    CoverageFact house_{10001, "00", 2, day("2023-01-01"), day("2025-12-31"), "Kreis\tA"};
};
GORDION_ON_BOTH_DATABASES(CoverageStoreTest);

TEST_P(CoverageStoreTest, KeepsListsWithTheirOrigin) {
    CoverageStore store(open(planning_migrations()), clock_);
    const std::string before = store.load_state(scope_).value();
    CoverageList list = list_of("Land", "aa", {dog_, house_});
    list.covers = {"05", "06"};
    list.content.refused = 1;
    list.content.rows = 3;
    list.content.refused_rows = "bundle;area\r\nx;ü\r\n";
    const auto judged = store.judge_list(scope_, list);
    ASSERT_TRUE(judged) << judged.error().to_text();
    EXPECT_TRUE(judged.value().has_changed);
    EXPECT_TRUE(store.list_imports(scope_).value().empty()) << "judging writes nothing";
    const auto imported = store.import_list(scope_, list);
    ASSERT_TRUE(imported) << imported.error().to_text();
    EXPECT_EQ(imported.value().added, 2U);
    EXPECT_EQ(imported.value().record.number, 1);
    EXPECT_NE(store.load_state(scope_).value(), before);

    const auto records = store.list_imports(scope_).value();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].source, "Land");
    EXPECT_EQ(records[0].file.sha256, "aa");
    EXPECT_EQ(records[0].imported_by, scope_.actor.value);
    EXPECT_EQ(records[0].imported_at, clock_.now());
    EXPECT_EQ(records[0].rows, 3);
    EXPECT_EQ(records[0].refused, 1);
    EXPECT_EQ(records[0].first_day, day("2023-01-01"));
    EXPECT_EQ(statements_of(records), (std::vector<CoverageStatement>{{"05", day("2023-01-01")},
                                                                      {"06", day("2023-01-01")}}));
    auto facts = store.load_facts(scope_, 1).value();
    ASSERT_EQ(facts.size(), 2U);
    EXPECT_EQ(facts[0], dog_);
    house_.source = "Kreis A";
    EXPECT_EQ(facts[1], house_);
    EXPECT_EQ(store.load_refused(scope_, 1).value(), list.content.refused_rows);
    EXPECT_EQ(store.load_facts(scope_, 2).error().code, "planning.coverage_import");
}

TEST_P(CoverageStoreTest, LetsACorrectedListTakeThePlaceOfTheOldOne) {
    CoverageStore store(open(planning_migrations()), clock_);
    ASSERT_TRUE(store.import_list(scope_, list_of("Land", "aa", {dog_, house_})));
    ASSERT_TRUE(store.import_list(scope_, list_of("Kreis", "cc", {house_})));
    EXPECT_FALSE(store.import_list(scope_, list_of("Land", "aa", {dog_})).value().has_changed);
    const Instant first = clock_.now();
    clock_.advance_ms(1000);
    CoverageFact cat = dog_;
    cat.bundle = 10009;
    const auto corrected = store.import_list(scope_, list_of("Land", "bb", {dog_, cat})).value();
    EXPECT_EQ(corrected.added, 1U);
    EXPECT_EQ(corrected.removed, 1U);
    EXPECT_EQ(corrected.previous->number, 1);
    const auto records = store.list_imports(scope_).value();
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[2].superseded_by, 3);
    EXPECT_TRUE(records[2].holds_at(first));
    EXPECT_FALSE(records[2].holds_at(clock_.now()));
    EXPECT_FALSE(records[0].holds_at(first));
    EXPECT_TRUE(records[1].holds_at(clock_.now())) << "the other source stays";
    EXPECT_EQ(store.load_facts(scope_, 1).value().size(), 2U) << "history stays";
}

TEST_P(CoverageStoreTest, TakesAListBack) {
    CoverageStore store(open(planning_migrations()), clock_);
    ASSERT_TRUE(store.import_list(scope_, list_of("Land", "aa", {dog_})));
    const auto withdrawn = store.withdraw(scope_, 1);
    ASSERT_TRUE(withdrawn) << withdrawn.error().to_text();
    EXPECT_FALSE(withdrawn.value().holds_at(clock_.now()));
    EXPECT_EQ(store.withdraw(scope_, 1).error().code, "planning.coverage_import");
    EXPECT_EQ(store.withdraw(scope_, 7).error().code, "planning.coverage_import");
    EXPECT_TRUE(store.import_list(scope_, list_of("Land", "aa", {dog_})).value().has_changed)
        << "it can be given again";
}

TEST_P(CoverageStoreTest, RefusesTenantsAndListsWithoutName) {
    CoverageStore store(open(planning_migrations()), clock_);
    const Scope tenant{{"010545459"}, {"somebody"}, "coverage.import", {}, false};
    EXPECT_EQ(store.import_list(tenant, list_of("Land", "aa", {})).error().code,
              "planning.coverage_scope");
    EXPECT_EQ(store.judge_list(tenant, list_of("Land", "aa", {})).error().code,
              "planning.coverage_scope");
    EXPECT_EQ(store.withdraw(tenant, 1).error().code, "planning.coverage_scope");
    EXPECT_TRUE(store.list_imports(tenant)) << "reading is public";
    EXPECT_EQ(store.import_list(scope_, list_of(" ", "aa", {})).error().code,
              "planning.coverage_source");
    EXPECT_EQ(
        store.import_list(scope_, list_of(std::string(101, 'x').c_str(), "aa", {})).error().code,
        "planning.coverage_source");
    CoverageList list = list_of("Land", "aa", {});
    list.covers = {"5"};
    EXPECT_EQ(store.import_list(scope_, list).error().code, "planning.coverage_area");
    EXPECT_TRUE(store.import_list(scope_, list_of("Land", "aa", {}))) << "an empty list is one";
}

TEST_P(CoverageStoreTest, KeepsManyFactsAndRefusedRows) {
    CoverageStore store(open(planning_migrations()), clock_);
    CoverageList list = list_of("viel", "aa", {});
    for (int i = 0; i < 40'000; ++i) {
        list.content.facts.push_back(
            {i, "010545459", i % 5, day("2024-01-01"), std::nullopt, "viel"});
    }
    for (int i = 0; i < 60'000; ++i) {
        list.content.refused_rows += "ü;ä\r\n";
    }
    ASSERT_TRUE(store.import_list(scope_, list));
    EXPECT_EQ(store.load_facts(scope_, 1).value(), list.content.facts);
    EXPECT_EQ(store.load_refused(scope_, 1).value(), list.content.refused_rows);
}

}  // namespace
}  // namespace gordion::planning
