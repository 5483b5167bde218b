// SPDX-License-Identifier: EUPL-1.2
#include "conformity/maturity.hpp"

#include <gtest/gtest.h>

namespace gordion::conformity {
namespace {

using formats::Json;
using Ids = std::vector<std::string>;

const MaturityModel& model(std::size_t index) {
    static const std::vector<MaturityModel>& models = built_in_maturity_models();
    return models.at(index);
}

MaturityAnswers all_with(int level) {
    MaturityAnswers answers;
    for (const Criterion& criterion : model(0).criteria) {
        int best = criterion.choices.front().level;
        for (const Criterion::Choice& choice : criterion.choices) {
            best = choice.level <= level ? std::max(best, choice.level) : best;
        }
        answers[criterion.id] = best;
    }
    return answers;
}

TEST(Maturity, HasBothModelsAsFiles) {
    EXPECT_EQ(model(0).version, "1.1");
    EXPECT_EQ(model(0).highest(), 4);
    EXPECT_EQ(model(0).criteria.size(), 10U);
    EXPECT_EQ(model(1).version, "2.0");
    EXPECT_EQ(model(1).highest(), 7);
    EXPECT_EQ(model(1).criteria.size(), 13U);
    EXPECT_FALSE(model(1).criteria.front().is_known) << "a gap is marked as one";
}

TEST(Maturity, IsThatOfTheLowestCriterion) {
    MaturityAnswers answers = all_with(4);
    answers["K9"] = 3;
    auto result = assess_maturity(model(0), answers, Json::object()).value();
    EXPECT_EQ(result.level, 3);
    EXPECT_TRUE(result.is_complete);
    EXPECT_EQ(result.deciding, Ids{"K9"});
    ASSERT_EQ(result.reached.size(), 1U);
    EXPECT_EQ(result.reached.front()->level, 3);
    answers["K5"] = 2;
    result = assess_maturity(model(0), answers, Json::object()).value();
    EXPECT_EQ(result.level, 2);
    EXPECT_TRUE(result.reached.empty());
}

TEST(Maturity, IsAnUpperBoundWhileCriteriaAreOpen) {
    MaturityAnswers answers = all_with(4);
    answers.erase("K7");
    answers.erase("K8");
    const auto result = assess_maturity(model(0), answers, Json::object()).value();
    EXPECT_FALSE(result.is_complete);
    EXPECT_EQ(result.open, (Ids{"K7", "K8"}));
    EXPECT_TRUE(result.reached.empty());
}

TEST(Maturity, TakesWhatEvidenceProvesUnlessSomebodyAnswered) {
    const Json evidence =
        formats::parse_json(R"({"package":{"fees":false,"schema":{"fields":4}}})").value();
    const auto proved = assess_maturity(model(0), {}, evidence).value();
    EXPECT_EQ(proved.criteria[1].level, 2);
    EXPECT_TRUE(proved.criteria[1].is_proved);
    EXPECT_EQ(proved.criteria[4].level, 4);
    EXPECT_EQ(proved.level, 2);
    const auto answered = assess_maturity(model(0), {{"K2", 1}}, evidence).value();
    EXPECT_EQ(answered.criteria[1].level, 1);
    EXPECT_FALSE(answered.criteria[1].is_proved);
}

TEST(Maturity, RefusesAnswersThatTheModelDoesNotHave) {
    for (const MaturityAnswers& answers :
         {MaturityAnswers{{"K99", 1}}, MaturityAnswers{{"K5", 3}}, MaturityAnswers{{"K1", -1}}}) {
        EXPECT_EQ(assess_maturity(model(0), answers, Json::object()).error().code,
                  "conformity.maturity_answer");
    }
}

TEST(Maturity, RefusesFilesThatAreNone) {
    const std::string head =
        "id = \"m\"\nversion = \"1\"\ntitle = \"t\"\nsource = \"s\"\nvalid_from = \"2020-01-01\"\n";
    const std::string level = "[[level]]\nnumber = 0\nname = \"n\"\n";
    const std::string criterion = "[[criterion]]\nid = \"A\"\ntitle = \"t\"\nquestion = \"q\"\n";
    const std::string choice = "[[criterion.choice]]\nlevel = 0\ntext = \"c\"\n";
    EXPECT_TRUE(read_maturity_model(head + level + criterion + choice).has_value());
    for (const std::string& text :
         {std::string(), head, head + level, head + level + criterion,
          head + "[[level]]\nnumber = 1\nname = \"n\"\n" + criterion + choice,
          head + level + criterion + "[[criterion.choice]]\nlevel = 1\ntext = \"c\"\n",
          head + level + criterion + choice + criterion + choice,
          head + level + criterion + choice +
              "[[criterion.proof]]\nlevel = 0\nwhen = '{\"nonsense\":1}'\n"}) {
        const auto read = read_maturity_model(text);
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, "conformity.maturity");
    }
}

}  // namespace
}  // namespace gordion::conformity
