// SPDX-License-Identifier: EUPL-1.2
#include "planning/obligations.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <set>

#include "services/services_test.hpp"

namespace gordion::planning {
namespace {

using services::testing::catalogue;
using services::testing::germany;
using services::testing::shipped;

std::string file(const char* name) {
    return load_file(std::string(GORDION_SOURCE_DIR) + "/data/" + name, limits::toml_bytes).value();
}

const ObligationRules& shipped_rules() {
    static const Judged<ObligationRules> read =
        read_obligation_rules(file("obligations/pflichten.toml")).value();
    return read.value;
}

const services::ZustaendigkeitRules& competence_rules() {
    static const services::ZustaendigkeitRules read =
        services::read_zustaendigkeit_rules(file("zustaendigkeit.toml")).value();
    return read;
}

ObligationSources sources(const ObligationRules& rules = shipped_rules()) {
    return {germany().get(), catalogue().get(), &competence_rules(), &rules};
}

Obligation ask(const char* ars, const char* key, const ObligationRules& rules = shipped_rules()) {
    const Body body = find_body(*germany(), ars).value();
    return find_obligation(sources(rules), body, *catalogue()->find(key));
}

// One rule file with the rules given.
std::string rules_of(const std::string& rules) {
    return "id = \"test\"\nversion = \"1\"\ntitle = \"Test\"\nvalid_from = \"2024-01-01\"\n" +
           rules;
}

std::string rule_of(const std::string& id, const std::string& lines) {
    return "[[rule]]\nid = \"" + id +
           "\"\nsource = \"test\"\nmark = \"verified\"\nreason = \"Weil.\"\n" + lines + "\n";
}

const char* const dog_tax = "99102013002000";
const char* const building = "99012008000000";

TEST(Obligations, ShippedRulesAreSound) {
    const auto read = read_obligation_rules(file("obligations/pflichten.toml"));
    ASSERT_TRUE(read);
    for (const Finding& finding : read.value().findings) {
        ADD_FAILURE() << finding.to_text();
    }
    for (const regions::Region* land : {germany()->find("01"), germany()->find("16")}) {
        EXPECT_NE(read.value().value.online_in(land->ars), nullptr);
    }
}

TEST(Obligations, BodiesAreFoundByAnyNumber) {
    const auto name = [](const char* ars) { return find_body(*germany(), ars).value().name; };
    EXPECT_EQ(name("010545459039"), "Amt Pellworm");  // Gröde has no administration of its own
    EXPECT_EQ(name("010545459"), "Amt Pellworm");
    EXPECT_EQ(name("01054"), "Kreis Nordfriesland");
    EXPECT_EQ(name("05315"), name("053150000000"));  // Köln is its own Kreis
    EXPECT_TRUE(find_body(*germany(), "05315").value().is_kreisfrei);
    EXPECT_FALSE(find_body(*germany(), "010545459").value().is_kreisfrei);
    EXPECT_EQ(find_body(*germany(), "00").value().land, "00");
    EXPECT_EQ(find_body(*germany(), "999999999999").error().code, "regions.unknown_ars");
    EXPECT_EQ(find_body(*germany(), "").error().code, "regions.unknown_ars");
}

TEST(Obligations, SayWhoMustOfferAndWhy) {
    const Obligation tax = ask("053150000000", dog_tax);
    EXPECT_EQ(tax.duty, Duty::Applies);
    EXPECT_EQ(tax.basis, DutyBasis::OwnStatute);
    EXPECT_NE(tax.reason.find("Satzung"), std::string::npos);
    EXPECT_NE(tax.ground.find("Hundesteuersatzung"), std::string::npos);
    // The Kreis does not levy it: its municipalities do.
    EXPECT_EQ(ask("01054", dog_tax).duty, Duty::Elsewhere);
    EXPECT_EQ(ask("01054", dog_tax).competent, Competence::Elsewhere);
}

TEST(Obligations, DependOnSizeKindAndLand) {
    EXPECT_EQ(ask("010545459039", building).duty, Duty::Elsewhere);
    EXPECT_EQ(ask("010545459039", building).authority, "Kreis Nordfriesland");
    EXPECT_EQ(ask("01054", building).duty, Duty::Applies);
    // Neuss has 150,000 inhabitants and lies in a Kreis.
    const Obligation neuss = ask("051620024024", building);
    EXPECT_EQ(neuss.rule, "bauaufsicht-nrw");
    EXPECT_EQ(neuss.duty, Duty::Applies);
    EXPECT_EQ(neuss.basis, DutyBasis::LandLaw);
    EXPECT_EQ(ask("053150000000", building).rule, "hier-land");  // kreisfrei
}

TEST(Obligations, WhatTheDataDoNotSayIsUnclearWithAReason) {
    const Body groede = find_body(*germany(), "010545459039").value();
    std::map<Duty, int> counts;
    for (const Obligation& one : find_obligations(sources(), groede)) {
        ++counts[one.duty];
        EXPECT_FALSE(one.reason.empty()) << one.service->name;
        EXPECT_EQ(one.reason.find('{'), std::string::npos) << one.reason;
        EXPECT_EQ(one.basis.has_value(), one.duty == Duty::Applies);
        EXPECT_EQ(one.contradicts, nullptr);
        if (one.duty == Duty::Unclear) {
            EXPECT_EQ(one.certainty, services::Certainty::Unclear);
        }
    }
    EXPECT_EQ(counts[Duty::Applies] + counts[Duty::Elsewhere] + counts[Duty::Unclear], 5249);
    EXPECT_GT(counts[Duty::Applies], 50);
    EXPECT_GE(counts[Duty::Elsewhere], 964);  // all of typ 1
    EXPECT_GT(counts[Duty::Unclear], 1000);
}

TEST(Obligations, CityStatesCarryOutWhatIsOpenElsewhere) {
    for (const services::PublicService& service : catalogue()->services()) {
        if (service.typ == "2/3") {
            const Body berlin = find_body(*germany(), "110000000000").value();
            const Obligation one = find_obligation(sources(), berlin, service);
            EXPECT_EQ(one.duty, Duty::Applies) << service.name << ": " << one.reason;
            break;
        }
    }
}

TEST(Obligations, TheRuleThatAsksMostDecides) {
    const auto read = read_obligation_rules(rules_of(
        rule_of("all", "duty = \"elsewhere\"") +
        rule_of("tax", "keys = [\"99102\"]\nduty = \"unclear\"") +
        rule_of("dogs", "keys = [\"99102013\"]\nduty = \"applies\"\nbasis = \"own_statute\"")));
    ASSERT_TRUE(read.value().findings.empty());
    const ObligationRules& rules = read.value().value;
    EXPECT_EQ(ask("053150000000", dog_tax, rules).rule, "dogs");
    EXPECT_EQ(ask("053150000000", "99102012000000", rules).rule, "tax");
    EXPECT_EQ(ask("053150000000", building, rules).rule, "all");
}

TEST(Obligations, RulesThatContradictLeaveItUnclear) {
    const auto read = read_obligation_rules(
        rules_of(rule_of("one", "kreisfrei = true\nduty = \"elsewhere\"") +
                 rule_of("two", "laender = [\"05\"]\nduty = \"applies\"\nbasis = \"land_law\"")));
    ASSERT_TRUE(read.value().findings.empty());  // they meet in some places only
    const Obligation one = ask("053150000000", dog_tax, read.value().value);
    EXPECT_EQ(one.duty, Duty::Unclear);
    ASSERT_NE(one.contradicts, nullptr);
    EXPECT_NE(one.reason.find("one"), std::string::npos);
    EXPECT_NE(one.reason.find("two"), std::string::npos);
    EXPECT_EQ(ask("010545459039", dog_tax, read.value().value).rule, "");
}

TEST(ObligationRules, FaultsAreNamedAndTheRestIsRead) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"duty = \"maybe\"", "duty"},
        {"duty = \"applies\"", "basis"},
        {"duty = \"unclear\"\nkeys = [\"99x\"]", "keys"},
        {"duty = \"unclear\"\nkeys = []", "keys"},
        {"duty = \"unclear\"\ntyp = [\"7\"]", "typ"},
        {"duty = \"unclear\"\nkreisfrei = 1", "kreisfrei"},
        {"duty = \"unclear\"\nmin_population = -1", "min_population"},
        {"duty = \"unclear\"\nmin_population = 5\nmax_population = 4", "min_population"},
        {"duty = \"unclear\"\ncolour = \"red\"", "colour"}};
    for (const auto& [lines, member] : wrong) {
        const auto read = read_obligation_rules(
            rules_of(rule_of("wrong", lines) + rule_of("right", "duty = \"unclear\"")));
        ASSERT_TRUE(read) << lines;
        ASSERT_EQ(read.value().findings.size(), 1U) << lines;
        EXPECT_EQ(read.value().findings[0].code, "planning.rule");
        EXPECT_EQ(read.value().findings[0].values[0].second, member) << lines;
        EXPECT_NE(read.value().findings[0].place.find("wrong"), std::string::npos);
        ASSERT_EQ(read.value().value.rules.size(), 1U) << lines;
    }
}

