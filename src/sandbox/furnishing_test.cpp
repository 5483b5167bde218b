// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/furnishing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/api_settings.hpp"
#include "fitconnect/key_check.hpp"
#include "fitconnect/names.hpp"
#include "tests/support/databases.hpp"
#include "zustelldienst/migrations.hpp"

namespace gordion::sandbox {
namespace {

using formats::Json;

const Plan& the_plan() {
    static const Plan plan = load_plan();
    return plan;
}
const PublishedKeys& the_keys() {
    static const PublishedKeys keys = PublishedKeys::load();
    return keys;
}

class Furnished : public testing::OnBothDatabases {
protected:
    void serve() {
        database = &open({zustelldienst::zustelldienst_migrations()});
        const zustelldienst::Foundation foundation{*database, blobs, master_key, clock, random};
        clients = std::make_unique<zustelldienst::ClientStore>(foundation, 20);
        destinations = std::make_unique<zustelldienst::DestinationStore>(foundation, *clients, 20);
    }
    void TearDown() override {
        destinations.reset();
        clients.reset();
        testing::OnBothDatabases::TearDown();
    }

    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master_key = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    storage::BlobStore blobs{std::filesystem::temp_directory_path() / "gordion-sandbox-blobs",
                             random};
    storage::Database* database = nullptr;
    std::unique_ptr<zustelldienst::ClientStore> clients;
    std::unique_ptr<zustelldienst::DestinationStore> destinations;
    Scope scope = system_scope("test");
};

TEST_P(Furnished, HasClientsWithTheirFixedSecretsAndEveryDestination) {
    serve();
    const auto done = furnish(*clients, *destinations, the_plan(), the_keys());
    ASSERT_TRUE(done.has_value()) << done.error().to_text();
    for (const PlannedClient& planned : the_plan().clients) {
        const auto known = clients->find_known(planned.id);
        ASSERT_TRUE(known.has_value()) << planned.role;
        EXPECT_TRUE(clients->is_secret(*known.value(), planned.secret)) << planned.role;
    }
    const auto subscriber = clients->find_known(the_plan().client("subscriber").id);
    EXPECT_EQ(subscriber.value()->client.subscribed.size(), the_plan().destinations.size());
    for (const PlannedDestination& planned : the_plan().destinations) {
        const auto loaded = destinations->load_destination(scope, planned.destination.id);
        ASSERT_TRUE(loaded.has_value()) << planned.destination.name;
        EXPECT_EQ(loaded.value()->destination, planned.destination);
        const auto keys = destinations->list_keys(scope, planned.destination.id);
        ASSERT_TRUE(keys.has_value());
        ASSERT_EQ(keys.value().size(), 2U);
        EXPECT_EQ(keys.value().front().kid, planned.destination.encryption_kid);
    }
}

TEST_P(Furnished, KeepsWhatSomebodyChanged) {
    serve();
    ASSERT_TRUE(furnish(*clients, *destinations, the_plan(), the_keys()).has_value());
    const std::string& id = the_plan().destinations.front().destination.id;
    ASSERT_TRUE(destinations
                    ->change_destination(scope, id,
                                         [](zustelldienst::DestinationChange& change) {
                                             change.stored.destination.name = "Mine";
                                             return Result<void>();
                                         })
                    .has_value());
    const auto again = furnish(*clients, *destinations, the_plan(), the_keys());
    ASSERT_TRUE(again.has_value()) << again.error().to_text();
    EXPECT_EQ(destinations->load_destination(scope, id).value()->destination.name, "Mine");
}

GORDION_ON_BOTH_DATABASES(Furnished);

TEST(SandboxPlan, LeadsEveryServiceOfTheCatalogueSomewhere) {
    std::size_t everywhere = 0;
    std::set<std::string> ids;
    for (const PlannedDestination& planned : the_plan().destinations) {
        EXPECT_TRUE(ids.insert(planned.destination.id).second) << planned.destination.name;
        EXPECT_LE(planned.destination.services.size(), limits::destination_services);
        for (const auto& service : planned.destination.services) {
            EXPECT_TRUE(fitconnect::find_leistungsschluessel(service.identifier).has_value());
            everywhere += service.regions == std::vector<std::string>{"DE"} ? 1U : 0U;
        }
    }
    EXPECT_GT(everywhere, 4'000U);
}

TEST(SandboxPlan, HasOneDestinationForEachLandAndOneForEachBehaviour) {
    std::set<std::string> laender;
    std::set<Answers> answers;
    for (const PlannedDestination& planned : the_plan().destinations) {
        answers.insert(planned.answers);
        const std::string& region = planned.destination.services.front().regions.front();
        if (region.size() == 4) {
            laender.insert(region);
        }
    }
    EXPECT_EQ(laender.size(), 16U);
    EXPECT_EQ(answers.size(), 3U);
}

TEST(SandboxPlan, RefusesWhatIsNoPlan) {
    constexpr std::string_view csv = "leika_schluessel,name\n99102013104000,Hund\n";
    for (const char* toml :
         {"", "tenant = 1", "tenant = \"00-sandbox\"\nschema = \"x\"\n",
          "tenant = \"nobody!\"\nschema = \"x\"\nclient = []\n"
          "destination = []\ncatalogue = {}\n",
          "tenant = \"00-sandbox\"\nschema = \"x\"\ndestination = []\n"
          "catalogue = {}\nclient = [{role = \"sender\", secret = \"real\"}]\n"}) {
        const auto plan = read_plan(toml, csv);
        ASSERT_FALSE(plan.has_value()) << toml;
        EXPECT_EQ(plan.error().code, "sandbox.plan") << toml;
    }
}

TEST(PublishedKeys, PassTheChecksOfASenderUntilTheirCertificateEnds) {
    const Instant now{1'790'000'000'000};
    fitconnect::KeyTrust trust;
    trust.allow_insecure = true;
    for (const char* name : {"encryption-1", "encryption-2"}) {
        const Json jwk = the_keys().public_jwk(name);
        const auto key = fitconnect::check_encryption_key(jwk, jwk.text_at("kid"), trust, now);
        EXPECT_TRUE(key.has_value()) << key.error().to_text();
        EXPECT_EQ(jwk.find("d"), nullptr);
    }
    for (const char* name : {"signature-1", "signature-2", "events", "portal"}) {
        const Json jwk = the_keys().public_jwk(name);
        const auto key = fitconnect::check_signature_key(jwk, jwk.text_at("kid"), trust, now);
        EXPECT_TRUE(key.has_value()) << name << key.error().to_text();
    }
    EXPECT_NE(the_keys().public_jwk("encryption-1"),
              the_keys().public_jwk("encryption-1", Certificate::Expired));
}

TEST(PublishedKeys, AreNotReadFromOtherThings) {
    for (const char* text : {"", "{}", "[]", R"({"keys":[{}]})", R"({"keys":[7]})"}) {
        EXPECT_FALSE(PublishedKeys::read(text).has_value()) << text;
    }
}

std::string content_of(const std::vector<ConfigFile>& files, std::string_view name) {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const ConfigFile& file) { return file.name == name; });
    return found == files.end() ? std::string() : found->content;
}

TEST(ConfigFiles, AreReadByOurOwnClient) {
    const auto files = make_config_files("http://127.0.0.1:8181", "/tmp/x", the_plan(), the_keys());
    for (const char* name : {"sender.json", "subscriber.json", "manager.json"}) {
        const auto json = formats::parse_json(content_of(files, name));
        ASSERT_TRUE(json.has_value()) << name;
        const auto settings =
            fitconnect::read_api_settings(json.value(), fitconnect::PlainAddress::Allow);
        ASSERT_TRUE(settings.has_value()) << settings.error().to_text();
        EXPECT_EQ(settings.value().server.token_url, "http://127.0.0.1:8181/token");
    }
}

TEST(ConfigFiles, HaveAnExampleThatItsDestinationCanDecrypt) {
    const auto files = make_config_files("http://127.0.0.1:8181", "/tmp/x", the_plan(), the_keys());
    const auto jwk = formats::parse_json(content_of(files, "insecure-decryption-key.json"));
    ASSERT_TRUE(jwk.has_value());
    const auto key = crypto::PrivateKey::from_jwk(jwk.value());
    ASSERT_TRUE(key.has_value());
    const auto data = crypto::decrypt_jwe(content_of(files, "example-data.jwe"), key.value());
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(data.value().plaintext, content_of(files, "example-data.json"));
    const auto metadata =
        crypto::decrypt_jwe(content_of(files, "example-metadata.jwe"), key.value());
    ASSERT_TRUE(metadata.has_value());
    EXPECT_EQ(metadata.value().content_type, "application/json");
    EXPECT_NE(metadata.value().plaintext.find(
                  crypto::to_hex(crypto::sha512(content_of(files, "example-data.json")))),
              std::string::npos);
}

TEST(ConfigFiles, NameTheSandboxAndNoPlaceholder) {
    const auto files = make_config_files("http://127.0.0.1:8181", "/tmp/x", the_plan(), the_keys());
    for (const ConfigFile& file : files) {
        EXPECT_EQ(file.content.find("{{"), std::string::npos) << file.name;
    }
    EXPECT_NE(content_of(files, "java-sdk.yml").find("allowInsecurePublicKey: true"),
              std::string::npos);
    EXPECT_NE(content_of(files, "walk.sh").find("http://127.0.0.1:8181"), std::string::npos);
}

TEST(ConfigFiles, AreWrittenOrRefused) {
    const auto folder = std::filesystem::temp_directory_path() / "gordion-sandbox-files-test";
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(
        write_config_files(folder, {{"a.txt", "A", false}, {"b.sh", "B", true}}).has_value());
    std::string text;
    std::ifstream(folder / "a.txt") >> text;
    EXPECT_EQ(text, "A");
    const auto mode = std::filesystem::status(folder / "b.sh").permissions();
    EXPECT_NE(mode & std::filesystem::perms::owner_exec, std::filesystem::perms::none);
    const auto refused = write_config_files(folder / "a.txt" / "below", {{"c", "C", false}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, "sandbox.folder");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gordion::sandbox
