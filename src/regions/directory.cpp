// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/text.hpp"
#include "regions/internal/place_index.hpp"

namespace gordion::regions {
namespace {

using Number = std::uint32_t;

Number to_number(std::string_view digits) {
    Number number = 0;
    for (const char c : digits) {
        number = number * 10 + static_cast<Number>(c - '0');
    }
    return number;
}

bool is_postcode(std::string_view text) {
    return text.size() == 5 && is_digits(text);
}

}  // namespace

struct Directory::Data {
    Date date;
    // Sorted by number, so that the parts of a region follow it: "01", "01054", "010545459", …
    std::vector<Region> regions;
    std::vector<std::pair<Number, std::uint32_t>> by_ags;
    // Sorted by postcode, then by population downwards.
    std::vector<std::pair<Number, std::uint32_t>> by_postcode;
    std::vector<Administration> administrations;  // sorted by id
    std::unique_ptr<internal::PlaceIndex> places;
    DirectoryCounts counts;

    [[nodiscard]] const Region* find(std::string_view ars) const {
        const auto at = std::lower_bound(
            regions.begin(), regions.end(), ars,
            [](const Region& region, std::string_view text) { return region.ars < text; });
        return at != regions.end() && at->ars == ars ? &*at : nullptr;
    }

    [[nodiscard]] std::span<const Region> inside(std::string_view ars) const {
        const auto begins_lower = [](const Region& region, std::string_view text) {
            return std::string_view(region.ars).substr(0, text.size()) < text;
        };
        const auto begins_higher = [](std::string_view text, const Region& region) {
            return text < std::string_view(region.ars).substr(0, text.size());
        };
        const auto first = std::lower_bound(regions.begin(), regions.end(), ars, begins_lower);
        const auto last = std::upper_bound(first, regions.end(), ars, begins_higher);
        return {first, last};
    }

    void take_regions(std::vector<Region> taken);
    void take_postcodes(const std::vector<PostcodePair>& pairs);
    void list_administrations();
    void build_index();
    void count();
    [[nodiscard]] Administration describe(const Region& verband) const;
    [[nodiscard]] std::vector<PlaceHit> in_postcodes(std::string_view digits) const;
    [[nodiscard]] PlaceHit hit(const Region& region, PlaceMatch match, int score) const;
};

void Directory::Data::take_regions(std::vector<Region> taken) {
    regions = std::move(taken);
    const auto lower = [](const Region& left, const Region& right) { return left.ars < right.ars; };
    std::stable_sort(regions.begin(), regions.end(), lower);
    const auto same = [](const Region& left, const Region& right) { return left.ars == right.ars; };
    regions.erase(std::unique(regions.begin(), regions.end(), same), regions.end());
    if (find("00") == nullptr) {
        Region bund{"00", RegionLevel::Bund, "Bund", "Berlin", {}, 0, 0, {}};
        for (const Region& region : regions) {
            if (region.level == RegionLevel::Land) {
                bund.population += region.population;
                bund.area_km2 += region.area_km2;
            }
        }
        regions.insert(std::lower_bound(regions.begin(), regions.end(), bund, lower), bund);
    }
    regions.shrink_to_fit();
    for (std::size_t i = 0; i < regions.size(); ++i) {
        if (regions[i].level == RegionLevel::Gemeinde) {
            by_ags.emplace_back(to_number(ags_of(regions[i].ars)), static_cast<std::uint32_t>(i));
        }
    }
    std::sort(by_ags.begin(), by_ags.end());
}

void Directory::Data::take_postcodes(const std::vector<PostcodePair>& pairs) {
    by_postcode.reserve(pairs.size());
    for (const PostcodePair& pair : pairs) {
        if (!is_postcode(pair.postcode) || !is_digits(pair.ags)) {
            continue;
        }
        const std::pair<Number, std::uint32_t> key{to_number(pair.ags), 0};
        const auto at = std::lower_bound(by_ags.begin(), by_ags.end(), key);
        if (at != by_ags.end() && at->first == key.first) {
            by_postcode.emplace_back(to_number(pair.postcode), at->second);
        }
    }
    std::sort(by_postcode.begin(), by_postcode.end(), [&](const auto& left, const auto& right) {
        if (left.first != right.first) {
            return left.first < right.first;
        }
        const auto l = regions[left.second].population;
        const auto r = regions[right.second].population;
        return l != r ? l > r : left.second < right.second;
    });
    by_postcode.erase(std::unique(by_postcode.begin(), by_postcode.end()), by_postcode.end());
}

Administration Directory::Data::describe(const Region& verband) const {
    Administration found;
    found.id = TenantId{verband.ars};
    found.name = full_name(verband);
    found.kind_name = kind_name(verband);
    found.seat = verband.seat;
    found.population = verband.population;
    found.directory_date = date;
    if (verband.ars[5] == '0') {
        for (const Region& region : inside(verband.ars)) {
            if (region.level == RegionLevel::Gemeinde) {
                found.postcode = region.postcode;
                found.name = full_name(region);
                found.kind_name = kind_name(region);
                found.seat = short_name(region);
            }
        }
        return found;
    }
    // The town hall's town is a municipality of the Verband, of the Kreis, or – where the Verband
    // has its office in a Stadt that is a Kreis itself – of the Land. "Sylt/Westerland" is in Sylt.
    const std::string town = found.seat.substr(0, found.seat.find_first_of("/,"));
    for (const std::size_t length : {9U, 5U, 2U}) {
        for (const Region& region : inside(std::string_view(verband.ars).substr(0, length))) {
            if (region.level == RegionLevel::Gemeinde &&
                (short_name(region) == found.seat || short_name(region) == town)) {
                found.postcode = region.postcode;
                return found;
            }
        }
    }
    return found;
}

void Directory::Data::list_administrations() {
    for (const Region& region : regions) {
        if (region.level == RegionLevel::Verband && !is_unincorporated(region)) {
            administrations.push_back(describe(region));
        }
    }
    administrations.shrink_to_fit();
}

void Directory::Data::build_index() {
    std::vector<internal::IndexedPlace> indexed;
    indexed.reserve(by_ags.size());
    std::string_view kreis;
    std::string hints;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const Region& region = regions[i];
        if (region.level != RegionLevel::Gemeinde || is_unincorporated(region)) {
            continue;
        }
        if (std::string_view(region.ars).substr(0, 5) != kreis) {
            kreis = std::string_view(region.ars).substr(0, 5);
            const Region* around = find(kreis);
            const Region* land = find(kreis.substr(0, 2));
            hints = (around != nullptr ? short_name(*around) : std::string{}) + " " +
                    (land != nullptr ? land->name : std::string{});
        }
        indexed.push_back(
            {static_cast<std::uint32_t>(i), short_name(region), hints, region.population});
    }
    places = std::make_unique<internal::PlaceIndex>(indexed);
}

