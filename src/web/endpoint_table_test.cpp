// SPDX-License-Identifier: EUPL-1.2
#include "web/endpoint_table.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

TEST(WebServer, SendsSecurityHeadersWithEveryAnswer) {
    TestBrowser browser;
    for (const char* url : {"/", "/suche?q=hund", "/status", "/fortsetzen", "/datenschutz",
                            "/gibt-es-nicht", "/antrag/weiter", "/backoffice/eingang", "/healthz",
                            "/api/v1/places?q=K%C3%B6ln", "/leistung/99102013002000/ort?q=25869"}) {
        const auto answer = browser.open(url);
        const auto policy = std::string(answer.find_header("Content-Security-Policy").value_or(""));
        EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << url;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos) << url;
        EXPECT_EQ(answer.find_header("X-Content-Type-Options"), "nosniff") << url;
        EXPECT_EQ(answer.find_header("Referrer-Policy"), "same-origin") << url;
        EXPECT_EQ(answer.find_header("Cache-Control"), "no-store") << url;
        EXPECT_EQ(answer.body.find(" onclick="), std::string::npos) << url;
        EXPECT_EQ(answer.body.find(" style=\""), std::string::npos) << url;
    }
}

TEST(WebServer, LetsBrowsersKeepAssets) {
    TestBrowser browser;
    const auto styles = browser.open(TestTown::open().server->site().asset_url("app.css"));
    EXPECT_EQ(styles.status, 200);
    EXPECT_NE(std::string(styles.find_header("Cache-Control").value()).find("immutable"),
              std::string::npos);
    EXPECT_EQ(browser.open("/assets/../app.css").status, 404);
    EXPECT_EQ(browser.open("/assets/app-000000000000.css").status, 404);
}

TEST(WebServer, SaysWhatAnUnknownPageIs) {
    TestBrowser browser;
    for (const char* url : {"/gibt-es-nicht", "/leistung", "/leistung/", "/antrag/a/b", "//"}) {
        const auto answer = browser.open(url);
        EXPECT_EQ(answer.status, 404) << url;
        EXPECT_TRUE(shows(answer, TestTown::open().text("web.page_missing"))) << url;
    }
}

TEST(WebServer, RefusesOtherMethodsAndNamesThoseThatWork) {
    TestBrowser browser;
    const auto posted = browser.post("/ueber", {});
    EXPECT_EQ(posted.status, 405);
    EXPECT_EQ(posted.find_header("Allow"), "GET");
    const auto read = browser.open("/antrag/start/");
    EXPECT_EQ(read.status, 404);
    http::Request request;
    request.method = http::Method::Delete;
    request.path = "/status";
    EXPECT_EQ(browser.send(request).find_header("Allow"), "GET, POST");
    request.method = http::Method::Head;
    EXPECT_EQ(browser.send(request).status, 200);
}

TEST(WebServer, RefusesFormsOfOtherSites) {
    for (const auto& header : FormFields{{"Sec-Fetch-Site", "cross-site"},
                                         {"Sec-Fetch-Site", "same-site"},
                                         {"Origin", "https://boese.example"},
                                         {"Origin", "null"}}) {
        TestBrowser browser;
        browser.headers = {{"Host", "127.0.0.1:8080"}, header};
        const auto answer = browser.post("/antrag/start", {{"key", hundesteuer}, {"ars", groede}});
        EXPECT_EQ(answer.status, 403) << header.second;
        EXPECT_TRUE(shows(answer, TestTown::open().text("web.forged")));
        EXPECT_TRUE(browser.cookies.empty());
    }
    TestBrowser own;
    own.headers = {{"Host", "127.0.0.1:8080"}, {"Origin", "http://127.0.0.1:8080"}};
    EXPECT_EQ(own.post("/antrag/start", {{"key", hundesteuer}, {"ars", groede}}).status, 303);
}

