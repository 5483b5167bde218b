// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory_store.hpp"

#include "regions/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::regions {
namespace {

Region made(std::string ars, std::string name, std::string kind, std::int64_t population) {
    Region region;
    region.level = level_of_ars(ars).value();
    region.ars = std::move(ars);
    region.name = std::move(name);
    region.kind = std::move(kind);
    region.population = population;
    region.area_km2 = 2.52;
    return region;
}

GvDraft draft_of(const char* date, std::vector<Region> municipalities) {
    GvDraft draft;
    draft.date = parse_date(date).value();
    draft.regions = {made("01", "Schleswig-Holstein", "", 0),
                     made("01054", "Nordfriesland", "43", 0),
                     made("010545459", "Pellworm", "51", 0)};
    draft.counts.laender = 1;
    draft.counts.municipalities = static_cast<std::int64_t>(municipalities.size());
    draft.regions.insert(draft.regions.end(), municipalities.begin(), municipalities.end());
    return draft;
}

class DirectoryStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    Scope scope_ = system_scope("regions.import");
    Region groede_ = made("010545459039", "Gröde", "64", 7);
    Region hooge_ = made("010545459050", "Hooge", "64", 96);
};
GORDION_ON_BOTH_DATABASES(DirectoryStoreTest);

TEST_P(DirectoryStoreTest, KeepsWhatWasImported) {
    DirectoryStore store(open(regions_migrations()), clock_);
    EXPECT_EQ(store.load_directory(scope_).error().code, "regions.directory_missing");
    const auto imported = store.import_directory(scope_, draft_of("2025-11-30", {groede_, hooge_}),
                                                 {"GV100AD.txt", "aa"});
    ASSERT_TRUE(imported) << imported.error().to_text();
    EXPECT_TRUE(imported.value().changed);
    EXPECT_EQ(imported.value().added, 5);
    EXPECT_EQ(imported.value().version.number, 1);
    EXPECT_EQ(store.import_postcodes(scope_, {{{"25869", "01054039"}}}, {"plz.csv", "pp"}).value(),
              1);
    EXPECT_EQ(store.import_postcodes(scope_, {{{"25869", "01054039"}}}, {"plz.csv", "pp"}).value(),
              0);
    const auto directory = store.load_directory(scope_);
    ASSERT_TRUE(directory) << directory.error().to_text();
    EXPECT_EQ(directory.value()->date().to_iso(), "2025-11-30");
    EXPECT_EQ(*directory.value()->find(groede_.ars), groede_);
    EXPECT_EQ(directory.value()->find_by_postcode("25869").size(), 1U);
}

TEST_P(DirectoryStoreTest, ImportsTheSameFileOnlyOnce) {
    DirectoryStore store(open(regions_migrations()), clock_);
    const auto draft = draft_of("2025-11-30", {groede_});
    EXPECT_TRUE(store.import_directory(scope_, draft, {"a.txt", "aa"}).value().changed);
    const auto again = store.import_directory(scope_, draft, {"b.txt", "aa"});
    EXPECT_FALSE(again.value().changed);
    EXPECT_EQ(again.value().version.source, "a.txt");
    EXPECT_EQ(store.list_versions(scope_).value().size(), 1U);
}

TEST_P(DirectoryStoreTest, ReplacesByANewerFileAndListsTheOldOne) {
    DirectoryStore store(open(regions_migrations()), clock_);
    ASSERT_TRUE(
        store.import_directory(scope_, draft_of("2025-11-30", {groede_, hooge_}), {"a", "aa"}));
    Region grown = groede_;
    grown.population = 11;
    const Region pellworm = made("010545459103", "Pellworm", "64", 1200);
    clock_.advance_ms(1000);
    const auto imported =
        store.import_directory(scope_, draft_of("2026-02-28", {grown, pellworm}), {"b", "bb"});
    ASSERT_TRUE(imported) << imported.error().to_text();
    EXPECT_EQ(imported.value().added, 1);
    EXPECT_EQ(imported.value().altered, 1);
    EXPECT_EQ(imported.value().removed, 1);
    EXPECT_EQ(imported.value().previous->to_iso(), "2025-11-30");
    const auto versions = store.list_versions(scope_).value();
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_TRUE(versions[0].current);
    EXPECT_FALSE(versions[1].current);
    EXPECT_EQ(store.load_directory(scope_).value()->find(groede_.ars)->population, 11);
    EXPECT_EQ(store.load_directory(scope_).value()->find(hooge_.ars), nullptr);
}

TEST_P(DirectoryStoreTest, RefusesOlderAndTornFilesUnlessToldOtherwise) {
    DirectoryStore store(open(regions_migrations()), clock_);
    ASSERT_TRUE(
        store.import_directory(scope_, draft_of("2025-11-30", {groede_, hooge_}), {"a", "aa"}));
    const auto older = draft_of("2024-11-30", {groede_, hooge_});
    EXPECT_EQ(store.import_directory(scope_, older, {"b", "bb"}).error().code,
              "regions.directory_older");
    EXPECT_EQ(
        store.import_directory(scope_, draft_of("2025-12-31", {groede_}), {"c", "cc"}).error().code,
        "regions.directory_shrinks");
    EXPECT_EQ(store.load_directory(scope_).value()->date().to_iso(), "2025-11-30");
    EXPECT_TRUE(store.import_directory(scope_, older, {"b", "bb"}, Overwrite::Yes).value().changed);
    EXPECT_EQ(store.load_directory(scope_).value()->date().to_iso(), "2024-11-30");
    EXPECT_EQ(store.import_directory(scope_, GvDraft{}, {"d", "dd"}).error().code,
              "regions.directory_incomplete");
}

}  // namespace
}  // namespace gordion::regions
