// SPDX-License-Identifier: EUPL-1.2
// Asking another authority: what it sees, what comes back, and who is kept out.
#include "cases/cases_test.hpp"

namespace gordion::cases {
namespace {

const TenantId nature{"01054"};

class ConsultationTest : public OfficeTest {
protected:
    /// A case of Pellworm in work.
    Case in_work() {
        original = submit(pellworm);
        return office->open_case(worker, pellworm, only_case(worker).id).value().opened;
    }

    ConsultationRequest request() {
        ConsultationRequest asked;
        asked.declared = "naturschutz";
        asked.receiver_tenant = nature;
        asked.receiver_name = "Stelle 01054";
        asked.frist_on = parse_date("2027-01-10").value();
        asked.question = Sensitive(std::string("Bestehen GEHEIME Bedenken?"));
        return asked;
    }

    /// Asks, and delivers what was asked.
    Result<void> ask(const Case& opened) {
        const auto destination = make_destination(nature, "naturschutz");
        const auto begun = TRY(office->begin_consultation(worker, opened, request()));
        delivery::ConsultationHandover handover;
        handover.original = begun.submission;
        handover.id = "naturschutz";
        handover.number = begun.stored.number;
        handover.destination = destination;
        handover.frist_on = begun.stored.frist_on;
        handover.question = request().question;
        handover.fachdaten = Sensitive(std::string(R"({"F1":"nur dies"})"));
        handover.enclosures =
            Sensitive(std::vector<delivery::Enclosure>{{"F2", "plan.txt", "text/plain", "Plan"}});
        delivery::HandoverDesk desk(*database, blobs, master, clock, random);
        TRY(desk.consult(worker, handover,
                         [&](storage::Connection& connection, const delivery::Submission& made) {
                             return office->record_consultation(connection, worker, begun, made);
                         }));
        delivery::Dispatcher dispatcher(*database, clock, delivery::all_channels(*office));
        storage::JobRunner runner(*database, clock, random);
        runner.add_handler("delivery.deliver",
                           [&](const storage::Job& job) { return dispatcher.deliver(job); });
        return runner.run_due() ? Result<void>() : Result<void>(step_not_allowed(opened));
    }

    OpenedCase read() { return office->open_case(worker, pellworm, only_case(worker).id).value(); }
    OpenedCase read_consulted() {
        return office->open_case(officer, nature, only_case(officer).id).value();
    }

