// SPDX-License-Identifier: EUPL-1.2
#include "app/config.hpp"

#include <gtest/gtest.h>

namespace gordion::app {
namespace {

TEST(Config, LetsTheDataFolderOfTheCommandLineTakeTheFilesPlace) {
    const auto moved =
        parse_config("data_folder = \"state\"\nport = 9000\n", "/etc/gordion", "/tmp/x");
    ASSERT_TRUE(moved) << moved.error().to_text();
    EXPECT_EQ(moved.value().data_folder, "/tmp/x");
    EXPECT_EQ(moved.value().database, "sqlite:/tmp/x/gordion.db");
    EXPECT_EQ(moved.value().port, 9000);
    const auto named = parse_config("database = \"sqlite:own.db\"\n", "/etc/gordion", "/tmp/x");
    EXPECT_EQ(named.value().database, "sqlite:/etc/gordion/own.db");
    EXPECT_EQ(parse_config("data_folder = \"state\"\n", "/etc/gordion").value().data_folder,
              "/etc/gordion/state");
}

TEST(Config, TakesWhatIsWrittenAndKeepsTheRest) {
    const auto config = parse_config(R"toml(
database = "postgresql://gordion@localhost/gordion"
data_folder = "state"
port = 9000
trusted_proxies = ["127.0.0.1"]
tls_certificate = "tls/chain.pem"
tls_key = "/run/secrets/key.pem"
demo = true
)toml",
                                     "/etc/gordion");
    ASSERT_TRUE(config) << config.error().to_text();
    EXPECT_EQ(config.value().database, "postgresql://gordion@localhost/gordion");
    EXPECT_EQ(config.value().data_folder, "/etc/gordion/state");
    EXPECT_EQ(config.value().port, 9000);
    EXPECT_EQ(config.value().trusted_proxies, std::vector<std::string>{"127.0.0.1"});
    EXPECT_EQ(config.value().tls_certificate, "/etc/gordion/tls/chain.pem");
    EXPECT_EQ(config.value().tls_key, "/run/secrets/key.pem");
    EXPECT_TRUE(config.value().demo);
    EXPECT_EQ(config.value().address, "127.0.0.1");
}

TEST(Config, PutsTheDatabaseIntoTheDataFolderByDefault) {
    EXPECT_EQ(parse_config("data_folder = \"state\"", "/srv").value().database,
              "sqlite:/srv/state/gordion.db");
    EXPECT_EQ(parse_config("database = \"sqlite:own.db\"", "/srv").value().database,
              "sqlite:/srv/own.db");
    EXPECT_EQ(default_config("/tmp/x").database, "sqlite:/tmp/x/gordion.db");
}

TEST(Config, ListsTheProvidersOfAccounts) {
    const std::string provider =
        "[[account_provider]]\nid = \"konto\"\nkind = \"citizen\"\n"
        "title = \"Konto\"\nclient_id = \"g\"\n"
        "client_secret_file = \"konto.secret\"\n";
    const auto config =
        parse_config(provider + "issuer = \"https://konto.example\"\n", "/etc/gordion");
    ASSERT_TRUE(config) << config.error().to_text();
    ASSERT_EQ(config.value().account_providers.size(), 1U);
    EXPECT_EQ(config.value().account_providers[0].client_secret_file, "/etc/gordion/konto.secret");
    EXPECT_EQ(parse_config(provider, "/etc").error().code, "identity.provider_setting");
    EXPECT_EQ(parse_config("account_provider = 5", "/etc").error().code, "app.config_value");
}

TEST(Config, ReadsForWhatItReceives) {
    const std::string table =
        "[[fitconnect_receive]]\norigin = \"https://post.example\"\nclient_id = \"a\"\n"
        "client_secret = \"b\"\ntenant = \"010545459\"\nsigning_key = \"sign.jwk\"\n"
        "destination = \"3F1C2A00-0000-4000-8000-000000000001\"\n";
    const std::string keys = "decryption_keys = [\"new.jwk\", \"old.jwk\"]\n";
    const auto config = parse_config(table + keys, "/etc/gordion");
    ASSERT_TRUE(config) << config.error().to_text();
    ASSERT_EQ(config.value().fitconnect_receive.size(), 1U);
    const ReceiveSettings& settings = config.value().fitconnect_receive[0];
    EXPECT_EQ(settings.destination, "3f1c2a00-0000-4000-8000-000000000001");
    EXPECT_EQ(settings.api.server.submission_url, "https://post.example/submission-api");
    EXPECT_EQ(settings.decryption_keys[1], "/etc/gordion/old.jwk");
    EXPECT_EQ(settings.poll_seconds, 60);
    EXPECT_EQ(parse_config(table, "/etc").error().code, "app.config_value")
        << "no key to open with";
    for (const char* wrong :
         {"poll_seconds = 0", "callback_secret = \"short\"", "signing_key = 1"}) {
        EXPECT_FALSE(parse_config(table + keys + wrong, "/etc")) << wrong;
    }
    EXPECT_EQ(parse_config(table + keys + "pol_seconds = 5", "/etc").error().code,
              "app.config_unknown");
}

TEST(Config, RefusesWhatItDoesNotKnowAndSaysWhere) {
    const auto unknown = parse_config("port = 1\ndatabse = \"x\"\n", "/srv");
    EXPECT_EQ(unknown.error().code, "app.config_unknown");
    EXPECT_EQ(unknown.error().place, "line 2");
    for (const char* wrong :
         {"port = 70000", "port = \"80\"", "demo = 1", "workers = 0", "trusted_proxies = [1]",
          "data_folder = \"\"", "tls_key = \"key.pem\"", "tls_certificate = 1"}) {
        EXPECT_EQ(parse_config(wrong, "/srv").error().code, "app.config_value") << wrong;
    }
    EXPECT_EQ(parse_config("port = ", "/srv").error().code, "formats.toml_invalid");
    EXPECT_EQ(read_config("/nowhere/gordion.toml").error().code, "app.config_missing");
}

TEST(Config, TurnsTheDeliveryServerOnByItsTable) {
    EXPECT_FALSE(parse_config("", "/x").value().fitconnect_server);
    const auto plain =
        parse_config("base_url = \"https://a.example\"\n[fitconnect_server]\n", "/x");
    ASSERT_TRUE(plain) << plain.error().to_text();
    EXPECT_EQ(plain.value().fitconnect_server->public_url, "https://a.example");
    EXPECT_TRUE(plain.value().fitconnect_server->notify_at_once);
    const auto set = parse_config(
        "[fitconnect_server]\npublic_url = \"https://b.example\"\nnotify_at_once = false\n"
        "certificates = \"required\"\ncallback_hosts = [\"c.example\"]\nrate_limit = 0\n",
        "/x");
    ASSERT_TRUE(set) << set.error().to_text();
    const zustelldienst::Settings& settings = *set.value().fitconnect_server;
    EXPECT_EQ(settings.issuer(), "https://b.example/submission-api");
    EXPECT_EQ(settings.host(), "b.example");
    EXPECT_FALSE(settings.notify_at_once);
    EXPECT_EQ(settings.certificates, zustelldienst::CertificatePolicy::Required);
    EXPECT_EQ(settings.rate_limit, 0);
    for (const char* wrong :
         {"unknown = 1", "notify_at_once = 1", "public_url = \"b.example\"",
          "public_url = \"https://b.example/\"", "certificates = \"some\"",
          "callback_hosts = \"x\"", "rate_limit = -1", "rate_window_seconds = 0", "day_seconds = 0",
          "trust_anchors = 1", "trust_anchors = \"missing.pem\""}) {
        EXPECT_FALSE(parse_config("[fitconnect_server]\n" + std::string(wrong), "/x")) << wrong;
    }
}

}  // namespace
}  // namespace gordion::app
