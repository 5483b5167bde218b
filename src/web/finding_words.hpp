// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "forms/form.hpp"
#include "web/texts.hpp"

/// The same words for a finding on pages, in the interface and in the shell.
namespace gordion::web {

/// The package's own text for its codes, else the text of the code; with the question's label.
std::string word_finding(const Texts& texts, std::string_view language, const forms::Form& form,
                         const Finding& finding);

/// A place in a file as people read it: "line 4: G1" → "Zeile 4: G1"; other places as they are.
std::string word_place(const Texts& texts, std::string_view language, std::string_view place);

/// [{"code", "severity", "place", "values", "text"}], for programs.
formats::Json findings_json(const Texts& texts, std::string_view language, const forms::Form& form,
                            const Findings& findings);

}  // namespace gordion::web