    Scope officer{nature, {"officer"}, "test", {}, false};
    delivery::Submission original;
};
GORDION_ON_BOTH_DATABASES(ConsultationTest);

Opinion concerns() {
    return {Stance::Concerns, Sensitive(std::string("Dort brüten Vögel."))};
}

TEST_P(ConsultationTest, TheOtherAuthorityGetsItsPartAndTheQuestion) {
    open_all();
    const auto asked = ask(in_work());
    ASSERT_TRUE(asked) << asked.error().to_text();
    const OpenedCase seen = read_consulted();
    EXPECT_EQ(seen.opened.kind, CaseKind::Consultation);
    EXPECT_EQ(seen.opened.copy_id, "naturschutz");
    EXPECT_EQ(seen.opened.number, original.number + "/S1");
    EXPECT_EQ(seen.opened.frist_on, parse_date("2027-01-10").value());
    EXPECT_EQ(seen.opened.state, CaseState::InProgress);
    EXPECT_EQ(formats::write_json(seen.fachdaten.reveal()), R"({"F1":"nur dies"})");
    EXPECT_EQ(seen.metadata.reveal().find("sender"), nullptr);
    ASSERT_TRUE(seen.consulted);
    EXPECT_EQ(seen.consulted->question.reveal(), "Bestehen GEHEIME Bedenken?");
    EXPECT_FALSE(seen.consulted->opinion);
    EXPECT_TRUE(seen.replies.empty());
    const auto& attachments = *seen.metadata.reveal().find("contentStructure")->find("attachments");
    const auto file = office->open_attachment(officer, nature, seen.opened.id,
                                              attachments.as_array()[0].text_at("attachmentId"));
    EXPECT_EQ(load_bytes(file.value()).value().reveal(), "Plan");
    const auto events = submissions->list_events(worker, original).value();
    EXPECT_EQ(events.back().kind, delivery::EventKind::ConsultationAsked);
    EXPECT_EQ(events.back().details, (Values{{"tenant", nature.value}}));
}

TEST_P(ConsultationTest, TheStatementComesBackToTheCase) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    const OpenedCase before = read();
    ASSERT_EQ(before.consultations.size(), 1U);
    EXPECT_EQ(before.consultations[0].question.reveal(), "Bestehen GEHEIME Bedenken?");
    EXPECT_FALSE(before.consultations[0].opinion);
    const auto given = office->give_opinion(officer, read_consulted().opened, concerns());
    ASSERT_TRUE(given) << given.error().to_text();
    const OpenedCase after = read();
    EXPECT_EQ(after.consultations[0].stored.state, ConsultationState::Answered);
    ASSERT_TRUE(after.consultations[0].opinion);
    EXPECT_EQ(after.consultations[0].opinion->stance, Stance::Concerns);
    EXPECT_EQ(after.consultations[0].opinion->text.reveal(), "Dort brüten Vögel.");
    const OpenedCase theirs = read_consulted();
    EXPECT_EQ(theirs.opened.state, CaseState::Answered);
    EXPECT_EQ(theirs.consulted->opinion->text.reveal(), "Dort brüten Vögel.");
    EXPECT_EQ(submissions->list_events(worker, original).value().back().kind,
              delivery::EventKind::ConsultationAnswered);
    EXPECT_EQ(office->give_opinion(officer, theirs.opened, concerns()).error().code,
              "cases.step_not_allowed")
        << "once";
    const auto mine = audit_events(pellworm);
    EXPECT_NE(std::find(mine.begin(), mine.end(), "case.consultation_asked"), mine.end());
    EXPECT_NE(std::find(mine.begin(), mine.end(), "case.opinion_received"), mine.end());
    const auto other = audit_events(nature);
    EXPECT_NE(std::find(other.begin(), other.end(), "case.opinion_given"), other.end());
}

TEST_P(ConsultationTest, WhoDecidesOnAnOldPageSeesTheStatementFirst) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    const Case seen = read().opened;
    ASSERT_TRUE(office->give_opinion(officer, read_consulted().opened, concerns()));
    EXPECT_EQ(
        office->decide_case(worker, seen, {true, Sensitive(std::string("%PDF"))}).error().code,
        "cases.changed");
    EXPECT_TRUE(office->decide_case(worker, read().opened, {true, Sensitive(std::string("%PDF"))}));
}

TEST_P(ConsultationTest, ADecisionWithdrawsWhatIsStillAsked) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    const Case theirs = read_consulted().opened;
    ASSERT_TRUE(
        office->decide_case(worker, read().opened, {false, Sensitive(std::string("%PDF"))}));
    EXPECT_EQ(read().consultations[0].stored.state, ConsultationState::Withdrawn);
    EXPECT_EQ(only_case(officer).state, CaseState::Withdrawn);
    EXPECT_EQ(office->give_opinion(officer, theirs, concerns()).error().code,
              "cases.consultation_closed");
    EXPECT_EQ(office->give_opinion(officer, only_case(officer), concerns()).error().code,
              "cases.consultation_closed");
    EXPECT_EQ(audit_events(nature).back(), "case.consultation_withdrawn");
}

