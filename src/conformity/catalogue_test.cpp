// SPDX-License-Identifier: EUPL-1.2
#include "conformity/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformity/check.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

Json json(const char* text) {
    return formats::parse_json(text).value();
}

std::string codes(const Findings& findings) {
    std::string all;
    for (const Finding& finding : findings) {
        all += finding.code + " ";
    }
    return all;
}

// A catalogue of one requirement, with these lines in place of its good ones.
std::string one(const std::string& changed = "",
                const std::string& met = R"({"var":"package.a"})") {
    return R"(id = "test"
version = "1"
title = "Test"
source = "here"
valid_from = "2024-01-01"
[[requirement]]
id = "R-1"
category = "c"
level = "must"
addressee = "provider"
title = "t"
text = "t"
mend = "m"
source = "s"
mark = "verified"
met = ')" + met +
           "'\n" + changed + R"(
[[requirement.example]]
evidence = '{"package":{"a":true}}'
outcome = "met"
[[requirement.example]]
evidence = '{"package":{"a":false}}'
outcome = "not_met"
)";
}

TEST(Catalogues, ThatAreBuiltInHaveNoFinding) {
    const auto all = load_catalogues();
    ASSERT_TRUE(all.has_value()) << all.error().to_text();
    for (const Finding& finding : all.value().findings) {
        ADD_FAILURE() << finding.to_text();
    }
    ASSERT_EQ(all.value().value.size(), 2U);
    for (const Catalogue& catalogue : all.value().value) {
        for (const Requirement& requirement : catalogue.requirements) {
            EXPECT_GE(requirement.examples.size(), 3U) << requirement.id;
        }
    }
}

TEST(Catalogues, AreRefusedWithoutWhatNamesThem) {
    for (const char* text :
         {"", "id = \"x\"", "id = 3", "[[",
          "id = \"x\"\nversion = \"1\"\ntitle = "
          "\"t\"\nsource = \"s\"\nvalid_from = \"yesterday\"\nrequirement = []"}) {
        EXPECT_FALSE(read_catalogue(text).has_value()) << text;
    }
}

TEST(Catalogues, TellWhatIsWrongWithARequirement) {
    const auto found = [](const std::string& text) {
        return codes(read_catalogue(text).value().findings);
    };
    EXPECT_EQ(found(one()), "");
    EXPECT_EQ(found(one("", R"({"nonsense":1})")).substr(0, 22), "conformity.expression ");
    EXPECT_EQ(found(one("", R"({"var":"elsewhere.a"})")).substr(0, 22), "conformity.expression ");
    EXPECT_EQ(found(one("", R"({"!":{"var":"package.a"}})")),
              "conformity.example conformity.example ");
    const std::string good = one();
    const std::string without_examples = good.substr(0, good.find("[[requirement.example]]"));
    EXPECT_EQ(found(without_examples), "conformity.examples_missing ");
    std::string twice = good + good.substr(good.find("[[requirement]]"));
    EXPECT_EQ(found(twice), "conformity.requirement_twice ");
    std::string odd = good;
    odd.replace(odd.find("\"must\""), 6, "\"shall\"");
    EXPECT_EQ(found(odd), "conformity.requirement ");
}

TEST(Catalogues, WithTheSameIdAndVersionAreRefused) {
    const std::string mine = one();
    EXPECT_TRUE(load_catalogues({mine}).has_value());
    const auto twice = load_catalogues({mine, mine});
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().code, "conformity.catalogue_twice");
}

TEST(Catalogues, HoldOnTheirDays) {
    std::string older = one();
    older.replace(older.find("valid_from"), 0, "valid_until = \"2025-06-30\"\n");
    std::string newer = one();
    newer.replace(newer.find("version = \"1\""), 13, "version = \"2\"");
    newer.replace(newer.find("2024-01-01"), 10, "2025-01-01");
    const auto all = load_catalogues({older, newer}).value().value;
    const auto version_on = [&](const char* day) {
        const Catalogue* found = find_catalogue(all, "test", parse_date(day).value());
        return found == nullptr ? std::string() : found->version;
    };
    EXPECT_EQ(version_on("2023-12-31"), "");
    EXPECT_EQ(version_on("2024-12-31"), "1");
    EXPECT_EQ(version_on("2025-01-01"), "2");
    EXPECT_EQ(version_on("2030-01-01"), "2");
}

TEST(Checking, GoesOnWhenARuleErrs) {
    // Steps without end: the rule errs while it runs.
    const std::string endless =
        R"({"reduce":[{"map":[[1,2,3,4,5,6,7,8,9],{"cat":[{"var":""},{"root":"package.a"}]}]},{"cat":[{"var":"accumulator"},{"var":"current"}]},{"root":"package.a"}]})";
    std::string text = one("", endless);
    text += text.substr(text.find("[[requirement]]"));
    const auto second = text.rfind("id = \"R-1\"");
    text.replace(second, 10, "id = \"R-2\"");
    text.replace(text.rfind(endless), endless.size(), R"({"var":"package.b"})");
    const auto read = read_catalogue(text);
    ASSERT_TRUE(read.has_value()) << read.error().to_text();
    const Json evidence =
        Json::object({{"package", Json::object({{"a", std::string(900'000, 'x')}, {"b", true}})}});
    const ConformityReport report =
        check(read.value().value, {Addressee::Provider}, evidence, "subject", {0});
    ASSERT_EQ(report.judgements.size(), 2U);
    EXPECT_EQ(report.judgements[0].outcome, Outcome::NotProvable);
    EXPECT_TRUE(report.judgements[0].has_erred);
    EXPECT_EQ(report.judgements[1].outcome, Outcome::Met);
    EXPECT_EQ(codes(report.findings), "conformity.rule_failed ");
    EXPECT_FALSE(report.is_conformant());
}

TEST(Checking, IsConformantOnlyIfEveryMustIsProved) {
    const Catalogue catalogue = read_catalogue(one()).value().value;
    const auto conformant = [&](const char* evidence) {
        return check(catalogue, {Addressee::Provider}, json(evidence), "s", {0}).is_conformant();
    };
    EXPECT_TRUE(conformant(R"({"package":{"a":true}})"));
    EXPECT_FALSE(conformant(R"({"package":{"a":false}})"));
    EXPECT_FALSE(conformant("{}"));
    const auto report = check(catalogue, {Addressee::Provider}, json("{}"), "s", {0});
    EXPECT_EQ(report.judgements[0].missing, std::vector<std::string>{"package.a"});
    EXPECT_EQ(report.must.not_provable, 1U);
    EXPECT_TRUE(
        check(catalogue, {Addressee::Administration}, json("{}"), "s", {0}).judgements.empty());
}

}  // namespace
}  // namespace gordion::conformity
