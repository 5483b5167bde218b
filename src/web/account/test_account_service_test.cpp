// SPDX-License-Identifier: EUPL-1.2
#include "web/account/test_account_service.hpp"

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "http/percent.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::web {
namespace {

constexpr const char* package_id = "hundesteuer-konto";
const std::filesystem::path source = GORDION_SOURCE_DIR;

// The dog tax once more, for people who are known for sure.
reuse::PackageFiles account_package(const std::string& key) {
    auto files = reuse::read_files(source / "packages" / "hundesteuer-anmeldung").value();
    std::string& service = files.at("service.toml");
    service = replace_all(service, "id = \"hundesteuer-anmeldung\"",
                          "id = \"" + std::string(package_id) + "\"");
    service = replace_all(service, "\"99102013002000\", \"99110009104000\"", "\"" + key + "\"");
    service = replace_all(service, "trust_level = \"00\"", "trust_level = \"30\"");
    service = replace_all(service, "[recipient]",
                          "[account]\nkinds = [\"citizen\"]\nattributes = [\"given_name\", "
                          "\"family_name\", \"birth_date\", \"email\"]\n\n[recipient]");
    return files;
}

}  // namespace

AccountService::AccountService() : key_("99108001001000") {
    app::Modules& in = *TestTown::open().modules;
    const auto scope = [](const std::string& region) {
        return Scope{{region}, {"test"}, "test.setup", {}, false};
    };
    const auto published = in.reuse.publish_package(scope("00"), account_package(key_));
    VERIFY(published && published.value().value, "the package is valid");
    const auto file = source / "packages" / "demo-parameters.toml";
    const auto plan =
        reuse::parse_adoption_plan(load_file(file, limits::toml_bytes).value(), "plan").value();
    for (reuse::ParameterChange change : plan.value.values) {
        const bool ours = change.region == "01" || change.region == "010545459";
        if (change.package_id == "hundesteuer-anmeldung" && ours) {
            change.package_id = package_id;
            VERIFY(in.reuse.set_parameter(scope(change.region), change), "as in the demo");
        }
    }
    const TenantId tenant{"010545459"};
    const auto joined =
        in.reuse.adopt_offer(scope(tenant.value), {tenant, package_id, "", in.clock.today()});
    VERIFY(joined && joined.value().value, "all required values are set");
}

const AccountService& AccountService::open() {
    static const AccountService service;
    return service;
}

http::Response sign_in(TestBrowser& browser, const std::string& person, const std::string& back,
                       const std::string& provider) {
    const auto begun = browser.open("/anmelden/bei/" + provider + "?niveau=30&zurueck=" +
                                    (back.starts_with('/') ? http::percent_encode(back) : back));
    const std::string url = target_of(begun);
    const auto page = browser.open(url);
    const auto chosen = browser.submit(page, url.substr(0, url.find('?')), {{"person", person}});
    return browser.open(target_of(chosen));
}

TestBrowser begin_account_draft(const std::string& person) {
    const AccountService& service = AccountService::open();
    TestBrowser browser;
    (void)sign_in(browser, person, service.page());
    (void)browser.submit(browser.open(service.page()), "/antrag/start", {});
    return browser;
}

}  // namespace gordion::web
