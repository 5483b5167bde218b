// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "routing/router.hpp"
#include "tests/support/databases.hpp"

namespace gordion::routing {
namespace {

Date day(const char* iso) {
    return parse_date(iso).value();
}

Destination make(const char* id, const char* area, std::vector<std::string> services = {},
                 const char* from = "2026-01-01") {
    Destination destination;
    destination.id = {id};
    destination.tenant = {area};
    destination.area = area;
    destination.name = id;
    destination.services = std::move(services);
    destination.channel = "backoffice";
    destination.valid_from = day(from);
    return destination;
}

constexpr const char* hundesteuer = "99102013002000";
constexpr const char* groede = "010545459039";

std::string chosen(const std::vector<Destination>& candidates, const char* on = "2026-11-23") {
    const auto route = choose_route(candidates, hundesteuer, groede, day(on));
    return route ? route.value().destination.id.value : route.error().code;
}

TEST(Route, PrefersTheSmallestArea) {
    EXPECT_EQ(chosen({make("bund", "00"), make("land", "01"), make("amt", "010545459"),
                      make("kreis", "01054")}),
              "amt");
    EXPECT_EQ(chosen({make("bund", "00"), make("land", "01")}), "land");
    EXPECT_EQ(chosen({make("bund", "00"), make("other", "010545488")}), "bund");
}

TEST(Route, PrefersADestinationThatNamesTheService) {
    const std::vector<Destination> both{make("all", "010545459"),
                                        make("tax", "010545459", {hundesteuer})};
    EXPECT_EQ(chosen(both), "tax");
    EXPECT_EQ(choose_route(both, hundesteuer, groede, day("2026-11-23")).value().reason_code,
              "routing.reason_service");
    EXPECT_EQ(chosen({make("parking", "010545459", {"99108001001000"})}), "routing.no_destination");
}

TEST(Route, RespectsTheDaysOfValidity) {
    Destination old = make("old", "010545459");
    old.valid_to = day("2026-06-30");
    const Destination fresh = make("new", "010545459", {}, "2026-07-01");
    EXPECT_EQ(chosen({old, fresh}, "2026-06-30"), "old");
    EXPECT_EQ(chosen({old, fresh}, "2026-07-01"), "new");
    EXPECT_EQ(chosen({old, fresh}, "2025-12-31"), "routing.no_destination");
    EXPECT_EQ(chosen({make("a", "010545459"), fresh}), "new");
}

TEST(Route, DoesNotChooseBetweenEquals) {
    EXPECT_EQ(chosen({make("a", "010545459"), make("b", "010545459")}), "routing.ambiguous");
}

std::string receiver_of(const std::vector<Destination>& candidates, std::string_view receiver) {
    const auto route =
        choose_receiver(candidates, {receiver, hundesteuer, groede, day("2026-11-23")});
    return route ? route.value().destination.id.value : route.error().code;
}

TEST(Route, FindsReceiversApartFromTheCompetentAuthority) {
    Destination tax_office = make("finanzamt", "01054");
    tax_office.receiver = "finanzamt";
    Destination chamber = make("ihk", "01");
    chamber.receiver = "ihk";
    const std::vector<Destination> all{make("amt", "010545459"), tax_office, chamber};
    EXPECT_EQ(chosen(all), "amt");
    EXPECT_EQ(chosen({tax_office, chamber}), "routing.no_destination");
    EXPECT_EQ(receiver_of(all, "finanzamt"), "finanzamt");
    EXPECT_EQ(receiver_of(all, "handwerkskammer"), "routing.no_receiver");
    Destination second = tax_office;
    second.id = {"other"};
    EXPECT_EQ(receiver_of({tax_office, second}, "finanzamt"), "routing.ambiguous");
    second.area = "010545459";
    EXPECT_EQ(receiver_of({tax_office, second}, "finanzamt"), "other");
}

TEST(Route, NamesReceiversByPlainWords) {
    EXPECT_TRUE(is_receiver("berufsgenossenschaft-2"));
    for (const char* wrong : {"", "Finanzamt", "-a", "a-", "a b", "ä"}) {
        EXPECT_FALSE(is_receiver(wrong)) << wrong;
    }
    EXPECT_FALSE(is_receiver(std::string(61, 'a')));
}

class DestinationStoreTest : public testing::OnBothDatabases {};
GORDION_ON_BOTH_DATABASES(DestinationStoreTest);

TEST_P(DestinationStoreTest, KeepsPrivateKeysSealed) {
    auto& database = open(routing_migrations());
    FakeClock clock;
    SystemRandom random;
    const auto master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    DestinationStore store(database, master, random);
    const Scope scope{{"010545459"}, {"admin"}, "test", {}, false};
    const auto key = crypto::PrivateKey::make_p256();
    Destination wanted = make("", "010545459");
    wanted.id = {};
    const auto made = store.create_destination(scope, wanted, key, clock);
    ASSERT_TRUE(made) << made.error().to_text();
    const auto opened = store.open_private_key(scope, {"010545459"}, made.value().id);
    EXPECT_EQ(opened.value().kid(), key.kid());

    const auto other = crypto::MasterKey::from_bytes(std::string(32, 'x'));
    DestinationStore stolen(database, other, random);
    EXPECT_FALSE(stolen.open_private_key(scope, {"010545459"}, made.value().id));
    EXPECT_EQ(store.open_private_key(scope, {"010545459"}, {"no"}).error().code,
              "routing.destination_missing");
}

TEST_P(DestinationStoreTest, KeepsTheSecretOfARemoteDestinationSealed) {
    auto& database = open(routing_migrations());
    FakeClock clock;
    SystemRandom random;
    const auto master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    DestinationStore store(database, master, random);
    const Scope scope{{"010545459"}, {"admin"}, "test", {}, false};
    Destination wanted = make("", "010545459");
    wanted.id = {};
    wanted.channel = "fitconnect";
    wanted.channel_settings = formats::Json::object({{"client_id", "c"}});
    wanted.public_jwk = crypto::PrivateKey::make_p256().public_key().to_jwk();
    auto made =
        store.create_remote_destination(scope, wanted, Sensitive(std::string("s3cret")), clock);
    ASSERT_TRUE(made) << made.error().to_text();
    const TenantId tenant{"010545459"};
    Destination loaded = store.load_destination(scope, tenant, made.value().id).value();
    EXPECT_EQ(loaded.channel_settings, wanted.channel_settings);
    EXPECT_EQ(loaded.public_jwk, wanted.public_jwk);
    EXPECT_EQ(store.open_channel_secret(scope, tenant, loaded.id).value().reveal(), "s3cret");
    EXPECT_EQ(store.open_private_key(scope, tenant, loaded.id).error().code,
              "routing.key_elsewhere");
    loaded.channel_settings.set("client_id", "d");
    ASSERT_TRUE(store.change_remote_destination(scope, loaded));
    EXPECT_EQ(store.load_destination(scope, tenant, loaded.id).value().channel_settings,
              loaded.channel_settings);
    const auto rows = database.read(scope, [](storage::Connection& connection) {
        return connection.query("SELECT sealed_channel_secret FROM destinations");
    });
    EXPECT_EQ(rows.value().at(0).blob(0).find("s3cret"), std::string::npos);

    wanted.area = "02";
    EXPECT_EQ(store.create_remote_destination(scope, wanted, {}, clock).error().code,
              "routing.area_foreign");
    wanted.area = "010545459";
    const auto own =
        store.create_destination(scope, wanted, crypto::PrivateKey::make_p256(), clock).value();
    EXPECT_EQ(store.open_channel_secret(scope, tenant, own.id).value().reveal(), "");
    EXPECT_EQ(store.change_remote_destination(scope, own).error().code,
              "routing.destination_missing");
    EXPECT_EQ(store.open_channel_secret(scope, tenant, {"no"}).error().code,
              "routing.destination_missing");
}

TEST_P(DestinationStoreTest, RoutesWhatIsStored) {
    auto& database = open(routing_migrations());
    FakeClock clock;
    SystemRandom random;
    const auto master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    DestinationStore store(database, master, random);
    Router router(store);
    const Scope scope{{"010545459"}, {"admin"}, "test", {}, false};
    const auto key = crypto::PrivateKey::make_p256();
    ASSERT_TRUE(
        store.create_destination(scope, make("amt", "010545459", {hundesteuer}), key, clock));
    const auto route = router.resolve(hundesteuer, groede, day("2026-11-23"));
    ASSERT_TRUE(route) << route.error().to_text();
    EXPECT_EQ(route.value().destination.name, "amt");
    EXPECT_EQ(route.value().destination.services, std::vector<std::string>{hundesteuer});
    ASSERT_TRUE(store.end_destination(scope, {"amt"}, day("2026-11-22")));
    EXPECT_EQ(router.resolve(hundesteuer, groede, day("2026-11-23")).error().code,
              "routing.no_destination");
    EXPECT_EQ(store.load_destination(scope, scope.tenant, {"amt"}).value().name, "amt");
    EXPECT_EQ(store.load_destination(scope, scope.tenant, {"no"}).error().code,
              "routing.destination_missing");
    Destination foreign = make("x", "010545459");
    foreign.area = "091620000";
    EXPECT_EQ(store.create_destination(scope, foreign, key, clock).error().code,
              "routing.area_foreign");
}

TEST_P(DestinationStoreTest, RegistersBodiesThatAreNoTerritorialAuthority) {
    auto& database = open(routing_migrations());
    FakeClock clock;
    SystemRandom random;
    const auto master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    DestinationStore store(database, master, random);
    Router router(store);
    const TenantId tax_office{"01-finanzamt-nord"};
    const Scope scope{tax_office, {"cli"}, "test", {}, false};
    const auto key = crypto::PrivateKey::make_p256();
    Destination wanted = make("f", "01054");
    wanted.tenant = tax_office;
    wanted.receiver = "Finanzamt";
    EXPECT_EQ(store.create_destination(scope, wanted, key, clock).error().code,
              "routing.receiver_invalid");
    wanted.receiver = "finanzamt";
    ASSERT_TRUE(store.create_destination(scope, wanted, key, clock));
    EXPECT_EQ(router.resolve_receiver({"finanzamt", hundesteuer, groede, day("2026-11-23")})
                  .value()
                  .destination.tenant,
              tax_office);
    EXPECT_EQ(router.resolve_receiver({"finanzamt", hundesteuer, "091620000000", day("2026-11-23")})
                  .error()
                  .code,
              "routing.no_receiver");
    EXPECT_EQ(router.resolve(hundesteuer, groede, day("2026-11-23")).error().code,
              "routing.no_destination");
    wanted.id = {"g"};
    wanted.area = "02";
    EXPECT_EQ(store.create_destination(scope, wanted, key, clock).error().code,
              "routing.area_foreign");
}

}  // namespace
}  // namespace gordion::routing
