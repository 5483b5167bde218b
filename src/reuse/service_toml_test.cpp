// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "reuse/package_reader.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using testing::find_code;
using testing::shipped_files;
using testing::to_text;

std::string service_text() {
    return shipped_files("hundesteuer-anmeldung").at("service.toml");
}

Findings findings_with(const std::string& from, const std::string& to) {
    const std::string text = service_text();
    EXPECT_NE(text.find(from), std::string::npos) << from;
    return parse_service_toml(replace_all(text, from, to)).value().findings;
}

TEST(ServiceToml, IsReadCompletely) {
    const Judged<ServiceDeclaration> judged = parse_service_toml(service_text()).value();
    EXPECT_TRUE(judged.findings.empty()) << to_text(judged.findings);
    const ServiceDeclaration& service = judged.value;
    EXPECT_EQ(service.id, "hundesteuer-anmeldung");
    EXPECT_EQ(service.leistungsschluessel.front(), "99102013002000");
    EXPECT_EQ(service.fees, Fees::Due);
    EXPECT_EQ(in_language(service.title, "en"), "Dog tax: registering a dog");
    EXPECT_EQ(service.recipient.name.size(), 2U);
    const ParameterDeclaration* rule = service.find_parameter("beginn_regel");
    ASSERT_NE(rule, nullptr);
    EXPECT_EQ(rule->choices.size(), 2U);
    EXPECT_EQ(rule->fallback, "monat_der_anschaffung");
    EXPECT_NE(service.find_parameter("authority_street"), nullptr) << "every package has it";
    EXPECT_EQ(service.find_parameter("satz_vierter_hund"), nullptr);
}

struct Mistake {
    const char* from;
    const char* to;
    const char* code;
    const char* mentions;
};

TEST(ServiceToml, NamesEachMistakeWithFileAndLine) {
    for (const Mistake& mistake : {
             Mistake{"id = \"hundesteuer-anmeldung\"", "", "reuse.service_key", "'id'"},
             Mistake{"\"99102013002000\"", "\"9910201300200\"", "reuse.service_value", "13"},
             Mistake{"version = \"1.0.0\"", "version = \"1.0\"", "reuse.service_value", "version"},
             Mistake{"trust_level = \"00\"", "trust_level = \"5\"", "reuse.service_value",
                     "00, 10"},
             Mistake{"fees = \"due\"", "fees = \"gold\"", "reuse.service_value", "none"},
             Mistake{"fees = \"due\"", "fee = \"due\"", "reuse.service_unknown", "'fee'"},
             Mistake{"frist_days = 90", "frist_days = \"90\"", "reuse.service_value", "whole"},
             Mistake{"languages = [\"de\", ", "languages = [", "reuse.service_value", "de"},
             Mistake{"class = \"f\"", "class = \"z\"", "reuse.parameter_declaration", "a to h"},
             Mistake{"type = \"date\"", "type = \"day\"", "reuse.parameter_declaration", "'day'"},
             Mistake{"min = \"1950-01-01\"", "min = \"gestern\"", "reuse.parameter_declaration",
                     "31.12"},
             Mistake{"default = \"3\"", "default = \"13\"", "reuse.parameter_declaration", "12"},
             Mistake{"key = \"satzung_url\"", "key = \"satzung_titel\"",
                     "reuse.parameter_declaration", "twice"},
             Mistake{"key = \"satzung_url\"", "key = \"Satzung URL\"",
                     "reuse.parameter_declaration", "lower-case"},
             Mistake{"[\"land\", \"gemeinde\"]", "[\"dorf\"]", "reuse.parameter_declaration",
                     "'dorf'"},
             Mistake{"[recipient]", "[empfaenger]", "reuse.service_key", "recipient"},
         }) {
        const Findings findings = findings_with(mistake.from, mistake.to);
        const Finding* finding = find_code(findings, mistake.code);
        ASSERT_NE(finding, nullptr) << mistake.to << "\n" << to_text(findings);
        EXPECT_EQ(finding->place.rfind("service.toml", 0), 0U) << finding->place;
        EXPECT_NE(finding->message.find(mistake.mentions), std::string::npos) << finding->message;
    }
    EXPECT_EQ(find_code(findings_with("trust_level = \"00\"", "trust_level = \"5\""),
                        "reuse.service_value")
                  ->place,
              "service.toml:7");
}

