// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory_reader.hpp"

#include <array>
#include <charconv>
#include <set>
#include <string>
#include <unordered_map>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "regions/internal/gv100_record.hpp"

namespace gordion::regions {
namespace {

using namespace internal;

constexpr std::size_t probed_lines = 50;

std::int64_t parse_number(std::string_view digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

class Reader {
public:
    explicit Reader(bool latin1) : latin1_(latin1) {}

    void read_line(std::string_view line, std::size_t number) {
        place_ = "line " + std::to_string(number);
        const std::string converted = latin1_ ? latin1_to_utf8(line) : std::string{};
        const Record record = cut_record(latin1_ ? std::string_view(converted) : line);
        ++draft_.records;
        const std::string_view type = record.at(Type);
        if (type == "30") {
            ++draft_.planning_regions;
            return;
        }
        const auto level = level_of_type(type);
        if (!level) {
            return add("regions.record_type", Severity::Fault, {{"type", printable(type)}},
                       "a record begins with 10, 20, 30, 40, 50 or 60");
        }
        if (!has_length(record, *level) || !has_date(record)) {
            return;
        }
        read_region(record, *level);
    }

    Judged<GvDraft> finish() {
        check_hierarchy();
        sum_up();
        if (left_out_ > 0) {
            findings_.push_back({"regions.more_findings",
                                 Severity::Note,
                                 {},
                                 {{"count", std::to_string(left_out_)}},
                                 "there are more findings, which are not listed"});
        }
        return {std::move(draft_), std::move(findings_)};
    }

private:
    void add(std::string_view code, Severity severity, Values values, std::string_view message) {
        if (findings_.size() >= limits::findings) {
            ++left_out_;
            return;
        }
        findings_.push_back(
            {std::string(code), severity, place_, std::move(values), std::string(message)});
    }

    // Foreign bytes that go into a message: short, and without control characters.
    static std::string printable(std::string_view text) {
        std::string shown;
        for (const char c : text.substr(0, 60)) {
            shown += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
        }
        return shown;
    }

    bool has_length(const Record& record, RegionLevel level) {
        // Editors cut blanks at the end of a line; what the level needs must still be there.
        const std::size_t needed = level == RegionLevel::Gemeinde ? columns[Postcode].to
                                   : level >= RegionLevel::Kreis  ? columns[Kind].to
                                                                  : columns[Name].from + 1;
        if (record.characters == record_characters) {
            return true;
        }
        const Values values{{"characters", std::to_string(record.characters)},
                            {"expected", std::to_string(record_characters)}};
        if (record.characters < needed || record.characters > record_characters) {
            add("regions.record_length", Severity::Fault, values,
                "the record is cut off or too long and was left out");
            return false;
        }
        add("regions.record_length", Severity::Note, values,
            "blanks at the end of the record are missing; it was read all the same");
        return true;
    }

    bool has_date(const Record& record) {
        const std::string_view day = record.fields[Day];
        const auto date = day.size() == 8 && is_digits(day)
                              ? Date::make(static_cast<int>(parse_number(day.substr(0, 4))),
                                           static_cast<unsigned>(parse_number(day.substr(4, 2))),
                                           static_cast<unsigned>(parse_number(day.substr(6, 2))))
                              : Result<Date>(Error{});
        if (!date) {
            add("regions.record_date", Severity::Fault, {{"date", printable(day)}},
                "the record has no valid date (YYYYMMDD) and was left out");
            return false;
        }
        if (!has_date_) {
            draft_.date = date.value();
            has_date_ = true;
        } else if (date.value() != draft_.date) {
            add("regions.record_date", Severity::Warning,
                {{"date", date.value().to_iso()}, {"expected", draft_.date.to_iso()}},
                "the record has another date than the first one; it was read all the same");
        }
        return true;
    }

    bool is_field(bool good, std::string_view field, std::string_view value) {
        if (!good) {
            add("regions.record_field", Severity::Fault,
                {{"field", std::string(field)}, {"value", printable(value)}},
                "the field has no valid value; the record was left out");
        }
        return good;
    }

    void read_region(const Record& record, RegionLevel level) {
        const std::string_view key = record.at(Key);
        const std::string_view verband = record.at(Verband);
        Region region;
        region.level = level;
        constexpr std::array<std::size_t, 6> key_lengths{0, 2, 3, 5, 5, 8};
        if (!is_field(
                is_digits(key) && key.size() == key_lengths.at(static_cast<std::size_t>(level)),
                "key", record.fields[Key])) {
            return;
        }
        region.ars = std::string(key.substr(0, 5));
        if (level >= RegionLevel::Verband) {
            if (!is_field(is_digits(verband) && verband.size() == 4, "verband",
                          record.fields[Verband])) {
                return;
            }
            region.ars += std::string(verband) + std::string(key.substr(5));
        }
        region.name = std::string(record.at(Name));
        region.seat = std::string(record.at(Seat));
        region.kind = std::string(record.at(Kind));
        if (!is_field(!region.name.empty(), "name", {}) || !read_figures(record, region)) {
            return;
        }
        if (!seen_.emplace(region.ars, draft_.regions.size()).second) {
            return add("regions.duplicate", Severity::Fault, {{"ars", region.ars}},
                       "this number occurred before; the later record was left out");
        }
        lines_.push_back(place_);
        draft_.regions.push_back(std::move(region));
    }

    bool read_figures(const Record& record, Region& region) {
        if (region.level >= RegionLevel::Kreis &&
            !is_field(is_digits(region.kind) && region.kind.size() == 2, "kind", region.kind)) {
            return false;
        }
        if (region.level != RegionLevel::Gemeinde) {
            return true;
        }
        const std::string_view area = record.at(AreaHa);
        const std::string_view population = record.at(Population);
        if (!is_field(is_digits(area), "area", area) ||
            !is_field(is_digits(population), "population", population)) {
            return false;
        }
        region.area_km2 = static_cast<double>(parse_number(area)) / 100.0;
        region.population = parse_number(population);
        // Uninhabited areas have no postcode.
        const std::string_view postcode = record.at(Postcode);
        region.postcode = is_digits(postcode) ? std::string(postcode) : std::string{};
        return true;
    }

    // A third digit of 0 says that the Land has no Regierungsbezirke; unincorporated waters lie in
    // no Kreis (07000…, 13000…).
    static bool may_be_absent(std::string_view ars, std::string_view above) {
        return above.substr(2) == "0" || (above.substr(2) == "000" && ars.substr(5, 1) == "9");
    }

    // Every region must lie in regions that are there, and every higher region must have parts.
    void check_hierarchy() {
        std::set<std::string_view> with_parts;
        for (std::size_t i = 0; i < draft_.regions.size(); ++i) {
            const std::string_view ars = draft_.regions[i].ars;
            place_ = lines_[i];
            for (const std::size_t length : {2U, 3U, 5U, 9U}) {
                if (length >= ars.size()) {
                    break;
                }
                const std::string_view above = ars.substr(0, length);
                with_parts.insert(above);
                if (seen_.count(std::string(above)) == 0 && !may_be_absent(ars, above)) {
                    add("regions.parent_missing", Severity::Fault,
                        {{"ars", std::string(ars)}, {"parent", std::string(above)}},
                        "the region around this one has no record in the file");
                }
            }
        }
        check_parts(with_parts);
    }

    void check_parts(const std::set<std::string_view>& with_parts) {
        for (std::size_t i = 0; i < draft_.regions.size(); ++i) {
            const Region& region = draft_.regions[i];
            if (region.level != RegionLevel::Gemeinde && with_parts.count(region.ars) == 0) {
                place_ = lines_[i];
                add("regions.part_missing", Severity::Fault, {{"ars", region.ars}},
                    "the region has no parts; the file is incomplete");
            }
        }
        place_.clear();
        for (int land = 1; land <= 16; ++land) {
            const std::string number = (land < 10 ? "0" : "") + std::to_string(land);
            if (seen_.count(number) == 0) {
                add("regions.part_missing", Severity::Fault, {{"ars", number}},
                    "this Land is not in the file; the file is incomplete");
            }
        }
    }

    void sum_up() {
        DirectoryCounts& counts = draft_.counts;
        for (std::size_t i = 0; i < draft_.regions.size(); ++i) {
            const Region region = draft_.regions[i];
            switch (region.level) {
                case RegionLevel::Land:
                    ++counts.laender;
                    break;
                case RegionLevel::Regierungsbezirk:
                    ++counts.regierungsbezirk_count;
                    break;
                case RegionLevel::Kreis:
                    ++counts.kreise;
                    break;
                case RegionLevel::Verband:
                    ++counts.verbaende;
                    counts.administrations += is_unincorporated(region) ? 0 : 1;
                    break;
                default:
                    ++(is_unincorporated(region) ? counts.unincorporated : counts.municipalities);
                    counts.population += region.population;
                    add_to_parents(region);
            }
        }
    }

    void add_to_parents(const Region& part) {
        for (const std::size_t length : {2U, 3U, 5U, 9U}) {
            const auto above = seen_.find(part.ars.substr(0, length));
            if (above != seen_.end()) {
                draft_.regions[above->second].population += part.population;
                draft_.regions[above->second].area_km2 += part.area_km2;
            }
        }
    }

    bool latin1_;
    bool has_date_ = false;
    GvDraft draft_;
    Findings findings_;
    std::size_t left_out_ = 0;
    std::string place_;
    std::vector<std::string> lines_;  // place of each region of the draft
    std::unordered_map<std::string, std::size_t> seen_;
};

// Calls back for every line that is not blank, with its number; stops where false is returned.
template <typename Function>
void for_each_line(std::string_view bytes, Function&& function) {
    std::size_t number = 0;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        ++number;
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        if (!trim(line).empty() && !function(line, number)) {
            return;
        }
    }
}

// How a foreign file begins, fit for a message.
std::string beginning(std::string_view bytes) {
    std::string shown;
    for (const char c : bytes.substr(0, 40)) {
        shown += c >= 0x20 && c < 0x7F ? c : '.';
    }
    return shown;
}

bool is_directory(std::string_view bytes) {
    if (bytes.substr(0, 65536).find('\0') != std::string_view::npos) {
        return false;
    }
    std::size_t probed = 0;
    bool found = false;
    for_each_line(bytes, [&](std::string_view line, std::size_t) {
        found = found || looks_like_record(line);
        return !found && ++probed < probed_lines;
    });
    return found;
}

}  // namespace

Result<Judged<GvDraft>> read_gv100(std::string_view bytes) {
    if (bytes.size() > limits::directory_bytes) {
        return Error{ErrorKind::TooLarge,
                     "regions.directory_too_large",
                     {},
                     {{"bytes", std::to_string(bytes.size())},
                      {"limit", std::to_string(limits::directory_bytes)}},
                     "a municipality directory is never that large; nothing was read"};
    }
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
        bytes.remove_prefix(3);
    }
    if (trim(bytes).empty()) {
        return Error{ErrorKind::Invalid,
                     "regions.directory_empty",
                     {},
                     {},
                     "the file is empty; expected is a GV100AD file of the Federal Statistical "
                     "Office"};
    }
    if (!is_directory(bytes)) {
        return Error{ErrorKind::Invalid,
                     "regions.not_a_directory",
                     "line 1",
                     {{"line", beginning(bytes)}},
                     "this is no municipality directory: expected are lines of 220 characters that "
                     "begin with 10, 20, 30, 40, 50 or 60 and a date (GV100AD, as text, unzipped)"};
    }
    Reader reader(!is_utf8(bytes));
    for_each_line(bytes, [&](std::string_view line, std::size_t number) {
        reader.read_line(line, number);
        return true;
    });
    return reader.finish();
}

Result<Judged<GvDraft>> read_gv100_file(const std::filesystem::path& path) {
    auto bytes = load_file(path, limits::directory_bytes);
    if (!bytes) {
        Error error = bytes.take_error();
        if (error.kind == ErrorKind::TooLarge) {
            error.code = "regions.directory_too_large";
        }
        return error;
    }
    auto judged = read_gv100(bytes.value());
    if (!judged) {
        Error error = judged.take_error();
        error.place = path.string() + (error.place.empty() ? "" : ", " + error.place);
        return error;
    }
    return judged;
}

}  // namespace gordion::regions
