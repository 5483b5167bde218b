// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory_reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "regions/germany_test.hpp"

namespace gordion::regions {
namespace {

// A record of the file, from its fields; `name` may hold any characters.
std::string record(const std::string& type, std::string key, const std::string& verband,
                   const std::string& name, const std::string& kind) {
    key.resize(8, ' ');
    std::string line = type + "20251130" + key + (verband.empty() ? "    " : verband) + name;
    line += std::string(122 - count_characters(line), ' ') + (kind.empty() ? "  " : kind);
    if (type == "60") {
        line += "    00000005673000000963260000004765101  24937*****";
        line.replace(line.size() - 14, 4, "    ");
    }
    return line + std::string(220 - count_characters(line), ' ') + "\n";
}

std::string small_file() {
    return record("10", "01", "", "Schleswig-Holstein", "") +
           record("40", "01054", "", "Nordfriesland", "43") +
           record("50", "01054", "5459", "Pellworm", "51") +
           record("60", "01054039", "5459", "Gröde", "64");
}

// Findings of a small file, without those that say that the other 15 Länder are missing.
Findings findings_of(const std::string& bytes) {
    Findings findings = read_gv100(bytes).value().findings;
    findings.erase(std::remove_if(findings.begin(), findings.end(),
                                  [](const Finding& finding) { return finding.place.empty(); }),
                   findings.end());
    return findings;
}

TEST(DirectoryReader, ReadsAllOfGermany) {
    const auto& [draft, findings] = testing::germany_draft();
    const DirectoryCounts& counts = draft.counts;
    std::printf(
        "[ Germany  ] %s: %zu records, %lld Länder, %lld Regierungsbezirke, %lld Kreise, "
        "%lld administrations, %lld municipalities, %lld unincorporated areas, "
        "%lld inhabitants\n",
        draft.date.to_iso().c_str(), draft.records, static_cast<long long>(counts.laender),
        static_cast<long long>(counts.regierungsbezirk_count),
        static_cast<long long>(counts.kreise), static_cast<long long>(counts.administrations),
        static_cast<long long>(counts.municipalities),
        static_cast<long long>(counts.unincorporated), static_cast<long long>(counts.population));
    EXPECT_EQ(draft.date.to_iso(), "2025-11-30");
    EXPECT_EQ(draft.records, 16'000U);
    EXPECT_EQ(draft.planning_regions, 12U);
    EXPECT_EQ(counts, (DirectoryCounts{16, 29, 400, 4590, 4389, 10'751, 202, 83'577'140}));
    for (const Finding& finding : findings) {
        ADD_FAILURE() << finding.to_text();
    }
}

TEST(DirectoryReader, AgreesWithTheTablesDerivedByOthers) {
    const std::string folder =
        std::string(GORDION_SOURCE_DIR) + "/../shared/data/gemeindeverzeichnis/";
    const auto bytes = load_file(folder + "gemeinden.csv", limits::csv_bytes);
    if (!bytes) {
        GTEST_SKIP() << "comparison skipped: ../shared/data/gemeindeverzeichnis is not there";
    }
    const auto csv = formats::parse_csv(bytes.value()).value().value;
    std::map<std::string, const Region*> regions;
    for (const Region& region : testing::germany_draft().value.regions) {
        regions[region.ars] = &region;
    }
    const auto at = [&](const char* name) { return csv.column(name).value(); };
    const std::size_t name = at("name");
    const std::size_t kind = at("textkennzeichen");
    const std::size_t population = at("einwohner");
    const std::size_t postcode = at("plz_sitz");
    const std::size_t area = at("flaeche_ha");
    EXPECT_EQ(csv.rows.size(), 10'953U);
    for (const auto& row : csv.rows) {
        const auto found = regions.find(row.cells[0]);
        ASSERT_NE(found, regions.end()) << row.cells[0];
        const Region& region = *found->second;
        ASSERT_EQ(region.name, row.cells[name]);
        ASSERT_EQ(region.kind, row.cells[kind]);
        ASSERT_EQ(std::to_string(region.population), row.cells[population]);
        ASSERT_EQ(region.postcode, row.cells[postcode]);
        ASSERT_NEAR(region.area_km2 * 100, std::stod(row.cells[area]), 0.01) << region.ars;
    }
}

TEST(DirectoryReader, BuildsTheNumberOfAMunicipalityFromKeyAndVerband) {
    const auto judged = read_gv100(small_file());
    const GvDraft& draft = judged.value().value;
    ASSERT_EQ(draft.regions.size(), 4U);
    EXPECT_EQ(draft.regions[2].ars, "010545459");
    EXPECT_EQ(draft.regions[3].ars, "010545459039");
    EXPECT_EQ(draft.regions[3].name, "Gröde");
    EXPECT_EQ(draft.regions[3].population, 96'326);
    EXPECT_EQ(draft.regions[2].population, 96'326);
    EXPECT_DOUBLE_EQ(draft.regions[3].area_km2, 56.73);
    EXPECT_EQ(draft.regions[3].postcode, "24937");
    EXPECT_TRUE(findings_of(small_file()).empty());
}

TEST(DirectoryReader, ReadsOlderFilesInLatin1AndWindowsLineEnds) {
    std::string latin1 = replace_all(small_file(), "ö", "\xF6");
    latin1 = replace_all(latin1, "\n", "\r\n");
    const auto judged = read_gv100(latin1);
    EXPECT_EQ(judged.value().value.regions[3].name, "Gröde");
    EXPECT_EQ(read_gv100("\xEF\xBB\xBF" + small_file()).value().value.regions.size(), 4U);
}

TEST(DirectoryReader, LeavesABrokenRecordOutAndReadsOn) {
    const std::string torn = record("60", "01054050", "5459", "Hooge", "64").substr(0, 130) + "\n";
    std::string no_number = record("60", "01054074", "5459", "Langeneß", "64");
    no_number.replace(no_number.find("00000096326"), 11, "0000009632x");
    const std::string unknown = record("70", "01054", "", "Was ist das", "");
    const std::string bad_day =
        replace_all(record("60", "01054103", "5459", "Pellworm", "64"), "20251130", "20251399");
    const auto findings = findings_of(small_file() + torn + no_number + unknown + bad_day +
                                      record("60", "01054039", "5459", "Gröde", "64"));
    ASSERT_EQ(findings.size(), 5U);
    EXPECT_EQ(findings[0].code, "regions.record_length");
    EXPECT_EQ(findings[0].place, "line 5");
    EXPECT_EQ(findings[1].code, "regions.record_field");
    EXPECT_EQ(findings[1].values.front().second, "population");
    EXPECT_EQ(findings[2].code, "regions.record_type");
    EXPECT_EQ(findings[2].values.front().second, "70");
    EXPECT_EQ(findings[3].code, "regions.record_date");
    EXPECT_EQ(findings[4].code, "regions.duplicate");
    EXPECT_EQ(findings[4].place, "line 9");
}

TEST(DirectoryReader, ReportsHolesInTheHierarchy) {
    const auto findings =
        findings_of(small_file() + record("60", "01055001", "0001", "Ahrensbök", "64") +
                    record("40", "01056", "", "Pinneberg", "43"));
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].code, "regions.parent_missing");
    EXPECT_EQ(findings[0].values.back().second, "01055");
    EXPECT_EQ(findings[1].values.back().second, "010550001");
    EXPECT_EQ(findings[2].code, "regions.part_missing");
    EXPECT_EQ(findings[2].values.front().second, "01056");
    const auto all = read_gv100(small_file()).value().findings;
    EXPECT_EQ(all.size(), 15U) << "fifteen Länder are missing";
    EXPECT_TRUE(has_faults(all));
}

TEST(DirectoryReader, RefusesWhatIsNoDirectory) {
    EXPECT_EQ(read_gv100("").error().code, "regions.directory_empty");
    EXPECT_EQ(read_gv100(" \n\n").error().code, "regions.directory_empty");
    EXPECT_EQ(read_gv100("ars,name\n01,Holstein\n").error().code, "regions.not_a_directory");
    EXPECT_EQ(read_gv100(std::string("PK\x03\x04\0\0", 6)).error().code, "regions.not_a_directory");
    EXPECT_EQ(read_gv100(std::string(5000, '\xFF')).error().code, "regions.not_a_directory");
    EXPECT_EQ(read_gv100_file("/nowhere/at/all").error().code, "core.file_missing");
    EXPECT_EQ(read_gv100_file("/tmp").error().code, "core.file_kind");
}

TEST(DirectoryReader, LooksAtTheSizeBeforeItReads) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("gordion-ten-gigabytes-" + std::to_string(getpid()));
    std::ofstream(path).put('1');
    std::filesystem::resize_file(path, 10ULL * 1024 * 1024 * 1024);  // A hole: takes no space.
    const auto refused = read_gv100_file(path);
    std::filesystem::remove(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "regions.directory_too_large");
    EXPECT_EQ(refused.error().kind, ErrorKind::TooLarge);
}

TEST(DirectoryReader, BoundsTheFindings) {
    std::string bytes = small_file();
    for (int i = 0; i < 1500; ++i) {
        bytes += "7020251130\n";
    }
    const auto findings = read_gv100(bytes).value().findings;
    EXPECT_EQ(findings.size(), limits::findings + 1);
    EXPECT_EQ(findings.back().code, "regions.more_findings");
}

TEST(PostcodeReader, KeepsGoodRowsAndReportsTheOthers) {
    const auto judged = read_postcodes(
        "plz,ags,quellen\n79098,08311000,gv\n7909,08311000,gv\n"
        "79098,0831100,gn\n79098,08311000,gn\n");
    ASSERT_EQ(judged.value().value.pairs.size(), 1U);
    ASSERT_EQ(judged.value().findings.size(), 2U);
    EXPECT_EQ(judged.value().findings[0].code, "regions.postcode_invalid");
    EXPECT_EQ(judged.value().findings[1].code, "regions.ags_invalid");
    EXPECT_EQ(read_postcodes("plz,ags\n").error().code, "regions.postcodes_empty");
    EXPECT_EQ(read_postcodes("ort\nX\n").error().code, "formats.csv_column_missing");
}

}  // namespace
}  // namespace gordion::regions
