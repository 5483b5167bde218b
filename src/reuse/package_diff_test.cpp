// SPDX-License-Identifier: EUPL-1.2
#include "reuse/package_diff.hpp"

#include <gtest/gtest.h>

#include "reuse/diff_parts.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using testing::changed_files;
using testing::slim_files;

std::shared_ptr<const LoadedPackage> load(const PackageFiles& files) {
    auto compiled = compile_package(read_package(files).value().value, {});
    VERIFY(compiled.value != nullptr, testing::to_text(compiled.findings).c_str());
    return compiled.value;
}

std::vector<PackageChange> diff(const PackageFiles& old, const PackageFiles& now) {
    return diff_packages(*load(old), *load(now));
}

/// One edit of one file of the dog tax, and the only change that must come out.
struct Case {
    const char* name;
    const char* file;
    const char* from;
    const char* to;
    PackageArea area;
    ChangeEffect effect;
    const char* place;
    const char* reason;
};

void PrintTo(const Case& edit, std::ostream* to) {
    *to << edit.name;
}

class PackageDiffCases : public ::testing::TestWithParam<Case> {};

TEST_P(PackageDiffCases, JudgesTheChange) {
    const Case& edit = GetParam();
    const auto changes = diff(slim_files(), changed_files(edit.file, edit.from, edit.to));
    ASSERT_EQ(changes.size(), 1U) << (changes.empty() ? "" : to_text(changes.back()));
    EXPECT_EQ(changes[0].area, edit.area) << to_text(changes[0]);
    EXPECT_EQ(changes[0].effect, edit.effect) << to_text(changes[0]);
    EXPECT_EQ(changes[0].place, edit.place);
    EXPECT_EQ(changes[0].reason, edit.reason);
    EXPECT_EQ(effect_of(changes), edit.effect);
    EXPECT_NE(to_text(changes[0]).find(edit.place), std::string::npos);
}

constexpr auto fine = ChangeEffect::Compatible;
constexpr auto needs = ChangeEffect::NeedsParameters;
constexpr auto breaks = ChangeEffect::Breaking;

// A parameter of the dog tax in service.toml, with what follows its key.
#define GORDION_RATE "key = \"satz_erster_hund\"\nclass = \"e\"\ntype = \"money\"\n"
#define GORDION_RATE_REST                                                          \
    "unit = \"EUR/Jahr\"\nlevels = [\"verband\", \"gemeinde\"]\nrequired = true\n" \
    "min = \"0.00\"\nmax = \"5000.00\"\n"

#define GORDION_COPY                                                     \
    "[[copy]]\nid = \"kasse\"\nreceiver = \"kasse\"\nfields = \"all\"\n" \
    "legal_ground = \"§ 1\"\nlabel.de = \"Kasse\"\nlabel.en = \"Cash office\"\n"

INSTANTIATE_TEST_SUITE_P(
    Edits, PackageDiffCases,
    ::testing::Values(
        Case{"Title", "service.toml", "title.de = \"Hundesteuer: Anmeldung eines Hundes\"",
             "title.de = \"Hund anmelden\"", PackageArea::Facts, fine, "title",
             "reuse.change_fact"},
        Case{"KeyLost", "service.toml", "\"99102013002000\", \"99110009104000\"",
             "\"99102013002000\"", PackageArea::Facts, breaks, "leistungsschluessel",
             "reuse.change_key_lost"},
        Case{"TrustLevel", "service.toml", "trust_level = \"00\"", "trust_level = \"20\"",
             PackageArea::Facts, breaks, "trust_level", "reuse.change_trust_level"},
        Case{"AccountLost", "service.toml", "[recipient]",
             "[account]\nkinds = [\"citizen\"]\n\n[recipient]", PackageArea::Facts, breaks,
             "account_kinds", "reuse.change_account_lost"},
        Case{"AccountAttribute", "service.toml", "[recipient]",
             "[account]\nkinds = [\"none\", \"citizen\", \"organisation\"]\n"
             "attributes = [\"email\"]\n\n[recipient]",
             PackageArea::Facts, fine, "account_attributes", "reuse.change_fact"},
        Case{"CopyForWhomItConcerns", "service.toml", "[recipient]", GORDION_COPY "\n[recipient]",
             PackageArea::Handling, fine, "copy.kasse", "reuse.change_handling"},
        Case{"CopyThatMustArrive", "service.toml", "[recipient]",
             GORDION_COPY "required = true\n\n[recipient]", PackageArea::Handling, breaks,
             "copy.kasse", "reuse.change_receiver_needed"},
        Case{"MaximumLowered", "service.toml", GORDION_RATE GORDION_RATE_REST,
             GORDION_RATE
             "unit = \"EUR/Jahr\"\nlevels = [\"verband\", \"gemeinde\"]\nrequired = true\n"
             "min = \"0.00\"\nmax = \"900.00\"\n",
             PackageArea::Parameters, breaks, "satz_erster_hund", "reuse.change_values_narrowed"},
        Case{"MaximumRaised", "service.toml", GORDION_RATE GORDION_RATE_REST,
             GORDION_RATE
             "unit = \"EUR/Jahr\"\nlevels = [\"verband\", \"gemeinde\"]\nrequired = true\n"
             "min = \"0.00\"\nmax = \"10000.00\"\n",
             PackageArea::Parameters, fine, "satz_erster_hund", "reuse.change_widened"},
        Case{"LevelLost", "service.toml", GORDION_RATE GORDION_RATE_REST,
             GORDION_RATE "unit = \"EUR/Jahr\"\nlevels = [\"gemeinde\"]\nrequired = true\n"
                          "min = \"0.00\"\nmax = \"5000.00\"\n",
             PackageArea::Parameters, breaks, "satz_erster_hund", "reuse.change_values_narrowed"},
        Case{"NotRequired", "service.toml", GORDION_RATE GORDION_RATE_REST,
             GORDION_RATE "unit = \"EUR/Jahr\"\nlevels = [\"verband\", \"gemeinde\"]\n"
                          "min = \"0.00\"\nmax = \"5000.00\"\n",
             PackageArea::Parameters, fine, "satz_erster_hund", "reuse.change_widened"},
        Case{"Letter", "bescheid.de.md", "Guten Tag", "Sehr geehrte", PackageArea::Letter, fine,
             "bescheid.de.md", "reuse.change_words"},
        Case{"Amount", "calculation.json", "\"accumulator\"}, {\"var\": \"current.zaehlt\"}",
             "\"accumulator\"}, 0, {\"var\": \"current.zaehlt\"}", PackageArea::Calculation, fine,
             "rows.position", "reuse.change_amounts"},
        Case{"Narrower", "schema.xdf.xml", "maxLength=\"55\"", "maxLength=\"40\"",
             PackageArea::Schema, breaks, "G99000000002.F99000000010", "reuse.change_narrowed"}),
    [](const auto& tested) { return tested.param.name; });

