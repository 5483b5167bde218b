// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/verify.hpp"
#include "planning/plan_construct.hpp"
#include "planning/plan_reader.hpp"

/// Whatever the bytes are: a problem is read or refused; one without faults can be written,
/// compiled and planned.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto read = planning::parse_plan_problem(bytes);
    if (!read.has_value() || has_faults(read.value().findings)) {
        return 0;
    }
    const planning::PlanProblem& problem = read.value().value;
    const auto again =
        planning::parse_plan_problem(formats::write_json(planning::plan_problem_as_json(problem)));
    VERIFY(again.has_value() && again.value().value == problem, "what is written reads the same");
    const auto model = planning::compile_plan(problem).value;
    if (model.items.size() < 200) {
        const auto ledger = planning::construct_plan(model, planning::first_prices(model));
        auto broken = planning::broken_rules(model, ledger.schedule());
        std::erase(broken, "coverage");
        VERIFY(broken.empty(), "a constructed plan keeps every rule");
    }
    return 0;
}
