// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/lookup_store.hpp"

#include "tests/support/databases.hpp"
#include "xzufi/message_import.hpp"
#include "xzufi/migrations.hpp"
#include "xzufi/test_messages.hpp"

namespace gordion::xzufi {
namespace {

using regions::Region;
using regions::RegionLevel;
using testing::message_of;
using testing::object_of;

const std::string key = "99102013002000";
const std::string groede = "010545459039";
const std::string pellworm = "010545459103";
const std::string koeln = "053150000000";

std::shared_ptr<const regions::Directory> north_and_koeln() {
    regions::DirectoryContent content;
    content.date = parse_date("2025-11-30").value();
    for (const auto& [ars, name] :
         std::vector<std::pair<std::string, std::string>>{{"01", "Schleswig-Holstein"},
                                                          {"01054", "Nordfriesland"},
                                                          {"010545459", "Pellworm"},
                                                          {groede, "Gröde"},
                                                          {pellworm, "Pellworm"},
                                                          {"05", "Nordrhein-Westfalen"},
                                                          {"053", "Köln"},
                                                          {"05315", "Köln, Stadt"},
                                                          {"053150000", "Köln, Stadt"},
                                                          {koeln, "Köln, Stadt"}}) {
        Region region;
        region.ars = ars;
        region.level = regions::level_of_ars(ars).value();
        region.name = name;
        content.regions.push_back(region);
    }
    return regions::Directory::make(std::move(content));
}

std::vector<std::string> texts_of(const std::vector<RegionKey>& keys) {
    std::vector<std::string> texts;
    for (const RegionKey& one : keys) {
        texts.push_back(one.key);
    }
    return texts;
}

TEST(RegionKeys, AreAllNumbersThatMeanTheRegionOrOneAround) {
    const auto directory = north_and_koeln();
    const auto keys = region_keys_of(*directory, groede).value();
    EXPECT_EQ(texts_of(keys),
              (std::vector<std::string>{groede, "01054039", "010545459", "010545459000", "01054",
                                        "010540000000", "01054000", "01", "010000000000",
                                        "01000000", "00", "000000000000", "00000000"}));
    EXPECT_EQ(keys[1].level, RegionLevel::Gemeinde);
    EXPECT_EQ(keys[3].level, RegionLevel::Verband);
    EXPECT_EQ(keys.back().level, RegionLevel::Bund);
    EXPECT_EQ(texts_of(region_keys_of(*directory, "01054039").value()), texts_of(keys));
    EXPECT_EQ(region_keys_of(*directory, "990000000000").error().code, "regions.unknown_ars");
    EXPECT_EQ(region_keys_of(*directory, "").error().code, "regions.unknown_ars");
}

TEST(RegionKeys, StandForTheMostSpecificRegionWhereATownIsAKreis) {
    const auto keys = region_keys_of(*north_and_koeln(), koeln).value();
    EXPECT_EQ(texts_of(keys),
              (std::vector<std::string>{koeln, "05315000", "053150000", "05315", "053",
                                        "053000000000", "05300000", "05", "050000000000",
                                        "05000000", "00", "000000000000", "00000000"}));
    EXPECT_EQ(keys[1].level, RegionLevel::Gemeinde);
    EXPECT_EQ(keys[3].level, RegionLevel::Kreis);
    EXPECT_EQ(region_keys_of(*north_and_koeln(), "01054").value().front().key, "01054");
}

TEST(AreaMatch, RanksLevelsThenAreasWithoutKeyThenEntriesWithoutArea) {
    const AreaMatch place{{}, "x", RegionLevel::Gemeinde, 0};
    const AreaMatch composed{{}, "x", RegionLevel::Gemeinde, 4};
    const AreaMatch verband{{}, "x", RegionLevel::Verband, 0};
    const AreaMatch bund{{}, "00", RegionLevel::Bund, 4};
    EXPECT_GT(place.rank(), composed.rank());
    EXPECT_GT(composed.rank(), verband.rank());
    EXPECT_GT(verband.rank(), bund.rank());
    EXPECT_GT(bund.rank(), AreaMatch().rank());
}

// ---- messages -----------------------------------------------------------------------------

std::string ref(const std::string& name, const std::string& value) {
    return "<x:" + name + " schemeAgencyID=\"R\">" + value + "</x:" + name + ">";
}

std::string named(const std::string& text) {
    return "<x:bezeichnung languageCode=\"de\">" + text + "</x:bezeichnung>";
}

std::string entry(const std::string& area, const std::string& more = {}) {
    return "<x:zustaendigkeit>" + ref("leistungID", "L") +
           (area.empty() ? "" : ref("gebietID", area)) + more + "</x:zustaendigkeit>";
}

std::string parameter(const std::string& name, const std::string& value) {
    return "<x:parameter><x:parameterName>" + name + "</x:parameterName><x:parameterWert>" + value +
           "</x:parameterWert></x:parameter>";
}

std::string area(const std::string& id, const std::string& coding, const std::string& more = {}) {
    return object_of("gebiet", id,
                     "<x:verwaltungspolitischeKodierung>" + coding +
                         "</x:verwaltungspolitischeKodierung>" + more);
}

std::string period(const std::string& from, const std::string& until) {
    return "<x:gueltigkeit><x:beginn>" + from + "</x:beginn><x:ende>" + until +
           "</x:ende></x:gueltigkeit>";
}

const std::string areas_and_service =
    object_of("leistung", "L", "<x:referenzLeiKa><code>" + key + "</code></x:referenzLeiKa>") +
    area("bund", "<x:nation><code>000</code></x:nation>") +
    area("land", "<x:bundesland><code>01</code></x:bundesland>") +
    area("kreis", "<x:regionalschluessel><code>010540000000</code></x:regionalschluessel>") +
    area("amt", "<x:gemeindeverband><code>010545459</code></x:gemeindeverband>") +
    area("groede", "<x:gemeindeschluessel><code>01054039</code></x:gemeindeschluessel>") +
    area("pellworm", "<x:regionalschluessel><code>" + pellworm + "</code></x:regionalschluessel>") +
    object_of("gebiet", "inseln",
              ref("untergeordnetesGebietID", "groede") + ref("untergeordnetesGebietID", "andere"));

class LookupStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (!IsSkipped()) {
            database_ = &open(xzufi_migrations());
            import(areas_and_service);
        }
    }

