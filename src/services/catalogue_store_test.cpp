// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue_store.hpp"

#include "services/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::services {
namespace {

CatalogueContent content_of(const char* date) {
    CatalogueContent content;
    content.date = parse_date(date).value();
    content.themenfeld_list = {{1, "Umwelt"}};
    content.lagen = {{2, 1, "Tierhaltung"}};
    content.bundles = {{10160, 2, "Hundehaltung"}};
    content.services = {{1,
                         {"99102013002000"},
                         "Hundesteuer Festsetzung",
                         "Hundesteuer",
                         "Festsetzung",
                         10160,
                         "4",
                         true,
                         false,
                         "Satzung"},
                        {2,
                         {},
                         "Anmeldung Abfallbehälter",
                         "Anmeldung Abfallbehälter",
                         "",
                         0,
                         "4",
                         false,
                         false,
                         ""},
                        {3,
                         {},
                         "Abmeldung Abfallbehälter",
                         "Abmeldung Abfallbehälter",
                         "",
                         0,
                         "",
                         false,
                         true,
                         ""}};
    return content;
}

class CatalogueStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    Scope scope_ = system_scope("catalogue.import");
};
GORDION_ON_BOTH_DATABASES(CatalogueStoreTest);

TEST_P(CatalogueStoreTest, KeepsWhatWasImported) {
    CatalogueStore store(open(services_migrations()), clock_);
    EXPECT_EQ(store.load_catalogue(scope_).error().code, "services.catalogue_missing");
    const auto imported = store.import_catalogue(scope_, content_of("2019-10-05"), {"a", "aa"});
    ASSERT_TRUE(imported) << imported.error().to_text();
    EXPECT_TRUE(imported.value().changed);
    EXPECT_EQ(imported.value().version.counts.without_key, 2);
    const auto catalogue = store.load_catalogue(scope_);
    ASSERT_TRUE(catalogue) << catalogue.error().to_text();
    EXPECT_EQ(catalogue.value()->services(), content_of("2019-10-05").services);
    EXPECT_EQ(catalogue.value()->bundles(), content_of("2019-10-05").bundles);
    EXPECT_EQ(catalogue.value()->sha256(), "aa");
    EXPECT_EQ(catalogue.value()->date().to_iso(), "2019-10-05");
}

TEST_P(CatalogueStoreTest, ReplacesOnlyByOtherAndNewerBytes) {
    CatalogueStore store(open(services_migrations()), clock_);
    ASSERT_TRUE(store.import_catalogue(scope_, content_of("2019-10-05"), {"a", "aa"}));
    EXPECT_FALSE(
        store.import_catalogue(scope_, content_of("2019-10-05"), {"b", "aa"}).value().changed);
    EXPECT_EQ(store.import_catalogue(scope_, content_of("2018-01-01"), {"c", "cc"}).error().code,
              "services.catalogue_older");
    EXPECT_TRUE(
        store.import_catalogue(scope_, content_of("2018-01-01"), {"c", "cc"}, Overwrite::Yes)
            .value()
            .changed);
    auto newer = content_of("2024-01-01");
    newer.services.pop_back();
    const auto replaced = store.import_catalogue(scope_, newer, {"d", "dd"});
    ASSERT_TRUE(replaced) << replaced.error().to_text();
    EXPECT_EQ(replaced.value().previous->to_iso(), "2018-01-01");
    EXPECT_EQ(store.list_versions(scope_).value().size(), 3U);
    EXPECT_EQ(store.load_catalogue(scope_).value()->services().size(), 2U);
    EXPECT_EQ(store.import_catalogue(scope_, CatalogueContent{}, {"e", "ee"}).error().code,
              "services.catalogue_incomplete");
}

}  // namespace
}  // namespace gordion::services
