// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/internal/search_words.hpp"

namespace gordion::services::internal {

/// One entry of data/search/synonyms.toml in stems: a query that holds all stems of one phrase also
/// looks for each meaning.
struct Synonym {
    std::vector<std::vector<std::string>> phrases;
    std::vector<std::vector<std::string>> meanings;
    std::vector<std::string> words;  ///< folded words of the phrases, for mending typing errors
};

/// Error codes: formats.toml_invalid, services.synonyms_invalid (place "line N").
Result<std::vector<Synonym>> read_synonyms(std::string_view toml, const Stemmer& stemmer);

}  // namespace gordion::services::internal
