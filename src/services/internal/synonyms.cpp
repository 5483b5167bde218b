// SPDX-License-Identifier: EUPL-1.2
#include "services/internal/synonyms.hpp"

#include "formats/toml.hpp"

namespace gordion::services::internal {
namespace {

using formats::Json;

Result<std::vector<std::vector<std::string>>> read_phrases(const formats::Toml& toml,
                                                           const Json& entry,
                                                           const std::string& path,
                                                           std::string_view name) {
    const Json* list = entry.find(name);
    if (list == nullptr || !list->is_array() || list->size() == 0) {
        return Error{ErrorKind::Invalid,
                     "services.synonyms_invalid",
                     toml.place(path),
                     {{"key", std::string(name)}},
                     "each [[synonym]] has the lists words and means"};
    }
    std::vector<std::vector<std::string>> phrases;
    for (const Json& phrase : list->as_array()) {
        auto words =
            phrase.is_string() ? telling_words(phrase.as_string()) : std::vector<std::string>{};
        if (words.empty()) {
            return Error{ErrorKind::Invalid,
                         "services.synonyms_invalid",
                         toml.place(path),
                         {{"key", std::string(name)}},
                         "a phrase is a text with at least one telling word"};
        }
        phrases.push_back(std::move(words));
    }
    return phrases;
}

}  // namespace

Result<std::vector<Synonym>> read_synonyms(std::string_view text, const Stemmer& stemmer) {
    const formats::Toml toml = TRY(formats::parse_toml(text));
    std::vector<Synonym> synonyms;
    const Json* list = toml.root.find("synonym");
    if (list != nullptr && !list->is_array()) {
        return Error{ErrorKind::Invalid,
                     "services.synonyms_invalid",
                     toml.place("synonym"),
                     {},
                     "synonyms are written as [[synonym]]"};
    }
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const Json& entry = list->as_array()[i];
        const std::string path = "synonym." + std::to_string(i);
        Synonym synonym;
        for (const auto& words : TRY(read_phrases(toml, entry, path, "words"))) {
            synonym.words.insert(synonym.words.end(), words.begin(), words.end());
            synonym.phrases.push_back(stemmer.stems(words));
        }
        for (const auto& words : TRY(read_phrases(toml, entry, path, "means"))) {
            synonym.meanings.push_back(stemmer.stems(words));
        }
        synonyms.push_back(std::move(synonym));
    }
    return synonyms;
}

}  // namespace gordion::services::internal
