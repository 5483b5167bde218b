// SPDX-License-Identifier: EUPL-1.2
#include "reuse/package_reader.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/time.hpp"
#include "fim/code_list_reader.hpp"
#include "formats/toml.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

void note_file(Findings& findings, std::string code, std::string place, std::string message) {
    findings.push_back(
        {std::move(code), Severity::Fault, std::move(place), {}, std::move(message)});
}

/// "service.toml" + "line 4" or "4:12" → "service.toml:4".
std::string place_in(const std::string& file, std::string_view where) {
    const std::size_t digit = where.find_first_of("0123456789");
    if (digit == std::string_view::npos) {
        return file;
    }
    std::size_t end = digit;
    while (end < where.size() && where[end] >= '0' && where[end] <= '9') {
        ++end;
    }
    return file + ":" + std::string(where.substr(digit, end - digit));
}

void note_error(Findings& findings, const std::string& file, const Error& error) {
    findings.push_back(
        {error.code, Severity::Fault, place_in(file, error.place), error.values, error.message});
}

/// The file's JSON, or null; `required` files that are absent are faults.
Json read_json(const PackageFiles& files, const std::string& name, bool required,
               Findings& findings) {
    const auto found = files.find(name);
    if (found == files.end()) {
        if (required) {
            note_file(findings, "reuse.file_missing", name,
                      "The package has no " + name +
                          ". Add it; docs/guides/write-a-package.md "
                          "says what belongs into it.");
        }
        return {};
    }
    Result<Json> json = formats::parse_json(found->second);
    if (!json) {
        note_error(findings, name, json.error());
        return {};
    }
    if (!json.value().is_object()) {
        note_file(findings, "reuse.file_shape", name + ":1",
                  "The file must hold one JSON object { … }.");
        return {};
    }
    return std::move(json).value();
}

Json read_toml(const PackageFiles& files, const std::string& name, Findings& findings) {
    const auto found = files.find(name);
    if (found == files.end()) {
        return {};
    }
    Result<formats::Toml> toml = formats::parse_toml(found->second);
    if (!toml) {
        note_error(findings, name, toml.error());
        return {};
    }
    return std::move(toml.value().root);
}

std::string read_text(const PackageFiles& files, const std::string& name, Findings& findings) {
    const auto found = files.find(name);
    if (found == files.end()) {
        return "";
    }
    if (!is_utf8(found->second)) {
        note_file(findings, "formats.not_utf8", name, "The file is not UTF-8. Save it as UTF-8.");
        return "";
    }
    return found->second;
}

void note_example(Findings& findings, const std::string& file, std::string message) {
    note_file(findings, "reuse.example_shape", file, std::move(message));
}

/// How it is handed over, who gets a copy, and whether a person must decide.
void read_handling_expectations(const std::string& file, const Json& json, Example& example,
                                Findings& findings) {
    example.submission.submitted_on = example.today;
    if (const Json* submission = json.find("submission")) {
        const std::string level = submission->text_at("trust_level");
        example.submission.trust_level = level.empty() ? "00" : level;
        example.submission.account = submission->text_at("account");
        const Json* verified = submission->find("verified");
        if (verified != nullptr && verified->is_object()) {
            for (const Json::Member& member : verified->as_object()) {
                example.submission.verified[member.first] = verified->text_at(member.first);
            }
        }
        const Json* attachments = submission->find("attachments");
        if (attachments != nullptr && attachments->is_int()) {
            example.submission.attachments = attachments->as_int();
        }
    }
    example.automatic = json.text_at("automatic");
    const Json* copies = json.find("copies");
    if (copies == nullptr) {
        return;
    }
    example.copies.emplace();
    if (!copies->is_array()) {
        note_example(findings, file, "\"copies\" must list the ids of the copies; [] for none.");
        return;
    }
    for (const Json& id : copies->as_array()) {
        example.copies->push_back(id.is_string() ? id.as_string() : formats::write_json(id));
    }
}

Example read_example(const std::string& file, const Json& json, Findings& findings) {
    Example example;
    example.name = file.substr(file.find('/') + 1);
    example.name.resize(example.name.size() - std::string_view(".json").size());
    if (const Json* answers = json.find("answers"); answers && answers->is_object()) {
        example.answers = *answers;
    } else {
        note_example(findings, file, "\"answers\" is missing: an object keyed by element ids.");
    }
    const Json* parameters = json.find("parameters");
    example.parameters = parameters != nullptr ? *parameters : Json::object();
    if (!example.parameters.is_object()) {
        note_example(findings, file, "\"parameters\" must be an object of texts by key.");
        example.parameters = Json::object();
    }
    example.today = json.text_at("today");
    if (!parse_date(example.today)) {
        note_example(findings, file, "\"today\" must be a day such as \"2026-11-23\".");
        example.today = "2026-01-01";
    }
    const Json* expected = json.find("findings");
    if (expected == nullptr || !expected->is_array()) {
        note_example(findings, file, "\"findings\" must list the expected findings; [] for none.");
    } else {
        for (const Json& finding : expected->as_array()) {
            const std::string severity = finding.text_at("severity");
            if (!severity.empty() && severity != "fault" && severity != "warning") {
                note_example(findings, file, "\"severity\" must be \"fault\" or \"warning\".");
            }
            example.findings.push_back(
                {finding.text_at("code"), finding.text_at("place"),
                 severity == "warning" ? Severity::Warning : Severity::Fault});
        }
    }
    if (const Json* calculation = json.find("calculation")) {
        example.calculation = *calculation;
    }
    read_handling_expectations(file, json, example, findings);
    return example;
}

