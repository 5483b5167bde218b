// SPDX-License-Identifier: EUPL-1.2
#include "app/registered_routes.hpp"

#include <algorithm>

#include "zustelldienst/test_ground.hpp"

namespace gordion::app {
namespace {

using zustelldienst::scope_of;
using zustelldienst::town;

constexpr const char* dog_tax = "99102013104000";
using Ids = std::vector<std::string>;

Date day(const char* iso) {
    return parse_date(iso).value();
}

struct Days {
    const char* from = "2020-01-01";
    const char* until = nullptr;
};

// A delivery server whose routes are registered in module routing, on one database.
class RegisteredRoutesTest : public zustelldienst::OnAServer {
protected:
    void begin() {
        database = &open({storage::job_migrations(), zustelldienst::zustelldienst_migrations(),
                          routing::routing_migrations()});
        zustelldienst::Settings settings;
        settings.public_url = "https://post.example";
        serve_again(settings);
        registered = std::make_unique<routing::DestinationStore>(*database, master_key, random);
        source =
            std::make_unique<RegisteredRoutes>(*registered, server->destinations, server->settings);
        server->routes.prefer_source(*source);
    }
    std::string add(std::vector<std::string> regions = {"DE010545459"}) {
        fitconnect::Destination destination = zustelldienst::some_destination();
        destination.services.at(0).regions = std::move(regions);
        return server->destinations
            .create_destination(scope_of(town), {destination, {}, {}, ""}, {})
            .value()
            .destination.id;
    }
    // As `gordion destination connect` does.
    DestinationId enter(const std::string& id, const std::string& area, const Days& days = {},
                        const formats::Json& settings = formats::Json::object(
                            {{"submission_url", "https://post.example/submission-api"}})) {
        routing::Destination wanted;
        wanted.tenant = town;
        wanted.area = area;
        wanted.services = {dog_tax};
        wanted.channel = "fitconnect";
        wanted.channel_settings = settings;
        wanted.channel_settings.set("destination_id", id);
        wanted.public_jwk = formats::Json::object();
        wanted.valid_from = day(days.from);
        if (days.until != nullptr) {
            wanted.valid_to = day(days.until);
        }
        return registered
            ->create_remote_destination(scope_of(town), wanted, Sensitive<std::string>("s"), clock)
            .value()
            .id;
    }
    Ids found(const char* area = "010545459039") {
        server->routes.wake();
        const auto answer = server->routes.answer({dog_tax, area, {}});
        EXPECT_TRUE(answer) << answer.error().to_text();
        Ids ids;
        const formats::Json body = formats::parse_json(*answer.value()).value();
        for (const formats::Json& route : body.find("routes")->as_array()) {
            ids.push_back(route.text_at("destinationId"));
        }
        return ids;
    }
    void on(const char* iso) { clock.set({(day(iso).days_since_epoch() * 24 + 12) * 3'600'000}); }
    void TearDown() override {
        OnAServer::TearDown();
        source.reset();
        registered.reset();
    }

    std::unique_ptr<routing::DestinationStore> registered;
    std::unique_ptr<RegisteredRoutes> source;
};
GORDION_ON_BOTH_DATABASES(RegisteredRoutesTest);

TEST_P(RegisteredRoutesTest, LeadToWhatTheOperatorChoseOnTheDaysHeSaid) {
    begin();
    on("2026-11-25");
    const std::string old = add();
    const std::string next = add();
    Ids both{old, next};
    std::ranges::sort(both);
    EXPECT_EQ(found(), both) << "nobody decided: whoever offers it";
    enter(old, "010545459", {"2020-01-01", "2026-12-31"});
    enter(next, "010545459", {"2027-01-01"});
    EXPECT_EQ(found(), Ids{old});
    on("2026-12-31");
    EXPECT_EQ(found(), Ids{old});
    on("2027-01-01");
    EXPECT_EQ(found(), Ids{next});
    on("2019-12-31");
    EXPECT_EQ(found(), Ids{}) << "decided, and before the first day";
}

TEST_P(RegisteredRoutesTest, StandBesideEachOtherAndPassOnToSmallerAreas) {
    begin();
    on("2026-11-25");
    const std::string first = add({"DE01"});
    const std::string second = add({"DE01"});
    const std::string third = add({"DE010545459039"});
    enter(first, "010545459");
    enter(second, "010545459");
    Ids both{first, second};
    std::ranges::sort(both);
    EXPECT_EQ(found("010545459042"), both);
    EXPECT_EQ(found(), Ids{third}) << "a smaller area of nobody's decision";
    EXPECT_EQ(found("01"), both) << "what they offer themselves elsewhere";
}

TEST_P(RegisteredRoutesTest, EndWhenTheOperatorEndsThem) {
    begin();
    on("2026-11-25");
    const std::string id = add();
    const DestinationId entered = enter(id, "010545459");
    EXPECT_EQ(found(), Ids{id});
    ASSERT_TRUE(registered->end_destination(scope_of(town), entered, day("2026-11-25")));
    EXPECT_EQ(found(), Ids{id}) << "its last day";
    on("2026-11-26");
    EXPECT_EQ(found(), Ids{}) << "although the destination still offers the service";
    EXPECT_EQ(registered->end_destination(scope_of(town), {"no"}, day("2026-11-25")).error().code,
              "routing.destination_missing");
}

TEST_P(RegisteredRoutesTest, LeadNowhereWhileADestinationDoesNotReceive) {
    begin();
    on("2026-11-25");
    const std::string chosen = add();
    const std::string other = add();
    enter(chosen, "010545459");
    const auto change = [&](const std::function<void(fitconnect::Destination&)>& how) {
        ASSERT_TRUE(server->destinations.change_destination(
            scope_of(town), chosen, [&](zustelldienst::DestinationChange& work) -> Result<void> {
                how(work.stored.destination);
                return {};
            }));
    };
    change([](auto& one) { one.status = fitconnect::DestinationStatus::Inactive; });
    EXPECT_EQ(found(), Ids{}) << "not to the other one, which nobody chose";
    change([](auto& one) { one.status = fitconnect::DestinationStatus::Active; });
    EXPECT_EQ(found(), Ids{chosen});
    change([](auto& one) { one.services.at(0).regions = {"DE02"}; });
    EXPECT_EQ(found(), Ids{}) << "it no longer offers the service there";
}

TEST_P(RegisteredRoutesTest, TakeNoNoticeOfOtherServersAndChannels) {
    begin();
    on("2026-11-25");
    const std::string own = add();
    enter(own, "010545459039", {},
          formats::Json::object({{"submission_url", "https://other.example/submission-api"}}));
    enter("0193e2a0-0000-7000-8000-000000000001", "010545459", {},
          formats::Json::object({{"submission_url", "https://other.example/submission-api"}}));
    EXPECT_EQ(found(), Ids{own});
    const std::string inside = add({"DE02"});
    enter(inside, "010545459", {},
          formats::Json::object({{"submission_url", "http://10.0.0.1/submission-api"},
                                 {"issuer", "https://post.example/submission-api"}}));
    EXPECT_EQ(found(), Ids{}) << "ours by another address, and it does not offer it there";
}

}  // namespace
}  // namespace gordion::app
