// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "cases/cases_test.hpp"

namespace gordion::cases {
namespace {

class CasesTest : public OfficeTest {};
GORDION_ON_BOTH_DATABASES(CasesTest);

TEST_P(CasesTest, WalksFromInboxToDecision) {
    open_all();
    const auto submission = submit(pellworm);
    const Case found = only_case(worker);
    EXPECT_EQ(found.state, CaseState::New);
    auto opened = office->open_case(worker, pellworm, found.id);
    ASSERT_TRUE(opened) << opened.error().to_text();
    EXPECT_EQ(opened.value().fachdaten.reveal().text_at("F1"), "Bello");
    EXPECT_EQ(opened.value().opened.state, CaseState::InProgress);
    ASSERT_TRUE(office->ask_question(worker, opened.value().opened, "Welche Rasse?"));
    EXPECT_EQ(office->ask_question(worker, opened.value().opened, "Nochmal?").error().code,
              "cases.changed");

    clock.advance_ms(1);
    const Scope citizen{pellworm, {"citizen"}, "test", {}, false};
    const auto waiting = submissions->load_submission(citizen, pellworm, submission.id).value();
    EXPECT_EQ(waiting.state, delivery::SubmissionState::WaitingForCitizen);
    ASSERT_TRUE(office->record_answer(citizen, waiting, "Dackel"));

    opened = office->open_case(worker, pellworm, found.id);
    ASSERT_EQ(opened.value().replies.size(), 2U);
    EXPECT_EQ(opened.value().replies[1].content.reveal(), "Dackel");
    ASSERT_TRUE(office->decide_case(worker, opened.value().opened,
                                    {true, Sensitive(std::string("%PDF Bescheid"))}));
    const auto decided = submissions->load_submission(citizen, pellworm, submission.id).value();
    EXPECT_EQ(decided.state, delivery::SubmissionState::Decided);
    EXPECT_EQ(office->record_answer(citizen, decided, "Zu spät").error().code,
              "cases.step_not_allowed");
    EXPECT_EQ(audit_events(pellworm),
              (std::vector<std::string>{"case.arrived", "case.decrypted", "case.taken_over",
                                        "case.question", "case.answer", "case.decrypted",
                                        "case.bescheid"}));
    EXPECT_TRUE(audit::verify(*database, system_scope("test"), pellworm).value().is_unbroken());
}

TEST_P(CasesTest, TheCitizenReadsLettersWithTheMailboxKey) {
    open_all();
    const auto submission = submit(pellworm);
    const auto opened = office->open_case(worker, pellworm, only_case(worker).id);
    clock.advance_ms(1);
    ASSERT_TRUE(office->ask_question(worker, opened.value().opened, "Welche Rasse?"));
    const Scope citizen{pellworm, {"citizen"}, "test", {}, false};
    const auto key = crypto::PrivateKey::from_jwk(formats::parse_json(mailbox_jwk).value()).value();
    const auto replies = submissions->list_replies(citizen, submission).value();
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(crypto::decrypt_jwe(replies[1].for_citizen_jwe, key).value().plaintext,
              "Welche Rasse?");
    EXPECT_EQ(crypto::decrypt_jwe(replies[0].for_citizen_jwe, key).value().content_type,
              "application/pdf");
}

TEST_P(CasesTest, OpensAttachmentsAndChecksTheirHash) {
    open_all();
    (void)submit(pellworm);
    const Case found = only_case(worker);
    const auto opened = office->open_case(worker, pellworm, found.id).value();
    const std::string id = opened.metadata.reveal()
                               .find("contentStructure")
                               ->find("attachments")
                               ->as_array()[0]
                               .text_at("attachmentId");
    const auto file = office->open_attachment(worker, pellworm, found.id, id);
    ASSERT_TRUE(file) << file.error().to_text();
    EXPECT_EQ(file.value().bytes, 6U);
    EXPECT_EQ(load_bytes(file.value()).value().reveal(), "Inhalt");
    EXPECT_EQ(file.value().file_name, "nachweis.txt");
    EXPECT_EQ(office->open_attachment(worker, pellworm, found.id, "none").error().code,
              "cases.attachment_missing");
}

TEST_P(CasesTest, OneTeamWorksForAnotherAmtByMandate) {
    open_all();
    const Scope giver{other_amt, {"admin"}, "test", {}, false};
    const auto mandate = mandates->give_mandate(giver, make_mandate(Power::Sign));
    ASSERT_TRUE(mandate) << mandate.error().to_text();
    (void)submit(other_amt);
    const Scope working = office->working_scope(worker).value();
    const Case found = only_case(working);
    EXPECT_EQ(found.tenant, other_amt);
    EXPECT_EQ(found.team, pellworm);
    const auto opened = office->open_case(working, other_amt, found.id);
    ASSERT_TRUE(opened) << opened.error().to_text();
    EXPECT_TRUE(audit_events(other_amt).size() >= 3);
    EXPECT_TRUE(office->ask_question(working, opened.value().opened, "Frage?"));

    ASSERT_TRUE(mandates->revoke_mandate(giver, mandate.value().id));
    const Scope after = office->working_scope(worker).value();
    EXPECT_TRUE(office->inbox(after, {}).value().cases.empty());
    EXPECT_EQ(office->load_case(after, other_amt, found.id).error().code, "cases.case_missing");
}

TEST_P(CasesTest, AMandateGoesOnlyAsFarAsItSays) {
    open_all();
    const Scope giver{other_amt, {"admin"}, "test", {}, false};
    ASSERT_TRUE(mandates->give_mandate(giver, make_mandate(Power::Prepare)));
    (void)submit(other_amt);
    const Scope working = office->working_scope(worker).value();
    const auto opened = office->open_case(working, other_amt, only_case(working).id).value();
    EXPECT_EQ(office->decide_case(working, opened.opened, {true, Sensitive(std::string("x"))})
                  .error()
                  .code,
              "cases.power_missing");
}

TEST_P(CasesTest, HidesAndAuditsTheCaseOfAnotherTenant) {
    open_all();
    (void)submit(pellworm);
    const Case found = only_case(worker);
    const Scope foreign{munich, {"curious"}, "test", {}, false};
    EXPECT_EQ(office->load_case(foreign, pellworm, found.id).error().code, "cases.case_missing");
    EXPECT_EQ(office->open_case(foreign, pellworm, found.id).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(audit_events(munich), (std::vector<std::string>{"case.refused", "case.refused"}));
    EXPECT_TRUE(office->inbox(foreign, {}).value().cases.empty());
}

TEST_P(CasesTest, MakesOneCaseHoweverOftenASubmissionArrives) {
    open_all();
    const auto submission = submit(pellworm);
    ASSERT_TRUE(office->on_arrival(submission));
    ASSERT_TRUE(office->on_arrival(submission));
    (void)only_case(worker);
}

TEST_P(CasesTest, PagesThroughTheInbox) {
    open_all();
    for (int i = 0; i < 3; ++i) {
        (void)submit(pellworm);
        clock.advance_ms(1000);
    }
    InboxQuery query;
    query.limit = 2;
    const InboxPage first = office->inbox(worker, query).value();
    ASSERT_EQ(first.cases.size(), 2U);
    EXPECT_GT(first.cases[0].arrived_at, first.cases[1].arrived_at);
    query.after = first.next;
    const InboxPage second = office->inbox(worker, query).value();
    ASSERT_EQ(second.cases.size(), 1U);
    EXPECT_TRUE(second.next.empty());
    query.after = "1; DROP TABLE cases";
    EXPECT_EQ(office->inbox(worker, query).error().code, "cases.page_invalid");
}

TEST_P(CasesTest, RefusesMandatesThatCannotHold) {
    open_all();
    const Scope giver{other_amt, {"admin"}, "test", {}, false};
    Mandate mandate = make_mandate(Power::Sign);
    mandate.legal_basis = " ";
    EXPECT_EQ(mandates->give_mandate(giver, mandate).error().code, "cases.mandate_without_basis");
    mandate = make_mandate(Power::Sign);
    mandate.team = other_amt;
    EXPECT_EQ(mandates->give_mandate(giver, mandate).error().code, "cases.mandate_to_self");
    mandate = make_mandate(Power::Sign);
    mandate.valid_to = parse_date("2025-01-01").value();
    EXPECT_EQ(mandates->give_mandate(giver, mandate).error().code, "cases.mandate_dates");
}

TEST(CaseState, MovesOnlyAlongTheTable) {
    EXPECT_EQ(next_case_state(CaseState::New, CaseStep::Opened), CaseState::InProgress);
    EXPECT_FALSE(next_case_state(CaseState::New, CaseStep::Decided));
    EXPECT_FALSE(next_case_state(CaseState::Decided, CaseStep::QuestionAsked));
    EXPECT_FALSE(next_case_state(CaseState::Decided, CaseStep::AnswerReceived));
}

}  // namespace
}  // namespace gordion::cases
