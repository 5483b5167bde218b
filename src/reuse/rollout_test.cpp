// SPDX-License-Identifier: EUPL-1.2
#include "reuse/rollout.hpp"

#include <thread>

#include "reuse/reuse_fixture_test.hpp"
#include "reuse/rollouts.hpp"

namespace gordion::reuse::testing {
namespace {

class RolloutTest : public TownsTest {};
GORDION_ON_BOTH_DATABASES(RolloutTest);

TEST_P(RolloutTest, MovesEverybodyAndBack) {
    publish_as_land(version_files("1.1.0"));
    ASSERT_TRUE(reuse_->set_parameter(scope_of(town(3).c_str()),
                                      {dog_tax, town(3), "satz_erster_hund", "77", today_}));
    const Rollout rollout = begin();
    EXPECT_EQ(count_on("1.0.0"), town_count) << "starting moves nobody; the work does";
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), town_count);
    RolloutReport after = report(rollout);
    EXPECT_EQ(after.rollout.state(), RolloutState::Finished);
    EXPECT_EQ(after.count(RolloutStanding::Moved), std::size_t{town_count});
    const auto found = reuse_->find_adoption(dog_key, town(3) + "003", today_).value();
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->package->service().version, "1.1.0");
    EXPECT_EQ(found->params.find("satz_erster_hund")->as_int(), 7700) << "its own value stays";

    ASSERT_TRUE(rollouts_->roll_back(land_, rollout.id));
    carry_on(rollout);
    EXPECT_EQ(count_on("1.0.0"), town_count);
    after = report(rollout);
    EXPECT_EQ(after.rollout.state(), RolloutState::RolledBack);
    EXPECT_EQ(after.count(RolloutStanding::Returned), std::size_t{town_count});
    EXPECT_EQ(rollouts_->roll_back(land_, rollout.id).error().code, "reuse.rollout_state");
    const auto life = reuse_->view_adoption({town(3)}, dog_tax, today_).value();
    ASSERT_EQ(life.steps.size(), 3U);
    EXPECT_EQ(life.steps[0].cause, AdoptionCause::Rollback);
    EXPECT_EQ(life.steps[1].cause, AdoptionCause::Rollout);
    EXPECT_EQ(life.steps[1].rollout, rollout.id.value);
    EXPECT_EQ(life.steps[1].adopted_by, "test");
    EXPECT_EQ(rollouts_->list_results({town(3)}, dog_tax).value().size(), 2U);

    const Rollout again = begin();
    carry_on(again);
    EXPECT_EQ(count_on("1.1.0"), town_count) << "the same version on the same day once more";
    for (const TenantId& chain : {TenantId{town(3)}, TenantId{"01"}}) {
        EXPECT_TRUE(audit::verify(*database_, system_, chain).value().is_unbroken());
    }
}

TEST_P(RolloutTest, AShareGrowsAndKeepsWhomItHad) {
    publish_as_land(version_files("1.1.0"));
    const Rollout rollout = begin(10);
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 4);
    EXPECT_EQ(report(rollout).count(RolloutStanding::Outside), 36U);
    std::vector<int> first;
    for (int i = 0; i < town_count; ++i) {
        if (version_at(i) == "1.1.0") {
            first.push_back(i);
        }
    }
    for (const int share : {10, 5, 101}) {
        EXPECT_EQ(rollouts_->widen_rollout(land_, rollout.id, share).error().code,
                  "reuse.rollout_share");
    }
    ASSERT_TRUE(rollouts_->widen_rollout(land_, rollout.id, 50));
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 20);
    for (const int number : first) {
        EXPECT_EQ(reuse_->view_adoption({town(number)}, dog_tax, today_).value().steps.size(), 2U)
            << "moved once";
    }
    ASSERT_TRUE(rollouts_->widen_rollout(land_, rollout.id, 100));
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), town_count);
}

