// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption_plan.hpp"

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using testing::find_code;

TEST(AdoptionPlan, TheShippedOneIsCompleteAndFitsThePackages) {
    const std::string text =
        load_file(testing::packages_folder() / "demo-parameters.toml", 100'000).value();
    const Judged<AdoptionPlan> judged = parse_adoption_plan(text, "demo.toml").value();
    ASSERT_TRUE(judged.findings.empty()) << testing::to_text(judged.findings);
    EXPECT_EQ(judged.value.adoptions.size(), 20U);
    std::map<std::string, ServiceDeclaration> services;
    for (const char* id : {"hundesteuer-anmeldung", "bewohnerparkausweis", "gewerbeanmeldung",
                           "meldebescheinigung", "feuerwerk-anzeige"}) {
        services[id] =
            parse_service_toml(testing::shipped_files(id).at("service.toml")).value().value;
    }
    std::map<std::string, std::vector<ParameterValue>> stored;
    for (const ParameterChange& change : judged.value.values) {
        const ParameterDeclaration* declaration =
            services.at(change.package_id).find_parameter(change.key);
        ASSERT_NE(declaration, nullptr) << change.key;
        EXPECT_TRUE(is_allowed_at(*declaration, change.region)) << change.key << change.region;
        const Result<std::string> value = parse_parameter(*declaration, *change.value);
        ASSERT_TRUE(value) << value.error().to_text();
        stored[change.package_id].push_back({{"00"},
                                             change.package_id,
                                             change.region,
                                             change.key,
                                             value.value(),
                                             change.valid_from,
                                             "",
                                             Instant()});
    }
    for (const AdoptionWish& wish : judged.value.adoptions) {
        const Findings missing =
            effective_values(services.at(wish.package_id),
                             testing::point_at(stored[wish.package_id]), {"a", "b", "c"},
                             wish.tenant.value, wish.valid_from)
                .findings;
        EXPECT_TRUE(missing.empty()) << wish.tenant.value << testing::to_text(missing);
    }
}

TEST(AdoptionPlan, NamesWhatItCannotRead) {
    const auto findings = [](std::string_view text) {
        return parse_adoption_plan(text, "plan.toml").value().findings;
    };
    EXPECT_EQ(
        find_code(findings("[[values]]\npackage = \"p\"\nregion = \"01\"\n"), "reuse.plan_value")
            ->place,
        "plan.toml:1");
    EXPECT_NE(find_code(findings("valid_from = \"bald\"\n"), "reuse.plan_value"), nullptr);
    EXPECT_NE(find_code(findings("[[adoption]]\ntenant = \"01\"\n"), "reuse.service_key"), nullptr);
    EXPECT_NE(find_code(findings("[[adoptions]]\ntenant = \"01\"\n"), "reuse.service_unknown"),
              nullptr);
    EXPECT_EQ(parse_adoption_plan("[[", "plan.toml").error().code, "formats.toml_invalid");
}

}  // namespace
}  // namespace gordion::reuse
