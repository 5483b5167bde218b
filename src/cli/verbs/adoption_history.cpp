// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/rollout_text.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

// One line of what happened, so that three kinds of it can be put in order.
struct Entry {
    Instant at;
    std::string what;
    std::string version;
    std::string by;
    std::string details;
};

std::vector<Entry> entries_of(const reuse::AdoptionLife& life,
                              const std::vector<reuse::RolloutResult>& results) {
    std::vector<Entry> entries;
    for (const reuse::Adoption& step : life.steps) {
        entries.push_back({step.adopted_at, std::string(reuse::to_string(step.cause)), step.version,
                           step.adopted_by, "from " + step.valid_from.to_german()});
    }
    for (const reuse::Pin& pin : life.pins) {
        entries.push_back({pin.pinned_at, pin.version.empty() ? "released" : "pinned", pin.version,
                           pin.pinned_by,
                           pin.reason + (pin.until ? " until " + pin.until->to_german() : "")});
    }
    for (const reuse::RolloutResult& result : results) {
        const bool stayed = result.outcome == reuse::RolloutOutcome::Held ||
                            result.outcome == reuse::RolloutOutcome::Pinned ||
                            result.outcome == reuse::RolloutOutcome::Kept;
        if (stayed) {
            entries.push_back({result.judged_at, std::string(reuse::to_string(result.outcome)),
                               result.from_version, "rollout " + result.rollout.value,
                               name_reasons(result.reasons)});
        }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& left, const Entry& right) { return left.at > right.at; });
    return entries;
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const TenantId tenant{call.option("administration")};
    const std::string package = call.option("package");
    const auto life = TRY(in->reuse.view_adoption(tenant, package, call.clock.today()));
    for (const Entry& entry : entries_of(life, TRY(in->rollouts.list_results(tenant, package)))) {
        if (call.json) {
            call.out << formats::write_json(Json::object({{"at", entry.at.to_iso()},
                                                          {"what", entry.what},
                                                          {"version", entry.version},
                                                          {"by", entry.by},
                                                          {"details", entry.details}}))
                     << "\n";
        } else {
            call.out << entry.at.to_german() << "  " << entry.what << " " << entry.version
                     << "  by " << entry.by << (entry.details.empty() ? "" : "  " + entry.details)
                     << "\n";
        }
    }
    return Exit::Done;
}

}  // namespace

Verb adoption_history_verb() {
    return {"adoption history",
            "",
            0,
            0,
            "What happened to an adoption, newest first",
            {{"administration", "nine digits of the ARS", false, true},
             {"package", "id of the package", false, true}},
            run};
}

}  // namespace gordion::cli