    void import(const std::string& inside) {
        XzufiStore store(*database_, clock_);
        const std::string xml = message_of(inside);
        const OpenSource open_message = [&xml]() -> Result<std::unique_ptr<ByteSource>> {
            return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(xml));
        };
        const auto imported = import_message(store, scope_, "a", open_message, {});
        ASSERT_TRUE(imported) << imported.error().to_text();
    }

    [[nodiscard]] Question ask(const std::string& region, const std::string& service = key) const {
        return {service, *directory_, region, parse_date("2026-06-01").value()};
    }

    ParametersFound parameters(const std::string& region) {
        auto found = LookupStore(*database_).find_parameters(scope_, ask(region));
        EXPECT_TRUE(found) << found.error().to_text();
        return found.value();
    }

    /// "service@level" of everything that was found, best first.
    static std::vector<std::string> summary(const FoundList& list) {
        std::vector<std::string> lines;
        for (const Found& found : list.all) {
            const std::string level(regions::to_string(found.area.level));
            lines.push_back(found.object.value + "@" +
                            (found.area.region_key.empty() ? "everywhere" : level));
        }
        return lines;
    }

    std::shared_ptr<const regions::Directory> directory_ = north_and_koeln();
    storage::Database* database_ = nullptr;
    FakeClock clock_;
    Scope scope_ = system_scope("xzufi.test");
};
GORDION_ON_BOTH_DATABASES(LookupStoreTest);

