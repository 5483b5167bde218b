// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "app/copies.hpp"
#include "reuse/bescheid.hpp"

namespace gordion::app {

/// The readable copy of what is handed over: all questions with their answers, and who else
/// receives a part of them, as a tagged PDF.
Result<std::string> make_copy(Modules& in, const Draft& draft, const formats::Json& fachdaten,
                              const std::vector<ShownCopy>& receivers);

/// What a decision puts on paper.
struct BescheidFacts {
    const reuse::LoadedPackage* package = nullptr;
    reuse::LetterFacts letter;
    Authority authority;
    std::string service_name;
};

/// The Bescheid from the package's template, as a letter by DIN 5008, tagged (PDF/UA-1). Error
/// codes: those of reuse::render_bescheid and documents.
Result<std::string> make_bescheid(Modules& in, const BescheidFacts& facts);

}  // namespace gordion::app
