// SPDX-License-Identifier: EUPL-1.2
#include "conformity/check.hpp"

#include <algorithm>

namespace gordion::conformity {
namespace {

using formats::Json;

void show(Judgement& judgement, const std::vector<std::string>& paths, const Json& evidence) {
    for (const std::string& path : paths) {
        const bool is_known =
            std::any_of(judgement.evidence.begin(), judgement.evidence.end(),
                        [&](const UsedEvidence& used) { return used.path == path; });
        if (!is_known) {
            const Json* value = find_evidence(evidence, path);
            judgement.evidence.push_back({path, value == nullptr ? Json() : *value});
        }
    }
}

Judgement fail(Judgement judgement, std::string reason) {
    judgement.has_erred = true;
    judgement.outcome = Outcome::NotProvable;
    judgement.reason = std::move(reason);
    return judgement;
}

LevelCounts& counts_of(ConformityReport& report, Level level) {
    switch (level) {
        case Level::Must:
            return report.must;
        case Level::Should:
            return report.should;
        case Level::May:
            return report.may;
    }
    throw Bug("every level is counted");
}

void count(LevelCounts& counts, Outcome outcome) {
    switch (outcome) {
        case Outcome::Met:
            ++counts.met;
            return;
        case Outcome::NotMet:
            ++counts.not_met;
            return;
        case Outcome::NotApplicable:
            ++counts.not_applicable;
            return;
        case Outcome::NotProvable:
            ++counts.not_provable;
            return;
    }
}

}  // namespace

Judgement judge(const Requirement& requirement, const Json& evidence) {
    Judgement judgement;
    judgement.requirement = &requirement;
    if (!requirement.met) {
        return fail(std::move(judgement), "The rule has a fault and cannot be evaluated.");
    }
    if (requirement.applies) {
        show(judgement, requirement.applies->paths(), evidence);
        const auto applies = requirement.applies->judge(evidence);
        if (!applies) {
            return fail(std::move(judgement), applies.error().to_text());
        }
        if (applies.value().truth == Truth::False) {
            judgement.outcome = Outcome::NotApplicable;
            judgement.reason = requirement.not_applicable;
            return judgement;
        }
        // Whether it applies may be unknown while it is met anyway.
        judgement.missing = applies.value().missing;
    }
    show(judgement, requirement.met->paths(), evidence);
    const auto met = requirement.met->judge(evidence);
    if (!met) {
        return fail(std::move(judgement), met.error().to_text());
    }
    if (met.value().truth == Truth::True) {
        judgement.outcome = Outcome::Met;
        judgement.missing.clear();
        return judgement;
    }
    if (met.value().truth == Truth::False && judgement.missing.empty()) {
        judgement.outcome = Outcome::NotMet;
        return judgement;
    }
    for (const std::string& path : met.value().missing) {
        if (std::find(judgement.missing.begin(), judgement.missing.end(), path) ==
            judgement.missing.end()) {
            judgement.missing.push_back(path);
        }
    }
    return judgement;
}

ConformityReport check(const Catalogue& catalogue, const std::vector<Addressee>& addressees,
                       const Json& evidence, std::string subject, Instant at) {
    ConformityReport report;
    report.catalogue = &catalogue;
    report.subject = std::move(subject);
    report.at = at;
    for (const Requirement& requirement : catalogue.requirements) {
        if (std::find(addressees.begin(), addressees.end(), requirement.addressee) ==
            addressees.end()) {
            continue;
        }
        Judgement judgement = judge(requirement, evidence);
        if (judgement.has_erred) {
            report.findings.push_back({"conformity.rule_failed",
                                       Severity::Fault,
                                       requirement.id,
                                       {{"reason", judgement.reason}},
                                       judgement.reason});
        }
        count(counts_of(report, requirement.level), judgement.outcome);
        report.judgements.push_back(std::move(judgement));
    }
    return report;
}

}  // namespace gordion::conformity