TEST_P(LookupStoreTest, PutsTheMostSpecificAreaFirst) {
    import(object_of("onlinedienst", "o-all", entry("")) +
           object_of("onlinedienst", "o-bund", entry("bund")) +
           object_of("onlinedienst", "o-land", entry("land") + parameter("satz", "1")) +
           object_of("onlinedienst", "o-kreis", entry("kreis")) +
           object_of("onlinedienst", "o-amt", entry("amt") + parameter("url", "u")) +
           object_of("onlinedienst", "o-inseln", entry("inseln")) +
           object_of("onlinedienst", "o-groede",
                     named("Gröde online") + entry("groede") + parameter("satz", "2")) +
           object_of("onlinedienst", "o-other", ref("leistungID", "other")));
    const ParametersFound there = parameters(groede);
    EXPECT_EQ(summary(there.online_services),
              (std::vector<std::string>{"o-groede@gemeinde", "o-inseln@gemeinde", "o-amt@verband",
                                        "o-kreis@kreis", "o-land@land", "o-bund@bund",
                                        "o-all@everywhere"}));
    EXPECT_EQ(there.online_services.best(), 1U);
    EXPECT_EQ(there.online_services.all[1].area.steps, 1);
    ASSERT_EQ(there.parameters.size(), 2U);
    EXPECT_EQ(there.parameters[0].name, "satz");
    EXPECT_EQ(there.parameters[0].values.at(0).value, "2");
    EXPECT_EQ(there.parameters[0].values.at(0).online_service.label, "Gröde online");
    EXPECT_EQ(there.parameters[0].values.at(0).online_service.area.area.value, "groede");
    EXPECT_EQ(there.parameters[0].values.at(1).value, "1");
    EXPECT_FALSE(there.parameters[0].ambiguous);
    EXPECT_EQ(summary(parameters(pellworm).online_services).front(), "o-amt@verband");
    EXPECT_EQ(summary(parameters(koeln).online_services),
              (std::vector<std::string>{"o-bund@bund", "o-all@everywhere"}));
    EXPECT_EQ(summary(parameters("01054").online_services).front(), "o-kreis@kreis");
}

TEST_P(LookupStoreTest, ShowsAllValuesWhereOneRankDisagrees) {
    import(object_of("onlinedienst", "a",
                     entry("amt") + parameter("satz", "1") + parameter("gleich", "x")) +
           object_of("onlinedienst", "b",
                     entry("amt") + parameter("satz", "2") + parameter("gleich", "x")));
    const ParametersFound there = parameters(groede);
    EXPECT_EQ(there.online_services.best(), 2U);
    ASSERT_EQ(there.parameters.size(), 2U);
    EXPECT_FALSE(there.parameters[0].ambiguous);
    EXPECT_TRUE(there.parameters[1].ambiguous);
    EXPECT_EQ(there.parameters[1].values.size(), 2U);
}

TEST_P(LookupStoreTest, GoesByValidityOfEntryAndObject) {
    const std::string past = period("2025-01-01", "2025-12-31");
    const std::string now = period("2026-01-01", "2026-12-31");
    import(object_of("onlinedienst", "past-entry", entry("groede", past)) +
           object_of("onlinedienst", "past-object", entry("groede") + past) +
           object_of("onlinedienst", "now", entry("groede", past) + entry("kreis", now) + now));
    EXPECT_EQ(summary(parameters(groede).online_services), std::vector<std::string>{"now@kreis"});
}

TEST_P(LookupStoreTest, KnowsKeysThatAreNamedWithoutAnObject) {
    const std::string direct =
        "<x:zustaendigkeit><x:leistungID schemeID=\"urn:de:fim:leika:leistung\">" + key +
        "</x:leistungID><x:gebietID schemeID=\"urn:de:bund:destatis:schluessel:rs\">" + pellworm +
        "</x:gebietID></x:zustaendigkeit>";
    import(object_of("onlinedienst", "o", direct));
    EXPECT_EQ(summary(parameters(pellworm).online_services),
              std::vector<std::string>{"o@gemeinde"});
    EXPECT_TRUE(parameters(groede).online_services.all.empty());
}

TEST_P(LookupStoreTest, ForgetsWhatWasRemoved) {
    import(object_of("onlinedienst", "o", entry("groede")));
    ASSERT_EQ(parameters(groede).online_services.all.size(), 1U);
    import("</x:schreibe><x:loesche>" + object_of("onlinedienst", "o") +
           "</x:loesche><x:schreibe>");
    EXPECT_TRUE(parameters(groede).online_services.all.empty());
}

