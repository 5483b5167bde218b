// SPDX-License-Identifier: EUPL-1.2
#include "web/bonfire_town.hpp"

#include <gtest/gtest.h>

#include "app/antraege.hpp"
#include "app/automatic.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "crypto/test_keys.hpp"
#include "reuse/package_reader.hpp"
#include "web/exchange.hpp"

namespace gordion::web {
namespace {

const std::filesystem::path package_folder =
    std::filesystem::path(GORDION_SOURCE_DIR) / "tests" / "packages" / "osterfeuer-genehmigung";

Scope setup_scope(const TenantId& tenant) {
    return {tenant, {"test"}, "test.setup", {}, false};
}

void add_destination(app::Modules& in, const TenantId& tenant, const char* receiver,
                     const char* key) {
    routing::Destination destination;
    destination.tenant = tenant;
    destination.area = region_part(tenant);
    destination.name = receiver[0] == 'f' ? "Feuerwehr Pellworm" : "Stelle " + tenant.value;
    destination.receiver = receiver;
    destination.channel = "backoffice";
    destination.valid_from = in.clock.today();
    const auto made = in.destinations.create_destination(
        setup_scope(tenant), destination,
        crypto::PrivateKey::from_jwk(crypto::test_jwk(key)).value(), in.clock);
    VERIFY(made, "nobody else receives there");
}

void add_account(app::Modules& in, const TenantId& tenant, const char* name) {
    const auto made = in.accounts.create_account(
        setup_scope(tenant),
        {tenant, name, "Test", {identity::Role::CaseWorker}, BonfireTown::password});
    VERIFY(made, "the name is new");
}

void set_value(app::Modules& in, const TenantId& tenant, const char* key, std::string value) {
    reuse::ParameterChange change;
    change.package_id = "osterfeuer-genehmigung";
    change.region = tenant.value;
    change.key = key;
    change.value = std::move(value);
    change.valid_from = in.clock.today();
    VERIFY(in.reuse.set_parameter(setup_scope(tenant), change), "it is declared");
}

void join(app::Modules& in, const TenantId& tenant) {
    set_value(in, tenant, "authority_street", "Uthlandestraße 1");
    set_value(in, tenant, "authority_email", "amt@example.de");
    set_value(in, tenant, "authority_phone", "030 23125 000");
    set_value(in, tenant, "authority_hours", "Mo–Fr 9–12 Uhr");
    const auto joined = in.reuse.adopt_offer(
        setup_scope(tenant), {tenant, "osterfeuer-genehmigung", "", in.clock.today()});
    VERIFY(joined && joined.value().value, "every other parameter has a default");
}

}  // namespace

BonfireTown::BonfireTown() {
    app::Modules& in = modules();
    const auto published =
        in.reuse.publish_package(setup_scope({"00"}), reuse::read_files(package_folder).value());
    VERIFY(published && published.value().value, "the package is valid");
    join(in, amt_pellworm);
    join(in, munich);
    add_destination(in, munich, "", "rsa_4096.jwk.json");
    add_destination(in, brigade, "feuerwehr", "rsa_4096_second.jwk.json");
    add_destination(in, kreis, "naturschutz", "rsa_4096_second.jwk.json");
    add_account(in, brigade, brigade_name);
    add_account(in, kreis, kreis_name);
    add_account(in, amt_pellworm, signer_name);
    add_account(in, munich, munich_name);
    in.jobs.add_handler("case.automatic",
                        [&in](const storage::Job& job) { return app::run_automatic(in, job); });
}

BonfireTown& BonfireTown::open() {
    static BonfireTown town;
    return town;
}

formats::Json BonfireTown::answers(const std::string& example) {
    const auto file = package_folder / "examples" / (example + ".json");
    const auto read = formats::parse_json(load_file(file, limits::json_bytes).value()).value();
    return *read.find("answers");
}

TestBrowser BonfireTown::fill_in(const formats::Json& given, const char* ars) {
    TestBrowser browser;
    const auto begun = browser.post("/antrag/start", {{"key", bonfire}, {"ars", ars}});
    VERIFY(target_of(begun) == "/antrag/weiter", "the place joined");
    save_answers(browser, given);
    return browser;
}

std::string BonfireTown::submit(TestBrowser& citizen) {
    const auto receipt = citizen.submit(citizen.open("/antrag/pruefen"), "/antrag/absenden", {});
    VERIFY(receipt.status == 200, "the answers are complete");
    VERIFY(modules().jobs.run_due(), "the queue can be read");
    return between(receipt, "id=\"nummer\">", "<");
}

TestBrowser BonfireTown::sign_in(const char* name) {
    TestBrowser worker;
    const auto signed_in =
        worker.post("/backoffice/anmelden", {{"name", name}, {"password", password}});
    VERIFY(signed_in.status == 303, "the account exists");
    return worker;
}

std::string BonfireTown::find_in_inbox(TestBrowser& worker, const std::string& text) {
    const auto inbox = worker.open("/backoffice/eingang");
    const auto found = inbox.body.find(">" + text + "<");
    if (found == std::string::npos) {
        return {};
    }
    const std::string before = inbox.body.substr(0, found);
    const auto link = before.rfind("/backoffice/");
    return before.substr(link, before.find('"', link) - link);
}

void BonfireTown::set_parameter(const char* key, const std::string& value) {
    set_value(modules(), amt_pellworm, key, value);
}

}  // namespace gordion::web