TEST_P(ConsultationTest, RefusesWhatDoesNotFit) {
    open_all();
    const Case first = in_work();
    ConsultationRequest empty = request();
    empty.question = Sensitive(std::string(" \n"));
    EXPECT_EQ(office->begin_consultation(worker, first, empty).error().code, "cases.text_empty");
    empty.question = Sensitive(std::string(20'001, 'x'));
    EXPECT_EQ(office->begin_consultation(worker, first, empty).error().code, "cases.text_too_long");
    ASSERT_TRUE(ask(first));
    EXPECT_EQ(ask(first).error().code, "cases.consultation_open");
    const Case theirs = read_consulted().opened;
    EXPECT_EQ(office->give_opinion(officer, theirs, {Stance::Concerns, {}}).error().code,
              "cases.text_empty");
    Case old = theirs;
    old.revision -= 1;
    EXPECT_EQ(office->give_opinion(officer, old, concerns()).error().code, "cases.changed");
    EXPECT_FALSE(read().consultations[0].opinion) << "nothing half stored";
    EXPECT_TRUE(office->give_opinion(officer, theirs, {Stance::NoConcerns, {}}));
    Case outdated = first;
    EXPECT_EQ(ask(outdated).error().code, "cases.changed") << "the page was older";
    EXPECT_EQ(read().consultations.size(), 1U);
    EXPECT_TRUE(ask(read().opened)) << "asked again after the answer";
}

TEST_P(ConsultationTest, TheOtherAuthorityCannotAskOrDecide) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    const Case theirs = read_consulted().opened;
    EXPECT_EQ(office->ask_question(officer, theirs, "?").error().code, "cases.consultation_only");
    EXPECT_EQ(
        office->decide_case(officer, theirs, {true, Sensitive(std::string("x"))}).error().code,
        "cases.consultation_only");
    EXPECT_EQ(office->begin_consultation(officer, theirs, request()).error().code,
              "cases.consultation_only");
}

TEST_P(ConsultationTest, ATenantThatIsNotAskedSeesNothing) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    const Case mine = read().opened;
    const Case theirs = read_consulted().opened;
    const Scope stranger = scope_of(munich);
    EXPECT_EQ(office->open_case(stranger, nature, theirs.id).error().code, "cases.case_missing");
    EXPECT_EQ(office->open_case(stranger, pellworm, mine.id).error().code, "cases.case_missing");
    EXPECT_EQ(office->open_case(officer, pellworm, mine.id).error().code, "cases.case_missing");
    EXPECT_EQ(office->open_case(worker, nature, theirs.id).error().code, "cases.case_missing")
        << "who asks reads the statement, not the other's file";
    EXPECT_EQ(office->give_opinion(stranger, theirs, concerns()).error().code,
              "cases.case_missing");
    EXPECT_EQ(office->give_opinion(worker, mine, concerns()).error().code, "cases.step_not_allowed")
        << "nobody asked it";
    EXPECT_TRUE(office->inbox(stranger, {}).value().cases.empty());
    EXPECT_FALSE(read().consultations[0].opinion);
}

TEST_P(ConsultationTest, NothingReadableIsStored) {
    open_all();
    ASSERT_TRUE(ask(in_work()));
    ASSERT_TRUE(office->give_opinion(officer, read_consulted().opened, concerns()));
    const auto rows = database->read(system_scope("test"), [](storage::Connection& connection) {
        return connection.query(
            "SELECT question_jwe, opinion_jwe, receiver_jwe FROM case_consultations");
    });
    ASSERT_EQ(rows.value().size(), 1U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(rows.value()[0].text(i).find("GEHEIM"), std::string::npos);
        EXPECT_EQ(rows.value()[0].text(i).find("brüten"), std::string::npos);
        EXPECT_EQ(rows.value()[0].text(i).substr(0, 3), "eyJ");
    }
}

TEST_P(ConsultationTest, APreparingMandateAsksButGivesNoStatement) {
    open_all();
    original = submit(other_amt);
    const Scope admin = scope_of(other_amt, "admin");
    ASSERT_TRUE(mandates->give_mandate(admin, make_mandate(Power::Prepare)));
    const Scope team = office->working_scope(worker).value();
    const Case mandated = office->open_case(team, other_amt, only_case(team).id).value().opened;
    EXPECT_TRUE(office->begin_consultation(team, mandated, request()));
    Case consulted = mandated;
    consulted.kind = CaseKind::Consultation;
    EXPECT_EQ(office->give_opinion(team, consulted, concerns()).error().code,
              "cases.power_missing");
}

}  // namespace
}  // namespace gordion::cases
