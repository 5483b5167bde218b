// SPDX-License-Identifier: EUPL-1.2
// Who else receives something: before the hand-over, after it, and what each receiver can read.
#include <gtest/gtest.h>

#include "crypto/test_keys.hpp"
#include "web/bonfire_town.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Json fire_in_reserve() {
    return BonfireTown::answers("gueltig-schutzgebiet");
}

/// What the stored copy for a tenant decrypts to; the newest one.
Json decrypt_newest_copy(const TenantId& tenant) {
    app::Modules& in = BonfireTown::open().modules();
    const Scope scope{tenant, {"test"}, "test", {}, false};
    const auto page = in.back_office.inbox(scope, {}).value();
    const auto submission =
        in.submissions.load_submission(scope, tenant, page.cases.at(0).submission).value();
    const auto content = in.submissions.load_content(scope, submission).value();
    const auto key =
        crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096_second.jwk.json")).value();
    return formats::parse_json(crypto::decrypt_jwe(content.data_jwe, key).value().plaintext)
        .value();
}

TEST(Copies, AreAnnouncedBeforeTheHandOver) {
    BonfireTown& town = BonfireTown::open();
    TestBrowser citizen = town.fill_in(fire_in_reserve());
    const auto check = citizen.open("/antrag/pruefen");
    EXPECT_EQ(check.status, 200);
    EXPECT_TRUE(shows(check, "Freiwillige Feuerwehr</strong> – Feuerwehr Pellworm"));
    EXPECT_TRUE(shows(check, "§ 5 Beispiel-Brandschutzgesetz"));
    EXPECT_TRUE(shows(check, "Das Feuer, Telefon"));
    EXPECT_TRUE(shows(check, "Tag des Feuers, Name des Schutzgebiets"));
    TestBrowser small = town.fill_in(BonfireTown::answers("gueltig-kleines-feuer"));
    EXPECT_FALSE(shows(small.open("/antrag/pruefen"), "Untere Naturschutzbehörde"));
}

TEST(Copies, GoToEachReceiverWithItsFieldsAlone) {
    BonfireTown& town = BonfireTown::open();
    TestBrowser citizen = town.fill_in(fire_in_reserve());
    const std::string number = town.submit(citizen);
    EXPECT_EQ(
        formats::write_json(decrypt_newest_copy(brigade)),
        R"({"G99000000903":{"F99000000921":"2027-03-27","F99000000922":2,)"
        R"("F99000000923":"Auf der Wiese hinter dem Deich","F99000000924":true,)"
        R"("F99000000926":"Hamburger Hallig"},)"
        R"("G99000000904":[{"F99000000932":"0170 1111111"},{"F99000000932":"0170 2222222"}]})");
    EXPECT_EQ(
        formats::write_json(decrypt_newest_copy(kreis)),
        R"({"G99000000903":{"F99000000921":"2027-03-27","F99000000926":"Hamburger Hallig"}})");

    auto status = citizen.open("/status/vorgang");
    EXPECT_TRUE(shows(status, "Zugestellt")) << between(status, "id=\"receivers\"", "</ul>");
    EXPECT_FALSE(shows(status, "Zur Kenntnis genommen"));
    TestBrowser officer = town.sign_in(kreis_name);
    const std::string url = town.find_in_inbox(officer, number + "/2");
    ASSERT_FALSE(url.empty());
    const auto notice = officer.open(url);
    EXPECT_EQ(notice.status, 200);
    EXPECT_TRUE(shows(notice, "Hamburger Hallig"))
        << "shown although the question on which it depends was not sent";
    EXPECT_TRUE(shows(notice, "27.03.2027"));
    // The digits of the telephone numbers: "0170" also occurs in tokens by chance.
    for (const char* hidden :
         {"Erika", "Musterweg", "1111111", "2222222", "Deich", "/entscheiden", "/frage"}) {
        EXPECT_FALSE(shows(notice, hidden)) << hidden;
    }
    EXPECT_TRUE(shows(notice, "Nur zur Kenntnis"));
    status = citizen.open("/status/vorgang");
    EXPECT_TRUE(shows(status, "Zur Kenntnis genommen"));
}

TEST(Copies, LeaveNoPowerToTheReceiver) {
    BonfireTown& town = BonfireTown::open();
    TestBrowser citizen = town.fill_in(fire_in_reserve());
    const std::string number = town.submit(citizen);
    TestBrowser officer = town.sign_in(brigade_name);
    const std::string url = town.find_in_inbox(officer, number + "/1");
    const auto notice = officer.open(url);
    const std::string csrf = between(notice, "name=\"_csrf\" value=\"", "\"");
    const auto decided = officer.post(url + "/entscheiden",
                                      {{"_csrf", csrf}, {"revision", "2"}, {"granted", "yes"}});
    EXPECT_EQ(decided.status, 422);
    EXPECT_TRUE(shows(decided, TestTown::open().text("cases.notice_only")))
        << between(decided, "error-summary", "</ul>");
    EXPECT_EQ(officer.post(url + "/frage", {{"_csrf", csrf}, {"revision", "2"}, {"question", "?"}})
                  .status,
              422);
    TestBrowser worker = town.sign_in(worker_name);
    EXPECT_EQ(worker.open(url).status, 404) << "the competent authority does not read the copy";
    EXPECT_EQ(officer.open(town.find_in_inbox(worker, number)).status, 404);
}

TEST(Copies, AreSeenByTheCompetentAuthority) {
    BonfireTown& town = BonfireTown::open();
    TestBrowser citizen = town.fill_in(fire_in_reserve());
    const std::string number = town.submit(citizen);
    TestBrowser worker = town.sign_in(worker_name);
    const auto page = worker.open(town.find_in_inbox(worker, number));
    EXPECT_TRUE(shows(page, "Feuerwehr Pellworm"));
    EXPECT_TRUE(shows(page, "Zugestellt"));
}

TEST(Copies, WithoutAReceiverAreNotedOrHoldUpTheHandOver) {
    BonfireTown& town = BonfireTown::open();
    const std::string missing = TestTown::open().text("receivers.missing");
    TestBrowser small = town.fill_in(BonfireTown::answers("gueltig-kleines-feuer"), munich_ars);
    EXPECT_TRUE(shows(small.open("/antrag/pruefen"), missing));
    (void)town.submit(small);
    EXPECT_TRUE(shows(small.open("/status/vorgang"), missing));

    TestBrowser reserve = town.fill_in(fire_in_reserve(), munich_ars);
    const auto refused = reserve.submit(reserve.open("/antrag/pruefen"), "/antrag/absenden", {});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "href=\"#receivers\""));
    EXPECT_TRUE(shows(refused, "Untere Naturschutzbehörde. Für diesen Ort"));
    EXPECT_EQ(reserve.open("/antrag/pruefen").status, 200) << "the draft is still there";
}

}  // namespace
}  // namespace gordion::web
