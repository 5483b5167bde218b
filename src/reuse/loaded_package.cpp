// SPDX-License-Identifier: EUPL-1.2
#include "reuse/loaded_package.hpp"

#include <algorithm>
#include <array>

#include "fim/quality.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::reuse {
namespace {

/// "line 12: G1.F2" of one file becomes "schema.xdf.xml:12: G1.F2".
std::string place_in_schema(const std::string& place) {
    constexpr std::string_view file = "schema.xdf.xml";
    if (place.starts_with("line ")) {
        return std::string(file) + ":" + place.substr(5);
    }
    return place.empty() ? std::string(file) : std::string(file) + ": " + place;
}

void append_schema(Findings& to, Findings from) {
    for (Finding& finding : from) {
        finding.place = place_in_schema(finding.place);
        to.push_back(std::move(finding));
    }
}

/// Files name themselves in the findings of Form::make; those of the schema do not.
void append_form(Findings& to, Findings from) {
    constexpr std::array<std::string_view, 3> files{"form.toml", "rules.json", "texts/"};
    for (Finding& finding : from) {
        const bool has_file = std::any_of(files.begin(), files.end(), [&](std::string_view file) {
            return finding.place.starts_with(file);
        });
        if (!has_file) {
            finding.place = place_in_schema(finding.place);
        }
        if (std::find(to.begin(), to.end(), finding) == to.end()) {
            to.push_back(std::move(finding));
        }
    }
}

std::optional<formats::Template> parse_bescheid(const std::string& text, Findings& findings) {
    if (text.empty()) {
        return std::nullopt;
    }
    Result<formats::Template> parsed = formats::Template::parse(text, formats::Escape::Markup);
    if (!parsed) {
        const Error& error = parsed.error();
        findings.push_back({"reuse.bescheid_template", Severity::Fault,
                            "bescheid.de.md" + (error.place.empty() ? "" : ": " + error.place),
                            error.values, error.message});
        return std::nullopt;
    }
    return std::move(parsed).value();
}

}  // namespace

Judged<std::shared_ptr<const LoadedPackage>> compile_package(
    Package package, const fim::CodeListSources& code_lists) {
    Judged<std::shared_ptr<const LoadedPackage>> judged;
    Findings& findings = judged.findings;
    auto loaded = std::make_shared<LoadedPackage>();

    Result<Judged<fim::Schema>> schema = fim::read_schema(package.schema_xml);
    if (!schema) {
        const Error& error = schema.error();
        findings.push_back({error.code, Severity::Fault, place_in_schema(error.place), error.values,
                            error.message});
    } else {
        append_schema(findings, std::move(schema.value().findings));
        append_schema(findings, fim::check_quality(schema.value().value));
    }

    Judged<Calculation> calculation = Calculation::make(package.calculation);
    append(findings, std::move(calculation.findings));
    loaded->calculation = std::move(calculation.value);
    loaded->bescheid = parse_bescheid(package.bescheid, findings);

    if (schema) {
        const fim::CodeListShelf own(package.code_lists);
        fim::CodeListSources sources{&own};
        sources.insert(sources.end(), code_lists.begin(), code_lists.end());
        Judged<std::shared_ptr<const forms::Form>> form =
            forms::Form::make({std::move(schema.value().value), package.form, package.rules,
                               package.texts, std::move(sources)});
        append_form(findings, std::move(form.findings));
        loaded->form = std::move(form.value);
    }
    if (!has_faults(findings) && loaded->form != nullptr) {
        loaded->package = std::move(package);
        judged.value = std::move(loaded);
    }
    return judged;
}

}  // namespace gordion::reuse
