// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/catalogue.hpp"
#include "services/internal/search_words.hpp"

namespace gordion::services::internal {

/// The fields of an entry, as prefixes of its terms. Parts are those of compounds.
namespace field {
inline constexpr std::string_view object = "XO";
inline constexpr std::string_view object_part = "XP";
inline constexpr std::string_view verrichtung = "XV";
inline constexpr std::string_view verrichtung_part = "XW";
inline constexpr std::string_view bundle = "XB";
inline constexpr std::string_view lage = "XL";
inline constexpr std::string_view law = "XG";
}  // namespace field

/// Changes when the terms of an index change, so that older indexes are built anew.
inline constexpr std::string_view index_format = "3";

/// Value of a document: the stems of the object's name, with blanks between.
inline constexpr unsigned name_stems_slot = 0;

/// The folded word parts of compounds.txt: one per line, "#" begins a comment.
std::vector<std::string> read_compounds(std::string_view text);

/// The folder name of the index of this catalogue with these compounds.
std::string index_name(const Catalogue& catalogue, std::string_view compounds_text);

/// Writes the index of a catalogue; document n is the service with number n. Metadata "words" are
/// the folded words of all names, "parts" what a CompoundSplitter is made from. Written beside
/// `path` and renamed, so that an index is there as a whole or not at all. Error code:
/// services.search_build.
Result<void> build_aside(const Catalogue& catalogue, std::string_view compounds_text,
                         const std::filesystem::path& path);

std::string write_words(const std::vector<std::string>& words);
std::vector<std::string> read_words(const std::string& text);

}  // namespace gordion::services::internal
