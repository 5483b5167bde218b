// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/modules.hpp"
#include "web/web_server.hpp"

/// For the tests of this module: a real Gordion without sockets, and a browser that talks to it.
namespace gordion::web {

inline constexpr const char* hundesteuer = "99102013002000";
inline constexpr const char* groede = "010545459039";
inline constexpr const char* worker_name = "team@pellworm.test";
inline constexpr const char* worker_password = "correct horse battery";
/// What a hostile visitor types.
inline constexpr const char* hostile = "\"><script>alert(1)</script>";

/// All of Germany, the dog tax, and Amt Pellworm, which joined it: in SQLite, in a folder that goes
/// with the program. Made once, because that takes seconds.
class TestTown {
public:
    static TestTown& open();
    ~TestTown();
    TestTown(const TestTown&) = delete;
    TestTown& operator=(const TestTown&) = delete;

    FakeClock clock{{1'795'428'000'000}};  // 23.11.2026, the day of the packages' examples
    SystemRandom random;
    std::unique_ptr<app::Modules> modules;
    std::unique_ptr<WebServer> server;

    [[nodiscard]] std::string text(std::string_view code, const Values& values = {}) const {
        return server->site().texts().text("de", code, values);
    }

private:
    TestTown();
    std::filesystem::path folder_;
};

/// The valid answers of the package's example "gueltig-ein-hund".
formats::Json example_answers();

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// Keeps cookies and does not follow redirects.
class TestBrowser {
public:
    http::Response open(std::string_view url);
    http::Response post(std::string_view url, const FormFields& fields);
    /// Fills in the form of `page` that goes to `url`: what is not named stays as it is shown.
    http::Response submit(const http::Response& page, std::string_view url,
                          const FormFields& fields);
    /// The same as an upload: `files` are named after their question.
    struct File {
        std::string field;
        std::string name;
        std::string bytes;
    };
    http::Response upload(const http::Response& page, std::string_view url,
                          const FormFields& fields, const std::vector<File>& files);
    http::Response send(http::Request request);

    std::map<std::string, std::string> cookies;
    /// Who answers; empty: the town.
    std::function<http::Response(const http::Request&)> server;
    std::vector<std::pair<std::string, std::string>> headers;  ///< of every request

private:
    static FormFields filled(const http::Response& page, std::string_view url,
                             const FormFields& fields);
};

/// A browser in which a draft for Gröde was begun, and the same with all answers given.
TestBrowser begin_draft();
TestBrowser begin_complete_draft(const formats::Json& answers);
/// The session of the draft in this browser, with the account that is signed in there, if any.
identity::CitizenSession draft_session(const TestBrowser& browser);
/// Puts the answers into that draft, past the pages.
void save_answers(const TestBrowser& browser, const formats::Json& answers);

/// "" where `before` does not occur.
std::string between(const http::Response& page, std::string_view before, std::string_view after);
bool shows(const http::Response& page, std::string_view text);
/// The Location of a redirect, or "".
std::string target_of(const http::Response& response);

}  // namespace gordion::web
