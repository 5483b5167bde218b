// SPDX-License-Identifier: EUPL-1.2
// Forms for the tests of this module.
#pragma once

#include <filesystem>
#include <string>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/schema_reader.hpp"
#include "formats/toml.hpp"
#include "forms/form.hpp"

namespace gordion::forms::testing {

/// A test that cannot go on says why.
template <typename T>
T expect(Result<T> result, const std::filesystem::path& what) {
    if (!result.has_value()) {
        throw Bug(what.string() + ": " + result.error().to_text());
    }
    return std::move(result).value();
}

inline formats::Json read_json(std::string_view text) {
    return expect(formats::parse_json(text), std::string(text));
}

inline std::string load(const std::filesystem::path& path) {
    return expect(load_file(path, limits::xml_bytes), path);
}

inline formats::Json load_toml(const std::filesystem::path& path) {
    return expect(formats::parse_toml(load(path)), path).root;
}

inline fim::Schema load_schema(const std::filesystem::path& path) {
    return expect(fim::read_schema(load(path)), path).value;
}

/// The probe schema of fim, which has every kind of field.
inline FormSource probe_source() {
    FormSource source;
    source.schema = load_schema(GORDION_SOURCE_DIR "/src/fim/testdata/probe.xdf.xml");
    return source;
}

inline FormSource package_source(const std::string& name) {
    const auto folder = std::filesystem::path(GORDION_SOURCE_DIR) / "packages" / name;
    FormSource source;
    source.schema = load_schema(folder / "schema.xdf.xml");
    source.layout = load_toml(folder / "form.toml");
    source.rules = read_json(load(folder / "rules.json"));
    for (const char* language : {"de", "en", "ls"}) {
        const auto path = folder / "texts" / (std::string(language) + ".toml");
        if (std::filesystem::exists(path)) {
            source.texts[language] = load_toml(path);
        }
    }
    return source;
}

inline std::string texts_of(const Findings& findings) {
    std::string all;
    for (const Finding& finding : findings) {
        all += finding.to_text() + "\n";
    }
    return all;
}

/// "forms.required G1.F2" for each, sorted as they came.
inline std::vector<std::string> brief(const Findings& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings) {
        all.push_back(finding.code + " " + finding.place);
    }
    return all;
}

inline std::shared_ptr<const Form> make_form(FormSource source) {
    auto made = Form::make(std::move(source));
    if (made.value == nullptr) {
        throw Bug("the form cannot be made: " + texts_of(made.findings));
    }
    return made.value;
}

inline Date stichtag() {
    return Date::make(2026, 11, 23).value();
}

inline FormContext context() {
    return {nullptr, stichtag()};
}

inline std::vector<std::string> ids_of(const std::vector<PageRef>& pages) {
    std::vector<std::string> ids;
    for (const PageRef& page : pages) {
        ids.push_back(page.id);
    }
    return ids;
}

}  // namespace gordion::forms::testing
