// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "app/antraege.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

const std::string proof = "G99000000004[0].F99000000033";
const std::string pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
// The smallest picture that is one: a single pixel.
const std::string png(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c\xf8\xcf\xc0\xf0\x1f\0\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xae"
    "B`\x82",
    70);

// A dog that is dangerous by law, whose permit is asked for.
TestBrowser begin_with_dangerous_dog() {
    formats::Json answers = example_answers();
    answers.find("G99000000004")->as_array().front().set("F99000000032", true);
    return begin_complete_draft(answers);
}

std::string picture_of(const http::Response& page) {
    return between(page, "<img class=\"uploaded__picture\" src=\"", "\"");
}

TEST(Uploads, AreShownToTheOneWhoUploadedThem) {
    TestBrowser browser = begin_with_dangerous_dog();
    const auto page = browser.open("/antrag/hunde.1");
    ASSERT_TRUE(shows(page, "type=\"file\"")) << between(page, "<h1", "</h1>");
    const auto next = browser.upload(page, "/antrag/hunde.1", {}, {{proof, "Erlaubnis.png", png}});
    ASSERT_EQ(next.status, 303) << between(next, "id=\"fehler\"", "</div>");
    const auto again = browser.open("/antrag/hunde.1");
    EXPECT_TRUE(shows(again, "Erlaubnis.png"));
    const std::string url = picture_of(again);
    ASSERT_TRUE(url.starts_with("/antrag/datei/")) << url;
    const auto picture = browser.open(url);
    EXPECT_EQ(picture.status, 200);
    EXPECT_EQ(picture.body, png);
    EXPECT_EQ(picture.find_header("Content-Type"), "image/png");
    EXPECT_EQ(picture.find_header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(picture.find_header("Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(picture.find_header("Cache-Control"), "no-store");

    EXPECT_EQ(TestBrowser().open(url).status, 401) << "nobody else";
    EXPECT_EQ(begin_draft().open(url).status, 404) << "not even with a draft of their own";
    const auto removed = browser.submit(
        again, "/antrag/hunde.1",
        {{proof + ".remove", url.substr(std::string_view("/antrag/datei/").size())}});
    EXPECT_EQ(removed.status, 422) << "the permit is required";
    ASSERT_EQ(browser.upload(again, "/antrag/hunde.1", {}, {{proof, "Neu.pdf", pdf}}).status, 303);
    EXPECT_FALSE(shows(browser.open("/antrag/hunde.1"), "Erlaubnis.png")) << "it was replaced";
    EXPECT_EQ(browser.open(url).status, 404);
}

TEST(Uploads, ThatAreNoPicturesAreNotShown) {
    TestBrowser browser = begin_with_dangerous_dog();
    ASSERT_EQ(browser
                  .upload(browser.open("/antrag/hunde.1"), "/antrag/hunde.1", {},
                          {{proof, "Erlaubnis.pdf", pdf}})
                  .status,
              303);
    const auto page = browser.open("/antrag/hunde.1");
    EXPECT_TRUE(shows(page, "Erlaubnis.pdf"));
    EXPECT_EQ(picture_of(page), "");
    const std::string blob = between(page, ".remove\" value=\"", "\"");
    ASSERT_FALSE(blob.empty());
    EXPECT_EQ(browser.open("/antrag/datei/" + blob).status, 404);
}

TEST(Uploads, AreRefusedWhenTheyLieAboutTheirType) {
    TestBrowser browser = begin_with_dangerous_dog();
    const auto page = browser.open("/antrag/hunde.1");
    for (const char* bytes : {"<html><script>alert(1)</script></html>", "<svg xmlns=\"x\"/>",
                              "MZ\x90\x01 this program cannot be run"}) {
        const auto refused =
            browser.upload(page, "/antrag/hunde.1", {}, {{proof, "Erlaubnis.pdf", bytes}});
        EXPECT_EQ(refused.status, 422);
        EXPECT_TRUE(shows(refused, "(Erlaubnis.pdf): Diese Datei hat ein Format"));
        EXPECT_FALSE(shows(refused, "Bitte ergänzen Sie: Erlaubnis")) << "one error is enough";
        EXPECT_FALSE(shows(refused, "<script>alert"));
    }
    const auto empty = browser.upload(page, "/antrag/hunde.1", {}, {{proof, "leer.pdf", ""}});
    EXPECT_TRUE(shows(empty, "Die Datei ist leer"));
    const auto two =
        browser.upload(page, "/antrag/hunde.1", {}, {{proof, "a.pdf", pdf}, {proof, "b.pdf", pdf}});
    EXPECT_EQ(two.status, 422) << "one file answers this question";
    EXPECT_FALSE(shows(browser.open("/antrag/hunde.1"), "uploaded__remove"));
}

TEST(Uploads, AreNamedOneByOneWhenTheyAreRefused) {
    TestBrowser browser = begin_with_dangerous_dog();
    const auto refused = browser.upload(
        browser.open("/antrag/hunde.1"), "/antrag/hunde.1",
        {{"G99000000004[0].F99000000030", ""}, {"G99000000004[0].F99000000035.day", "x"}},
        {{proof, "leer.pdf", ""}});
    EXPECT_EQ(refused.status, 422);
    const std::string beside = between(refused, "id=\"G99000000004-0-F99000000033-fehler\">", "<");
    EXPECT_TRUE(beside.find("(leer.pdf): Die Datei ist leer") != std::string::npos) << beside;
    EXPECT_TRUE(shows(refused, "Bitte ergänzen Sie: Rufname")) << "beside a day that is none";
    EXPECT_TRUE(shows(refused, TestTown::open().text("forms.date_invalid").substr(8)));
}

TEST(Uploads, StayWhenAnotherAnswerOfThePageIsFaulty) {
    TestBrowser browser = begin_with_dangerous_dog();
    const auto faulty =
        browser.upload(browser.open("/antrag/hunde.1"), "/antrag/hunde.1",
                       {{"G99000000004[0].F99000000030", ""}}, {{proof, "Erlaubnis.pdf", pdf}});
    EXPECT_EQ(faulty.status, 422);
    EXPECT_TRUE(shows(faulty, "Erlaubnis.pdf")) << "nobody uploads twice";
    EXPECT_TRUE(shows(browser.open("/antrag/hunde.1"), "Erlaubnis.pdf"));
    EXPECT_EQ(browser.submit(faulty, "/antrag/hunde.1", {{"G99000000004[0].F99000000030", "Bello"}})
                  .status,
              303);
}

}  // namespace
}  // namespace gordion::web
