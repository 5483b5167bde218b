// SPDX-License-Identifier: EUPL-1.2
#include "web/test_town.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/antraege.hpp"
#include "app/imports.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "crypto/test_keys.hpp"
#include "http/percent.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/package_reader.hpp"
#include "web/exchange.hpp"

namespace gordion::web {
namespace {

constexpr const char* package_id = "hundesteuer-anmeldung";
const std::filesystem::path source = GORDION_SOURCE_DIR;

Scope test_scope(const std::string& region) {
    return {{region}, {"test"}, "test.setup", {}, false};
}

void import_germany(app::Modules& in) {
    const auto& data = in.config.product_data;
    VERIFY(app::import_regions(in, data / "gemeindeverzeichnis" / "GV100AD_30112025.txt",
                               Overwrite::No),
           "the directory ships with the product");
    VERIFY(app::import_postcodes(in, data / "plz" / "plz_ags_ohne_osm.csv"), "so do postcodes");
    VERIFY(app::import_catalogue(in, data / "ozg-katalog", parse_date("2019-10-05").value(),
                                 Overwrite::No),
           "and the catalogue");
    VERIFY(in.load_reference(), "all of it was just imported");
}

void join(app::Modules& in, const TenantId& tenant) {
    const auto files = reuse::read_files(source / "packages" / package_id).value();
    VERIFY(in.reuse.publish_package(test_scope("00"), files).value().value, "the package is valid");
    const auto file = source / "packages" / "demo-parameters.toml";
    const auto plan =
        reuse::parse_adoption_plan(load_file(file, limits::toml_bytes).value(), "plan").value();
    for (const reuse::ParameterChange& change : plan.value.values) {
        const bool ours = change.region == "01" || change.region == tenant.value;
        if (change.package_id == package_id && ours) {
            VERIFY(in.reuse.set_parameter(test_scope(change.region), change), "as in the demo");
        }
    }
    const auto joined =
        in.reuse.adopt_offer(test_scope(tenant.value), {tenant, package_id, "", in.clock.today()});
    VERIFY(joined.value().value, "all required values are set");
    routing::Destination destination;
    destination.tenant = tenant;
    destination.area = tenant.value;
    destination.name = "Amt Pellworm";
    destination.channel = "backoffice";
    destination.valid_from = in.clock.today();
    const auto key = crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096.jwk.json"));
    VERIFY(in.destinations.create_destination(test_scope(tenant.value), destination, key.value(),
                                              in.clock),
           "it is the first one");
}

std::string attribute(std::string_view tag, std::string_view name) {
    const std::string mark = " " + std::string(name) + "=\"";
    const auto at = tag.find(mark);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto begin = at + mark.size();
    return std::string(tag.substr(begin, tag.find('"', begin) - begin));
}

// The fields of the form that goes to `url`, as a browser would send them untouched.
FormFields shown_fields(std::string_view body, std::string_view url) {
    FormFields fields;
    for (auto at = body.find("<form"); at != std::string_view::npos;
         at = body.find("<form", at + 1)) {
        const std::string_view form = body.substr(at, body.find("</form>", at) - at);
        const bool removes = form.find("name=\"_remove\"") != std::string_view::npos;
        if (attribute(form.substr(0, form.find('>')), "action") != url || removes) {
            continue;
        }
        for (auto tag_at = form.find('<'); tag_at != std::string_view::npos;
             tag_at = form.find('<', tag_at + 1)) {
            const std::string_view tag = form.substr(tag_at, form.find('>', tag_at) - tag_at);
            const std::string type = attribute(tag, "type");
            const bool choice = type == "radio" || type == "checkbox";
            const bool sent = tag.starts_with("<input") && type != "file" &&
                              (!choice || tag.ends_with(" checked"));
            if (sent || tag.starts_with("<select")) {
                fields.emplace_back(attribute(tag, "name"), attribute(tag, "value"));
            } else if (tag.starts_with("<option") && tag.ends_with(" selected")) {
                fields.back().second = attribute(tag, "value");
            } else if (tag.starts_with("<textarea")) {
                const auto begin = tag_at + tag.size() + 1;
                fields.emplace_back(attribute(tag, "name"),
                                    form.substr(begin, form.find('<', begin) - begin));
            }
        }
    }
    return fields;
}

}  // namespace

TestTown::TestTown() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gordion-web-XXXXXX").string();
    VERIFY(mkdtemp(pattern.data()) != nullptr, "there is room for a folder");
    folder_ = pattern;
    app::Config config = app::default_config(folder_);
    config.product_data = source / "data";
    config.demo = true;
    VERIFY(app::migrate(config), "the database is empty");
    modules = app::open_modules(config, clock, random).value();
    const TenantId tenant{"010545459"};
    import_germany(*modules);
    join(*modules, tenant);
    VERIFY(modules->accounts.create_account(
               test_scope(tenant.value),
               {tenant, worker_name, "Steueramt", {identity::Role::CaseWorker}, worker_password}),
           "it is the first one");
    modules->jobs.add_handler("delivery.deliver", [this](const storage::Job& job) {
        return modules->dispatcher.deliver(job);
    });
    server = WebServer::make(*modules).value();
}

