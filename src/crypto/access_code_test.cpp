// SPDX-License-Identifier: EUPL-1.2
#include "crypto/access_code.hpp"

#include <gtest/gtest.h>

namespace gordion::crypto {
namespace {

TEST(AccessCode, IsReadBackAsPeopleTypeIt) {
    SeededRandom random(1);
    const std::string code = make_access_code(random);
    ASSERT_EQ(code.size(), 19U);
    EXPECT_EQ(code[4], '-');
    EXPECT_EQ(code[9], '-');
    EXPECT_EQ(code[14], '-');
    const std::string parsed = parse_access_code(code).value();
    EXPECT_EQ(parsed.size(), 16U);
    std::string small = " ";
    for (const char c : code) {
        small += c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    EXPECT_EQ(parse_access_code(small + " ").value(), parsed);
    EXPECT_NE(make_access_code(random), code);
}

TEST(AccessCode, RefusesOtherShapes) {
    for (const char* wrong :
         {"", "7KX3", "7KX3-9QWM-2B4D-HJ6", "7KX3-9QWM-2B4D-HJ6TT", "0KX3-9QWM-2B4D-HJ6T",
          "7KX3-9QWM-2B4D-HJ6O", "7KX3_9QWM_2B4D_HJ6T", "ÄÄÄÄ-ÄÄÄÄ"}) {
        const auto code = parse_access_code(wrong);
        ASSERT_FALSE(code) << wrong;
        EXPECT_EQ(code.error().code, "crypto.code_shape");
    }
    EXPECT_FALSE(parse_access_code(std::string(1'000'000, '2')));
}

TEST(AccessCode, IsCheckedWithoutBeingStored) {
    const std::string check = access_code_check("7KX39QWM2B4DHJ6T");
    EXPECT_EQ(check.size(), 64U);
    EXPECT_EQ(check, access_code_check("7KX39QWM2B4DHJ6T"));
    EXPECT_NE(check, access_code_check("7KX39QWM2B4DHJ6U"));
}

TEST(CaseNumber, CarriesItsTenant) {
    SeededRandom random(1);
    for (const char* tenant : {"010545459", "01054", "01", "00"}) {
        const std::string number = make_case_number(tenant, random);
        EXPECT_EQ(parse_case_number(number).value(), number);
        EXPECT_EQ(tenant_of_number(number), tenant);
    }
    EXPECT_EQ(parse_case_number(" 010545459 - 7kx3 - 9qwm").value(), "010545459-7KX3-9QWM");
    for (const char* wrong : {"", "7KX3-9QWM", "010545459", "010545459-7KX3-9QW0", "x-7KX3-9QWM",
                              "010545459-7KX3-9QWM-AAAA"}) {
        const auto number = parse_case_number(wrong);
        ASSERT_FALSE(number) << wrong << " " << number.value();
        EXPECT_EQ(number.error().code, "crypto.number_shape");
    }
}

}  // namespace
}  // namespace gordion::crypto
