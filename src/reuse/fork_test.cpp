// SPDX-License-Identifier: EUPL-1.2
#include "reuse/fork.hpp"

#include "reuse/reuse_fixture_test.hpp"
#include "reuse/succession.hpp"

namespace gordion::reuse::testing {
namespace {

const TenantId pellworm{"010545459"};

PackageFiles forked(const PackageFiles& original) {
    const auto copy = fork_files(original, {"", pellworm, "Amt \"Pellworm\""});
    VERIFY(copy.has_value(), copy.error().to_text().c_str());
    return copy.value();
}

std::shared_ptr<const LoadedPackage> load(const PackageFiles& files) {
    auto compiled = compile_package(read_package(files).value().value, {});
    VERIFY(compiled.value != nullptr, to_text(compiled.findings).c_str());
    return compiled.value;
}

TEST(Fork, ChangesOnlyWhatMakesItACopy) {
    const PackageFiles original = slim_files();
    const PackageFiles copy = forked(original);
    const ServiceDeclaration service = read_package(copy).value().value.service;
    EXPECT_EQ(service.id, "hundesteuer-anmeldung-010545459");
    EXPECT_EQ(service.version, "1.0.0");
    EXPECT_TRUE(service.is_private);
    EXPECT_EQ(service.provider_name, "Amt \"Pellworm\"");
    EXPECT_EQ(service.origin, (PackageOrigin{"hundesteuer-anmeldung", "1.0.0"}));
    EXPECT_NE(copy.at("service.toml").find("# Steuersätze"), std::string::npos) << "comments stay";
    for (const auto& [name, bytes] : original) {
        EXPECT_TRUE(name == "service.toml" || copy.at(name) == bytes) << name;
    }
    EXPECT_EQ(fork_files(copy, {"", pellworm, "Amt"}).error().code, "reuse.fork_copy");
    EXPECT_EQ(fork_files(original, {"Kein Name", pellworm, "Amt"}).error().code,
              "reuse.fork_failed");
    EXPECT_EQ(fork_files(original, {"\"\nx = 1", pellworm, "Amt"}).error().code,
              "reuse.fork_failed");
    PackageFiles odd = original;
    odd.at("service.toml") = replace_all(odd.at("service.toml"), "id = \"hundesteuer-anmeldung\"",
                                         "\"id\" = \"hundesteuer-anmeldung\"");
    EXPECT_EQ(fork_files(odd, {"", pellworm, "Amt"}).error().code, "reuse.fork_failed");
}

TEST(Fork, TellsThreeWays) {
    const PackageFiles base = slim_files();
    PackageFiles theirs = base;
    PackageFiles ours = forked(base);
    const auto edit = [](PackageFiles& files, const char* file, const char* from, const char* to) {
        VERIFY(files.at(file).find(from) != std::string::npos, "the edit hits");
        files.at(file) = replace_all(files.at(file), from, to);
    };
    // Both say the same; one alone; both, but another thing.
    edit(theirs, "texts/de.toml", "Wer hält den Hund?", "Wem gehört der Hund?");
    edit(ours, "texts/de.toml", "Wer hält den Hund?", "Wem gehört der Hund?");
    edit(theirs, "texts/en.toml", "Who keeps the dog?", "Whose dog is it?");
    edit(theirs, "bescheid.de.md", "Guten Tag", "Sehr geehrte");
    edit(ours, "bescheid.de.md", "Guten Tag", "Moin");
    std::map<std::string, std::pair<MissedState, std::string>> found;
    for (const MissedChange& missed : find_missed(*load(base), *load(theirs), *load(ours))) {
        found[missed.change.place] = {missed.state, missed.ours};
    }
    EXPECT_EQ(found.size(), 3U);
    EXPECT_EQ(found["de.page.halter.title"].first, MissedState::There);
    EXPECT_EQ(found["en.page.halter.title"].first, MissedState::Open);
    EXPECT_EQ(found["bescheid.de.md"].first, MissedState::Conflict);
    EXPECT_NE(found["bescheid.de.md"].second.find("Moin"), std::string::npos);
    EXPECT_TRUE(find_missed(*load(base), *load(base), *load(ours)).empty());
}

class ForkTest : public TownsTest {};
GORDION_ON_BOTH_DATABASES(ForkTest);

TEST_P(ForkTest, ACopyServesItsOwnAdministrationAndInherits) {
    const TenantId own{town(3)};
    const Scope scope = scope_of(town(3).c_str());
    PackageFiles files =
        fork_files(reuse_->load_files(dog_tax, "").value(), {"", own, "Ort 3"}).value();
    files.at("bescheid.de.md") = replace_all(files.at("bescheid.de.md"), "Guten Tag", "Moin");
    const auto published = reuse_->publish_package(scope, files);
    ASSERT_TRUE(published) << published.error().to_text();
    ASSERT_TRUE(published.value().value) << to_text(published.value().findings);
    const std::string copy = fork_id(dog_tax, own);
    EXPECT_EQ(reuse_->list_offers(scope).value().size(), 2U);
    EXPECT_EQ(reuse_->list_offers(scope_of(town(4).c_str())).value().size(), 1U)
        << "nobody else sees it";
    EXPECT_EQ(
        reuse_->adopt_offer(scope_of(town(4).c_str()), {{town(4)}, copy, "", today_}).error().code,
        "reuse.offer_missing");
    // The values of the Land for the original hold for the copy; own ones go before.
    const auto joined = reuse_->adopt_offer(scope, {own, copy, "", today_});
    ASSERT_TRUE(joined) << joined.error().to_text();
    ASSERT_TRUE(joined.value().value) << to_text(joined.value().findings);
    ASSERT_TRUE(reuse_->set_parameter(
        scope, {copy, town(3), "satz_erster_hund", std::string("99"), today_}));
    const auto found = reuse_->find_adoption(dog_key, town(3) + "003", today_).value();
    EXPECT_EQ(found->adoption.package_id, copy);
    EXPECT_EQ(found->params.find("satz_erster_hund")->as_int(), 9900);
    EXPECT_FALSE(found->params.find("satz_gefaehrlicher_hund")->is_null());
    EXPECT_EQ(version_at(3), "") << "the original has ended";
    EXPECT_EQ(reuse_->find_adoption(dog_key, town(4) + "004", today_).value()->adoption.package_id,
              dog_tax);

    // An update of the original does not move the copy, but it is told.
    publish_as_land([] {
        PackageFiles next = version_files("1.1.0");
        next.at("texts/de.toml") =
            replace_all(next.at("texts/de.toml"), "Wer hält den Hund?", "Wem gehört er?");
        return next;
    }());
    const Rollout rollout = begin();
    carry_on(rollout);
    EXPECT_EQ(reuse_->find_adoption(dog_key, town(3) + "003", today_).value()->adoption.package_id,
              copy);
    Succession succession(*reuse_);
    const Missed missed = succession.list_missed(*reuse_->load_package(copy, "").value()).value();
    EXPECT_EQ(missed.newest, "1.1.0");
    EXPECT_EQ(missed.origin.version, "1.0.0");
    ASSERT_EQ(missed.changes.size(), 1U);
    EXPECT_EQ(missed.changes[0].state, MissedState::Open);
    EXPECT_EQ(succession.list_missed(*reuse_->load_package(dog_tax, "").value()).error().code,
              "reuse.no_copy");

    // Back to the shared one: joining it ends the copy.
    ASSERT_TRUE(reuse_->adopt_offer(scope, {own, dog_tax, "", today_}));
    EXPECT_EQ(version_at(3), "1.1.0");
    EXPECT_EQ(reuse_->find_adoption(dog_key, town(3) + "003", today_).value()->adoption.package_id,
              dog_tax);
    EXPECT_FALSE(reuse_->view_adoption(own, copy, today_).value().current);
}

TEST_P(ForkTest, AnOriginMustBeThere) {
    PackageFiles files = fork_files(slim_files(), {"", {town(1)}, "Ort 1"}).value();
    files.at("service.toml") =
        replace_all(files.at("service.toml"), "package = \"hundesteuer-anmeldung\"",
                    "package = \"gibt-es-nicht\"");
    const auto refused = reuse_->publish_package(scope_of(town(1).c_str()), files).value();
    EXPECT_FALSE(refused.value);
    EXPECT_NE(find_code(refused.findings, "reuse.origin_unknown"), nullptr);
}

}  // namespace
}  // namespace gordion::reuse::testing
