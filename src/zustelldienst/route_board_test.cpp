// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_board.hpp"

#include <algorithm>
#include <thread>

#include "zustelldienst/test_ground.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr const char* dog_tax = "99102013104000";
constexpr const char* fishing = "99089008001000";

RoutedDestination lead(const char* id, std::vector<std::string> areas,
                       const char* service = dog_tax) {
    return {id, town, "Amt", {{service, std::move(areas)}}};
}

Date day(const char* iso) {
    return parse_date(iso).value();
}

std::vector<std::string> ids(const RouteSnapshot& snapshot, std::string_view service,
                             std::string_view area) {
    std::vector<std::string> found;
    for (const std::uint32_t index : snapshot.find(service, area)) {
        found.push_back(snapshot.entry(index)->claims().destination_id);
    }
    return found;
}

using Ids = std::vector<std::string>;

TEST(RouteSnapshot, PrefersTheSmallestAreaOfTheService) {
    RouteSnapshotBuilder builder(day("2026-11-25"), nullptr);
    builder.add(lead("bund", {""}));
    builder.add(lead("land", {"01"}));
    builder.add(lead("amt", {"010545459", "010545488"}));
    builder.add(lead("also-amt", {"010545459"}));
    builder.add(lead("gemeinde", {"010545459039"}, fishing));
    builder.add(lead("amt", {"09"}));  // A twin by id is not taken.
    const auto snapshot = builder.finish();
    EXPECT_EQ(ids(*snapshot, dog_tax, "010545459039"), (Ids{"also-amt", "amt"}));
    EXPECT_EQ(ids(*snapshot, dog_tax, "010545488001"), Ids{"amt"});
    EXPECT_EQ(ids(*snapshot, dog_tax, "01054"), Ids{"land"});
    EXPECT_EQ(ids(*snapshot, dog_tax, "091620000000"), Ids{"bund"});
    EXPECT_EQ(ids(*snapshot, dog_tax, ""), Ids{"bund"});
    EXPECT_EQ(ids(*snapshot, fishing, "010545459039"), Ids{"gemeinde"});
    EXPECT_EQ(ids(*snapshot, fishing, "010545459"), Ids{});
    for (const char* area : {"x", "0105454590391", "01 ", "-1"}) {
        EXPECT_EQ(ids(*snapshot, dog_tax, area), Ids{}) << area;
    }
    for (const char* service : {"", "0", "9910201310400", "9910201310400x", "99999999999999"}) {
        EXPECT_EQ(ids(*snapshot, service, "01"), Ids{}) << service;
    }
    EXPECT_EQ(snapshot->route_count(), 6U);
}

TEST(RouteEntry, VouchesOnceForServicesOfTheSameAreas) {
    RoutedDestination destination = lead("amt", {"01", ""});
    destination.services.push_back({fishing, {"02"}});
    destination.services.push_back({"99108008001000", {"01", ""}});
    const std::string areas = R"("urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:)";
    EXPECT_EQ(make_claims(destination).services,
              R"([{"gebietIDs":[)" + areas + R"(01",)" + areas +
                  R"(000000000000"],"leistungIDs":["urn:de:fim:leika:leistung:99102013104000",)"
                  R"("urn:de:fim:leika:leistung:99108008001000"]},{"gebietIDs":[)" +
                  areas + R"(02"],"leistungIDs":["urn:de:fim:leika:leistung:99089008001000"]}])");
}

TEST(RouteSnapshot, KeepsToTheDaysOfValidity) {
    RoutedDestination old = lead("old", {"01"});
    old.services[0].valid_until = day("2026-06-30");
    RoutedDestination fresh = lead("fresh", {"01"});
    fresh.services[0].valid_from = day("2026-07-01");
    const auto on = [&](const char* iso) {
        RouteSnapshotBuilder builder(day(iso), nullptr);
        builder.add(old);
        builder.add(fresh);
        return ids(*builder.finish(), dog_tax, "01");
    };
    EXPECT_EQ(on("2026-06-30"), Ids{"old"});
    EXPECT_EQ(on("2026-07-01"), Ids{"fresh"});
}