TEST_P(RolloutTest, HoldsBackWhoLacksAValueAndSaysWhomToCall) {
    publish_as_land(version_files("1.1.0", "neu"));
    set_new(0, "1");
    const Rollout rollout = begin();
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 1);
    RolloutReport held = report(rollout);
    EXPECT_EQ(held.count(RolloutStanding::Held), 39U);
    const RolloutRow& row = held.rows.at(1);
    EXPECT_EQ(row.tenant.value, town(1));
    ASSERT_TRUE(row.result);
    ASSERT_EQ(row.result->reasons.size(), 1U);
    EXPECT_EQ(row.result->reasons.front().code, "reuse.parameter_missing");
    EXPECT_EQ(row.result->reasons.front().values.front().second, "neu");
    EXPECT_EQ(row.result->reasons.front().values.at(1).second, "Neu");
    EXPECT_FALSE(row.contact.email.empty());
    EXPECT_EQ(row.contact.last_set_by, "") << "nobody there has set anything";

    // A value for the coming version is taken although the used one does not know it.
    set_new(1, "2");
    EXPECT_EQ(version_at(1), "1.0.0") << "nobody is moved by setting a value";
    EXPECT_EQ(
        reuse_->set_parameter(land_, {dog_tax, "01", "gibt_es_nicht", "1", today_}).error().code,
        "reuse.parameter_unknown");
    ASSERT_TRUE(reuse_->adopt_offer(scope_of(town(1).c_str()), {{town(1)}, dog_tax, "", today_}));
    EXPECT_EQ(version_at(1), "1.1.0") << "it moves itself";
    EXPECT_EQ(report(rollout).count(RolloutStanding::Already), 1U);
    set_new(2, "3");
    ASSERT_TRUE(rollouts_->continue_rollout(land_, rollout.id));
    carry_on(rollout);
    EXPECT_EQ(version_at(2), "1.1.0") << "or the provider goes on";
    EXPECT_EQ(report(rollout).count(RolloutStanding::Held), 37U);
    EXPECT_EQ(report(rollout).rows.at(2).contact.last_set_by, "") << "only for who is in question";
}

TEST_P(RolloutTest, StartsOnADayWithoutAnybodyPressing) {
    publish_as_land(version_files("1.1.0", "neu"));
    for (int i = 1; i < town_count; ++i) {
        set_new(i, "1");
    }
    const Date start = today_.plus_days(10);
    EXPECT_EQ(
        rollouts_->start_rollout(land_, {dog_tax, "", 100, {}, today_.plus_days(-1)}).error().code,
        "reuse.day_past");
    const Rollout rollout = begin({dog_tax, "", 100, {}, start});
    carry_on(rollout);
    EXPECT_EQ(version_at(5), "1.0.0");
    EXPECT_EQ(version_at(5, start.plus_days(-1)), "1.0.0");
    EXPECT_EQ(version_at(5, start), "1.1.0");
    EXPECT_EQ(reuse_->view_adoption({town(5)}, dog_tax, today_).value().planned->version, "1.1.0");
    EXPECT_EQ(version_at(0, start), "1.0.0") << "held back";
    clock_.advance_ms(5 * 24 * 3600 * 1000LL);
    set_new(0, "1");
    clock_.advance_ms(5 * 24 * 3600 * 1000LL + 3600 * 1000LL);
    storage::JobRunner jobs(*database_, clock_, random_);
    jobs.add_handler(std::string(rollout_job), [&](const storage::Job& job) {
        const auto done = run_rollout_job(*rollouts_, job.payload);
        return done ? storage::JobVerdict{}
                    : storage::JobVerdict{storage::JobOutcome::GiveUp, done.error().code};
    });
    EXPECT_EQ(jobs.run_due().value(), 2 + 1) << "begun, planned for the day, begun again on it";
    EXPECT_EQ(version_at(0), "1.1.0") << "set in time";

    // Before its day a rollout can be taken back as well; the day itself then changes nothing.
    publish_as_land(version_files("1.2.0"));
    const Rollout next = begin({dog_tax, "", 100, {}, clock_.today().plus_days(7)});
    carry_on(next);
    ASSERT_TRUE(rollouts_->roll_back(land_, next.id));
    carry_on(next);
    EXPECT_EQ(version_at(5), "1.1.0");
    EXPECT_EQ(version_at(5, clock_.today().plus_days(7)), "1.1.0");
    EXPECT_EQ(version_at(5, clock_.today().plus_days(70)), "1.1.0");
}

