// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/finding.hpp"
#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::web {

/// The languages of the pages: German, English, Leichte Sprache. What is missing in one falls back
/// to German.
inline const std::vector<std::string_view> languages{"de", "en", "ls"};

/// Everything that pages say, keyed by dotted code ("routing.no_destination", "search.title"), from
/// texts/<language>/*.toml. Texts hold {name} for values. Immutable; shared between threads.
class Texts {
public:
    /// From the files built into the program. Error code: web.texts_invalid (place: file and line).
    static Result<Texts> load();

    /// The text with its values put in; a code that nobody wrote a text for is shown as it is, and
    /// a test finds it.
    [[nodiscard]] std::string text(std::string_view language, std::string_view code,
                                   const Values& values = {}) const;
    [[nodiscard]] bool has(std::string_view language, std::string_view code) const;
    /// What a person reads for an error: the text of its code, or of its kind ("kind.not_found").
    /// Where the language has no text for the code, the kind speaks for it, except for Invalid and
    /// Conflict: there the German text says what to change.
    [[nodiscard]] std::string error_text(std::string_view language, const Error& error) const;
    /// All texts of a language as nested objects, under "t", for templates: {{t.search.title}}.
    [[nodiscard]] const formats::Json& for_templates(std::string_view language) const;

private:
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> texts_;
    std::map<std::string, formats::Json, std::less<>> nested_;
};

/// "Hallo {name}" with {"name", "Welt"} → "Hallo Welt". Unknown names stay as they are.
std::string fill(std::string_view text, const Values& values);

}  // namespace gordion::web
