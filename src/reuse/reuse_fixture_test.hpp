// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "audit/audit.hpp"
#include "core/files.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/migrations.hpp"
#include "reuse/reuse.hpp"
#include "reuse/reuse_test.hpp"
#include "reuse/rollouts.hpp"
#include "storage/jobs.hpp"
#include "tests/support/databases.hpp"

namespace gordion::reuse::testing {

inline constexpr const char* dog_tax = "hundesteuer-anmeldung";
inline constexpr const char* dog_key = "99102013002000";

inline Scope scope_of(const char* tenant) {
    return {TenantId{tenant}, ActorId{"test"}, "reuse.test", {}, false};
}

/// Offers and adoptions on a database of their own, in the small Germany.
class ReuseTest : public gordion::testing::OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (IsSkipped()) {
            return;
        }
        std::vector<storage::Migration> migrations = reuse_migrations();
        for (auto& module : {audit::audit_migrations(), storage::job_migrations()}) {
            migrations.insert(migrations.end(), module.begin(), module.end());
        }
        database_ = &open(migrations);
        reuse_ = make_node();
    }
    std::unique_ptr<Reuse> make_node() {
        return std::make_unique<Reuse>(
            *database_, clock_, random_,
            ReuseSources{[this] { return directory_; },
                         [] { return std::shared_ptr<const services::Catalogue>(); }});
    }
    void publish(const PackageFiles& files = slim_files()) {
        const auto published = reuse_->publish_package(system_, files);
        ASSERT_TRUE(published) << published.error().to_text();
        ASSERT_TRUE(published.value().value) << to_text(published.value().findings);
    }
    Result<ParameterValue> set(const Scope& scope, const char* region, const char* key,
                               std::optional<std::string> value) {
        return reuse_->set_parameter(scope, {dog_tax, region, key, std::move(value), today_});
    }
    /// Everything that Pellworm needs, from the shipped plan.
    PlanOutcome apply_plan(Reuse& reuse) {
        const std::string text =
            load_file(packages_folder() / "demo-parameters.toml", 100'000).value();
        AdoptionPlan plan = parse_adoption_plan(text, "demo-parameters.toml").value().value;
        const auto is_foreign = [&](const std::string& region) {
            return directory_->find(region) == nullptr;
        };
        std::erase_if(plan.values, [&](const ParameterChange& change) {
            return is_foreign(change.region) || change.package_id != dog_tax;
        });
        std::erase_if(plan.adoptions, [&](const AdoptionWish& wish) {
            return is_foreign(wish.tenant.value) || wish.package_id != dog_tax;
        });
        return apply_adoption_plan(reuse, system_, plan);
    }

    storage::Database* database_ = nullptr;
    FakeClock clock_{Instant{1'795'428'000'000}};  // 2026-11-23
    SeededRandom random_{7};
    Scope system_ = system_scope("reuse.test");
    Date today_ = clock_.today();
    std::shared_ptr<const regions::Directory> directory_ = small_directory();
    std::unique_ptr<Reuse> reuse_;
};

inline constexpr int town_count = 40;

inline std::string town(int number) {
    const std::string digits = std::to_string(1000 + number);
    return "010540" + digits.substr(1);
}

/// Schleswig-Holstein with forty towns that administer themselves.
inline std::shared_ptr<const regions::Directory> town_directory() {
    using regions::RegionLevel;
    regions::DirectoryContent content;
    content.date = parse_date("2025-11-30").value();
    content.regions = {make_region("01", RegionLevel::Land, "Schleswig-Holstein", "", ""),
                       make_region("01054", RegionLevel::Kreis, "Nordfriesland", "42", ""),
                       make_region("05", RegionLevel::Land, "Nordrhein-Westfalen", "", "")};
    for (int i = 0; i < town_count; ++i) {
        content.regions.push_back(
            make_region(town(i), RegionLevel::Verband, "Ort " + std::to_string(i), "50", "25000"));
        content.regions.push_back(make_region(town(i) + town(i).substr(6), RegionLevel::Gemeinde,
                                              "Ort " + std::to_string(i), "64", "25000"));
    }
    return regions::Directory::make(std::move(content));
}

