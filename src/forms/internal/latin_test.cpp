// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/latin.hpp"

#include <gtest/gtest.h>

#include "core/text.hpp"

namespace gordion::forms::internal {
namespace {

TEST(LatinText, TakesTheLettersOfTheStandard) {
    for (const char* text :
         {"Löwe-Çelik", "ṁ", "ŝ", "c\u0308", "Đặng Thị Ánh", "Nguyễn", "Ţăran Ștefan", "ƒ"}) {
        const std::string_view given(text);
        EXPECT_EQ(is_latin_text(given), given != "ƒ") << text;
    }
    for (const char* text : {"C\u0328\u0306",
                             "K\u035FH",
                             "k\u035Fh",
                             "l\u0325\u0304",
                             "Č\u0323",
                             "ụ\u0308",
                             "M\u0310",
                             "Ə",
                             "ə",
                             "Ʒ",
                             "Ž\u0327",
                             "ẞ",
                             "Ḫ",
                             "ʿAlī",
                             "O’Neill",
                             "naïve façade",
                             "5 €",
                             "§ 3 Abs. 2",
                             "¡Señor!",
                             "„Zitat“",
                             "10⁵ m²",
                             "Zeile\nZeile\tTab",
                             "ẅ",
                             "ǰ",
                             "ī\u0301",
                             "ō\u030D",
                             "A\u030B"}) {
        EXPECT_TRUE(is_latin_text(text)) << text;
    }
}

TEST(LatinText, RefusesWhatRegistersCannotKeep) {
    for (const char* text : {"Анна",
                             "Ada П",
                             "Ελλάδα",
                             "Ω",
                             "😀",
                             "q\u0308",
                             "c\u0301x\u0308",
                             "\u0308",
                             "x\u0308y",
                             "K\u035Fx",
                             "k\u035F",
                             "中",
                             "ש",
                             "a\u0308\u0308",
                             "C\u0306\u0328",
                             "ﬁ",
                             "Ⅳ",
                             "\u200B",
                             "–",
                             "Ā\u0301",
                             "ſ",
                             "Ɓ",
                             "\u00AD",
                             "é\u0323"}) {
        EXPECT_FALSE(is_latin_text(text)) << text;
    }
}

TEST(LatinText, IsCountedInOneLookAsItIsJudgedInSeveral) {
    const std::string parts[] = {"",
                                 "a",
                                 "Straße 12 b",
                                 "Abcdefgh",
                                 "\t",
                                 "\n",
                                 "\r",
                                 "\x1F",
                                 "~\x7F",
                                 "\u0080",
                                 "\u00A0",
                                 "\u00AD",
                                 "ſ",
                                 "ƀ",
                                 "c\u0308",
                                 "\u0308",
                                 "K\u035FH",
                                 "q\u0308",
                                 "中",
                                 "😀",
                                 "\u202A",
                                 "\uE000",
                                 "\uFFFD",
                                 "\U000F0000",
                                 "\xC3",
                                 "\xE2\x82",
                                 "\xED\xA0\x80",
                                 "\xFF",
                                 std::string(1, '\0')};
    for (const std::string before : {"", "x", "1234567", "12345678"}) {
        for (const std::string& first : parts) {
            for (const std::string& second : parts) {
                const std::string text = before + first + second;
                const bool written = is_utf8(text) && is_written_text(text);
                const auto any = count_written(text, Alphabet::Any);
                ASSERT_EQ(any.has_value(), written) << text;
                const auto latin = count_written(text, Alphabet::Latin);
                ASSERT_EQ(latin.has_value(), written && is_latin_text(text)) << text;
                ASSERT_EQ(any.value_or(count_characters(text)), count_characters(text)) << text;
                ASSERT_EQ(latin.value_or(count_characters(text)), count_characters(text)) << text;
            }
        }
    }
}

TEST(LatinText, IsComposed) {
    EXPECT_EQ(compose_latin("Lo\u0308we"), "Löwe");
    EXPECT_EQ(compose_latin("Nguye\u0302\u0303n"), "Nguyễn");
    EXPECT_EQ(compose_latin("A\u0302\u0323nh"), "Ậnh") << "marks in the wrong order";
    EXPECT_EQ(compose_latin("c\u0308"), "c\u0308") << "has no letter of its own";
    EXPECT_EQ(compose_latin("\u0308x"), "\u0308x");
    EXPECT_EQ(compose_latin("Анна й"), "Анна й");
    EXPECT_EQ(compose_latin("o\u031B\u0303"), "ỡ");
    EXPECT_EQ(compose_latin("Z\u0327"), "Z\u0327");
    EXPECT_EQ(compose_latin("C\u0328\u0306"), "C\u0328\u0306");
    EXPECT_EQ(compose_latin("a\u0308\u0301"), "ä\u0301");
    EXPECT_EQ(compose_latin("plain"), "plain");
    EXPECT_EQ(compose_latin(""), "");
    EXPECT_EQ(plain_signs("Meyer–Landrut−\u00ADx\u200By\u202Fz"), "Meyer-Landrut-xy z");
}

}  // namespace
}  // namespace gordion::forms::internal
