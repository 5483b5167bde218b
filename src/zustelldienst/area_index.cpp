// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/area_index.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"

namespace gordion::zustelldienst {
namespace {

using regions::Region;
using regions::RegionLevel;

constexpr std::size_t most_expressions = 10;
constexpr std::size_t longest_expression = 200;
constexpr std::size_t shortest_piece = 2;
constexpr std::size_t most_postcode_hits = 2'000;

// Pieces between stars; a piece at the beginning or end without a star keeps to a word's bounds.
struct Pattern {
    std::vector<std::string> pieces;
    std::string postcode;  ///< digits only
    bool is_open = false;  ///< a star behind
};

Error wrong_expression() {
    return {ErrorKind::Invalid,
            "zustelldienst.area_expression",
            "areaSearchexpression",
            {},
            "One to ten search expressions: names or postcodes, with * between pieces of at least "
            "two characters."};
}

Result<Pattern> read_pattern(std::string_view text) {
    if (text.size() > longest_expression || text.find("**") != std::string_view::npos) {
        return wrong_expression();
    }
    Pattern pattern;
    pattern.is_open = text.ends_with('*');
    const bool begins_open = text.starts_with('*');
    const std::vector<std::string> parts = split(text, '*');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty()) {
            continue;
        }
        if (count_characters(parts[i]) < shortest_piece) {
            return wrong_expression();
        }
        std::string piece = fold_german(parts[i]);
        if (i == 0) {
            piece = " " + piece;
        }
        if (i + 1 == parts.size()) {
            piece += " ";
        }
        pattern.pieces.push_back(std::move(piece));
    }
    if (pattern.pieces.empty()) {
        return wrong_expression();
    }
    const std::string_view digits = text.substr(0, text.size() - (pattern.is_open ? 1 : 0));
    if (!begins_open && is_digits(digits)) {
        pattern.postcode = std::string(digits);
    }
    return pattern;
}

bool fits(const Pattern& pattern, std::string_view words) {
    std::size_t from = 0;
    for (const std::string& piece : pattern.pieces) {
        const std::size_t found = words.find(piece, from);
        if (found == std::string_view::npos) {
            return false;
        }
        // The blank at the end of one piece may be the one at the beginning of the next word.
        from = found + piece.size() - (piece.ends_with(' ') ? 1 : 0);
    }
    return true;
}

std::set<const Region*> find_by_postcode(const regions::Directory& directory,
                                         const Pattern& pattern) {
    std::set<const Region*> found;
    if (!pattern.is_open) {
        const auto here = directory.find_by_postcode(pattern.postcode);
        found.insert(here.begin(), here.end());
    } else {
        for (const auto& hit : directory.search(pattern.postcode, most_postcode_hits)) {
            found.insert(hit.region);
        }
    }
    return found;
}

// A municipality that administers itself is in the directory twice, under the same name.
bool is_twin(const regions::Directory& directory, const Region& region) {
    if (region.level != RegionLevel::Verband) {
        return false;
    }
    const auto inside = directory.municipalities_of(region.ars);
    return inside.size() == 1 && inside.front()->name == region.name;
}

}  // namespace

AreaIndex::AreaIndex(std::shared_ptr<const regions::Directory> directory)
    : directory_(std::move(directory)) {
    std::set<const Region*> all;
    for (const Region* municipality : directory_->municipalities_of("00")) {
        all.insert(municipality);
        for (const Region* parent : directory_->parents(municipality->ars)) {
            all.insert(parent);
        }
    }
    for (const Region* region : all) {
        if (!is_twin(*directory_, *region)) {
            entries_.push_back({region, " " + fold_german(region->name) + " "});
        }
    }
    std::ranges::sort(entries_, [](const Entry& left, const Entry& right) {
        return left.region->population != right.region->population
                   ? left.region->population > right.region->population
                   : left.region->ars < right.region->ars;
    });
}

Result<AreaPage> AreaIndex::search(const std::vector<std::string_view>& expressions,
                                   const Page& page) const {
    if (expressions.empty() || expressions.size() > most_expressions) {
        return wrong_expression();
    }
    std::vector<Pattern> names;
    std::vector<std::set<const Region*>> postcodes;
    for (const std::string_view expression : expressions) {
        Pattern pattern = TRY(read_pattern(expression));
        if (pattern.postcode.empty()) {
            names.push_back(std::move(pattern));
        } else {
            postcodes.push_back(find_by_postcode(*directory_, pattern));
        }
    }
    AreaPage found;
    for (const Entry& entry : entries_) {
        const bool hit = std::ranges::all_of(
                             names, [&](const Pattern& name) { return fits(name, entry.words); }) &&
                         std::ranges::all_of(postcodes, [&](const auto& regions) {
                             return regions.contains(entry.region);
                         });
        if (!hit) {
            continue;
        }
        const std::size_t place = found.total++;
        if (place >= page.offset && place - page.offset < page.limit) {
            found.areas.push_back(
                {entry.region->ars, entry.region->name, regions::kind_name(*entry.region)});
        }
    }
    return found;
}

std::optional<std::string> AreaIndex::ars_of(std::string_view ags) const {
    const Region* region = directory_->find_by_ags(ags);
    return region == nullptr ? std::nullopt : std::optional(region->ars);
}

}  // namespace gordion::zustelldienst
