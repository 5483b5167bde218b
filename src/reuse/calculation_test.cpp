// SPDX-License-Identifier: EUPL-1.2
#include "reuse/calculation.hpp"

#include <gtest/gtest.h>

#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using testing::find_code;

Json json(std::string_view text) {
    return formats::parse_json(text).value();
}

TEST(Calculation, SeesEarlierStepsAndEarlierRows) {
    const Judged<Calculation> made = Calculation::make(json(R"({
        "rows": {"each": "G1", "values": [
            ["position", {"+": [{"length": [{"var": "rows"}]}, 1]}],
            ["preis_cents", {"*": [{"var": "row.position"}, {"var": "params.satz"}]}]]},
        "totals": [["summe_cents", {"reduce": [{"var": "rows"},
            {"+": [{"var": "accumulator"}, {"var": "current.preis_cents"}]}, 0]}],
            ["jahr", {"year_of": [{"var": "today"}]}]]})"));
    ASSERT_TRUE(made.findings.empty()) << testing::to_text(made.findings);
    const Json result =
        made.value.evaluate(json(R"({"G1": [{}, {}]})"), json(R"({"satz": 1050})"), "2026-11-23")
            .value();
    EXPECT_EQ(formats::write_json(result),
              R"({"rows":[{"position":1,"preis_cents":1050},{"position":2,"preis_cents":2100}],)"
              R"("totals":{"summe_cents":3150,"jahr":2026}})");
    EXPECT_EQ(formats::write_json(to_letter_amounts(result)),
              R"({"rows":[{"position":"1","preis":"10,50 €"},{"position":"2","preis":"21,00 €"}],)"
              R"("totals":{"summe":"31,50 €","jahr":"2026"}})");
}

TEST(Calculation, WithoutInstancesHasOnlyTotals) {
    const Calculation made = Calculation::make(json(R"({"rows": {"each": "G1", "values": []},
        "totals": [["tag", {"var": "today"}], ["frei", true]]})"))
                                 .value;
    const Json result = made.evaluate(json("{}"), json("{}"), "2026-01-31").value();
    EXPECT_EQ(result.find("rows")->size(), 0U);
    EXPECT_EQ(formats::write_json(*to_letter_amounts(result).find("totals")),
              R"({"tag":"31.01.2026","frei":true})");
    EXPECT_TRUE(Calculation::make(Json()).value.empty());
}

TEST(Calculation, RefusesWrongShapesAndOrder) {
    for (const char* wrong :
         {R"({"totals": {}})", R"({"totals": [["a"]]})", R"({"totals": [["a", 1], ["a", 2]]})",
          R"({"totals": [["a", {"var": "totals.b"}], ["b", 1]]})", R"({"total": []})",
          R"({"rows": {"values": []}})",
          R"({"rows": {"each": "G1", "values": [["a", {"var": "row.b"}]]}})"}) {
        const Findings findings = Calculation::make(json(wrong)).findings;
        ASSERT_NE(find_code(findings, "reuse.calculation"), nullptr) << wrong;
        EXPECT_EQ(findings.front().place.rfind("calculation.json", 0), 0U);
    }
    EXPECT_NE(find_code(Calculation::make(json(R"({"totals": [["a", {"zauber": 1}]]})")).findings,
                        "fim.logic_operator_unknown"),
              nullptr);
}

TEST(Calculation, DemandsWholeCents) {
    const Calculation made =
        Calculation::make(json(R"({"totals": [["a_cents", {"/": [1, 3]}]]})")).value;
    const Error error = made.evaluate(json("{}"), json("{}"), "2026-01-01").error();
    EXPECT_EQ(error.code, "reuse.calculation_cents");
    EXPECT_EQ(error.place, "totals.a_cents");
    const Calculation missing =
        Calculation::make(json(R"({"totals": [["a_cents", {"var": "params.satz"}]]})")).value;
    EXPECT_EQ(missing.evaluate(json("{}"), json("{}"), "2026-01-01").error().code,
              "reuse.calculation_cents");
}

}  // namespace
}  // namespace gordion::reuse