/// The dog tax with rates that a Land may set for all, and with one more parameter if wanted.
inline PackageFiles version_files(const std::string& version, const std::string& parameter = "") {
    PackageFiles files = slim_files();
    std::string& service = files.at("service.toml");
    service = replace_all(service, "version = \"1.0.0\"", "version = \"" + version + "\"");
    service = replace_all(service, "levels = [\"verband\", \"gemeinde\"]",
                          "levels = [\"land\", \"verband\", \"gemeinde\"]");
    if (!parameter.empty()) {
        service +=
            "\n[[parameter]]\nkey = \"" + parameter +
            "\"\nclass = \"e\"\ntype = \"integer\"\nlevels = [\"land\", \"verband\", "
            "\"gemeinde\"]\nrequired = true\nlegal_ground = \"Satzung\"\nlabel.de = \"Neu\"\n"
            "label.en = \"New\"\nlabel.ls = \"Neu\"\n";
    }
    return files;
}

/// Forty towns that use the dog tax 1.0.0, whose values the Land has set; its provider is the Land.
class TownsTest : public ReuseTest {
protected:
    void SetUp() override {
        ReuseTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        directory_ = town_directory();
        rollouts_ = std::make_unique<Rollouts>(*reuse_);
        publish_as_land(version_files("1.0.0"));
        set_everything();
        std::vector<AdoptionWish> wishes;
        for (int i = 0; i < town_count; ++i) {
            wishes.push_back({{town(i)}, dog_tax, "", today_});
        }
        for (const auto& adopted : reuse_->adopt_offers(system_, wishes)) {
            ASSERT_TRUE(adopted) << adopted.error().to_text();
            ASSERT_TRUE(adopted.value().value) << to_text(adopted.value().findings);
        }
    }
    void publish_as_land(const PackageFiles& files) {
        const auto published = reuse_->publish_package(land_, files);
        ASSERT_TRUE(published) << published.error().to_text();
        ASSERT_TRUE(published.value().value) << to_text(published.value().findings);
    }
    /// What Pellworm has set, for the whole Land.
    void set_everything() {
        const std::string text =
            load_file(packages_folder() / "demo-parameters.toml", 100'000).value();
        std::vector<ParameterChange> values;
        for (ParameterChange change :
             parse_adoption_plan(text, "demo-parameters.toml").value().value.values) {
            const bool is_ours = change.region == "01" || change.region == "010545459";
            if (is_ours && change.package_id == dog_tax) {
                change.region = "01";
                values.push_back(change);
            }
        }
        for (const auto& set : reuse_->set_parameters(land_, values)) {
            ASSERT_TRUE(set) << set.error().to_text();
        }
    }
    Rollout begin(const RolloutWish& wish) {
        const auto started = rollouts_->start_rollout(land_, wish);
        EXPECT_TRUE(started) << started.error().to_text();
        return started.value();
    }
    Rollout begin(int share = 100) { return begin({dog_tax, "", share, {}, clock_.today()}); }
    void carry_on(const Rollout& rollout) {
        const auto done = rollouts_->carry_on(rollout.id);
        ASSERT_TRUE(done) << done.error().to_text();
    }
    RolloutReport report(const Rollout& rollout) {
        return rollouts_->report_rollout(rollout.id, clock_.today()).value();
    }
    std::string version_at(int number, const Date& day) {
        const auto life = reuse_->view_adoption({town(number)}, dog_tax, day).value();
        return life.current ? life.current->version : "";
    }
    std::string version_at(int number) { return version_at(number, clock_.today()); }
    int count_on(const std::string& version) {
        int count = 0;
        for (int i = 0; i < town_count; ++i) {
            count += version_at(i) == version ? 1 : 0;
        }
        return count;
    }
    void set_new(int number, const char* value) {
        const auto set = reuse_->set_parameter(
            scope_of(town(number).c_str()),
            {dog_tax, town(number), "neu", std::string(value), clock_.today()});
        ASSERT_TRUE(set) << set.error().to_text();
    }

    Scope land_ = scope_of("01");
    std::unique_ptr<Rollouts> rollouts_;
};
}  // namespace gordion::reuse::testing
