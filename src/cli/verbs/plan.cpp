// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <atomic>
#include <csignal>
#include <optional>

#include "cli/file_writer.hpp"
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/money.hpp"
#include "planning/plan_make.hpp"
#include "planning/plan_reader.hpp"
#include "planning/plan_report.hpp"
#include "planning/plan_solver.hpp"
#include "planning/plan_whatif.hpp"
#include "reuse/newest_versions.hpp"

namespace gordion::cli {
namespace {

std::atomic<bool> stopped{false};

/// Ctrl-C ends the work once, with the best so far; a second one ends the program.
void stop_softly(int /*signal*/) {
    stopped = true;
    std::signal(SIGINT, SIG_DFL);
}

Error invalid_option(std::string_view name, std::string_view expected) {
    return {ErrorKind::Invalid,
            "cli.plan_option",
            "--" + std::string(name),
            {{"option", std::string(name)}, {"expected", std::string(expected)}},
            "Expected " + std::string(expected) + "."};
}

Result<planning::PlanWish> read_wish(const Call& call) {
    planning::PlanWish wish;
    wish.area = call.option("area");
    const Date today = call.clock.today();
    wish.start = TRY(Date::make(today.year() + 1, 1, 1));
    wish.quarters = TRY(parse_number_option(call, "quarters", {12, 1, 20}));
    if (call.has("budget")) {
        const auto euro = parse_money(call.option("budget"));
        if (!euro || euro.value().cents < 0) {
            return invalid_option("budget", "an amount in euro a year, such as 100000");
        }
        wish.budget_cents = euro.value().cents;
    }
    if (call.has("staff")) {
        wish.staff_tenths = 10 * TRY(parse_number_option(call, "staff", {0, 0, 100'000}));
    }
    if (call.has("goal")) {
        const std::string goal = call.option("goal");
        if (goal != "benefit" && goal != "cost") {
            return invalid_option("goal", "benefit or cost");
        }
        wish.goal = goal == "cost" ? planning::PlanGoal::Cost : planning::PlanGoal::Benefit;
    }
    wish.coverage_per_mille = 10 * TRY(parse_number_option(call, "coverage", {50, 0, 100}));
    return wish;
}

Result<planning::PlanProblem> make_problem(Call& call) {
    const planning::PlanWish wish = TRY(read_wish(call));
    const auto in = TRY(call.open());
    const auto reference = TRY(in->reference());
    const auto figures = TRY(planning::parse_plan_figures(TRY(load_file(
        (call.config.product_data / "planning" / "annahmen.toml").string(), limits::toml_bytes))));
    planning::PlanSources sources;
    sources.directory = reference->directory.get();
    sources.catalogue = reference->catalogue.get();
    sources.figures = &figures;
    for (const reuse::Offer& offer :
         reuse::newest_versions(TRY(in->reuse.list_offers(system_scope("plan"))))) {
        if (!offer.is_private) {
            sources.offers.push_back(
                {offer.package_id, offer.title, offer.provider_name, offer.leistungsschluessel});
        }
    }
    return planning::make_plan_problem(sources, wish);
}

/// From a file, or from what the product knows; nothing where it has faults, which are printed.
Result<std::optional<planning::PlanProblem>> load_problem(Call& call) {
    if (call.has("file") == call.has("area")) {
        return invalid_option("area", "either --area=ARS or --file=FILE");
    }
    if (!call.has("file")) {
        planning::PlanProblem made = TRY(make_problem(call));
        return std::optional(std::move(made));
    }
    const std::string bytes = TRY(load_file(call.option("file"), limits::json_bytes));
    auto judged = TRY(planning::parse_plan_problem(bytes));
    for (const Finding& finding : judged.findings) {
        call.err << finding.to_text() << "\n";
    }
    if (has_faults(judged.findings)) {
        return std::optional<planning::PlanProblem>();
    }
    return std::optional(std::move(judged.value));
}

std::function<bool(const planning::PlanStep&)> make_progress(Call& call) {
    return [&call, last = 0.0](const planning::PlanStep& step) mutable {
        if (step.elapsed_ms - last > 1'000) {
            last = step.elapsed_ms;
            call.err << step.phase << ": " << static_cast<long>(step.elapsed_ms / 1000)
                     << " s, best " << step.value << ", bound "
                     << static_cast<std::int64_t>(step.bound) << "\n";
        }
        return !stopped.load();
    };
}

/// What stands in the way of a coverage that no plan reached.
void print_relaxations(Call& call, const planning::PlanProblem& problem,
                       planning::PlanOptions options) {
    options.time_limit_ms = std::min<std::int64_t>(options.time_limit_ms, 2'000);
    for (const planning::PlanRelaxation& one : planning::find_relaxations(problem, options)) {
        call.err << planning::to_string(one.limit) << ": "
                 << (one.per_cent ? "a plan exists with " + std::to_string(*one.per_cent) +
                                        " % of it, all else unchanged"
                                  : std::string("more of it alone does not help"))
                 << "\n";
    }
}

/// "--what-if=budget:110": the same problem with 110 % of the budget, and the difference.
Result<void> print_what_if(Call& call, const planning::PlanModel& model,
                           const planning::PlanAnswer& answer,
                           const planning::PlanOptions& options) {
    for (const std::string& asked : call.all("what-if")) {
        const std::size_t colon = asked.find(':');
        const std::string name = asked.substr(0, colon);
        std::optional<planning::PlanLimit> limit;
        for (const auto one : {planning::PlanLimit::Budget, planning::PlanLimit::Staff,
                               planning::PlanLimit::Capacity}) {
            if (planning::to_string(one) == name) {
                limit = one;
            }
        }
        const std::string digits = colon == std::string::npos ? "" : asked.substr(colon + 1);
        const bool is_number = !digits.empty() && digits.size() <= 4 &&
                               digits.find_first_not_of("0123456789") == std::string::npos;
        if (!limit || !is_number) {
            return invalid_option("what-if", "budget, staff or capacity, a colon and per cent");
        }
        const planning::PlanProblem changed =
            planning::scale_limit(*model.problem, *limit, std::stoi(digits));
        const planning::PlanModel other = planning::compile_plan(changed).value;
        const auto second = planning::solve_plan(other, options);
        const auto difference =
            planning::compare_plans(model, answer.schedule, other, second.schedule);
        call.err << "with " << digits << " % of " << name << ": " << difference.points
                 << " points more, " << Money{difference.cents}.to_german() << " more, "
                 << difference.gained.size() << " offers gained, " << difference.lost.size()
                 << " lost, " << difference.moved.size() << " moved\n";
        for (const std::string& pair : difference.gained) {
            call.err << "  + " << pair << "\n";
        }
        for (const std::string& pair : difference.lost) {
            call.err << "  - " << pair << "\n";
        }
    }
    return {};
}

Result<Exit> run(Call& call) {
    const auto problem = TRY(load_problem(call));
    if (!problem) {
        return Exit::Faults;
    }
    if (call.has("problem")) {
        call.out << formats::write_json_pretty(planning::plan_problem_as_json(*problem)) << "\n";
        return Exit::Done;
    }
    const auto compiled = planning::compile_plan(*problem);
    planning::PlanOptions options;
    options.time_limit_ms = 1000LL * TRY(parse_number_option(call, "seconds", {60, 1, 86'400}));
    options.progress = make_progress(call);
    stopped = false;
    const auto before = std::signal(SIGINT, stop_softly);
    const planning::PlanAnswer answer = planning::solve_plan(compiled.value, options);
    std::signal(SIGINT, before);
    for (const Finding& finding : answer.findings) {
        call.err << finding.to_text() << "\n";
    }
    if (answer.was_cancelled) {
        call.err << "Stopped: this is the best so far.\n";
    }
    if (call.json) {
        call.out << formats::write_json(planning::write_plan_json(compiled.value, answer)) << "\n";
    } else if (call.has("csv")) {
        call.out << planning::write_plan_csv(compiled.value, answer);
    } else if (call.has("ics")) {
        call.out << planning::write_plan_calendar(compiled.value, answer, call.clock.now());
    } else {
        call.out << planning::write_plan_text(compiled.value, answer);
    }
    if (!answer.is_complete && !answer.was_cancelled) {
        print_relaxations(call, *problem, options);
    }
    TRY(print_what_if(call, compiled.value, answer, options));
    return answer.is_complete ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb plan_verb() {
    return {"plan",
            "",
            0,
            0,
            "Which offers to take when: most benefit for the money, or a coverage for the least",
            {{"area", "an administration, Kreis or Land (its number), 00 for Germany"},
             {"file", "the problem as TOML or JSON instead, see docs/reference/plan.md"},
             {"budget", "euro a year, of the whole area"},
             {"staff", "days in each quarter, of each administration"},
             {"goal", "benefit (default) or cost"},
             {"coverage", "with --goal=cost: percent of inhabitants and bundles (default 50)"},
             {"quarters", "how many are planned (default 12, at most 20)"},
             {"seconds", "how long to search at most (default 60)"},
             {"problem", "print the problem as JSON, to be edited and given with --file", true},
             {"what-if", "budget:110, staff:90, capacity:200: again with so many per cent", false,
              false, true},
             {"csv", "one row for each step", true},
             {"ics", "a calendar", true}},
            run};
}

}  // namespace gordion::cli
