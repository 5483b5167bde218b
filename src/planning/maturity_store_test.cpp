// SPDX-License-Identifier: EUPL-1.2
#include "planning/maturity_store.hpp"

#include "planning/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::planning {
namespace {

class MaturityStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    FakeClock clock_;
    std::vector<conformity::MaturityModel> models_ = conformity::built_in_maturity_models();
    const conformity::MaturityModel& old_ = models_.front();
    const conformity::MaturityModel& new_ = models_.back();
    Scope scope_{{"010545459"}, {"somebody"}, "maturity.answer", {}, false};
    Scope other_{{"053150000"}, {"else"}, "maturity.answer", {}, false};
    AssessmentName name_{{"010545459"}, "99102013002000", "ozg-reifegrad", "1.1"};

    static MaturityAnswer of(const char* criterion, std::optional<int> level,
                             std::string note = "") {
        return {criterion, level, std::move(note), "", {}};
    }
    static CriterionText text_of(const char* criterion) {
        return {"", "", criterion, "Datenschutz", "Wie weit?", {{3, "Weit."}}, "Seite des Bundes",
                "", {}};
    }
};
GORDION_ON_BOTH_DATABASES(MaturityStoreTest);

TEST_P(MaturityStoreTest, KeepsAnswersWithTheirHistory) {
    MaturityStore store(open(planning_migrations()), clock_);
    ASSERT_TRUE(store.answer(scope_, name_, old_, of("K1", 1, "steht auf der Seite")));
    clock_.advance_ms(1000);
    ASSERT_TRUE(store.answer_all(scope_, name_, old_, {of("K1", 4), of("K5", 2)}));
    ASSERT_TRUE(store.answer(scope_, name_, old_, of("K5", std::nullopt)));
    const auto history = store.list_history(scope_, name_).value();
    ASSERT_EQ(history.size(), 4U);
    EXPECT_EQ(history.back().note, "steht auf der Seite");
    EXPECT_EQ(history.back().answered_by, "somebody");
    EXPECT_EQ(history.front().level, std::nullopt);
    EXPECT_EQ(answers_of(history), (conformity::MaturityAnswers{{"K1", 4}}));
    const auto assessments = store.list_assessments(scope_, {"010545459"}).value();
    ASSERT_EQ(assessments.size(), 1U);
    EXPECT_EQ(assessments.front(), name_);
}

TEST_P(MaturityStoreTest, RefusesWhatTheModelDoesNotHaveAndWritesNothingThen) {
    MaturityStore store(open(planning_migrations()), clock_);
    EXPECT_EQ(store.answer_all(scope_, name_, old_, {of("K1", 1), of("K5", 3)}).error().code,
              "conformity.maturity_answer");
    EXPECT_EQ(store.answer(scope_, name_, old_, of("K99", std::nullopt)).error().code,
              "conformity.maturity_answer");
    EXPECT_EQ(store.answer(scope_, name_, old_, of("K1", 1, std::string(2'001, 'x'))).error().code,
              "planning.maturity_note");
    EXPECT_TRUE(store.list_history(scope_, name_).value().empty());
}

TEST_P(MaturityStoreTest, KeepsTenantsApart) {
    MaturityStore store(open(planning_migrations()), clock_);
    ASSERT_TRUE(store.answer(scope_, name_, old_, of("K1", 1)));
    EXPECT_EQ(store.answer(other_, name_, old_, of("K1", 4)).error().code,
              "planning.maturity_tenant");
    EXPECT_EQ(store.list_history(other_, name_).error().code, "planning.maturity_tenant");
    EXPECT_EQ(store.list_assessments(other_, {"010545459"}).error().code,
              "planning.maturity_tenant");
    EXPECT_EQ(store.load_texts(other_, {"010545459"}).error().code, "planning.maturity_tenant");
    EXPECT_EQ(store.write_text(other_, {"00"}, new_, text_of("K1")).error().code,
              "planning.maturity_tenant");
    EXPECT_TRUE(store.list_assessments(other_, {"053150000"}).value().empty());
}

TEST_P(MaturityStoreTest, FillsGapsOfModelsWithTheirSource) {
    MaturityStore store(open(planning_migrations()), clock_);
    const Scope system = system_scope("maturity.texts");
    ASSERT_TRUE(store.write_text(system, {"00"}, new_, text_of("K1")));
    ASSERT_TRUE(store.write_text(system, {"00"}, new_, text_of("K2")));
    CriterionText own = text_of("K1");
    own.title = "Eigener Titel";
    ASSERT_TRUE(store.write_text(scope_, {"010545459"}, new_, own));
    const auto texts = store.load_texts(scope_, {"010545459"}).value();
    ASSERT_EQ(texts.size(), 2U);
    const auto filled = with_texts(new_, texts);
    EXPECT_EQ(filled.criteria[0].title, "Eigener Titel");
    EXPECT_TRUE(filled.criteria[0].is_known);
    EXPECT_EQ(filled.criteria[0].choices[3].text, "Weit.");
    EXPECT_EQ(filled.criteria[0].choices[2].text, new_.criteria[0].choices[2].text);
    EXPECT_EQ(filled.criteria[1].title, "Datenschutz");
    EXPECT_FALSE(filled.criteria[2].is_known);
    EXPECT_EQ(with_texts(new_, store.load_texts(other_, {"053150000"}).value()).criteria[0].title,
              "Datenschutz")
        << "the text of another tenant is his own";
    EXPECT_EQ(with_texts(old_, texts).criteria[0].title, old_.criteria[0].title)
        << "another version keeps its words";
}

TEST_P(MaturityStoreTest, TakesNoTextWithoutSourceAndNoneForWhatIsKnown) {
    MaturityStore store(open(planning_migrations()), clock_);
    const auto code = [&](const conformity::MaturityModel& model, const CriterionText& text) {
        const auto written = store.write_text(scope_, {"010545459"}, model, text);
        return written ? std::string("written")
                       : written.error().code + " " + written.error().place;
    };
    EXPECT_EQ(code(old_, text_of("K1")), "planning.maturity_known K1");
    EXPECT_EQ(code(new_, text_of("K99")), "planning.maturity_text K99");
    CriterionText text = text_of("K1");
    text.source = " ";
    EXPECT_EQ(code(new_, text), "planning.maturity_text source");
    text = text_of("K1");
    text.choices = {{9, "Weit."}};
    EXPECT_EQ(code(new_, text), "planning.maturity_text choices.9");
    text.choices = {{3, ""}};
    EXPECT_EQ(code(new_, text), "planning.maturity_text choices.3");
    text.question = std::string(2'001, 'x');
    EXPECT_EQ(code(new_, text), "planning.maturity_text question");
}

}  // namespace
}  // namespace gordion::planning