TEST_P(RolloutTest, LeavesAloneWhoDecidedItself) {
    publish_as_land(version_files("1.1.0"));
    publish_as_land(version_files("1.2.0"));
    const Scope pinned = scope_of(town(0).c_str());
    const auto pin = reuse_->pin_version(
        pinned, {{town(0)}, dog_tax, "1.0.0", today_.plus_days(30), "Haushalt"});
    ASSERT_TRUE(pin) << pin.error().to_text();
    const Rollout rollout = begin({dog_tax, "1.1.0", 100, {}, today_});
    carry_on(rollout);
    EXPECT_EQ(version_at(0), "1.0.0");
    EXPECT_EQ(report(rollout).count(RolloutStanding::Pinned), 1U);
    // After the move: one goes on by itself, one leaves, one wants to stay.
    ASSERT_TRUE(
        reuse_->adopt_offer(scope_of(town(1).c_str()), {{town(1)}, dog_tax, "1.2.0", today_}));
    ASSERT_TRUE(reuse_->end_adoption(scope_of(town(2).c_str()), {town(2)}, dog_tax, today_));
    ASSERT_TRUE(reuse_->pin_version(scope_of(town(3).c_str()),
                                    {{town(3)}, dog_tax, "1.1.0", {}, "Gefällt uns"}));
    ASSERT_TRUE(rollouts_->roll_back(land_, rollout.id));
    carry_on(rollout);
    EXPECT_EQ(version_at(1), "1.2.0");
    EXPECT_EQ(version_at(2), "");
    EXPECT_EQ(version_at(3), "1.1.0");
    EXPECT_EQ(count_on("1.0.0"), 37);
    std::vector<std::string> reasons;
    for (const RolloutRow& row : report(rollout).rows) {
        if (row.standing == RolloutStanding::Kept) {
            reasons.push_back(row.result->reasons.front().code);
            EXPECT_FALSE(row.contact.name.empty());
        }
    }
    EXPECT_EQ(reasons, (std::vector<std::string>{"reuse.kept_moved_on", "reuse.kept_ended",
                                                 "reuse.kept_pinned"}));
    // A pin ends by itself, or is taken back; then the next round takes the adoption along.
    clock_.advance_ms(31 * 24 * 3600 * 1000LL);
    ASSERT_TRUE(reuse_->unpin_version(scope_of(town(3).c_str()), {town(3)}, dog_tax));
    const Rollout next = begin({dog_tax, "1.2.0", 100, {}, clock_.today()});
    carry_on(next);
    EXPECT_EQ(count_on("1.2.0"), 39);
}

TEST_P(RolloutTest, GoesOnAfterAKillAndDoesNothingTwice) {
    publish_as_land(version_files("1.1.0", "neu"));
    set_new(7, "1");
    set_new(8, "1");
    const Rollout rollout = begin();
    ASSERT_TRUE(rollouts_->pause_rollout(land_, rollout.id));
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 0) << "paused";
    EXPECT_EQ(rollouts_->pause_rollout(land_, rollout.id).error().code, "reuse.rollout_state");
    EXPECT_EQ(rollouts_->widen_rollout(land_, rollout.id, 100).error().code, "reuse.rollout_state");
    ASSERT_TRUE(rollouts_->continue_rollout(land_, rollout.id));
    // Another process begins, and its half is lost; a third one does the rest.
    const std::unique_ptr<Reuse> other_node = make_node();
    Rollouts other(*other_node);
    std::thread racing([&] { EXPECT_TRUE(other.carry_on(rollout.id)); });
    carry_on(rollout);
    racing.join();
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 2);
    const RolloutReport done = report(rollout);
    EXPECT_EQ(done.rollout.state(), RolloutState::Finished);
    EXPECT_EQ(done.count(RolloutStanding::Held), 38U);
    for (int i = 0; i < town_count; ++i) {
        EXPECT_EQ(rollouts_->list_results({town(i)}, dog_tax).value().size(), 1U) << i;
    }
    ASSERT_TRUE(rollouts_->continue_rollout(land_, rollout.id));
    ASSERT_TRUE(rollouts_->stop_rollout(land_, rollout.id));
    EXPECT_EQ(rollouts_->continue_rollout(land_, rollout.id).error().code, "reuse.rollout_state");
    ASSERT_TRUE(rollouts_->roll_back(land_, rollout.id)) << "also after it was stopped";
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 0);
}

