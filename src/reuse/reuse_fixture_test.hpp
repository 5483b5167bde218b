// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "audit/audit.hpp"
#include "core/files.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/migrations.hpp"
#include "reuse/reuse.hpp"
#include "reuse/reuse_test.hpp"
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

}  // namespace gordion::reuse::testing