AccountDemand demand_with(const std::string& level, const std::string& account) {
    const std::string text =
        replace_all(service_text(), "trust_level = \"00\"", "trust_level = \"" + level + "\"");
    const auto judged =
        parse_service_toml(replace_all(text, "[recipient]", account + "[recipient]"));
    EXPECT_TRUE(judged.value().findings.empty()) << to_text(judged.value().findings);
    return judged.value().value.account;
}

TEST(ServiceToml, AsksForAnAccountWhereTheLevelNeedsOne) {
    EXPECT_TRUE(demand_with("00", "").none);
    EXPECT_TRUE(demand_with("10", "").none);
    for (const char* level : {"15", "20", "30", "40"}) {
        EXPECT_FALSE(demand_with(level, "").none) << level;
        EXPECT_TRUE(demand_with(level, "").organisation) << level;
    }
    const AccountDemand business = demand_with("00", "[account]\nkinds = [\"organisation\"]\n");
    EXPECT_FALSE(business.none || business.citizen);
    EXPECT_TRUE(business.organisation);
}

TEST(ServiceToml, NamesWhatTheAuthorityIsToldFromTheAccount) {
    const std::string kinds = "[account]\nkinds = [\"none\", \"citizen\"]\n";
    EXPECT_TRUE(demand_with("00", kinds).attributes.empty());
    const std::vector<std::string> names{"family_name", "birth_date"};
    EXPECT_EQ(
        demand_with("00", kinds + "attributes = [\"family_name\", \"birth_date\"]\n").attributes,
        names);
    const auto findings =
        findings_with("[recipient]", kinds + "attributes = [\"shoe_size\"]\n[recipient]");
    const Finding* finding = find_code(findings, "reuse.service_value");
    ASSERT_NE(finding, nullptr);
    EXPECT_NE(finding->message.find("shoe_size"), std::string::npos);
}

TEST(ServiceToml, RefusesAccountsThatContradictTheLevel) {
    for (const char* kinds : {"[]", "[\"person\"]", "\"citizen\"", "[\"none\", \"nobody\"]"}) {
        const std::string table = "[account]\nkinds = " + std::string(kinds) + "\n[recipient]";
        EXPECT_TRUE(has_faults(findings_with("[recipient]", table))) << kinds;
    }
    const std::string open = "[account]\nkinds = [\"none\", \"citizen\"]\n[recipient]";
    const std::string text = replace_all(service_text(), "[recipient]", open);
    EXPECT_FALSE(has_faults(parse_service_toml(text).value().findings));
    const auto above =
        parse_service_toml(replace_all(text, "trust_level = \"00\"", "trust_level = \"30\""));
    const Finding* finding = find_code(above.value().findings, "reuse.service_value");
    ASSERT_NE(finding, nullptr);
    EXPECT_NE(finding->message.find("above 10"), std::string::npos);
}

TEST(ServiceToml, RefusesWhatIsNoToml) {
    EXPECT_EQ(parse_service_toml("id = ").error().code, "formats.toml_invalid");
    EXPECT_FALSE(parse_service_toml(std::string("\0\xff\x80", 3)));
    EXPECT_TRUE(has_faults(parse_service_toml("").value().findings));
    EXPECT_TRUE(has_faults(parse_service_toml("parameter = 3").value().findings));
}

TEST(PackageReader, GoesOnAfterABrokenFile) {
    PackageFiles files = shipped_files("hundesteuer-anmeldung");
    files.at("rules.json") = "{\"checks\": [}";
    files.erase("texts/en.toml");
    files.at("texts/ls.toml") = "[service";
    files["notes.txt"] = "x";
    files["examples/kaputt.json"] = R"({"answers": [], "today": "heute"})";
    const Judged<Package> judged = read_package(files).value();
    const Finding* rules = find_code(judged.findings, "formats.json_invalid");
    ASSERT_NE(rules, nullptr) << to_text(judged.findings);
    EXPECT_EQ(rules->place, "rules.json:1");
    EXPECT_EQ(find_code(judged.findings, "reuse.file_missing")->place, "texts/en.toml");
    EXPECT_EQ(find_code(judged.findings, "formats.toml_invalid")->place.rfind("texts/ls.toml", 0),
              0U);
    EXPECT_EQ(find_code(judged.findings, "reuse.file_unknown")->place, "notes.txt");
    EXPECT_EQ(find_code(judged.findings, "reuse.example_shape")->place, "examples/kaputt.json");
    EXPECT_EQ(read_package(PackageFiles{}).error().code, "reuse.service_missing");
}