TEST(ObligationRules, TwinsAndContradictionsAreNamed) {
    const auto read =
        read_obligation_rules(rules_of(rule_of("one", "typ = [\"1\"]\nduty = \"elsewhere\"") +
                                       rule_of("one", "typ = [\"2\"]\nduty = \"elsewhere\"") +
                                       rule_of("two", "typ = [\"1\"]\nduty = \"unclear\"")));
    std::set<std::string> codes;
    for (const Finding& finding : read.value().findings) {
        codes.insert(finding.code);
    }
    EXPECT_EQ(codes, (std::set<std::string>{"planning.rule_twice", "planning.rules_contradict"}));
}

TEST(ObligationRules, VersionsOfAFolderHoldOnTheirDays) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("gordion-rules-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const auto put = [&](const char* name, const char* version, const char* days) {
        std::ofstream(folder / name)
            << "id = \"a\"\ntitle = \"A\"\nversion = \"" << version << "\"\n"
            << days << "\n";
    };
    put("old.toml", "1", "valid_from = \"2024-01-01\"\nvalid_until = \"2024-12-31\"");
    put("new.toml", "2", "valid_from = \"2025-01-01\"");
    put("twin.toml", "2", "valid_from = \"2025-02-01\"");
    put("wrong.toml", "3", "");
    const auto all = load_obligation_rules(folder).value();
    ASSERT_EQ(all.value.size(), 2U);
    ASSERT_EQ(all.findings.size(), 2U);
    EXPECT_EQ(all.findings[0].place, "twin.toml");
    EXPECT_EQ(all.findings[1].code, "planning.rules");
    const auto on = [&](const char* day) {
        const ObligationRules* found = find_obligation_rules(all.value, parse_date(day).value());
        return found == nullptr ? std::string() : found->version;
    };
    EXPECT_EQ(on("2023-12-31"), "");
    EXPECT_EQ(on("2024-12-31"), "1");
    EXPECT_EQ(on("2026-01-01"), "2");
    EXPECT_TRUE(load_obligation_rules(folder / "nowhere").value().value.empty());
    std::filesystem::remove_all(folder);
}

TEST(ObligationRules, AFileWithoutItsHeadIsRefused) {
    for (const char* text :
         {"", "id = \"a\"", "id = \"a\"\nversion = \"1\"\ntitle = \"T\"\nvalid_from = \"soon\"",
          "id = \"a\"\nversion = \"1\"\ntitle = \"T\"\nvalid_from = \"2024-01-02\"\n"
          "valid_until = \"2024-01-01\""}) {
        EXPECT_EQ(read_obligation_rules(text).error().code, "planning.rules") << text;
    }
    EXPECT_EQ(read_obligation_rules("id = [").error().code, "formats.toml_invalid");
}

}  // namespace
}  // namespace gordion::planning
