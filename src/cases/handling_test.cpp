// SPDX-License-Identifier: EUPL-1.2
// Copies to take note of, and cases that no person decides.
#include "cases/cases_test.hpp"

namespace gordion::cases {
namespace {

using delivery::SubmissionState;

class NoticeTest : public OfficeTest {
protected:
    delivery::HandoverCopy copy_for_tax_office() {
        return {"steuer",
                "finanzamt",
                make_destination(tax_office, "finanzamt"),
                Sensitive(std::string(R"({"F9":"nur dies"})")),
                {}};
    }
};
GORDION_ON_BOTH_DATABASES(NoticeTest);

TEST_P(NoticeTest, AReceiverTakesNoteOfItsCopy) {
    open_all();
    const auto original = submit(pellworm, {copy_for_tax_office()});
    const Scope officer = scope_of(tax_office);
    const Case found = only_case(officer);
    EXPECT_EQ(found.kind, CaseKind::Notice);
    EXPECT_EQ(found.copy_id, "steuer");
    EXPECT_EQ(found.number, original.number + "/1");
    const auto opened = office->open_case(officer, tax_office, found.id);
    ASSERT_TRUE(opened) << opened.error().to_text();
    EXPECT_EQ(formats::write_json(opened.value().fachdaten.reveal()), R"({"F9":"nur dies"})");
    EXPECT_EQ(opened.value().opened.state, CaseState::Noted);
    EXPECT_TRUE(opened.value().replies.empty());
    EXPECT_EQ(office->open_case(officer, tax_office, found.id).value().opened.revision,
              opened.value().opened.revision)
        << "reading again changes nothing";
    const auto copies = submissions->list_copies(worker, original).value();
    EXPECT_EQ(copies[0].state, SubmissionState::Accepted);
    EXPECT_EQ(audit_events(tax_office),
              (std::vector<std::string>{"case.arrived", "case.decrypted", "case.taken_over",
                                        "case.decrypted"}));
}

TEST_P(NoticeTest, NobodyDecidesOrAsksOnACopy) {
    open_all();
    (void)submit(pellworm, {copy_for_tax_office()});
    const Scope officer = scope_of(tax_office);
    const Case noted = office->open_case(officer, tax_office, only_case(officer).id).value().opened;
    EXPECT_EQ(office->ask_question(officer, noted, "Warum?").error().code, "cases.notice_only");
    EXPECT_EQ(office->decide_case(officer, noted, {true, Sensitive(std::string("x"))}).error().code,
              "cases.notice_only");
    EXPECT_EQ(office->issue_automatically(officer, noted, {true, Sensitive(std::string("x"))})
                  .error()
                  .code,
              "cases.notice_only");
}

TEST_P(NoticeTest, OriginalAndCopyAreHiddenFromEachOther) {
    open_all();
    (void)submit(pellworm, {copy_for_tax_office()});
    const Scope officer = scope_of(tax_office);
    const Case original = only_case(worker);
    const Case copy = only_case(officer);
    EXPECT_EQ(office->open_case(worker, tax_office, copy.id).error().code, "cases.case_missing");
    EXPECT_EQ(office->open_case(officer, pellworm, original.id).error().code, "cases.case_missing");
    EXPECT_EQ(audit_events(pellworm).back(), "case.refused");
    EXPECT_EQ(audit_events(tax_office).back(), "case.refused");
}

class AutomaticTest : public OfficeTest {
protected:
    Case arrived() {
        automatic = true;
        submission = submit(pellworm);
        return only_case(worker);
    }
    OpenedCase read(const Case& found) {
        return office->read_case(machine, pellworm, found.id).value();
    }
    SubmissionState submission_state() {
        return submissions->load_submission(machine, pellworm, submission.id).value().state;
    }
    std::int64_t jobs(const std::string& kind) {
        const auto row = database->read(machine, [&](storage::Connection& connection) {
            return connection.find_row("SELECT count(*) FROM jobs WHERE kind = $1", {kind});
        });
        return row.value()->integer(0);
    }
    BackOffice::Decision decision{true,
                                  Sensitive(std::string("%PDF automatisch")),
                                  Sensitive(formats::Json::object({{"automatic", true}})),
                                  {}};
    Scope machine{pellworm, {"system"}, "case.automatic", {}, false};
    delivery::Submission submission;
};
GORDION_ON_BOTH_DATABASES(AutomaticTest);

TEST_P(AutomaticTest, OnlyTheCaseThatMayBeIssuedGetsAJob) {
    open_all();
    (void)submit(pellworm);
    EXPECT_EQ(only_case(worker).automatic.state, AutomaticState::None);
    EXPECT_EQ(jobs("case.automatic"), 0);
    automatic = true;
    const auto again = submit(pellworm);
    EXPECT_EQ(jobs("case.automatic"), 1);
    ASSERT_TRUE(office->on_arrival(again)) << "called at least once";
    EXPECT_EQ(jobs("case.automatic"), 1);
    (void)submit(pellworm, {{"steuer",
                             "finanzamt",
                             make_destination(tax_office, "finanzamt"),
                             Sensitive(std::string("{}")),
                             {}}});
    EXPECT_EQ(jobs("case.automatic"), 2) << "not for the copy";
}

TEST_P(AutomaticTest, IssuesWithoutAPersonAndOnlyOnce) {
    open_all();
    const Case found = arrived();
    EXPECT_EQ(found.automatic.state, AutomaticState::Pending);
    const OpenedCase seen = read(found);
    EXPECT_EQ(seen.opened.state, CaseState::New) << "reading does not take over";
    ASSERT_TRUE(office->issue_automatically(machine, seen.opened, decision));
    EXPECT_EQ(submission_state(), SubmissionState::Decided);
    const OpenedCase after = read(found);
    EXPECT_EQ(after.opened.state, CaseState::Decided);
    EXPECT_EQ(after.opened.automatic.state, AutomaticState::Issued);
    EXPECT_TRUE(after.opened.assignee.empty());
    ASSERT_EQ(after.replies.size(), 1U);
    EXPECT_EQ(after.replies[0].content.reveal(), "%PDF automatisch");
    ASSERT_EQ(after.decisions.size(), 1U);
    EXPECT_EQ(after.decisions[0].stored.prepared_by, "system");
    EXPECT_EQ(after.decisions[0].stored.state, DecisionState::Issued);

    EXPECT_EQ(office->issue_automatically(machine, seen.opened, decision).error().code,
              "cases.changed");
    EXPECT_EQ(office->issue_automatically(machine, after.opened, decision).error().code,
              "cases.step_not_allowed");
    EXPECT_EQ(read(found).replies.size(), 1U);
    const auto events = submissions->list_events(machine, submission).value();
    EXPECT_EQ(events.back().kind, delivery::EventKind::BescheidIssued);
    EXPECT_EQ(events.back().details, (Values{{"automatic", "yes"}}));
}

/// A clock that does something the second time somebody reads it.
class InterruptingClock final : public Clock {
public:
    InterruptingClock(const Clock& clock, std::function<void()> deed)
        : clock_(&clock), deed_(std::move(deed)) {}
    [[nodiscard]] Instant now() const override {
        if (++reads_ == 2) {
            deed_();
        }
        return clock_->now();
    }

private:
    const Clock* clock_;
    std::function<void()> deed_;
    mutable int reads_ = 0;
};

TEST_P(AutomaticTest, APersonWhoOpensMeanwhileSeesWhatTheJobLeft) {
    open_all();
    const Case found = arrived();
    const OpenedCase seen = read(found);
    const AutomaticMark mark{AutomaticState::Left, "x", ""};
    bool left = false;
    // The first reading is that of the audit entry, the second that of taking over.
    const InterruptingClock between(
        clock, [&] { left = bool(office->leave_to_person(machine, seen.opened, mark)); });
    BackOffice slow(BackOffice::Parts{*database, blobs, *destinations, *submissions, *mandates,
                                      between, random,
                                      [](const delivery::Submission&) { return true; }});
    const auto opened = slow.open_case(worker, pellworm, found.id);
    EXPECT_TRUE(left);
    ASSERT_TRUE(opened) << opened.error().to_text();
    EXPECT_EQ(opened.value().opened.state, CaseState::InProgress);
    EXPECT_EQ(opened.value().opened.automatic, mark);
    EXPECT_TRUE(office->decide_case(worker, opened.value().opened, decision));
}

TEST_P(AutomaticTest, APersonWhoIsFasterHasTheCase) {
    open_all();
    const Case found = arrived();
    const OpenedCase seen = read(found);
    const OpenedCase taken = office->open_case(worker, pellworm, found.id).value();
    EXPECT_EQ(taken.opened.automatic,
              (AutomaticMark{AutomaticState::Left, "cases.automatic_overtaken", ""}));
    EXPECT_EQ(office->issue_automatically(machine, seen.opened, decision).error().code,
              "cases.changed");
    EXPECT_EQ(
        office->leave_to_person(machine, seen.opened, {AutomaticState::Left, "x", ""}).error().code,
        "cases.changed");
    EXPECT_EQ(office->issue_automatically(machine, taken.opened, decision).error().code,
              "cases.step_not_allowed");
    EXPECT_TRUE(office->decide_case(worker, taken.opened, decision));
}

TEST_P(AutomaticTest, AnIssuedCaseIsOpenedWithoutTakingItOver) {
    open_all();
    const Case found = arrived();
    ASSERT_TRUE(office->issue_automatically(machine, read(found).opened, decision));
    const OpenedCase seen = office->open_case(worker, pellworm, found.id).value();
    EXPECT_EQ(seen.opened.state, CaseState::Decided);
    EXPECT_EQ(office->decide_case(worker, seen.opened, decision).error().code,
              "cases.step_not_allowed");
}

TEST_P(AutomaticTest, SaysWhyAPersonDecides) {
    open_all();
    const Case found = arrived();
    ASSERT_TRUE(office->leave_to_person(machine, read(found).opened,
                                        {AutomaticState::Left, "app.automatic_condition", "A2"}));
    const Case left = only_case(worker);
    EXPECT_EQ(left.automatic,
              (AutomaticMark{AutomaticState::Left, "app.automatic_condition", "A2"}));
    EXPECT_EQ(left.state, CaseState::New);
    EXPECT_EQ(audit_events(pellworm).back(), "case.left_to_person");
    const OpenedCase taken = office->open_case(worker, pellworm, found.id).value();
    EXPECT_EQ(taken.opened.automatic.reason, "app.automatic_condition") << "it stays readable";
}

TEST_P(AutomaticTest, KeepsWhatWasDecidedEncryptedForTheAuthority) {
    open_all();
    (void)submit(pellworm);
    const auto opened = office->open_case(worker, pellworm, only_case(worker).id).value();
    BackOffice::Decision tied = decision;
    tied.record = Sensitive(formats::Json::object({{"reason", "GEHEIMER GRUND"}}));
    tied.conditions = {"ende", "eigene"};
    ASSERT_TRUE(office->decide_case(worker, opened.opened, tied));
    const auto after = office->open_case(worker, pellworm, opened.opened.id).value();
    ASSERT_EQ(after.decisions.size(), 1U);
    EXPECT_EQ(after.decisions[0].record.reveal().text_at("reason"), "GEHEIMER GRUND");
    EXPECT_EQ(after.decisions[0].stored.signed_by, "worker");
    const auto rows = database->read(system_scope("test"), [](storage::Connection& connection) {
        return connection.query("SELECT record_jwe FROM case_decisions");
    });
    EXPECT_EQ(rows.value()[0].text(0).find("GEHEIM"), std::string::npos);
}

}  // namespace
}  // namespace gordion::cases