TEST(PackageDiff, IsEmptyForTheSame) {
    EXPECT_TRUE(diff(slim_files(), slim_files()).empty());
    EXPECT_EQ(effect_of({}), ChangeEffect::Compatible);
}

PackageFiles with_parameter(const std::string& more) {
    PackageFiles files = slim_files();
    files.at("service.toml") +=
        "\n[[parameter]]\nkey = \"neu\"\nclass = \"e\"\ntype = \"integer\"\nlevels = "
        "[\"gemeinde\"]\nlegal_ground = \"Satzung\"\nlabel.de = \"Neu\"\n" +
        more;
    return files;
}

TEST(PackageDiff, SeesParametersComeAndGo) {
    const auto effect = [](const PackageFiles& old, const PackageFiles& now) {
        return effect_of(diff(old, now));
    };
    const PackageFiles optional = with_parameter("");
    const PackageFiles required = with_parameter("required = true\n");
    const PackageFiles conditional =
        with_parameter("required_if = '{\">\": [{\"var\": \"params.satz_erster_hund\"}, 1]}'\n");
    const PackageFiles preset = with_parameter("required = true\ndefault = \"3\"\n");
    EXPECT_EQ(effect(slim_files(), optional), fine);
    EXPECT_EQ(effect(slim_files(), required), needs);
    EXPECT_EQ(effect(slim_files(), conditional), needs);
    EXPECT_EQ(effect(slim_files(), preset), fine);
    EXPECT_EQ(effect(optional, required), needs);
    EXPECT_EQ(effect(optional, preset), fine);
    EXPECT_EQ(effect(preset, required), needs) << "the default is gone";
    EXPECT_EQ(effect(required, conditional), fine);
    EXPECT_EQ(effect(required, optional), fine);
    EXPECT_EQ(effect(required, slim_files()), breaks) << "what was set has no effect any more";
    const auto added = diff(slim_files(), required);
    ASSERT_EQ(added.size(), 1U);
    EXPECT_EQ(added[0].label, "Neu");
    EXPECT_EQ(added[0].kind, fim::ChangeKind::Added);
}

TEST(PackageDiff, FindsRulesAndTextsById) {
    PackageFiles now = slim_files();
    std::string& rules = now.at("rules.json");
    const std::string list = "\"checks\": [";
    VERIFY(rules.find(list) != std::string::npos, "the dog tax has checks");
    rules = replace_all(
        rules, list,
        list +
            R"({"id": "C99", "code": "hund.neu", "place": "G99000000001.F99000000001", "assert": true},)");
    now.at("texts/de.toml") += "\n[message2]\n\"a.b\" = \"Neu\"\n";
    const auto changes = diff(slim_files(), now);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].place, "checks.C99");
    EXPECT_EQ(changes[0].effect, breaks);
    EXPECT_EQ(changes[1].place, "de.message2.a.b");
    EXPECT_EQ(changes[1].effect, fine);
    const auto back = diff(now, slim_files());
    EXPECT_EQ(back[0].kind, fim::ChangeKind::Removed);
    EXPECT_EQ(back[0].effect, fine) << "nothing is refused that was accepted";
}

TEST(PackageDiff, TakesHandlingOfAnyShape) {
    Package odd;
    odd.files["service.toml"] =
        "copy = 3\n[condition]\nid = \"x\"\n[[consultation]]\nname = \"y\"\n";
    odd.files["automatic.json"] = "[1, 2]";
    PackageChanges changes;
    diff_documents({}, odd, changes);
    std::vector<std::string> places;
    for (const PackageChange& change : changes) {
        places.push_back(change.place);
    }
    EXPECT_EQ(places, (std::vector<std::string>{"condition", "consultation.0", "copy"}));
    changes.clear();
    diff_documents(odd, odd, changes);
    EXPECT_TRUE(changes.empty());
}

TEST(PackageDiff, DemandsALargeEnoughStep) {
    EXPECT_TRUE(is_large_enough("1.2.3", "1.2.4", fine));
    EXPECT_FALSE(is_large_enough("1.2.3", "1.2.4", needs));
    EXPECT_TRUE(is_large_enough("1.2.3", "1.3.0", needs));
    EXPECT_FALSE(is_large_enough("1.2.3", "1.3.0", breaks));
    EXPECT_TRUE(is_large_enough("1.2.3", "2.0.0", breaks));
}

}  // namespace
}  // namespace gordion::reuse
