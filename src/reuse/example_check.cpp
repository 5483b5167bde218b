// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/text.hpp"
#include "reuse/bescheid.hpp"
#include "reuse/check_parts.hpp"
#include "reuse/effective.hpp"
#include "reuse/example_params.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using Expected = std::vector<Example::ExpectedFinding>;

struct Run {
    const LoadedPackage& loaded;
    const Example& example;
    std::string place;
    Findings& findings;
};

void note(const Run& run, std::string code, std::string message) {
    run.findings.push_back({std::move(code), Severity::Fault, run.place, {}, std::move(message)});
}

std::string list_differences(const Expected& from, const Expected& without) {
    std::vector<std::string> parts;
    Expected rest;
    std::set_difference(from.begin(), from.end(), without.begin(), without.end(),
                        std::back_inserter(rest));
    for (const Example::ExpectedFinding& finding : rest) {
        parts.push_back(finding.code + " at " + finding.place +
                        (finding.severity == Severity::Warning ? " (warning)" : ""));
    }
    return parts.empty() ? "none" : join(parts, ", ");
}

void check_findings(const Run& run, const Findings& found) {
    Expected expected = run.example.findings;
    Expected actual;
    for (const Finding& finding : found) {
        if (finding.severity != Severity::Note) {
            actual.push_back({finding.code, finding.place, finding.severity});
        }
    }
    std::sort(expected.begin(), expected.end());
    std::sort(actual.begin(), actual.end());
    if (expected != actual) {
        note(run, "reuse.example_findings",
             "Expected but not found: " + list_differences(expected, actual) +
                 ". Found but not expected: " + list_differences(actual, expected) + ".");
    }
}

/// Every member that the expectation names must come out the same; it may name a part only.
void compare(const Run& run, const Json& expected, const Json& actual, const std::string& path) {
    if (expected.is_object() && actual.is_object()) {
        for (const auto& [key, value] : expected.as_object()) {
            const Json* found = actual.find(key);
            compare(run, value, found == nullptr ? Json() : *found, path + "." + key);
        }
        return;
    }
    if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            compare(run, expected.as_array()[i], actual.as_array()[i],
                    path + "[" + std::to_string(i) + "]");
        }
        return;
    }
    if (expected != actual) {
        note(run, "reuse.example_calculation",
             "calculation" + path + " is " + formats::write_json(actual) + " instead of " +
                 formats::write_json(expected) + ".");
    }
}

void check_letter(const Run& run, LetterFacts facts) {
    if (!run.loaded.bescheid) {
        return;
    }
    facts.automatic = run.loaded.package.automatic.has_value();
    if (!run.loaded.service().handling.conditions.empty()) {
        facts.conditions = {{"beispiel", "auflage", "Beispiel", "Beispiel.", "Beispielrecht"}};
    }
    for (const bool granted : {true, false}) {
        facts.granted = granted;
        const Result<std::string> letter = render_bescheid(run.loaded, facts);
        if (!letter) {
            std::vector<std::string> values;
            for (const auto& [name, value] : letter.error().values) {
                values.push_back(name + "=" + value);
            }
            note(run, "reuse.bescheid_template",
                 "bescheid.de.md cannot be rendered over this example: " + letter.error().message +
                     " (" + join(values, ", ") + ")");
            return;
        }
    }
}

void check_example(const Run& run) {
    Judged<std::vector<EffectiveValue>> judged = example_values(run.loaded.service(), run.example);
    append(run.findings, std::move(judged.findings));
    const std::vector<EffectiveValue>& values = judged.value;
    const Json params = logic_params(values);
    const Date today = parse_date(run.example.today).value();
    const forms::FormContext context{&params, today};
    const forms::Form& form = *run.loaded.form;
    check_findings(run, form.check_all(run.example.answers, context));
    if (!run.example.findings.empty()) {
        return;
    }
    const Json fachdaten = form.fachdaten(run.example.answers, context);
    Result<Json> calculation =
        run.loaded.calculation.evaluate(fachdaten, params, run.example.today);
    if (!calculation) {
        note(run, "reuse.example_calculation",
             calculation.error().place + ": " + calculation.error().message);
        return;
    }
    if (!run.example.calculation.is_null()) {
        compare(run, run.example.calculation, calculation.value(), "");
    }
    LetterFacts letter{
        "BEISPIEL-1", "BEISPIEL-1", today, fachdaten, values, std::move(calculation).value(),
        true,         "Beispiel.",  false, {}};
    check_handling_example(run.loaded, run.example, letter, run.findings);
    check_letter(run, std::move(letter));
}

}  // namespace

Findings check_examples(const LoadedPackage& loaded) {
    Findings findings;
    std::size_t valid = 0;
    for (const Example& example : loaded.package.examples) {
        valid += example.findings.empty() ? 1 : 0;
        check_example({loaded, example, "examples/" + example.name + ".json", findings});
    }
    if (valid == 0 || valid == loaded.package.examples.size()) {
        findings.push_back({"reuse.examples_missing",
                            Severity::Fault,
                            "examples",
                            {},
                            "A package has at least one example that is valid and one that is "
                            "not, so that its rules are tried out."});
    }
    return findings;
}

}  // namespace gordion::reuse