void Directory::Data::count() {
    for (const Region& region : regions) {
        counts.laender += region.level == RegionLevel::Land ? 1 : 0;
        counts.regierungsbezirk_count += region.level == RegionLevel::Regierungsbezirk ? 1 : 0;
        counts.kreise += region.level == RegionLevel::Kreis ? 1 : 0;
        counts.verbaende += region.level == RegionLevel::Verband ? 1 : 0;
        if (region.level == RegionLevel::Gemeinde) {
            ++(is_unincorporated(region) ? counts.unincorporated : counts.municipalities);
            counts.population += region.population;
        }
    }
    counts.administrations = static_cast<std::int64_t>(administrations.size());
}

PlaceHit Directory::Data::hit(const Region& region, PlaceMatch match, int score) const {
    PlaceHit made{&region, {}, {}, match, score};
    if (const Region* kreis = find(std::string_view(region.ars).substr(0, 5))) {
        made.kreis_name = full_name(*kreis);
    }
    if (const Region* land = find(std::string_view(region.ars).substr(0, 2))) {
        made.land_name = land->name;
    }
    return made;
}

std::vector<PlaceHit> Directory::Data::in_postcodes(std::string_view digits) const {
    Number first = to_number(digits);
    Number last = first;
    for (std::size_t i = digits.size(); i < 5; ++i) {
        first = first * 10;
        last = last * 10 + 9;
    }
    auto at = std::lower_bound(by_postcode.begin(), by_postcode.end(),
                               std::pair<Number, std::uint32_t>{first, 0},
                               [](const auto& l, const auto& r) { return l.first < r.first; });
    std::vector<std::uint32_t> found;
    for (; at != by_postcode.end() && at->first <= last; ++at) {
        if (std::find(found.begin(), found.end(), at->second) == found.end()) {
            found.push_back(at->second);
        }
    }
    std::vector<PlaceHit> hits;
    for (const std::uint32_t region : found) {
        const auto match = digits.size() == 5 ? PlaceMatch::Exact : PlaceMatch::Prefix;
        hits.push_back(hit(regions[region], match, static_cast<int>(regions[region].population)));
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const PlaceHit& l, const PlaceHit& r) { return l.score > r.score; });
    return hits;
}

std::shared_ptr<const Directory> Directory::make(DirectoryContent content) {
    auto data = std::make_unique<Data>();
    data->date = content.date;
    data->take_regions(std::move(content.regions));
    data->take_postcodes(content.postcodes);
    data->list_administrations();
    data->build_index();
    data->count();
    return std::shared_ptr<const Directory>(new Directory(std::move(data)));
}