TestTown::~TestTown() {
    server.reset();
    modules.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

TestTown& TestTown::open() {
    static TestTown town;
    return town;
}

formats::Json example_answers() {
    const auto file = source / "packages" / package_id / "examples" / "gueltig-ein-hund.json";
    const auto example = formats::parse_json(load_file(file, limits::json_bytes).value()).value();
    return *example.find("answers");
}

http::Response TestBrowser::open(std::string_view url) {
    http::Request request;
    const auto mark = std::min(url.find('?'), url.size());
    request.target = url;
    request.path = http::percent_decode(url.substr(0, mark)).value();
    if (mark < url.size()) {
        request.query = http::parse_urlencoded(url.substr(mark + 1)).value();
    }
    return send(std::move(request));
}

http::Response TestBrowser::post(std::string_view url, const FormFields& fields) {
    http::Request request;
    request.method = http::Method::Post;
    request.target = url;
    request.path = http::percent_decode(url).value();
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : fields) {
        request.body += (request.body.empty() ? "" : "&") + http::percent_encode(name) + "=" +
                        http::percent_encode(value);
    }
    return send(std::move(request));
}

FormFields TestBrowser::filled(const http::Response& page, std::string_view url,
                               const FormFields& fields) {
    FormFields all;
    for (const auto& shown : shown_fields(page.body, url)) {
        // Several boxes of one question are sent under one name; the test's own come instead.
        const bool given = std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
            return field.first == shown.first;
        });
        if (!given) {
            all.push_back(shown);
        }
    }
    all.insert(all.end(), fields.begin(), fields.end());
    return all;
}

http::Response TestBrowser::submit(const http::Response& page, std::string_view url,
                                   const FormFields& fields) {
    return post(url, filled(page, url, fields));
}

http::Response TestBrowser::upload(const http::Response& page, std::string_view url,
                                   const FormFields& fields, const std::vector<File>& files) {
    const std::string boundary = "----gordion";
    http::Request request;
    request.method = http::Method::Post;
    request.target = url;
    request.path = http::percent_decode(url).value();
    request.headers.add("Content-Type", "multipart/form-data; boundary=" + boundary);
    for (const auto& [name, value] : filled(page, url, fields)) {
        request.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name +
                        "\"\r\n\r\n" + value + "\r\n";
    }
    for (const File& file : files) {
        request.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" +
                        file.field + "\"; filename=\"" + file.name +
                        "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + file.bytes +
                        "\r\n";
    }
    request.body += "--" + boundary + "--\r\n";
    return send(std::move(request));
}

http::Response TestBrowser::send(http::Request request) {
    std::string sent;
    for (const auto& [name, value] : cookies) {
        sent += (sent.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!sent.empty()) {
        request.headers.add("Cookie", sent);
    }
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    request.id = "test-1";
    http::Response response = server ? server(request) : TestTown::open().server->answer(request);
    for (const auto& [name, value] : response.headers) {
        if (name == "Set-Cookie") {
            const auto equals = value.find('=');
            cookies[value.substr(0, equals)] =
                value.substr(equals + 1, value.find(';') - equals - 1);
        }
    }
    return response;
}

TestBrowser begin_draft() {
    TestBrowser browser;
    const auto begun = browser.post("/antrag/start", {{"key", hundesteuer}, {"ars", groede}});
    VERIFY(target_of(begun) == "/antrag/weiter", "Amt Pellworm joined for Gröde");
    return browser;
}

TestBrowser begin_complete_draft(const formats::Json& answers) {
    TestBrowser browser = begin_draft();
    save_answers(browser, answers);
    return browser;
}

identity::CitizenSession draft_session(const TestBrowser& browser) {
    app::Modules& in = *TestTown::open().modules;
    auto session = in.sessions
                       .find_citizen_session(browser.cookies.at(std::string(antrag_cookie)),
                                             identity::CitizenSubject::Antrag)
                       .value();
    if (const auto account = browser.cookies.find(std::string(account_cookie));
        account != browser.cookies.end()) {
        session.account = in.sessions.find_account_session(account->second).value();
    }
    return session;
}

void save_answers(const TestBrowser& browser, const formats::Json& answers) {
    app::Modules& in = *TestTown::open().modules;
    const auto session = draft_session(browser);
    const auto draft = app::open_draft(in, session).value();
    VERIFY(in.antraege.save_answers(identity::scope_of(session, "test"), draft.opened.antrag.id,
                                    draft.opened.key, draft.opened.antrag.revision, answers),
           "nobody else has this draft");
}

std::string between(const http::Response& page, std::string_view before, std::string_view after) {
    const auto at = page.body.find(before);
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + before.size();
    return page.body.substr(begin, page.body.find(after, begin) - begin);
}

bool shows(const http::Response& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string target_of(const http::Response& response) {
    return std::string(response.find_header("Location").value_or(""));
}

}  // namespace gordion::web
