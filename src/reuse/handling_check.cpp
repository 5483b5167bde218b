// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "reuse/check_parts.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

void note(Findings& findings, std::string code, std::string place, Values values,
          std::string message) {
    findings.push_back({std::move(code), Severity::Fault, std::move(place), std::move(values),
                        std::move(message)});
}

void check_fields(const VisibleFields& fields, const std::set<std::string>& paths,
                  const std::string& entry, Findings& findings) {
    for (const std::string& path : fields.paths) {
        if (!paths.contains(path)) {
            note(findings, "reuse.handling_field", "service.toml: " + entry,
                 {{"element", path}, {"entry", entry}},
                 "'" + path +
                     "' is no element of the schema. Write the whole path, such as "
                     "G99000000001.F99000000001, or a group for all it holds.");
        }
    }
}

void note_automatic(Findings& findings, const std::string& key, std::string message) {
    note(findings, "reuse.automatic", "automatic.json", {{"entry", key}}, std::move(message));
}

// The municipality's switch is law (class d), so that switching on is a decision of somebody
// competent; a share needs a value everywhere, because its absence would mean "none".
void check_automatic(const LoadedPackage& loaded, Findings& findings) {
    const auto& automatic = loaded.package.automatic;
    if (!automatic) {
        return;
    }
    const ParameterDeclaration* on = loaded.service().find_parameter(automatic->switch_key);
    if (on == nullptr || on->type != ParameterType::Bool || on->parameter_class != 'd') {
        note_automatic(findings, automatic->switch_key,
                       "\"switch\" must name a declared parameter of type bool and class d.");
    }
    const std::string& sample_key = automatic->sample_key;
    if (!sample_key.empty()) {
        const ParameterDeclaration* share = loaded.service().find_parameter(sample_key);
        const bool fits = share != nullptr && share->type == ParameterType::Integer &&
                          share->minimum == "0" && share->maximum == "100" &&
                          (share->required || share->fallback);
        if (!fits) {
            note_automatic(findings, sample_key,
                           "\"sample\" must name a declared parameter of type integer, min 0, max "
                           "100, that is required or has a default.");
        }
    }
    if (loaded.package.bescheid.find("decision.automatic") == std::string::npos) {
        note(findings, "reuse.automatic_letter", "bescheid.de.md", {},
             "The letter must say when no person decided. Add a sentence inside "
             "{{#decision.automatic}} … {{/decision.automatic}}.");
    }
}

void check_conditions(const LoadedPackage& loaded, Findings& findings) {
    if (!loaded.service().handling.conditions.empty() &&
        loaded.package.bescheid.find("{{#conditions}}") == std::string::npos) {
        note(findings, "reuse.condition_unprinted", "bescheid.de.md", {},
             "service.toml declares conditions, but the letter never prints them. Add "
             "{{#conditions}}{{number}}. {{text}}{{/conditions}}, each on a line of its own.");
    }
}

void check_copies_of(const LoadedPackage& loaded, const Example& example,
                     const HandlingFacts& facts, const std::string& place, Findings& findings) {
    std::vector<std::string> sent;
    for (const CopyDeclaration& copy : loaded.service().handling.copies) {
        const Result<bool> wanted = holds(copy.when, facts);
        if (!wanted) {
            note(findings, "reuse.example_copies", place, {},
                 "The condition of copy '" + copy.id +
                     "' fails over this example: " + wanted.error().message);
            return;
        }
        if (wanted.value()) {
            sent.push_back(copy.id);
        }
    }
    if (example.copies && *example.copies != sent) {
        note(findings, "reuse.example_copies", place, {},
             "Copies go to [" + join(sent, ", ") + "] instead of [" + join(*example.copies, ", ") +
                 "].");
    }
}

void check_automatic_of(const LoadedPackage& loaded, const Example& example,
                        const HandlingFacts& facts, const std::string& place, Findings& findings) {
    if (!loaded.package.automatic) {
        if (!example.automatic.empty()) {
            note(findings, "reuse.example_automatic", place, {},
                 "\"automatic\" is expected, but the package has no automatic.json.");
        }
        return;
    }
    const AutomaticVerdict verdict =
        judge_automatic(*loaded.package.automatic, facts, example.name);
    const bool failed = verdict.kind == AutomaticVerdict::Kind::Error;
    if (failed || (!example.automatic.empty() && example.automatic != verdict.name())) {
        note(findings, "reuse.example_automatic", place, {},
             "automatic.json gives \"" + verdict.name() + "\"" +
                 (failed ? " (" + verdict.code + ")" : "") + " instead of \"" + example.automatic +
                 "\".");
    }
}

}  // namespace

Findings check_handling(const LoadedPackage& loaded) {
    Findings findings;
    std::set<std::string> paths;
    fim::visit_positions(
        loaded.form->schema().positions, "",
        [&](const fim::Position&, const std::string& path) { paths.insert(path); });
    const Handling& handling = loaded.service().handling;
    for (const CopyDeclaration& copy : handling.copies) {
        check_fields(copy.fields, paths, "copy " + copy.id, findings);
    }
    for (const ConsultationDeclaration& consultation : handling.consultations) {
        check_fields(consultation.fields, paths, "consultation " + consultation.id, findings);
    }
    check_conditions(loaded, findings);
    check_automatic(loaded, findings);
    return findings;
}

void check_handling_example(const LoadedPackage& loaded, const Example& example,
                            const LetterFacts& letter, Findings& findings) {
    const std::string place = "examples/" + example.name + ".json";
    const Json params = logic_params(letter.params);
    const Json submission = to_json(example.submission);
    const HandlingFacts facts{&letter.answers, &params, &letter.calculation, &submission,
                              example.today};
    check_copies_of(loaded, example, facts, place, findings);
    check_automatic_of(loaded, example, facts, place, findings);
    const auto offers = offer_conditions(loaded, letter, facts);
    if (!offers) {
        std::vector<std::string> values;
        for (const auto& [name, value] : offers.error().values) {
            values.push_back(name + "=" + value);
        }
        note(findings, "reuse.condition_text", place, {{"entry", offers.error().place}},
             "The condition '" + offers.error().place + "' cannot be offered over this example: " +
                 offers.error().message + " (" + join(values, ", ") + ")");
    }
}

}  // namespace gordion::reuse