TEST_P(RolloutTest, BelongsToItsProvider) {
    const Scope stranger = scope_of("05");
    PackageFiles stolen = version_files("2.0.0");
    EXPECT_EQ(reuse_->publish_package(stranger, stolen).error().code, "reuse.package_foreign");
    publish_as_land(version_files("1.1.0"));
    const RolloutWish wish{dog_tax, "", 100, {}, today_};
    EXPECT_EQ(rollouts_->start_rollout(stranger, wish).error().kind, ErrorKind::Forbidden);
    EXPECT_EQ(rollouts_->start_rollout(scope_of(town(1).c_str()), wish).error().code,
              "reuse.package_foreign");
    const Rollout rollout = begin();
    carry_on(rollout);
    EXPECT_EQ(rollouts_->roll_back(stranger, rollout.id).error().code, "reuse.package_foreign");
    EXPECT_EQ(rollouts_->stop_rollout(stranger, rollout.id).error().code, "reuse.package_foreign");
    EXPECT_EQ(count_on("1.1.0"), town_count);
    EXPECT_EQ(report(rollout).rollout.state(), RolloutState::Finished);
    const auto entries = database_
                             ->read(stranger,
                                    [&](storage::Connection& connection) {
                                        return audit::list_entries(connection, stranger, {});
                                    })
                             .value();
    EXPECT_EQ(entries.size(), 4U) << "what it tried stands in its own protocol";
    EXPECT_EQ(entries.front().event, "reuse.package_refused");
    EXPECT_EQ(rollouts_->load_rollout({"gibt-es-nicht"}).error().code, "reuse.rollout_missing");
    EXPECT_EQ(rollouts_->roll_back(land_, {"' OR 1=1 --"}).error().code, "reuse.rollout_missing");
}

TEST_P(RolloutTest, RefusesWhatMakesNoSense) {
    publish_as_land(version_files("1.1.0"));
    const auto refusal = [&](const RolloutWish& wish) {
        return rollouts_->start_rollout(land_, wish).error().code;
    };
    EXPECT_EQ(refusal({dog_tax, "", 0, {}, today_}), "reuse.rollout_share");
    EXPECT_EQ(refusal({dog_tax, "", 101, {}, today_}), "reuse.rollout_share");
    EXPECT_EQ(refusal({dog_tax, "", 50, {{town(1)}}, today_}), "reuse.rollout_share");
    EXPECT_EQ(refusal({dog_tax, "", 100, {{"053150000"}}, today_}), "reuse.rollout_target");
    EXPECT_EQ(refusal({dog_tax, "9.9.9", 100, {}, today_}), "reuse.offer_missing");
    EXPECT_EQ(refusal({"gibt-es-nicht", "", 100, {}, today_}), "reuse.offer_missing");
    const Rollout rollout = begin({dog_tax, "", 100, {{town(1)}, {town(2)}, {town(1)}}, today_});
    EXPECT_EQ(refusal({dog_tax, "", 100, {}, today_}), "reuse.rollout_busy");
    carry_on(rollout);
    EXPECT_EQ(count_on("1.1.0"), 2) << "the named ones and nobody else";
    EXPECT_EQ(rollouts_->list_rollouts(dog_tax).value().size(), 1U);
    EXPECT_EQ(
        reuse_->pin_version(scope_of(town(1).c_str()), {{town(1)}, dog_tax, "1.0.0", {}, "weil"})
            .error()
            .code,
        "reuse.version_changed")
        << "it saw another version than it has";
    EXPECT_EQ(reuse_->pin_version(scope_of(town(1).c_str()), {{town(1)}, dog_tax, "1.1.0", {}, " "})
                  .error()
                  .code,
              "reuse.pin_reason");
    EXPECT_EQ(
        reuse_->end_adoption(scope_of(town(1).c_str()), {town(2)}, dog_tax, today_).error().code,
        "reuse.scope_too_narrow");
}

}  // namespace
}  // namespace gordion::reuse::testing