TEST_P(LookupStoreTest, NamesOfficesByRoleAndSaysWhereSeveralStandEqual) {
    const std::string competent = "<x:rolle><code>01</code></x:rolle>";
    const std::string point =
        "<x:rolle><code>02</code></x:rolle>"
        "<x:kriterium languageCode=\"de\">A–K</x:kriterium>";
    import(object_of("organisationseinheit", "kreis", entry("kreis", competent)) +
           object_of("organisationseinheit", "amt-1", entry("amt", competent)) +
           object_of("organisationseinheit", "amt-2", entry("amt", competent)) +
           object_of("organisationseinheit", "punkt", entry("groede", point)) +
           object_of("zustaendigkeitOrganisationseinheit", "z",
                     ref("leistungID", "L") + ref("gebietID", "groede") + competent +
                         ref("organisationseinheitID", "fern")));
    LookupStore lookups(*database_);
    const auto at_groede = lookups.find_competent_units(scope_, ask(groede)).value();
    ASSERT_EQ(at_groede.size(), 2U);
    EXPECT_EQ(at_groede[0].role.code, "01");
    EXPECT_EQ(summary(at_groede[0].units),
              (std::vector<std::string>{"fern@gemeinde", "amt-1@verband", "amt-2@verband",
                                        "kreis@kreis"}));
    EXPECT_FALSE(at_groede[0].is_ambiguous());
    EXPECT_EQ(at_groede[0].units.all[0].source_kind, ObjectKind::Zustaendigkeit);
    EXPECT_FALSE(at_groede[0].units.all[0].read_at.has_value());  // "fern" is not stored
    EXPECT_EQ(at_groede[0].units.all[1].read_at, std::optional(clock_.now()));
    EXPECT_EQ(text_in(at_groede[1].units.all[0].criterion, "de"), "A–K");
    const auto at_pellworm = lookups.find_competent_units(scope_, ask(pellworm)).value();
    ASSERT_EQ(at_pellworm.size(), 1U);
    EXPECT_TRUE(at_pellworm[0].is_ambiguous());
    EXPECT_TRUE(lookups.find_competent_units(scope_, ask(koeln)).value().empty());
}

std::string text(const std::string& code, const std::string& content,
                 const std::string& more = {}) {
    return "<x:modulText><x:leikaTextmodul><code>" + code + "</code></x:leikaTextmodul>" +
           "<x:inhalt languageCode=\"de\">" + content + "</x:inhalt>" + more + "</x:modulText>";
}

TEST_P(LookupStoreTest, LetsSpecializationsReplaceNamedTexts) {
    const auto variant = [](const std::string& id, const std::string& area_id,
                            const std::string& inside) {
        return object_of("spezialisierung", id,
                         ref("leistungID", "T") + ref("gebietID", area_id) + inside);
    };
    import(object_of("leistung", "T",
                     text("02", "Name") + text("06", "allgemein") + text("08", "Unterlagen") +
                         text("16", "alt", period("2020-01-01", "2020-12-31"))) +
           variant("v-land", "land", text("06", "im Land") + text("16", "Hinweis")) +
           variant("v-groede", "groede", text("06", "auf Gröde")) +
           variant("v-amt-1", "amt", text("08", "A")) + variant("v-amt-2", "amt", text("08", "B")));
    LookupStore lookups(*database_);
    const auto lines = [&](const std::string& region) {
        std::vector<std::string> seen;
        for (const EffectiveText& one :
             lookups.find_texts(scope_, ask(region), {"R", "T"}).value()) {
            seen.push_back(one.text.code.code + " " + text_in(one.text.content, "de") + " " +
                           one.origin.value + (one.ambiguous ? " ?" : ""));
        }
        return seen;
    };
    EXPECT_EQ(lines(groede),
              (std::vector<std::string>{"02 Name T", "06 auf Gröde v-groede", "08 A v-amt-1 ?",
                                        "08 B v-amt-2 ?", "16 Hinweis v-land"}));
    EXPECT_EQ(lines(pellworm)[1], "06 im Land v-land");
    EXPECT_EQ(lines(koeln),
              (std::vector<std::string>{"02 Name T", "06 allgemein T", "08 Unterlagen T"}));
    EXPECT_EQ(lookups.find_texts(scope_, ask(groede), {"R", "absent"}).error().code,
              "xzufi.object_missing");
}

TEST_P(LookupStoreTest, FindsDescriptionsOfTheAreaFirst) {
    import(object_of("leistung", "own",
                     "<x:referenzLeiKa><code>" + key + "</code></x:referenzLeiKa>" +
                         ref("gueltigkeitGebietID", "kreis")));
    LookupStore lookups(*database_);
    EXPECT_EQ(summary(lookups.find_services(scope_, ask(groede)).value()),
              (std::vector<std::string>{"own@kreis", "L@everywhere"}));
    EXPECT_EQ(summary(lookups.find_services(scope_, ask(koeln)).value()),
              (std::vector<std::string>{"L@everywhere"}));
    EXPECT_EQ(lookups.find_services(scope_, ask(groede, "123")).error().code, "xzufi.key_invalid");
    EXPECT_EQ(lookups.find_services(scope_, ask("999999999999")).error().code,
              "regions.unknown_ars");
}

}  // namespace
}  // namespace gordion::xzufi
