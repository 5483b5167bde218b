// SPDX-License-Identifier: EUPL-1.2
#include "http/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/verify.hpp"
#include "http/percent.hpp"

namespace gordion::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Headers, AreFoundWithoutRegardToCaseAndKeepRepetitions) {
    Headers headers;
    headers.add("Content-Type", "text/html");
    headers.add("X-Forwarded-For", "a");
    headers.add("x-forwarded-for", "b");
    EXPECT_EQ(headers.find("content-type"), "text/html");
    EXPECT_EQ(headers.find("content-typ"), std::nullopt);
    EXPECT_THAT(headers.find_all("X-FORWARDED-FOR"), ElementsAre("a", "b"));
    const Headers copy = headers;
    headers = Headers();
    EXPECT_EQ(copy.find("Content-Type"), "text/html");
}

std::string find_cookie(std::string_view header, std::string_view name) {
    Request request;
    request.headers.add("Cookie", header);
    return std::string(request.find_cookie(name).value_or("absent"));
}

TEST(Cookie, IsReadWhereTheNameIsExactlyThis) {
    EXPECT_EQ(find_cookie("a=1; session=xyz; b=2", "session"), "xyz");
    EXPECT_EQ(find_cookie("xsession=1;session=2", "session"), "2");
    EXPECT_EQ(find_cookie("session=\"quoted\"", "session"), "quoted");
    EXPECT_EQ(find_cookie("session=a=b", "session"), "a=b");
    EXPECT_EQ(find_cookie("session=first; session=second", "session"), "first");
    EXPECT_EQ(find_cookie("session=", "session"), "");
    EXPECT_EQ(find_cookie("session", "session"), "absent");
    EXPECT_EQ(find_cookie(";;; =; ;", "session"), "absent");
    EXPECT_EQ(find_cookie("", "session"), "absent");
}

TEST(Cookie, IsWrittenClosedByDefault) {
    Cookie cookie{"__Host-session", "abc", 3600};
    EXPECT_EQ(cookie.to_header(),
              "__Host-session=abc; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax");
    cookie.transport = CookieTransport::AlsoPlain;
    cookie.same_site = SameSite::Strict;
    cookie.max_age_seconds.reset();
    EXPECT_EQ(cookie.to_header(), "__Host-session=abc; Path=/; HttpOnly; SameSite=Strict");
}

TEST(Cookie, RefusesCharactersThatWouldEndIt) {
    const auto write = [](const std::string& name, const std::string& value) {
        static_cast<void>(Cookie{name, value, {}}.to_header());
    };
    EXPECT_THROW(write("a", "b; Domain=evil"), Bug);
    EXPECT_THROW(write("a", "b\r\nX: y"), Bug);
    EXPECT_THROW(write("", "b"), Bug);
}

TEST(Response, RedirectsOnlyToEncodedPlaces) {
    EXPECT_EQ(Response::redirect("/antrag/7?seite=2").find_header("location"), "/antrag/7?seite=2");
    EXPECT_EQ(Response::redirect("/x").status, 303);
    EXPECT_THROW(Response::redirect("/x\r\nSet-Cookie: a=b"), Bug);
    EXPECT_THROW(Response::redirect("/stra\u00DFe"), Bug);
    EXPECT_THROW(Response::redirect(""), Bug);
}

TEST(Response, NamesADownloadForOldAndNewBrowsers) {
    Response response = Response::bytes("x", "application/pdf");
    response.set_download("Bescheid f\u00FCr \"Rex\".pdf");
    EXPECT_EQ(response.find_header("Content-Disposition"),
              "attachment; filename=\"Bescheid f__r _Rex_.pdf\"; "
              "filename*=UTF-8''Bescheid%20f%C3%BCr%20%22Rex%22.pdf");
}

TEST(Response, ReplacesOrAddsAHeader) {
    Response response = Response::text("x");
    response.set_header("content-type", "text/csv").add_header("Vary", "a").add_header("Vary", "b");
    EXPECT_EQ(response.find_header("Content-Type"), "text/csv");
    EXPECT_EQ(response.headers.size(), 3U);
}

TEST(Language, IsTheBestThatIsOffered) {
    const std::vector<std::string_view> offered{"de", "en", "ls"};
    EXPECT_EQ(choose_language("en-GB,en;q=0.9,de;q=0.8", offered), "en");
    EXPECT_EQ(choose_language("fr, de-AT;q=0.5, en;q=0.4", offered), "de");
    EXPECT_EQ(choose_language("tr", offered), "de");
    EXPECT_EQ(choose_language("en;q=0", offered), "de");
    EXPECT_EQ(choose_language("*", offered), "de");
    EXPECT_EQ(choose_language("en;q=x, ;;q=1,,", offered), "de");
    EXPECT_EQ(choose_language(std::string(100'000, ','), offered), "de");
}

TEST(Encoding, IsAcceptedOnlyWhereItIsNamed) {
    Request request;
    EXPECT_FALSE(accepts_encoding(request, "br"));
    request.headers.add("Accept-Encoding", "gzip, deflate;q=0.5, br;q=0");
    EXPECT_TRUE(accepts_encoding(request, "gzip"));
    EXPECT_TRUE(accepts_encoding(request, "deflate"));
    EXPECT_FALSE(accepts_encoding(request, "br"));
}

TEST(Percent, GoesThereAndBack) {
    const std::string text = "H\u00FCnde & Katzen/100 %+~";
    EXPECT_EQ(percent_encode(text), "H%C3%BCnde%20%26%20Katzen%2F100%20%25%2B~");
    EXPECT_EQ(percent_decode(percent_encode(text)).value(), text);
    EXPECT_EQ(percent_decode("a+b", Plus::Blank).value(), "a b");
    EXPECT_EQ(percent_decode("a+b").value(), "a+b");
}

TEST(Percent, RefusesHalfEscapesAndForeignBytes) {
    for (const std::string_view text : {"%", "%4", "%4x", "%%41", "100%"}) {
        EXPECT_EQ(percent_decode(text).error().code, "http.percent_invalid") << text;
    }
    for (const std::string_view text : {"%00", "%FF", "%C0%AF", "%ED%A0%80", "\xC3"}) {
        EXPECT_EQ(percent_decode(text).error().code, "http.text_invalid") << text;
    }
}

TEST(Request, KnowsItsMediaTypeWithoutParameters) {
    Request request;
    EXPECT_EQ(request.media_type(), "");
    request.headers.add("Content-Type", " Multipart/Form-Data ; boundary=x");
    EXPECT_EQ(request.media_type(), "multipart/form-data");
    EXPECT_TRUE(request.check_deadline().has_value());
}

}  // namespace
}  // namespace gordion::http