bool is_code_list(const std::string& name) {
    return name.starts_with("codelists/") && name.ends_with(".gc.xml");
}

void read_code_lists(const PackageFiles& files, Package& package, Findings& findings) {
    for (const auto& [name, bytes] : files) {
        if (!is_code_list(name)) {
            continue;
        }
        auto list = fim::read_code_list(bytes);
        if (!list) {
            note_error(findings, name, list.error());
            continue;
        }
        for (Finding& finding : list.value().findings) {
            finding.place = place_in(name, finding.place);
            findings.push_back(std::move(finding));
        }
        package.code_lists.push_back(std::move(list).value().value);
    }
}

bool is_known_file(const std::string& name, const ServiceDeclaration& service) {
    static constexpr std::array<std::string_view, 7> single{
        "service.toml",     "schema.xdf.xml", "form.toml",     "rules.json",
        "calculation.json", "bescheid.de.md", "automatic.json"};
    if (std::find(single.begin(), single.end(), name) != single.end() || name == "README.md" ||
        name == "LICENSE" || name.starts_with("evidence/")) {
        return true;
    }
    if (name.starts_with("texts/") && name.ends_with(".toml")) {
        const std::string language = name.substr(6, name.size() - 11);
        return std::find(service.languages.begin(), service.languages.end(), language) !=
               service.languages.end();
    }
    return is_code_list(name) || (name.starts_with("examples/") && name.ends_with(".json"));
}

void read_parts(const PackageFiles& files, Package& package, Findings& findings) {
    const auto schema = files.find("schema.xdf.xml");
    if (schema == files.end()) {
        note_file(findings, "reuse.file_missing", "schema.xdf.xml",
                  "The package has no schema.xdf.xml. Add the XDatenfelder 3.0.0 message.");
    } else {
        package.schema_xml = schema->second;
    }
    read_code_lists(files, package, findings);
    package.form = read_toml(files, "form.toml", findings);
    package.rules = read_json(files, "rules.json", false, findings);
    package.calculation = read_json(files, "calculation.json", false, findings);
    package.bescheid = read_text(files, "bescheid.de.md", findings);
    if (const Json automatic = read_json(files, "automatic.json", false, findings);
        automatic.is_object()) {
        Judged<AutomaticDeclaration> read = read_automatic(automatic);
        append(findings, std::move(read.findings));
        package.automatic = std::move(read.value);
    }
    for (const std::string& language : package.service.languages) {
        const std::string name = "texts/" + language + ".toml";
        if (!files.contains(name)) {
            note_file(findings, "reuse.file_missing", name,
                      "The language '" + language +
                          "' is declared in service.toml, but there is "
                          "no " +
                          name + ".");
            continue;
        }
        package.texts.emplace(language, read_toml(files, name, findings));
    }
}

}  // namespace

bool is_version(std::string_view text) {
    const std::vector<std::string> parts = split(text, '.');
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](const auto& part) {
               return is_digits(part) && part.size() <= 6 && (part.size() == 1 || part[0] != '0');
           });
}

const ParameterDeclaration* ServiceDeclaration::find_parameter(std::string_view key) const {
    for (const auto* list : {&platform_parameters(), &parameters}) {
        for (const ParameterDeclaration& declaration : *list) {
            if (declaration.key == key) {
                return &declaration;
            }
        }
    }
    return nullptr;
}

Result<Judged<Package>> read_package(const PackageFiles& files) {
    const auto service = files.find("service.toml");
    if (service == files.end()) {
        return Error{ErrorKind::Invalid,
                     "reuse.service_missing",
                     "service.toml",
                     {},
                     "There is no service.toml. Name the folder of a package; "
                     "docs/guides/write-a-package.md shows one."};
    }
    Result<Judged<ServiceDeclaration>> declaration = parse_service_toml(service->second);
    if (!declaration) {
        Error error = declaration.take_error();
        error.place = place_in("service.toml", error.place);
        return error;
    }
    Judged<Package> judged;
    Package& package = judged.value;
    package.service = std::move(declaration.value().value);
    judged.findings = std::move(declaration.value().findings);
    read_parts(files, package, judged.findings);
    for (const auto& [name, bytes] : files) {
        if (!is_known_file(name, package.service)) {
            judged.findings.push_back({"reuse.file_unknown",
                                       Severity::Warning,
                                       name,
                                       {},
                                       "Nobody reads this file. Remove it, or declare its "
                                       "language in service.toml."});
        }
        if (name.starts_with("examples/") && name.ends_with(".json")) {
            const Json json = read_json(files, name, true, judged.findings);
            if (json.is_object()) {
                package.examples.push_back(read_example(name, json, judged.findings));
            }
        }
    }
    package.files = files;
    package.hash = hash_files(files);
    return judged;
}

Result<Judged<Package>> read_package(const std::filesystem::path& folder) {
    return read_package(TRY(read_files(folder)));
}

}  // namespace gordion::reuse