TEST(PackageReader, KnowsAVersion) {
    EXPECT_TRUE(is_version("1.10.0"));
    for (const char* wrong : {"1.0", "1.0.0.0", "01.0.0", "1.0.x", "", "1..0", "1.0.0-beta"}) {
        EXPECT_FALSE(is_version(wrong)) << wrong;
    }
}

TEST(PackageFiles, ComeBackUnchangedFromOneBlob) {
    const PackageFiles files = {{"a.txt", std::string("\0\n1 2\n", 6)}, {"b/c.json", ""}};
    const std::string blob = pack_files(files);
    EXPECT_EQ(unpack_files(blob).value(), files);
    PackageFiles other = files;
    other.at("a.txt") += " ";
    EXPECT_NE(hash_files(files), hash_files(other));
    EXPECT_EQ(hash_files(files).size(), 64U);
    for (std::size_t cut = 1; cut < blob.size(); ++cut) {
        const Result<PackageFiles> damaged = unpack_files(blob.substr(0, blob.size() - cut));
        EXPECT_TRUE(!damaged || damaged.value() != files) << cut;
    }
    EXPECT_EQ(unpack_files("gordion-package-1\n11 1\n../etc/pass1").error().code,
              "reuse.package_corrupt");
    EXPECT_EQ(unpack_files("gordion-package-1\n5 99999999999999999999\n").error().code,
              "reuse.package_corrupt");
}

class FolderTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "reuse-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    std::filesystem::path folder_;
};

TEST_F(FolderTest, IsReadWithoutHiddenFiles) {
    write("service.toml", "id = 1");
    write("texts/de.toml", "");
    write(".git/config", "secret");
    const PackageFiles files = read_files(folder_).value();
    EXPECT_EQ(files.size(), 2U);
    EXPECT_EQ(files.at("service.toml"), "id = 1");
}

TEST_F(FolderTest, RefusesLinksForeignNamesAndDevices) {
    write("service.toml", "");
    std::filesystem::create_symlink("/etc/passwd", folder_ / "rules.json");
    EXPECT_EQ(read_files(folder_).error().code, "reuse.folder_link");
    std::filesystem::remove(folder_ / "rules.json");
    std::filesystem::create_directory_symlink("/etc", folder_ / "texts");
    EXPECT_EQ(read_files(folder_).error().code, "reuse.folder_link");
    std::filesystem::remove(folder_ / "texts");
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(read_files(folder_).error().code, "reuse.folder_file");
    std::filesystem::remove(folder_ / "pipe");
    write("böse datei", "");
    EXPECT_EQ(read_files(folder_).error().code, "reuse.folder_file");
}

TEST_F(FolderTest, IsBoundedInSizeAndNumber) {
    write("service.toml", "");
    std::ofstream(folder_ / "rules.json").close();
    std::filesystem::resize_file(folder_ / "rules.json", 10ULL * 1024 * 1024 * 1024);
    const Error error = read_files(folder_).error();
    EXPECT_EQ(error.kind, ErrorKind::TooLarge) << error.to_text();
    std::filesystem::remove(folder_ / "rules.json");
    for (int i = 0; i < 201; ++i) {
        write("examples/e" + std::to_string(i) + ".json", "");
    }
    EXPECT_EQ(read_files(folder_).error().code, "reuse.folder_files");
    EXPECT_EQ(read_files(folder_ / "missing").error().code, "reuse.folder_missing");
    EXPECT_EQ(read_files(folder_ / "service.toml").error().code, "reuse.folder_missing");
}

}  // namespace
}  // namespace gordion::reuse