TEST(WebServer, DemandsTheTokenOfTheSession) {
    TestBrowser browser = begin_draft();
    for (const char* token : {"", "x", hostile}) {
        EXPECT_EQ(browser.post("/antrag/halter", {{"_csrf", token}}).status, 403) << token;
    }
    EXPECT_EQ(browser.post("/antrag/halter", {}).status, 403);
}

TEST(WebServer, SpeaksTheLanguageThatWasChosen) {
    TestBrowser browser;
    EXPECT_TRUE(shows(browser.open("/"), "<html lang=\"de\""));
    const auto english = browser.open("/?lang=en");
    EXPECT_TRUE(shows(english, "<html lang=\"en\""));
    EXPECT_TRUE(shows(english, "What would you like to do?"));
    EXPECT_EQ(browser.cookies.at(std::string(language_cookie)), "en");
    EXPECT_TRUE(shows(browser.open("/status"), "Status of your application"));
    EXPECT_TRUE(shows(browser.open("/status?lang=ls"), "Was ist mit meinem Antrag?"));
    EXPECT_TRUE(shows(browser.open("/?lang=xx"), "<html lang=\"de\"")) << "unknown ones count not";
    browser.cookies[std::string(language_cookie)] = hostile;
    EXPECT_TRUE(shows(browser.open("/"), "<html lang=\"de\""));
}

TEST(WebServer, CountsRequestsByPattern) {
    TestBrowser browser;
    browser.open("/leistung/99102013002000");
    const auto metrics = browser.open("/metrics");
    EXPECT_EQ(metrics.status, 200);
    EXPECT_TRUE(shows(metrics, "gordion_http_requests_total{endpoint=\"/leistung/{key}\""));
    EXPECT_TRUE(shows(metrics, "gordion_http_request_seconds"));
    EXPECT_FALSE(shows(metrics, "99102013002000")) << "never the path itself";
}

TEST(WebServer, EscapesWhatWasSearchedFor) {
    TestBrowser browser;
    for (const char* url :
         {"/suche?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
          "/leistung/99102013002000/ort?q=%22%3E%3Cscript%3Ealert(1)",
          "/leistung/%22%3E%3Cscript%3Ealert(1)", "/%22%3E%3Cscript%3Ealert(1)"}) {
        EXPECT_FALSE(shows(browser.open(url), "<script>alert")) << url;
    }
}

TEST(EndpointTable, AllowsLargeBodiesOnlyWhereFilesAreUploaded) {
    TestTown& town = TestTown::open();
    http::Metrics metrics;
    const EndpointTable table(*town.modules, town.server->site(), metrics);
    using http::Method;
    EXPECT_EQ(table.body_limit(Method::Post, "/antrag/halter"), limits::http_upload_bytes);
    EXPECT_EQ(table.body_limit(Method::Post, "/antrag/absenden"), limits::http_body_bytes)
        << "a written part wins over a named one";
    EXPECT_EQ(table.body_limit(Method::Get, "/antrag/halter"), limits::http_body_bytes);
    EXPECT_EQ(table.body_limit(Method::Post, "/gibt-es-nicht"), limits::http_body_bytes);
    EXPECT_EQ(table.body_limit(Method::Post, "/antrag/"), limits::http_body_bytes);
}

TEST(EndpointTable, WordsWhatTheServerRefuses) {
    TestTown& town = TestTown::open();
    http::Metrics metrics;
    const EndpointTable table(*town.modules, town.server->site(), metrics);
    http::Refusal refusal;
    refusal.status = 413;
    refusal.code = "http.body_too_large";
    refusal.path = "/antrag/halter";
    const auto page = table.refusal(refusal);
    EXPECT_EQ(page.status, 413);
    EXPECT_TRUE(shows(page, town.text("http.body_too_large")));
    EXPECT_TRUE(page.find_header("Content-Security-Policy").has_value());
    refusal.wants_json = true;
    const auto json = table.refusal(refusal);
    EXPECT_EQ(json.status, 413);
    EXPECT_EQ(formats::parse_json(json.body).value().text_at("code"), "http.body_too_large");
}

}  // namespace
}  // namespace gordion::web
