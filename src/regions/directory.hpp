// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.hpp"
#include "regions/region.hpp"

namespace gordion::regions {

/// How a place was found, best first.
enum class PlaceMatch { Exact, Prefix, Word, Typo };

struct PlaceHit {
    const Region* region = nullptr;  ///< lives as long as the Directory
    std::string kreis_name;          ///< "Landkreis Fulda"; tells places of the same name apart
    std::string land_name;
    PlaceMatch match = PlaceMatch::Exact;
    int score = 0;  ///< higher is better; comparable within one answer only
};

struct DirectoryCounts {
    std::int64_t laender = 0;
    std::int64_t regierungsbezirk_count = 0;
    std::int64_t kreise = 0;
    std::int64_t verbaende = 0;  ///< keys of Verbände, also of municipalities without one
    std::int64_t administrations = 0;
    std::int64_t municipalities = 0;  ///< without the unincorporated areas
    std::int64_t unincorporated = 0;
    std::int64_t population = 0;
    bool operator==(const DirectoryCounts&) const = default;
};

/// A postcode and a municipality (AGS, eight digits) in which it delivers.
struct PostcodePair {
    std::string postcode;
    std::string ags;
    auto operator<=>(const PostcodePair&) const = default;
};

/// What a Directory is made from.
struct DirectoryContent {
    Date date;  ///< Gebietsstand
    std::vector<Region> regions;
    std::vector<PostcodePair> postcodes;
};

/// All of Germany at one date, in memory: who lies in whom, who administers whom, and finding a
/// place by what people type. Immutable; shared between threads without locks. A newer directory is
/// a new object, so hold the shared_ptr for as long as you hold pointers into it.
class Directory {
public:
    /// The Bund ("00") is added if it is absent. Regions in any order; the later of two with the
    /// same number is dropped, and so is a postcode whose municipality is not there.
    static std::shared_ptr<const Directory> make(DirectoryContent content);
    ~Directory();
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    /// The region with exactly this number, or nullptr. A number padded with zeros to 12 digits
    /// finds the higher region ("010000000000" → Land 01) where no municipality has it.
    [[nodiscard]] const Region* find(std::string_view ars) const;
    /// The municipality with this eight-digit AGS, or nullptr.
    [[nodiscard]] const Region* find_by_ags(std::string_view ags) const;
    /// The regions around it, most specific first, the Bund last; without the region itself. A
    /// Regierungsbezirk appears only where the Land has them.
    [[nodiscard]] std::vector<const Region*> parents(std::string_view ars) const;
    /// The region around it (or itself) on that level, or nullptr.
    [[nodiscard]] const Region* ancestor(std::string_view ars, RegionLevel level) const;

    /// Who administers the municipality with this 12-digit number, or the administration that this
    /// 9-digit number names. Nothing for unknown numbers and unincorporated areas.
    [[nodiscard]] std::optional<Administration> administration_of(std::string_view ars) const;
    [[nodiscard]] bool is_administration(const TenantId& tenant) const;
    /// All 4,389, in the order of their numbers.
    [[nodiscard]] std::vector<Administration> administrations() const;
    /// The municipalities inside a region or tenant, in the order of their numbers; without the
    /// unincorporated areas. For the Bund: all of them.
    [[nodiscard]] std::vector<const Region*> municipalities_of(std::string_view ars) const;
    [[nodiscard]] std::vector<const Region*> municipalities_of(const TenantId& tenant) const {
        return municipalities_of(tenant.value);
    }

    /// Municipalities in which the postcode delivers, largest first.
    [[nodiscard]] std::vector<const Region*> find_by_postcode(std::string_view postcode) const;
    /// Municipalities for what a person typed: a postcode, the beginning of one (three digits or
    /// more), a name in any spelling, a name with a hint ("Neustadt Hessen", "Neustadt an der
    /// Weinstraße"), postcode and name. Best match first, then the larger place.
    [[nodiscard]] std::vector<PlaceHit> search(std::string_view text, std::size_t limit) const;

    [[nodiscard]] Date date() const;
    [[nodiscard]] const DirectoryCounts& counts() const;

private:
    struct Data;
    explicit Directory(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace gordion::regions