Directory::Directory(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Directory::~Directory() = default;

const Region* Directory::find(std::string_view ars) const {
    if (const Region* found = data_->find(ars)) {
        return found;
    }
    if (ars.size() != 12 || !is_digits(ars)) {
        return nullptr;
    }
    for (const std::size_t length : {9U, 5U, 3U, 2U}) {
        if (ars.find_first_not_of('0', length) == std::string_view::npos) {
            if (const Region* found = data_->find(ars.substr(0, length))) {
                return found;
            }
        }
    }
    return nullptr;
}

const Region* Directory::find_by_ags(std::string_view ags) const {
    if (ags.size() != 8 || !is_digits(ags)) {
        return nullptr;
    }
    const std::pair<Number, std::uint32_t> key{to_number(ags), 0};
    const auto at = std::lower_bound(data_->by_ags.begin(), data_->by_ags.end(), key);
    return at != data_->by_ags.end() && at->first == key.first ? &data_->regions[at->second]
                                                               : nullptr;
}

std::vector<const Region*> Directory::parents(std::string_view ars) const {
    std::vector<const Region*> found;
    for (const std::size_t length : {9U, 5U, 3U, 2U}) {
        if (length < ars.size()) {
            if (const Region* region = data_->find(ars.substr(0, length))) {
                found.push_back(region);
            }
        }
    }
    if (ars != "00") {
        found.push_back(data_->find("00"));
    }
    return found;
}

const Region* Directory::ancestor(std::string_view ars, RegionLevel level) const {
    constexpr std::array<std::size_t, 6> lengths{2, 2, 3, 5, 9, 12};
    if (level == RegionLevel::Bund) {
        return data_->find("00");
    }
    const std::size_t length = lengths.at(static_cast<std::size_t>(level));
    return ars.size() < length ? nullptr : data_->find(ars.substr(0, length));
}

std::optional<Administration> Directory::administration_of(std::string_view ars) const {
    if (data_->find(ars) == nullptr || ars.size() < 9) {
        return std::nullopt;
    }
    const std::string_view id = ars.substr(0, 9);
    const auto& all = data_->administrations;
    const auto at = std::lower_bound(
        all.begin(), all.end(), id,
        [](const Administration& one, std::string_view text) { return one.id.value < text; });
    return at != all.end() && at->id.value == id ? std::optional(*at) : std::nullopt;
}

bool Directory::is_administration(const TenantId& tenant) const {
    const Region* region = data_->find(tenant.value);
    return region != nullptr && region->level == RegionLevel::Verband &&
           !is_unincorporated(*region);
}

std::vector<Administration> Directory::administrations() const {
    return data_->administrations;
}

std::vector<const Region*> Directory::municipalities_of(std::string_view ars) const {
    std::vector<const Region*> found;
    if (data_->find(ars) == nullptr) {
        return found;
    }
    for (const Region& region : data_->inside(ars == "00" ? std::string_view{} : ars)) {
        if (region.level == RegionLevel::Gemeinde && !is_unincorporated(region)) {
            found.push_back(&region);
        }
    }
    return found;
}

std::vector<const Region*> Directory::find_by_postcode(std::string_view postcode) const {
    std::vector<const Region*> found;
    if (!is_postcode(postcode)) {
        return found;
    }
    const Number number = to_number(postcode);
    auto at = std::lower_bound(data_->by_postcode.begin(), data_->by_postcode.end(),
                               std::pair<Number, std::uint32_t>{number, 0},
                               [](const auto& l, const auto& r) { return l.first < r.first; });
    for (; at != data_->by_postcode.end() && at->first == number; ++at) {
        found.push_back(&data_->regions[at->second]);
    }
    return found;
}

std::vector<PlaceHit> Directory::search(std::string_view text, std::size_t limit) const {
    std::string digits;
    std::string name;
    for (const std::string& word : split(fold_german(text.substr(0, 200)), ' ')) {
        if (is_digits(word) && word.size() >= 3 && word.size() <= 5 && digits.empty()) {
            digits = word;
        } else if (word != "d" || digits.empty()) {
            name += word + " ";
        }
    }
    std::vector<PlaceHit> inside =
        digits.empty() ? std::vector<PlaceHit>{} : data_->in_postcodes(digits);
    // Without the folding, so that "St." and "a.d." are still seen as what they are.
    const std::string_view asked = digits.empty() ? text : std::string_view(name);
    const std::size_t wide = digits.empty() ? limit : 500;
    std::vector<PlaceHit> named;
    for (const internal::FoundPlace& place : data_->places->search(asked, wide)) {
        const Region& region = data_->regions[place.region];
        const bool fits = inside.empty() ||
                          std::any_of(inside.begin(), inside.end(),
                                      [&](const PlaceHit& one) { return one.region == &region; });
        if (fits) {
            named.push_back(data_->hit(region, place.match, place.score));
        }
    }
    auto& best = named.empty() ? inside : named;
    best.resize(std::min(best.size(), limit));
    return best;
}

Date Directory::date() const {
    return data_->date;
}
const DirectoryCounts& Directory::counts() const {
    return data_->counts;
}

}  // namespace gordion::regions
