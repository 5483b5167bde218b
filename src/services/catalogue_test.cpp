// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue.hpp"

#include <gtest/gtest.h>

#include "services/services_test.hpp"

namespace gordion::services {
namespace {

const Catalogue& catalogue() {
    return *testing::catalogue();
}

TEST(Leistungsschluessel, IsReadInEveryUsualSpelling) {
    for (const char* text : {"99102013002000", " 99 102 013 002 000 ", "99.102.013.002.000",
                             "urn:de:fim:leika:leistung:99102013002000"}) {
        EXPECT_EQ(parse_leistungsschluessel(text).value().digits, "99102013002000") << text;
    }
    const Leistungsschluessel key{"99102013002000"};
    EXPECT_EQ(key.instanz(), "99");
    EXPECT_EQ(key.gruppierung(), "102");
    EXPECT_EQ(key.kennung(), "013");
    EXPECT_EQ(key.verrichtung(), "002");
    EXPECT_EQ(key.detail(), "000");
    EXPECT_EQ(key.object(), "99102013");
    EXPECT_EQ(key.to_text(), "99 102 013 002 000");
    EXPECT_TRUE(Leistungsschluessel{}.verrichtung().empty());
}

TEST(Leistungsschluessel, WithThirteenDigitsIsRefusedWithAdvice) {
    const auto refused = parse_leistungsschluessel("9910201300200");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "services.key_length");
    EXPECT_EQ(refused.error().values.back().second, "13");
    EXPECT_NE(refused.error().message.find("look it up"), std::string::npos);
    EXPECT_EQ(parse_leistungsschluessel("991020130020000").error().code, "services.key_length");
    EXPECT_EQ(parse_leistungsschluessel("9910201300200x").error().code, "services.key_invalid");
    EXPECT_EQ(parse_leistungsschluessel("").error().code, "services.key_invalid");
}

TEST(Typisierung, ReadsOldAndNewSpellings) {
    EXPECT_EQ(parse_typisierung("1"), Typisierung::BundBund);
    EXPECT_EQ(parse_typisierung("2/3"), Typisierung::BundLandOrKommune);
    EXPECT_EQ(parse_typisierung("2/3b"), Typisierung::BundLandOrKommune);
    EXPECT_EQ(parse_typisierung("4a"), Typisierung::Land);
    EXPECT_EQ(parse_typisierung("1, 2/3"), Typisierung::Mixed);
    EXPECT_EQ(parse_typisierung("5"), Typisierung::Kommune);
    EXPECT_EQ(parse_typisierung("6"), Typisierung::Unclear);
    EXPECT_EQ(parse_typisierung(""), Typisierung::Unclear);
}

TEST(Catalogue, HoldsAllOfTheShippedList) {
    EXPECT_EQ(catalogue().counts(), (CatalogueCounts{5249, 436, 557, 58, 14}));
    EXPECT_EQ(catalogue().date().to_german(), "05.10.2019");
    for (const Finding& finding : testing::catalogue_draft().findings) {
        EXPECT_EQ(finding.code, "services.typ_unknown") << finding.to_text();
    }
}

TEST(Catalogue, FindsAServiceAndWhatItBelongsTo) {
    const PublicService* service = catalogue().find("99102013002000");
    ASSERT_NE(service, nullptr);
    EXPECT_EQ(service->name, "Hundesteuer Festsetzung");
    EXPECT_EQ(service->object_name, "Hundesteuer");
    EXPECT_EQ(service->verrichtung, "Festsetzung");
    EXPECT_EQ(service->typisierung(), Typisierung::Land);
    EXPECT_EQ(catalogue().bundle_of(*service)->id, 10160);
    EXPECT_NE(catalogue().lage_of(*service), nullptr);
    EXPECT_NE(catalogue().themenfeld_of(*service), nullptr);
    EXPECT_EQ(catalogue().siblings_of(*service).size(), 3U);
    EXPECT_EQ(catalogue().siblings_of(*service).front()->key.digits, "99102013000000");
    EXPECT_EQ(catalogue().find_by_number(service->number), service);
    EXPECT_EQ(catalogue().find("9910201300200"), nullptr);
    EXPECT_EQ(catalogue().find(""), nullptr);
    const PublicService* detail = catalogue().find("99008001012003");
    EXPECT_EQ(detail->object_name, "Personalausweis");
    EXPECT_EQ(detail->verrichtung, "Ausstellung neu wegen Verlust");
}

TEST(CatalogueReader, LeavesBrokenRowsOutAndNamesThem) {
    CatalogueFiles files;
    files.themenfeld_file = "id,name\n1,Arbeit\nx,Bauen\n";
    files.lagen = "id,themenfeld_id,name\n1,1,Geburt\n";
    files.bundles = "ozg_id,name,lage_id\n10,Hunde,1\n11,Katzen,9\n";
    files.services =
        "leika_schluessel,name,ozg_id,typ,sdg1,sdg2,rechtsgrundlagen\n"
        "99102013000000,Hundesteuer,10,4,1,0,\n"
        "9910201300200,Hundesteuer Festsetzung,10,4,1,0,\n"
        "99102013000000,Hundesteuer,10,4,1,0,\n"
        "99102014000000,,10,4,1,0,\n"
        "99102015000000,Katzensteuer,77,99,0,1,\n"
        "99102016000000,zu,wenig\n";
    files.verrichtung_file = "code,bezeichnung\n002,Festsetzung\n";
    const auto judged = read_catalogue(files).value();
    ASSERT_EQ(judged.value.services.size(), 2U);
    EXPECT_EQ(judged.value.services[1].bundle_id, 0);
    std::vector<std::string> codes;
    for (const Finding& finding : judged.findings) {
        codes.push_back(finding.code + " " + finding.place);
    }
    EXPECT_EQ(codes, (std::vector<std::string>{
                         "services.id_invalid themenfelder.csv, line 3",
                         "services.reference_missing ozg_leistungen.csv, line 3",
                         "formats.csv_columns leika_leistungen.csv, line 7",
                         "services.key_length leika_leistungen.csv, line 3",
                         "services.key_duplicate leika_leistungen.csv, line 4",
                         "services.name_missing leika_leistungen.csv, line 5",
                         "services.typ_unknown leika_leistungen.csv, line 6",
                         "services.reference_missing leika_leistungen.csv, line 6"}));
}

TEST(CatalogueReader, RefusesOtherFiles) {
    CatalogueFiles files;
    EXPECT_EQ(read_catalogue(files).error().place, "themenfelder.csv");
    files.themenfeld_file = "nummer,name\n1,Arbeit\n";
    EXPECT_EQ(read_catalogue(files).error().code, "formats.csv_column_missing");
    EXPECT_EQ(load_catalogue_files("/nowhere", Date()).error().code, "core.file_missing");
}

}  // namespace
}  // namespace gordion::services
