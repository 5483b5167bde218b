// SPDX-License-Identifier: EUPL-1.2
#include "web/api/api.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr const char* key_one = "5a0c9f6e-0001-4f5e-9d3a-2b1c00000001";

http::Response send(const std::string& body, const std::string& idempotency_key = key_one) {
    http::Request request;
    request.method = http::Method::Post;
    request.path = "/api/v1/antraege";
    request.headers.add("Content-Type", "application/json");
    if (!idempotency_key.empty()) {
        request.headers.add("Idempotency-Key", idempotency_key);
    }
    request.body = body;
    return TestBrowser().send(std::move(request));
}

Json antrag(Json answers, const std::string& service = hundesteuer) {
    return Json::object({{"service", service}, {"ars", groede}, {"answers", std::move(answers)}});
}

Json read(const http::Response& response) {
    return formats::parse_json(response.body).value();
}

TEST(Api, FindsPlacesByPostcodeAndName) {
    TestBrowser browser;
    const Json by_postcode = read(browser.open("/api/v1/places?postcode=25869"));
    EXPECT_EQ(by_postcode.text_at("directory_date"), "2025-11-30");
    EXPECT_GT(by_postcode.find("places")->size(), 0U);
    EXPECT_GT(read(browser.open("/api/v1/places?q=Neustadt")).find("places")->size(), 5U);
    const auto wrong = browser.open("/api/v1/places?postcode=2586");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(read(wrong).text_at("place"), "postcode");
}

TEST(Api, SaysWhoIsCompetentAndHow) {
    TestBrowser browser;
    const Json here = read(browser.open("/api/v1/services/99102013002000/at/010545459039"));
    EXPECT_TRUE(here.find("online")->as_bool());
    EXPECT_EQ(here.find("authority")->text_at("tenant"), "010545459");
    EXPECT_FALSE(here.text_at("reason").empty());
    EXPECT_TRUE(here.find("schema")->is_object());
    const Json there = read(browser.open("/api/v1/services/99102013002000/at/083110000000"));
    EXPECT_FALSE(there.find("online")->as_bool());
    EXPECT_EQ(browser.open("/api/v1/services/99102013002000/at/999999999999").status, 404);
}

TEST(Api, NamesTheMemberThatDoesNotBelong) {
    Json body = antrag(example_answers());
    body.set("admin", true);
    const auto refused = send(formats::write_json(body));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(read(refused).text_at("code"), "web.body_invalid");
    EXPECT_EQ(read(refused).text_at("place"), "admin");
    EXPECT_EQ(read(send("{}")).text_at("code"), "web.body_invalid");
    EXPECT_EQ(read(send("[]")).text_at("code"), "web.body_invalid");
    EXPECT_EQ(read(send("{\"service\":")).text_at("code"), "formats.json_invalid");
    EXPECT_EQ(read(send("")).text_at("code"), "formats.json_invalid");
}

TEST(Api, SaysHowManyDigitsAKeyHas) {
    const auto refused = send(formats::write_json(antrag(example_answers(), "9910201300200")));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(read(refused).text_at("code"), "services.key_length");
    EXPECT_NE(read(refused).text_at("text").find("13"), std::string::npos) << refused.body;
}

TEST(Api, DemandsAnIdempotencyKey) {
    const std::string body = formats::write_json(antrag(example_answers()));
    for (const char* key : {"", "short"}) {
        const auto refused = send(body, key);
        EXPECT_EQ(refused.status, 422);
        EXPECT_EQ(read(refused).text_at("code"), "web.idempotency_key");
        EXPECT_NE(read(refused).text_at("text").find("Idempotency-Key"), std::string::npos);
    }
}

TEST(Api, WordsFindingsAsThePagesDo) {
    Json answers = example_answers();
    answers.find("G99000000001")->set("F99000000001", "");
    const auto refused = send(formats::write_json(antrag(std::move(answers))));
    EXPECT_EQ(refused.status, 422);
    const Json body = read(refused);
    ASSERT_GT(body.find("findings")->size(), 0U);
    for (const Json& finding : body.find("findings")->as_array()) {
        EXPECT_NE(finding.text_at("text"), finding.text_at("code"));
        EXPECT_EQ(finding.text_at("text").find('{'), std::string::npos);
        EXPECT_EQ(finding.text_at("text").find("F99000000001"), std::string::npos)
            << "people read labels, not ids";
    }
}

TEST(Api, ChecksAnswersWithoutStoringThem) {
    const auto check = [](const std::string& body) {
        http::Request request;
        request.method = http::Method::Post;
        request.path = "/api/v1/services/99102013002000/at/010545459039/check";
        request.target = request.path;
        request.headers.add("Content-Type", "application/json");
        request.body = body;
        return TestTown::open().server->answer(request);
    };
    const Json good = Json::object({{"answers", example_answers()}});
    EXPECT_EQ(check(formats::write_json(good)).body, R"({"valid":true,"findings":[]})");
    const Json bad = read(check(R"({"answers":{"G99000000001":{"F99000000003":"1985-02-30"}}})"));
    EXPECT_EQ(formats::write_json(*bad.find("valid")), "false");
    const Json& finding = bad.find("findings")->as_array().at(2);
    EXPECT_EQ(finding.text_at("code"), "forms.date_invalid");
    EXPECT_EQ(finding.text_at("place"), "G99000000001.F99000000003");
    EXPECT_NE(finding.text_at("text").find("Geburtsdatum"), std::string::npos);
    for (const char* wrong : {"{}", "[]", R"({"answers":[]})", R"({"answers":{},"x":1})"}) {
        EXPECT_EQ(read(check(wrong)).text_at("code"), "web.check_body") << wrong;
    }
}

TEST(Api, AnswersHundredThousandRepetitionsWithFindings) {
    std::string dogs = "{\"answers\":{\"G99000000004\":[{}";
    for (int i = 1; i < 100'000; ++i) {
        dogs += ",{}";
    }
    http::Request request;
    request.method = http::Method::Post;
    request.path = "/api/v1/services/99102013002000/at/010545459039/check";
    request.target = request.path;
    request.body = dogs + "]}}";
    const auto answer = TestTown::open().server->answer(request);
    EXPECT_EQ(answer.status, 200);
    const Json body = read(answer);
    const auto& findings = body.find("findings")->as_array();
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Json& finding) {
        return finding.text_at("code") == "forms.too_many";
    }));
    EXPECT_LE(findings.size(), limits::findings);
}

TEST(Api, TakesTheSameAntragOnlyOnce) {
    const std::string body = formats::write_json(antrag(example_answers()));
    const auto first = send(body);
    ASSERT_EQ(first.status, 201) << first.body;
    const auto again = send(body);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(read(again).text_at("number"), read(first).text_at("number"));
    EXPECT_NE(read(send(body, "5a0c9f6e-0002-4f5e-9d3a-2b1c00000002")).text_at("number"),
              read(first).text_at("number"));
}

}  // namespace
}  // namespace gordion::web