using Place = RouteSnapshotBuilder::Place;

TEST(RouteSnapshot, LetsTheFirstSourceDecideForAServiceInAnArea) {
    RouteSnapshotBuilder builder(day("2026-11-25"), nullptr);
    builder.begin_source(Place::BeforeOthers);
    builder.add(lead("chosen", {"01054"}));
    RoutedDestination over = lead("over", {"02"});
    over.services[0].valid_until = day("2026-11-24");
    builder.add(over);
    RoutedDestination closed = lead("closed", {"03"});
    closed.services[0].is_open = false;
    builder.add(closed);
    builder.begin_source(Place::Last);
    builder.add(lead("own", {"01", "01054", "02", "03"}));
    builder.add(lead("all", {""}));
    builder.add(lead("own", {"04"}, fishing));  // A twin of one source is not taken.
    builder.add(lead("chosen", {"05", "01054"}));
    const auto snapshot = builder.finish();
    EXPECT_EQ(ids(*snapshot, dog_tax, "01054"), Ids{"chosen"});
    EXPECT_EQ(ids(*snapshot, dog_tax, "01"), Ids{"own"});
    EXPECT_EQ(ids(*snapshot, dog_tax, "02"), Ids{"all"}) << "decided, though over: the next area";
    EXPECT_EQ(ids(*snapshot, dog_tax, "03"), Ids{"all"}) << "decided, though closed";
    EXPECT_EQ(ids(*snapshot, dog_tax, "05"), Ids{"chosen"}) << "a later source may add areas";
    EXPECT_EQ(ids(*snapshot, fishing, "04"), Ids{});
    EXPECT_EQ(snapshot->route_count(), 4U);
    for (const auto& entry : snapshot->entries()) {
        EXPECT_EQ(entry->claims().services.find(":02"), std::string::npos)
            << "nobody vouches for what does not lead there: " << entry->claims().destination_id;
    }
}

TEST(RouteSnapshot, KnowsWhenARouteBeginsOrEnds) {
    const auto made = [](std::optional<Date> from, std::optional<Date> until) {
        RoutedDestination one = lead("one", {"01"});
        one.services[0].valid_from = from;
        one.services[0].valid_until = until;
        RouteSnapshotBuilder builder(day("2026-11-25"), nullptr);
        builder.add(one);
        return builder.finish();
    };
    const auto ending = made({}, day("2026-11-25"));
    EXPECT_TRUE(ending->is_of(day("2026-11-25")));
    EXPECT_FALSE(ending->is_of(day("2026-11-26")));
    EXPECT_FALSE(ending->is_of(day("2026-11-24"))) << "the clock was set back";
    EXPECT_EQ(Instant{ending->over_at_ms()}.to_iso(), "2026-11-25T23:00:00.000Z");
    const auto beginning = made(day("2027-07-01"), day("2027-12-31"));
    EXPECT_TRUE(beginning->is_of(day("2027-06-30")));
    EXPECT_FALSE(beginning->is_of(day("2027-07-01")));
    EXPECT_EQ(Instant{beginning->over_at_ms()}.to_iso(), "2027-06-30T22:00:00.000Z");
    EXPECT_TRUE(made(day("2020-01-01"), day("2020-12-31"))->is_of(day("2099-01-01")));
    EXPECT_TRUE(made({}, {})->is_of(day("2099-01-01")));
}

