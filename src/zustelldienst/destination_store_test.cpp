// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/destination_store.hpp"

#include "core/limits.hpp"
#include "zustelldienst/test_ground.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::DestinationStatus;

DestinationKey key_of(const char* kid, KeyRole role, const char* n = "AQAB") {
    return {kid, role, formats::Json::object({{"kid", kid}, {"n", n}})};
}

class FitDestinationStoreTest : public OnAServer {
protected:
    StoredDestination create(const std::string& client = "") {
        return server->destinations
            .create_destination(scope_of(town),
                                {some_destination(),
                                 Sensitive<std::string>(std::string(32, 's')),
                                 {key_of("signature-key", KeyRole::Signature),
                                  key_of("the-encryption-key", KeyRole::Encryption)},
                                 client},
                                {})
            .value();
    }
};
GORDION_ON_BOTH_DATABASES(FitDestinationStoreTest);

TEST_P(FitDestinationStoreTest, KeepsADestinationAsItCame) {
    DestinationStore& store = serve().destinations;
    const StoredDestination made = create();
    serve_again();
    const auto loaded = server->destinations.load_destination(scope_of(town), made.destination.id);
    ASSERT_TRUE(loaded) << loaded.error().to_text();
    EXPECT_EQ(loaded.value()->destination, made.destination);
    EXPECT_EQ(loaded.value()->tenant, town);
    EXPECT_TRUE(loaded.value()->has_callback_secret);
    (void)store;
    EXPECT_EQ(server->destinations.load_destination(scope_of(town), "no").error().code,
              "zustelldienst.destination_missing");
}

TEST_P(FitDestinationStoreTest, GivesTheEncryptionKeyFirst) {
    DestinationStore& store = serve().destinations;
    const std::string id = create().destination.id;
    const auto keys = store.list_keys(scope_of(town), id);
    ASSERT_TRUE(keys) << keys.error().to_text();
    ASSERT_EQ(keys.value().size(), 2U);
    EXPECT_EQ(keys.value().at(0).kid, "the-encryption-key");
    EXPECT_EQ(keys.value().at(0).role, KeyRole::Encryption);
    EXPECT_EQ(store.load_key(scope_of(town), id, "signature-key").value().role, KeyRole::Signature);
    EXPECT_EQ(store.load_key(scope_of(town), id, "other").error().code,
              "zustelldienst.key_missing");
}

TEST_P(FitDestinationStoreTest, AddsAKeyOnceAndNeverReplacesOne) {
    DestinationStore& store = serve().destinations;
    const std::string id = create().destination.id;
    const DestinationKey fresh = key_of("another-key", KeyRole::Encryption);
    EXPECT_TRUE(store.add_key(scope_of(town), id, fresh));
    EXPECT_TRUE(store.add_key(scope_of(town), id, fresh));
    EXPECT_EQ(store.list_keys(scope_of(town), id).value().size(), 3U);
    const auto other =
        store.add_key(scope_of(town), id, key_of("another-key", KeyRole::Encryption, "x"));
    EXPECT_EQ(other.error().code, "zustelldienst.key_taken");
    EXPECT_EQ(store.add_key(scope_of(town), "no", fresh).error().code,
              "zustelldienst.destination_missing");
}

TEST_P(FitDestinationStoreTest, ChangesInOneTransactionOrNotAtAll) {
    DestinationStore& store = serve().destinations;
    const std::string id = create().destination.id;
    const std::string before = store.state_of_all(scope_of(town)).value();
    const auto refused =
        store.change_destination(scope_of(town), id, [](DestinationChange& change) -> Result<void> {
            change.stored.destination.name = "Other";
            return Error{ErrorKind::Invalid, "test.no", "", {}, "No."};
        });
    EXPECT_EQ(refused.error().code, "test.no");
    EXPECT_EQ(store.load_destination(scope_of(town), id).value()->destination.name, "Steueramt");
    EXPECT_EQ(store.state_of_all(scope_of(town)).value(), before);
    clock.advance_ms(1000);
    ASSERT_TRUE(
        store.change_destination(scope_of(town), id, [](DestinationChange& change) -> Result<void> {
            EXPECT_EQ(change.encryption_kids, std::vector<std::string>{"the-encryption-key"});
            change.stored.destination.status = DestinationStatus::Inactive;
            return {};
        }));
    const auto changed = store.load_destination(scope_of(town), id).value();
    EXPECT_EQ(changed->destination.status, DestinationStatus::Inactive);
    EXPECT_EQ(changed->inactive_since, clock.now());
    EXPECT_NE(store.state_of_all(scope_of(town)).value(), before);
}

TEST_P(FitDestinationStoreTest, SealsTheSecretOfACallback) {
    DestinationStore& store = serve().destinations;
    const std::string id = create().destination.id;
    EXPECT_EQ(store.load_callback_secret(scope_of(town), id).value()->reveal(),
              std::string(32, 's'));
    ASSERT_TRUE(
        store.change_destination(scope_of(town), id, [](DestinationChange& change) -> Result<void> {
            change.stored.destination.callback_url = "";
            return {};
        }));
    EXPECT_FALSE(store.load_callback_secret(scope_of(town), id).value());
    const auto row = database->read(scope_of(town), [](storage::Connection& connection) {
        return connection.find_row("SELECT count(*) FROM fitconnect_destinations");
    });
    EXPECT_EQ(row.value()->integer(0), 1);
}

