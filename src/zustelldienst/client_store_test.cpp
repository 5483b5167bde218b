// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/client_store.hpp"

#include "zustelldienst/scopes.hpp"
#include "zustelldienst/test_ground.hpp"

namespace gordion::zustelldienst {
namespace {

const std::string subscribe =
    "https://schema.fitko.de/fit-connect/oauth/scopes/subscribe-destinations";
constexpr const char* box = "0193e2a0-0000-7000-8000-000000000001";

class ClientStoreTest : public OnAServer {};
GORDION_ON_BOTH_DATABASES(ClientStoreTest);

TEST_P(ClientStoreTest, KnowsAClientByItsSecret) {
    ClientStore& clients = serve().clients;
    const auto made =
        clients.create_client(scope_of(town), {town, "Portal", {"send:region:DE01"}, "", {}});
    ASSERT_TRUE(made) << made.error().to_text();
    EXPECT_EQ(made.value().secret.reveal().size(), 43U);
    const auto known = clients.find_known(made.value().client_id);
    ASSERT_TRUE(known);
    EXPECT_TRUE(clients.is_secret(*known.value(), made.value().secret.reveal()));
    EXPECT_FALSE(clients.is_secret(*known.value(), made.value().secret.reveal() + "x"));
    EXPECT_FALSE(clients.is_secret(*known.value(), ""));
    EXPECT_EQ(known.value()->permissions->send.at(0).region, "DE01");
    EXPECT_EQ(clients.find_known("nobody").error().code, "zustelldienst.client_missing");
    EXPECT_EQ(clients.list_clients(scope_of(town), town).value().at(0).name, "Portal");
    EXPECT_TRUE(clients.list_clients(scope_of(other_town), other_town).value().empty());
}

TEST_P(ClientStoreTest, RefusesScopesNamesAndSecretsThatAreNone) {
    ClientStore& clients = serve().clients;
    const auto code = [&](NewClient wanted) {
        const auto made = clients.create_client(scope_of(town), std::move(wanted));
        return made ? std::string() : made.error().code;
    };
    EXPECT_EQ(code({town, "Portal", {"send:everything"}, "", {}}), "zustelldienst.client_scope");
    EXPECT_EQ(code({town, "", {}, "", {}}), "zustelldienst.client_name");
    EXPECT_EQ(code({town, "Portal", {}, "", Sensitive<std::string>("short")}),
              "zustelldienst.client_secret");
}

TEST_P(ClientStoreTest, SeesItsOwnChangesAtOnceAndOthersSoon) {
    Zustelldienst& in = serve();
    const auto made =
        in.clients.create_client(scope_of(town), {town, "Portal", {subscribe}, "", {}}).value();
    const std::string& id = made.client_id;
    EXPECT_FALSE(in.clients.find_known(id).value()->permissions->subscribed.contains(box));
    const ClientStore::BindingKey key{town, id, box, Binding::Subscribes};
    ASSERT_TRUE(in.clients.bind_destination(scope_of(town), key));
    ASSERT_TRUE(in.clients.bind_destination(scope_of(town), key));
    EXPECT_TRUE(in.clients.find_known(id).value()->permissions->subscribed.contains(box));

    ClientStore elsewhere({*database, blobs, master_key, clock, random}, 20);
    ASSERT_TRUE(elsewhere.release_destination(scope_of(town), key));
    EXPECT_TRUE(in.clients.find_known(id).value()->permissions->subscribed.contains(box));
    clock.advance_ms(20'000);
    EXPECT_FALSE(in.clients.find_known(id).value()->permissions->subscribed.contains(box));

    ASSERT_TRUE(in.clients.set_standing(scope_of(town), town, id, ClientStore::Standing::Disabled));
    EXPECT_TRUE(in.clients.find_known(id).value()->client.is_disabled);
    const auto fresh = in.clients.rotate_secret(scope_of(town), town, id).value();
    const auto known = in.clients.find_known(id).value();
    EXPECT_TRUE(in.clients.is_secret(*known, fresh.secret.reveal()));
    EXPECT_FALSE(in.clients.is_secret(*known, made.secret.reveal()));
}

TEST_P(ClientStoreTest, ChangesNoClientOfAnotherBody) {
    ClientStore& clients = serve().clients;
    const std::string id =
        clients.create_client(scope_of(town), {town, "Portal", {}, "", {}}).value().client_id;
    const Scope other = scope_of(other_town);
    EXPECT_FALSE(clients.rotate_secret(other, other_town, id));
    EXPECT_FALSE(clients.set_standing(other, other_town, id, ClientStore::Standing::Disabled));
    EXPECT_FALSE(clients.set_scopes(other, other_town, id, {}));
    EXPECT_FALSE(clients.bind_destination(other, {other_town, id, box, Binding::Manages}));
    EXPECT_FALSE(clients.find_known(id).value()->client.is_disabled);
}

TEST(Scopes, MeanTheSameInBothGenerations) {
    const std::string urn = "urn:de:fim:leika:leistung:99102013104000";
    for (const std::string& scope :
         {std::string("send:region:DE"), "send:region:DE01+send:service:" + urn, subscribe,
          std::string("create:destination"), "manage:destination:" + std::string(box)}) {
        EXPECT_TRUE(is_scope(scope)) << scope;
    }
    for (const char* scope :
         {"", "send:region:", "send:region:FR", "send:region:DE01+send:service:x",
          "subscribe:destination:*", "create:destination:x",
          "https://schema.fitko.de/fit-connect/oauth/scopes/everything"}) {
        EXPECT_FALSE(is_scope(scope)) << scope;
    }
    const Permissions fresh = permissions_of({subscribe}, {box}, {"managed"});
    EXPECT_TRUE(fresh.subscribed.contains(box));
    EXPECT_TRUE(fresh.managed.empty());
    const Permissions old =
        permissions_of({"subscribe:destination:" + std::string(box)}, {"bound"}, {});
    EXPECT_EQ(old.subscribed, Permissions::DestinationIds{box});
}

TEST(Scopes, NarrowToWhatBothPermit) {
    const Permissions held{{{"DE01", ""}, {"DE02", "urn:de:x:y"}}, {"a", "b"}, {"a"}, true};
    const Permissions wanted{{{"DE", ""}}, {"b", "c"}, {}, false};
    const Permissions narrowed = narrow(held, wanted);
    EXPECT_EQ(narrowed.send, held.send);
    EXPECT_EQ(narrowed.subscribed, Permissions::DestinationIds{"b"});
    EXPECT_TRUE(narrowed.managed.empty());
    EXPECT_FALSE(narrowed.may_create_destinations);
    EXPECT_TRUE(narrow(held, {{{"DE03", ""}}, {}, {}, true}).send.empty());
}

}  // namespace
}  // namespace gordion::zustelldienst