TEST(RouteSnapshot, AgreesWithASlowSearch) {
    SeededRandom random(7);
    std::vector<RoutedDestination> all;
    const auto digits = [&](std::size_t length) { return random.characters(length, "012"); };
    for (int i = 0; i < 400; ++i) {
        std::string id = "d" + std::to_string(i);
        all.push_back(lead(id.c_str(), {digits(random.below(7)), digits(random.below(7))},
                           random.below(2) == 0 ? dog_tax : fishing));
    }
    RouteSnapshotBuilder builder(day("2026-11-25"), nullptr);
    for (const RoutedDestination& destination : all) {
        builder.add(destination);
    }
    const auto snapshot = builder.finish();
    for (int i = 0; i < 2000; ++i) {
        const std::string asked = digits(random.below(13));
        std::size_t longest = 0;
        Ids expected;
        for (const RoutedDestination& destination : all) {
            for (const std::string& area : destination.services[0].areas) {
                const bool fits = destination.services[0].leistungsschluessel == dog_tax &&
                                  asked.starts_with(area);
                if (fits && area.size() >= longest) {
                    expected = area.size() > longest ? Ids() : expected;
                    longest = area.size();
                    expected.push_back(destination.id);
                }
            }
        }
        std::ranges::sort(expected);
        expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
        EXPECT_EQ(ids(*snapshot, dog_tax, asked), expected) << asked;
    }
}

TEST(RouteSource, CutsFillingZerosOnly) {
    EXPECT_EQ(area_of_region("DE"), "");
    EXPECT_EQ(area_of_region("DE000000000000"), "");
    EXPECT_EQ(area_of_region("DE010000000000"), "01");
    EXPECT_EQ(area_of_region("DE010545459000"), "010545459");
    EXPECT_EQ(area_of_region("DE010545459039"), "010545459039");
    EXPECT_EQ(area_of_region("DE091620000000"), "09162");
    EXPECT_EQ(area_of_region("DE02"), "02");
    EXPECT_EQ(area_of_region("DE10"), "10");
    EXPECT_EQ(area_of_region("DE0105"), "0105");
    EXPECT_EQ(area_of_region("110000000000"), "11");
}

class FixedRoutes final : public RouteSource {
public:
    Result<void> visit(const Take& take) override {
        const std::lock_guard lock(mutex);
        for (const RoutedDestination& destination : all) {
            take(destination);
        }
        return {};
    }
    Result<std::string> state() override {
        const std::lock_guard lock(mutex);
        return std::to_string(all.size());
    }
    std::mutex mutex;
    std::vector<RoutedDestination> all;
};

class RouteBoardTest : public OnAServer {
protected:
    FixedRoutes source;
    std::string answer(std::string_view area, Page page = {}) {
        const auto given = server->routes.answer({dog_tax, area, page});
        return given ? *given.value() : given.error().to_text();
    }
};
GORDION_ON_BOTH_DATABASES(RouteBoardTest);

TEST_P(RouteBoardTest, GivesTheSameBytesWithoutSigningAgain) {
    serve();
    server->routes.add_source(source);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000001", {"01"})};
    const auto first = server->routes.answer({dog_tax, "01", {}}).value();
    EXPECT_EQ(server->routes.answer({dog_tax, "01", {}}).value().get(), first.get());
    source.all.push_back(lead("0193e2a0-0000-7000-8000-000000000002", {"02"}));
    server->routes.wake();
    EXPECT_NE(answer("02").find("0002"), std::string::npos);
    EXPECT_EQ(server->routes.answer({dog_tax, "01", {}}).value().get(), first.get())
        << "what did not change is taken over";
    EXPECT_EQ(answer("09"), R"({"count":0,"offset":0,"totalCount":0,"routes":[]})");
}

TEST_P(RouteBoardTest, SignsAheadAndRemembers) {
    serve();
    server->routes.add_source(source);
    for (int i = 0; i < 5; ++i) {
        source.all.push_back(
            lead(("0193e2a0-0000-7000-8000-00000000000" + std::to_string(i)).c_str(), {"01"}));
    }
    ASSERT_TRUE(server->routes.refresh().value());
    EXPECT_FALSE(server->routes.refresh().value());
    EXPECT_EQ(server->routes.sign_ahead(3).value(), 3U);
    EXPECT_EQ(server->routes.sign_ahead(10).value(), 2U);
    const std::string whole = answer("01");
    EXPECT_NE(whole.find("\"totalCount\":5"), std::string::npos);
    serve_again();
    server->routes.add_source(source);
    ASSERT_TRUE(server->routes.refresh());
    EXPECT_EQ(server->routes.sign_ahead(10).value(), 0U);
    EXPECT_EQ(answer("01"), whole);
}