TEST_P(FitDestinationStoreTest, BindsWhoCreatedAndCountsWhatHeHas) {
    Zustelldienst& in = serve();
    const std::string client =
        in.clients
            .create_client(scope_of(town), {town, "Verwaltung", {"create:destination"}, "", {}})
            .value()
            .client_id;
    (void)in.clients.find_known(client);
    const std::string id = create(client).destination.id;
    EXPECT_TRUE(in.clients.find_known(client).value()->permissions->managed.contains(id));
    const auto create_more = [&](DestinationStore::Quota quota) {
        return in.destinations
            .create_destination(scope_of(town), {some_destination(), {}, {}, client}, quota)
            .error()
            .code;
    };
    EXPECT_EQ(create_more({1, 500}), "zustelldienst.destinations_many");
    EXPECT_EQ(create_more({5000, 1}), "zustelldienst.destinations_many");
    EXPECT_EQ(in.destinations.list_destinations(scope_of(town), {id, "gone"}, {}).value().total,
              1U);
    ASSERT_TRUE(in.destinations.remove_destination(
        scope_of(town), id, [](DestinationChange&) { return Result<void>(); }));
    EXPECT_FALSE(in.clients.find_known(client).value()->permissions->managed.contains(id));
    EXPECT_FALSE(in.destinations.load_destination(scope_of(town), id));
}

TEST_P(FitDestinationStoreTest, KeepsABoundNumberOfKeys) {
    DestinationStore& store = serve().destinations;
    const std::string id = create().destination.id;
    for (std::size_t count = 2; count < limits::destination_keys; ++count) {
        const std::string kid = "key-number-" + std::to_string(count);
        ASSERT_TRUE(store.add_key(scope_of(town), id, key_of(kid.c_str(), KeyRole::Encryption)));
    }
    const Error refused =
        store.add_key(scope_of(town), id, key_of("one-too-many", KeyRole::Signature)).error();
    EXPECT_EQ(refused.code, "zustelldienst.keys_many");
    EXPECT_EQ(store.list_keys(scope_of(town), id).value().size(), limits::destination_keys);
    EXPECT_TRUE(store.add_key(scope_of(town), id, key_of("key-number-2", KeyRole::Encryption)))
        << "what is there already takes no place";
    const std::string other = create().destination.id;
    EXPECT_TRUE(store.add_key(scope_of(town), other, key_of("one-too-many", KeyRole::Signature)));
}

TEST_P(FitDestinationStoreTest, CountsADestinationOfABodyOverAllItsClients) {
    Zustelldienst& in = serve();
    const auto client_of = [&](const TenantId& tenant) {
        return in.clients
            .create_client(scope_of(tenant), {tenant, "Programm", {"create:destination"}, "", {}})
            .value()
            .client_id;
    };
    const auto make = [&](const TenantId& tenant, const std::string& client) {
        return in.destinations.create_destination(scope_of(tenant),
                                                  {some_destination(), {}, {}, client}, {2, 500});
    };
    const std::string first = make(town, client_of(town)).value().destination.id;
    ASSERT_TRUE(make(town, client_of(town)));
    const Error full = make(town, client_of(town)).error();
    EXPECT_EQ(full.code, "zustelldienst.destinations_many");
    EXPECT_EQ(full.values, (Values{{"most", "2"}}));
    EXPECT_TRUE(make(other_town, client_of(other_town)));
    ASSERT_TRUE(in.destinations.change_destination(
        scope_of(town), first, [](DestinationChange& change) -> Result<void> {
            change.stored.destination.status = DestinationStatus::Decommissioned;
            return {};
        }));
    EXPECT_TRUE(make(town, client_of(town))) << "a decommissioned one makes room";
}

TEST_P(FitDestinationStoreTest, CountsNoneThatIsDecommissioned) {
    Zustelldienst& in = serve();
    const std::string client =
        in.clients
            .create_client(scope_of(town), {town, "Verwaltung", {"create:destination"}, "", {}})
            .value()
            .client_id;
    const std::string id = create(client).destination.id;
    const auto create_more = [&] {
        return in.destinations.create_destination(scope_of(town),
                                                  {some_destination(), {}, {}, client}, {1, 1});
    };
    EXPECT_FALSE(create_more());
    ASSERT_TRUE(in.destinations.change_destination(
        scope_of(town), id, [](DestinationChange& change) -> Result<void> {
            change.stored.destination.status = DestinationStatus::Decommissioned;
            return {};
        }));
    EXPECT_TRUE(create_more());
    EXPECT_FALSE(create_more());
}

TEST_P(FitDestinationStoreTest, VisitsWhatIsActive) {
    DestinationStore& store = serve().destinations;
    for (int i = 0; i < 3; ++i) {
        create();
    }
    fitconnect::Destination idle = some_destination();
    idle.status = DestinationStatus::Created;
    ASSERT_TRUE(store.create_destination(scope_of(other_town), {idle, {}, {}, ""}, {}));
    int seen = 0;
    ASSERT_TRUE(store.visit_active(scope_of(town), [&](const StoredDestination& stored) {
        EXPECT_EQ(stored.tenant, town);
        ++seen;
    }));
    EXPECT_EQ(seen, 3);
}

}  // namespace
}  // namespace gordion::zustelldienst
