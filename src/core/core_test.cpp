// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <fstream>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/spelling.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace gordion {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error{ErrorKind::Invalid, "test.odd", "", {}, "Odd."};
    }
    return number / 2;
}

Result<int> quarter(int number) {
    return TRY(half(TRY(half(number))));
}

TEST(Result, TryReturnsTheFirstError) {
    EXPECT_EQ(quarter(12).value(), 3);
    EXPECT_EQ(quarter(6).error().code, "test.odd");
    EXPECT_THROW((void)quarter(6).value(), Bug);
}

TEST(Date, ReadsOnlyDaysThatExist) {
    EXPECT_EQ(parse_date("2024-02-29").value().to_german(), "29.02.2024");
    for (const char* wrong :
         {"2023-02-29", "2023-13-01", "2023-1-01", "", "20230101", "2023-01-01x"}) {
        EXPECT_FALSE(parse_date(wrong)) << wrong;
    }
    EXPECT_EQ(parse_german_date("1.3.2026").value().to_iso(), "2026-03-01");
    EXPECT_FALSE(parse_german_date("1.3.26"));
    EXPECT_EQ(parse_german_date("31.4.2026").error().values, (Values{{"text", "31.4.2026"}}));
}

TEST(Instant, ShowsGermanTimeInSummerAndWinter) {
    EXPECT_EQ(Instant{1'763'900'000'000}.to_iso(), "2025-11-23T12:13:20.000Z");
    EXPECT_EQ(Instant{1'763'900'000'000}.to_german(), "23.11.2025, 13:13 Uhr");
    // Last second of summer time 2025 and the second after it.
    EXPECT_EQ(Instant{1'761'440'399'000}.to_german(), "26.10.2025, 02:59 Uhr");
    EXPECT_EQ(Instant{1'761'440'400'000}.to_german(), "26.10.2025, 02:00 Uhr");
}

TEST(Money, ReadsWhatPeopleWrite) {
    struct Case {
        const char* text;
        std::int64_t cents;
    };
    for (const Case& c : {Case{"1234.5", 123450}, Case{"1.234,50", 123450}, Case{"1.234", 123400},
                          Case{"12,3 €", 1230}, Case{"12 EUR", 1200}, Case{"-0,01", -1}}) {
        ASSERT_TRUE(parse_money(c.text)) << c.text;
        EXPECT_EQ(parse_money(c.text).value().cents, c.cents) << c.text;
    }
    for (const char* wrong :
         {"", "€", "1,234", "1.23,4", "1e3", "12,", "1234567890", "--1", "1,2,3"}) {
        EXPECT_FALSE(parse_money(wrong)) << wrong;
    }
    EXPECT_EQ(Money{123456789}.to_german(), "1.234.567,89 €");
    EXPECT_EQ(Money{-5}.to_decimal(), "-0.05");
}

TEST(Text, FoldsSpellingHabitsAway) {
    EXPECT_EQ(fold_german("Neu-Ülm, Stadt"), "neu uelm stadt");
    EXPECT_EQ(fold_german("GRÖẞE"), "groesse");
    EXPECT_EQ(fold_german("Straße"), "strasse");
    EXPECT_EQ(fold_german("Łódź"), "lodz");
    EXPECT_EQ(fold_german("Mu\u0308nchen"), "muenchen");
    EXPECT_EQ(fold_german("\xff\xfe"), "");
}

