// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_store.hpp"

#include "fim/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::fim {
namespace {

CodeList colors(const std::string& version, const std::string& brown = "braun") {
    CodeList list;
    list.canonical_identification = "urn:gordion:test:farben";
    list.version = version;
    list.canonical_version_uri = "urn:gordion:test:farben_" + version;
    list.short_name = "Farben";
    list.agency = "Gordion";
    list.columns = {{"key", "Schlüssel", true, true}, {"name", "Name", false, false}};
    list.rows = {{"b", brown}, {"w", ""}};
    return list;
}

class CodeListStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    Scope scope_ = system_scope("codelist.import");
};
GORDION_ON_BOTH_DATABASES(CodeListStoreTest);

TEST_P(CodeListStoreTest, GivesBackWhatWasImported) {
    CodeListStore store(open(fim_migrations()), clock_);
    const auto made = store.import_code_list(scope_, colors("3"), {"farben.gc.xml", "aa"});
    ASSERT_TRUE(made) << made.error().to_text();
    EXPECT_TRUE(made.value().changed);
    EXPECT_EQ(made.value().entry.rows, 2);
    EXPECT_EQ(*store.find("urn:gordion:test:farben", "3").value(), colors("3"));
    EXPECT_EQ(store.find("urn:gordion:test:farben", "4").value(), nullptr);
    EXPECT_TRUE(store.list_versions("urn:nope").value().empty());
}

TEST_P(CodeListStoreTest, ChangesNothingWhenTheSameListComesAgain) {
    CodeListStore store(open(fim_migrations()), clock_);
    (void)store.import_code_list(scope_, colors("3"), {"farben.gc.xml", "aa"});
    clock_.advance_ms(1000);
    const auto again = store.import_code_list(scope_, colors("3"), {"andere.gc.xml", "aa"});
    EXPECT_FALSE(again.value().changed);
    EXPECT_EQ(again.value().entry.source, "farben.gc.xml");
    const auto other_bytes = store.import_code_list(scope_, colors("3"), {"farben.json", "bb"});
    EXPECT_FALSE(other_bytes.value().changed) << "another file with the same list";
    EXPECT_EQ(store.list_entries(scope_).value().size(), 1U);
}

TEST_P(CodeListStoreTest, ReplacesAVersionOnlyWhenAsked) {
    CodeListStore store(open(fim_migrations()), clock_);
    (void)store.import_code_list(scope_, colors("3"), {"farben.gc.xml", "aa"});
    const auto refused = store.import_code_list(scope_, colors("3", "Braun"), {"x.gc.xml", "cc"});
    EXPECT_EQ(refused.error().code, "fim.code_list_taken");
    EXPECT_EQ(*store.find("urn:gordion:test:farben", "3").value(), colors("3"));
    EXPECT_TRUE(
        store.import_code_list(scope_, colors("3", "Braun"), {"x.gc.xml", "cc"}, Replace::Yes)
            .value()
            .changed);
    EXPECT_EQ(*store.find("urn:gordion:test:farben", "3").value(), colors("3", "Braun"));
}

TEST_P(CodeListStoreTest, KeepsLongListsInPieces) {
    CodeListStore store(open(fim_migrations()), clock_);
    CodeList list = colors("3");
    for (int i = 0; i < 5; ++i) {
        list.rows.push_back({std::to_string(i), std::string(500'000, 'x')});
    }
    ASSERT_TRUE(store.import_code_list(scope_, list, {"lang.gc.xml", "aa"}));
    EXPECT_EQ(*store.find("urn:gordion:test:farben", "3").value(), list);
    EXPECT_FALSE(store.import_code_list(scope_, list, {"lang.json", "bb"}).value().changed);
    list.rows.back()[1] = "anders";
    EXPECT_EQ(store.import_code_list(scope_, list, {"x", "cc"}).error().code,
              "fim.code_list_taken");
    ASSERT_TRUE(store.import_code_list(scope_, colors("3"), {"x", "dd"}, Replace::Yes));
    EXPECT_EQ(*store.find("urn:gordion:test:farben", "3").value(), colors("3"));
}

TEST_P(CodeListStoreTest, ListsTheNewestVersionFirst) {
    CodeListStore store(open(fim_migrations()), clock_);
    for (const char* version : {"9", "14", "2"}) {
        ASSERT_TRUE(store.import_code_list(scope_, colors(version), {"f", version}));
    }
    const auto entries = store.list_entries(scope_).value();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].version, "14");
    EXPECT_EQ(entries[2].version, "2");
    EXPECT_EQ(store.list_versions("urn:gordion:test:farben").value().size(), 3U);
}

TEST_P(CodeListStoreTest, RefusesAListThatNobodyCouldReferTo) {
    CodeListStore store(open(fim_migrations()), clock_);
    CodeList unnamed = colors("3");
    unnamed.canonical_identification.clear();
    EXPECT_EQ(store.import_code_list(scope_, unnamed, {"f", "aa"}).error().code,
              "fim.code_list_unnamed");
}

}  // namespace
}  // namespace gordion::fim