TEST_P(RouteBoardTest, LooksAgainWhenTheDayChanges) {
    serve();
    server->routes.add_source(source);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000001", {"01"})};
    source.all[0].services[0].valid_until = clock.today();
    ASSERT_TRUE(server->routes.refresh().value());
    EXPECT_NE(answer("01").find("0001"), std::string::npos);
    clock.advance_ms(24LL * 3600 * 1000);
    ASSERT_TRUE(server->routes.refresh().value());
    EXPECT_EQ(answer("01").find("0001"), std::string::npos);
}

TEST_P(RouteBoardTest, AnswersNobodyWithYesterdaysRoutes) {
    serve();
    server->routes.add_source(source);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000001", {"01"}),
                  lead("0193e2a0-0000-7000-8000-000000000002", {"01"})};
    source.all[0].services[0].valid_until = day("2026-03-28");
    source.all[1].services[0].valid_from = day("2026-03-29");
    clock.set({day("2026-03-28").days_since_epoch() * 86'400'000});
    EXPECT_NE(answer("01").find("0001\""), std::string::npos);
    const Instant midnight{day("2026-03-29").days_since_epoch() * 86'400'000 - 3'600'000};
    clock.set({midnight.ms - 1});
    EXPECT_NE(answer("01").find("0001\""), std::string::npos) << "the last millisecond of a day";
    EXPECT_EQ(answer("01").find("0002\""), std::string::npos);
    clock.set(midnight);
    EXPECT_EQ(answer("01").find("0001\""), std::string::npos) << "the first of the next";
    EXPECT_NE(answer("01").find("0002\""), std::string::npos);
}

TEST_P(RouteBoardTest, PutsAPreferredSourceFirst) {
    serve();
    FixedRoutes preferred;
    server->routes.add_source(source);
    server->routes.prefer_source(preferred);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000001", {"01"})};
    preferred.all = {lead("0193e2a0-0000-7000-8000-000000000002", {"01"})};
    EXPECT_EQ(answer("01").find("0001\""), std::string::npos);
    EXPECT_NE(answer("01").find("0002\""), std::string::npos);
}

TEST_P(RouteBoardTest, KnowsItsRoutesFromTheFirstQuestionOn) {
    serve();
    server->routes.add_source(source);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000000", {"01"})};
    server->routes.start();
    EXPECT_NE(answer("01").find("\"totalCount\":1"), std::string::npos);
    server->routes.stop();
}

TEST_P(RouteBoardTest, AnswersWhileItIsRefreshed) {
    serve();
    server->routes.add_source(source);
    source.all = {lead("0193e2a0-0000-7000-8000-000000000000", {"01"})};
    ASSERT_TRUE(server->routes.refresh());
    server->routes.start();
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!done) {
                const auto given = server->routes.answer({dog_tax, "010545459", {}});
                wrong += given && given.value()->find("destinationSignature") != std::string::npos
                             ? 0
                             : 1;
            }
        });
    }
    for (int i = 1; i < 10; ++i) {
        {
            const std::lock_guard lock(source.mutex);
            source.all.push_back(
                lead(("0193e2a0-0000-7000-8000-00000000000" + std::to_string(i)).c_str(), {"01"}));
        }
        server->routes.wake();
        ASSERT_TRUE(server->routes.refresh());
    }
    done = true;
    readers.clear();
    server->routes.stop();
    EXPECT_EQ(wrong, 0);
    EXPECT_NE(answer("01").find("\"totalCount\":10"), std::string::npos);
}

}  // namespace
}  // namespace gordion::zustelldienst
