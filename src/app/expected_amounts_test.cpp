// SPDX-License-Identifier: EUPL-1.2
// What a package promises to say about its amounts before anybody submits.
#include <gtest/gtest.h>

#include <filesystem>

#include "app/antraege.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::app {
namespace {

using formats::Json;

constexpr const char* fire = "G99000000903";

std::vector<std::string> expected_of(const char* calculation, const char* promises,
                                     std::int64_t fee = 2500) {
    const auto folder = std::filesystem::path(GORDION_SOURCE_DIR) / "tests/packages";
    auto package = reuse::read_package(folder / "osterfeuer-genehmigung").value().value;
    package.calculation = formats::parse_json(calculation).value();
    package.texts["de"].set("message", formats::parse_json(promises).value());
    Draft draft;
    draft.package = reuse::compile_package(std::move(package), {}).value;
    EXPECT_NE(draft.package, nullptr) << calculation;
    draft.params = Json::object({{"gebuehr", fee}});
    draft.today = Date::make(2026, 11, 23).value();
    draft.opened.antrag.answers =
        Sensitive(Json::object({{fire, Json::object({{"F99000000922", 4}})}}));
    std::vector<std::string> lines;
    for (const ExpectedAmount& each : expected_amounts(draft, "de")) {
        lines.push_back(each.label + " " + std::to_string(each.amount.cents));
    }
    return lines;
}

using Lines = std::vector<std::string>;
const char* fee_and_material = R"({"totals":[["gebuehr_cents",{"var":"params.gebuehr"}],
    ["holz_cents",{"*":[{"var":"answers.G99000000903.F99000000922"},150]}]]})";

TEST(ExpectedAmounts, AreThosePromisedAndNoOthers) {
    EXPECT_EQ(expected_of(fee_and_material, R"({"expected.holz_cents":"Holz"})"),
              Lines{"Holz 600"});
    EXPECT_EQ(expected_of(fee_and_material, R"({"expected.holz_cents":"Holz",
                                                "expected.gebuehr_cents":"Gebühr"})"),
              (Lines{"Gebühr 2500", "Holz 600"}))
        << "in the order in which they are computed";
    EXPECT_EQ(expected_of(fee_and_material, R"({"calculation.gebuehr_cents":"Gebühr"})"), Lines{});
    EXPECT_EQ(expected_of(fee_and_material, R"({"expected.gebuehr_cents":"Gebühr"})", 0),
              Lines{"Gebühr 0"})
        << "that it costs nothing is worth saying";
}

TEST(ExpectedAmounts, AreNotGuessedWhereTheyCannotBeComputed) {
    const char* promise = R"({"expected.gebuehr_cents":"Gebühr"})";
    for (const char* calculation : {
             R"({"totals":[["gebuehr_cents",{"/":[{"var":"params.gebuehr"},3]}]]})",
             R"({"totals":[["gebuehr_cents",{"var":"answers.G99000000903.F99000000921"}]]})",
             R"({"totals":[["gebuehr_cents",{"-":[0,{"var":"params.gebuehr"}]}]]})",
             R"({"totals":[]})",
         }) {
        EXPECT_EQ(expected_of(calculation, promise), Lines{}) << calculation;
    }
}

}  // namespace
}  // namespace gordion::app