TEST(Text, TellsUtf8FromOtherBytes) {
    EXPECT_TRUE(is_utf8("Größe €"));
    EXPECT_FALSE(
        is_utf8("Gr\xf6\xdf"
                "e"));
    EXPECT_FALSE(is_utf8("\xc0\xaf"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_EQ(latin1_to_utf8("Gr\xf6\xdf"
                             "e"),
              "Größe");
    EXPECT_EQ(count_characters("Größe"), 5U);
    EXPECT_EQ(first_characters("Größe", 3), "Grö");
    EXPECT_EQ(first_characters("Größe", 9), "Größe");
}

std::string drain(ByteSource& source, std::size_t buffer_bytes) {
    std::string all;
    std::string buffer(buffer_bytes, ' ');
    for (std::size_t count = 1; count > 0;) {
        count = source.read(buffer).value();
        all += buffer.substr(0, count);
    }
    return all;
}

TEST(ByteSource, GivesAFilePieceByPieceAndStopsAtTheLimit) {
    const auto folder = std::filesystem::path(::testing::TempDir()) / "gordion-byte-source";
    std::filesystem::create_directories(folder);
    const auto path = folder / "file.txt";
    std::ofstream(path) << "0123456789";
    EXPECT_EQ(drain(*open_file(path, 10).value(), 3), "0123456789");
    EXPECT_EQ(drain(*open_file(path, 10).value(), 100), "0123456789");
    EXPECT_EQ(open_file(path, 9).error().code, "core.file_too_large");
    EXPECT_EQ(open_file(folder, 9).error().code, "core.file_kind");
    EXPECT_EQ(open_file(folder / "absent", 9).error().code, "core.file_missing");
    const auto growing = open_file(path, 12).value();
    std::ofstream(path, std::ios::app) << "abc";
    std::string buffer(100, ' ');
    EXPECT_EQ(growing->read(buffer).error().code, "core.file_too_large");
    MemorySource memory("abcde", 2);
    EXPECT_EQ(memory.read(buffer).value(), 2U);
    EXPECT_EQ(drain(memory, 100), "cde");
    std::filesystem::remove_all(folder);
}

TEST(Uuid, CarriesTimeFirst) {
    FakeClock clock;
    SeededRandom random(1);
    const std::string first = make_uuid(clock, random);
    clock.advance_ms(1);
    const std::string second = make_uuid(clock, random);
    EXPECT_TRUE(is_uuid(first));
    EXPECT_EQ(first[14], '7');
    EXPECT_LT(first, second);
    EXPECT_FALSE(is_uuid("x"));
}

TEST(Scope, ReachesItsTenantAndItsMandatesOnly) {
    const Scope scope{{"010545459"}, {"a"}, "case.read", {{"010545488"}}, false};
    EXPECT_TRUE(scope.reaches({"010545459"}));
    EXPECT_TRUE(scope.reaches({"010545488"}));
    EXPECT_FALSE(scope.reaches({"091620000"}));
    EXPECT_THROW((void)scope.narrowed_to({"091620000"}), Bug);
    EXPECT_TRUE(system_scope("test").reaches({"091620000"}));
}

TEST(Finding, OnlyFaultsCountAsFaults) {
    EXPECT_FALSE(has_faults({{"a.b", Severity::Warning, "", {}, ""}}));
    EXPECT_TRUE(has_faults({{"a.b", Severity::Fault, "", {}, ""}}));
}

TEST(Spelling, CountsTypingErrors) {
    EXPECT_EQ(typing_distance("freiburg", "freibrug", 2), 1U) << "a swap is one error";
    EXPECT_EQ(typing_distance("koeln", "koeln", 2), 0U);
    EXPECT_EQ(typing_distance("koeln", "koelln", 2), 1U);
    EXPECT_EQ(typing_distance("muenchen", "muenster", 2), 3U) << "more than most is most + 1";
    EXPECT_EQ(typing_distance("", "abc", 2), 3U);
    EXPECT_TRUE(may_be_near(letter_set("freiburg"), letter_set("freibrug"), 1));
    EXPECT_FALSE(may_be_near(letter_set("berlin"), letter_set("hamburg"), 1));
}

TEST(Text, OrdersVersionsByTheirNumbers) {
    EXPECT_LT(compare_versions("1.9.0", "1.10.0"), 0);
    EXPECT_GT(compare_versions("2.0", "1.99"), 0);
    EXPECT_EQ(compare_versions("1.0", "1.0.0"), 0);
    EXPECT_LT(compare_versions("", "0.1"), 0);
    EXPECT_NE(compare_versions("a", "1"), 0);
}

TEST(Tenant, IsAPartOfTheArsPerhapsWithAWord) {
    for (const char* tenant : {"00", "01", "01054", "010545459", "01-finanzamt-nord", "01054-a1"}) {
        EXPECT_TRUE(is_tenant(tenant)) << tenant;
    }
    for (const char* wrong : {"", "1", "010", "0105454590", "ab", "01-", "01-Amt", "01-a-", "-a",
                              "01 a", "01-a b", "0a-x"}) {
        EXPECT_FALSE(is_tenant(wrong)) << wrong;
    }
    EXPECT_FALSE(is_tenant("01-" + std::string(58, 'a')));
    EXPECT_EQ(region_part({"01-finanzamt-nord"}), "01");
    EXPECT_EQ(region_part({"010545459"}), "010545459");
}

}  // namespace
}  // namespace gordion
