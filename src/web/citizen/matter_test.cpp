// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "web/test_town.hpp"

namespace gordion::web {
namespace {

// The address of the case in the inbox of the competent team, by its number.
std::string find_case(TestBrowser& worker, const std::string& number) {
    const auto inbox = worker.open("/backoffice/eingang");
    const std::string row = inbox.body.substr(0, inbox.body.find(number));
    const auto link = row.rfind("/backoffice/vorgang/");
    return link == std::string::npos ? std::string() : row.substr(link, row.find('"', link) - link);
}

TEST(Matter, EscapesWhatCitizensWriteOnBothSides) {
    formats::Json answers = example_answers();
    answers.find("G99000000004")->as_array().front().set("F99000000030", hostile);
    TestBrowser citizen = begin_complete_draft(answers);
    const auto receipt = citizen.submit(citizen.open("/antrag/pruefen"), "/antrag/absenden", {});
    ASSERT_EQ(receipt.status, 200) << target_of(receipt);
    ASSERT_TRUE(TestTown::open().modules->jobs.run_due());

    TestBrowser worker;
    const FormFields account{{"name", worker_name}, {"password", worker_password}};
    ASSERT_EQ(worker.post("/backoffice/anmelden", account).status, 303);
    const std::string url = find_case(worker, between(receipt, "id=\"nummer\">", "<"));
    ASSERT_FALSE(url.empty());
    ASSERT_EQ(worker.open(url).status, 200);

    const auto status = citizen.open("/status/vorgang");
    const auto empty = citizen.submit(status, "/status/antwort", {{"answer", "  "}});
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(shows(empty, TestTown::open().text("cases.text_empty")));
    const auto sent = citizen.submit(status, "/status/antwort", {{"answer", hostile}});
    EXPECT_EQ(target_of(sent), "/status/vorgang") << between(sent, "kern-error", "</p>");
    for (const auto& page : {citizen.open("/status/vorgang"), worker.open(url)}) {
        EXPECT_EQ(page.status, 200);
        EXPECT_FALSE(shows(page, "<script>alert"));
        EXPECT_TRUE(shows(page, "&lt;script&gt;alert(1)"));
    }
}

TEST(Matter, TellsWrongCodesApartFromWrongNumbersOnlyByTheirShape) {
    TestBrowser browser;
    const auto shape = browser.post("/status", {{"number", "12"}, {"code", "x"}});
    EXPECT_EQ(shape.status, 422);
    EXPECT_TRUE(shows(shape, "value=\"12\""));
    const auto unknown = browser.post(
        "/status", {{"number", "010545459-7KX3-9QWM"}, {"code", "2222-2222-2222-2222"}});
    EXPECT_EQ(unknown.status, 422);
    EXPECT_TRUE(shows(unknown, "id=\"code-fehler\""));
    EXPECT_TRUE(browser.cookies.empty());
}

}  // namespace
}  // namespace gordion::web
