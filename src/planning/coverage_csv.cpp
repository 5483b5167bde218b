// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_csv.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"
#include "planning/table_text.hpp"
#include "regions/region.hpp"

namespace gordion::planning {
namespace {

using formats::Csv;

// "31.12.2025" or "2025-12-31", and what a spreadsheet makes of it: "2025-12-31 00:00:00".
std::optional<Date> read_day(std::string_view text) {
    text = text.substr(0, text.find_first_of(" T"));
    const auto date =
        text.find('.') == std::string_view::npos ? parse_date(text) : parse_german_date(text);
    return date ? std::optional(date.value()) : std::nullopt;
}

std::optional<int> read_number(std::string_view text) {
    constexpr std::size_t most_digits = 6;
    return is_digits(text) && text.size() <= most_digits
               ? std::optional(std::stoi(std::string(text)))
               : std::nullopt;
}

// Tables that went through a spreadsheet have lost the zero before the Land.
std::optional<std::string> read_area(std::string_view text) {
    if (!is_digits(text)) {
        return std::nullopt;
    }
    for (std::string area : {std::string(text), "0" + std::string(text)}) {
        if (regions::is_ars(area)) {
            return area;
        }
    }
    return std::nullopt;
}

// A member of a row: where it stands, or what stands for it.
struct Place {
    MappedColumn mapped;
    std::optional<std::size_t> column;
    [[nodiscard]] bool is_there() const { return column || !mapped.value.empty(); }
};

Place find_place(const Csv& table, const CoverageMapping& mapping, std::string_view member) {
    Place place{mapping.of(member), std::nullopt};
    if (!place.mapped.column.empty()) {
        const auto column = table.column(place.mapped.column);
        place.column = column ? std::optional(column.value()) : std::nullopt;
    }
    return place;
}

struct Places {
    Place bundle, service, area, ags, level, from, until, source;
};

Result<void> check_there(const Csv& table, const Place& place, std::string_view member) {
    if (place.is_there()) {
        return {};
    }
    const std::string name =
        place.mapped.column.empty() ? std::string(member) : place.mapped.column;
    return table.column(name).error();
}

Result<Places> find_places(const Csv& table, const CoverageMapping& mapping) {
    const auto place = [&](std::string_view member) { return find_place(table, mapping, member); };
    Places at{place("bundle"), place("service"), place("area"),  place("ags"),
              place("level"),  place("from"),    place("until"), place("source")};
    if (!at.service.is_there()) {
        TRY(check_there(table, at.bundle, "bundle"));
    }
    if (!at.ags.is_there()) {
        TRY(check_there(table, at.area, "area"));
    }
    TRY(check_there(table, at.level, "level"));
    TRY(check_there(table, at.from, "from"));
    return at;
}

std::string text_of(const Csv::Row& row, const Place& place) {
    const std::string_view cell =
        place.column ? trim(row.cells[*place.column]) : std::string_view();
    if (const auto word = place.mapped.words.find(cell); word != place.mapped.words.end()) {
        return word->second;
    }
    return cell.empty() ? place.mapped.value : std::string(cell);
}

class TableReader {
public:
    TableReader(const Csv& table, Places at, std::string_view source,
                const CoverageReference& reference)
        : table_(table), at_(std::move(at)), source_(source), reference_(reference) {}

    Judged<CoverageImport> read() {
        import_.value.rows = table_.rows.size() + table_.misfits.size();
        for (const Csv::Row& row : table_.misfits) {
            refuse(row, "formats.csv_columns");
        }
        for (const Csv::Row& row : table_.rows) {
            read_row(row);
        }
        return std::move(import_);
    }

private:
    void note(Finding finding) {
        Findings& findings = import_.findings;
        if (findings.size() < limits::findings) {
            findings.push_back(std::move(finding));
        } else if (findings.size() == limits::findings) {
            findings.push_back({"planning.csv_more",
                                Severity::Warning,
                                finding.place,
                                {},
                                "Further findings are not listed; the refused rows are kept."});
        }
    }

    void refuse(const Csv::Row& row, const std::string& code) {
        CoverageImport& import = import_.value;
        if (import.refused_rows.empty()) {
            std::vector<std::string> header = table_.header;
            header.insert(header.end(), {"gordion:line", "gordion:reason"});
            import.refused_rows = formats::write_csv_row(header, table_.separator);
        }
        std::vector<std::string> cells = row.cells;
        cells.resize(std::max(cells.size(), table_.header.size()));
        cells.insert(cells.end(), {std::to_string(row.line), code});
        import.refused_rows += formats::write_csv_row(cells, table_.separator);
        ++import.refused;
    }

    void refuse_cell(const Csv::Row& row, const Place& place, std::string_view member) {
        constexpr std::size_t shown = 80;
        const std::string column =
            place.column ? table_.header[*place.column] : std::string(member);
        note({"planning.csv_row",
              Severity::Warning,
              "line " + std::to_string(row.line),
              {{"column", column},
               {"text", std::string(first_characters(text_of(row, place), shown))}},
              "The cell cannot be read; the row is left out."});
        refuse(row, "planning.csv_row");
    }

    void refuse_fact(const Csv::Row& row, const CoverageFact& fact, const std::string& code,
                     std::string message) {
        note({code,
              Severity::Warning,
              "line " + std::to_string(row.line),
              {{"bundle", std::to_string(fact.bundle)}, {"area", fact.area}},
              std::move(message)});
        refuse(row, code);
    }

    [[nodiscard]] std::optional<int> bundle_of(const Csv::Row& row) const {
        if (!at_.service.is_there()) {
            return read_number(text_of(row, at_.bundle));
        }
        const auto* service = reference_.catalogue == nullptr
                                  ? nullptr
                                  : reference_.catalogue->find(text_of(row, at_.service));
        return service == nullptr || service->bundle_id == 0 ? std::nullopt
                                                             : std::optional(service->bundle_id);
    }

    [[nodiscard]] std::optional<std::string> area_of(const Csv::Row& row) const {
        if (!at_.ags.is_there()) {
            return read_area(text_of(row, at_.area));
        }
        constexpr std::size_t ags_digits = 8;
        std::string ags = text_of(row, at_.ags);
        ags = ags.size() + 1 == ags_digits ? "0" + ags : ags;
        const regions::Region* region =
            reference_.directory == nullptr ? nullptr : reference_.directory->find_by_ags(ags);
        return region == nullptr ? std::nullopt : std::optional(region->ars);
    }

    [[nodiscard]] bool is_known(const CoverageFact& fact) const {
        const bool has_bundle = reference_.catalogue == nullptr ||
                                reference_.catalogue->find_bundle(fact.bundle) != nullptr;
        return has_bundle && (reference_.directory == nullptr ||
                              reference_.directory->find(fact.area) != nullptr);
    }

    void read_row(const Csv::Row& row) {
        const auto bundle = bundle_of(row);
        const auto area = area_of(row);
        const auto level = read_number(text_of(row, at_.level));
        const auto from = read_day(text_of(row, at_.from));
        const std::string until_text = text_of(row, at_.until);
        const auto until = read_day(until_text);
        if (!bundle) {
            const bool by_service = at_.service.is_there();
            return refuse_cell(row, by_service ? at_.service : at_.bundle,
                               by_service ? "service" : "bundle");
        }
        if (!area) {
            const bool by_ags = at_.ags.is_there();
            return refuse_cell(row, by_ags ? at_.ags : at_.area, by_ags ? "ags" : "area");
        }
        if (!level || *level > highest_coverage_level) {
            return refuse_cell(row, at_.level, "level");
        }
        if (!from) {
            return refuse_cell(row, at_.from, "from");
        }
        if (!until && !until_text.empty()) {
            return refuse_cell(row, at_.until, "until");
        }
        constexpr std::size_t source_characters = 200;
        std::string own(first_characters(text_of(row, at_.source), source_characters));
        CoverageFact fact{*bundle, *area, *level,
                          *from,   until, own.empty() ? std::string(source_) : std::move(own)};
        if (!is_known(fact)) {
            return refuse_fact(row, fact, "planning.coverage_unknown",
                               "There is no such bundle or area; the row is left out.");
        }
        if (until && *until < *from) {
            return refuse_fact(row, fact, "planning.coverage_days",
                               "The last day lies before the first; the row is left out.");
        }
        if (!seen_.insert(key_of(fact)).second) {
            return note({"planning.csv_twice",
                         Severity::Note,
                         "line " + std::to_string(row.line),
                         {},
                         "The row says the same as an earlier one."});
        }
        import_.value.facts.push_back(std::move(fact));
    }

    static std::string key_of(const CoverageFact& fact) {
        std::string key = std::to_string(fact.bundle) + '\t' + fact.area + '\t';
        key += std::to_string(fact.level) + '\t' + std::to_string(fact.from.days_since_epoch());
        key += '\t' + (fact.until ? std::to_string(fact.until->days_since_epoch()) : "");
        return key + '\t' + fact.source;
    }

    const Csv& table_;
    Places at_;
    std::string_view source_;
    CoverageReference reference_;
    std::unordered_set<std::string> seen_;
    Judged<CoverageImport> import_;
};

}  // namespace

Result<Judged<CoverageImport>> read_coverage_csv(std::string_view bytes,
                                                 const CoverageMapping& mapping,
                                                 std::string_view source,
                                                 const CoverageReference& reference) {
    auto text = TRY(read_table_text(bytes));
    auto table = TRY(formats::parse_csv(text.value));
    text.value.clear();
    Places at = TRY(find_places(table.value, mapping));
    auto import = TableReader(table.value, std::move(at), source, reference).read();
    Findings findings = std::move(text.findings);
    append(findings, std::move(table.findings));
    append(findings, std::move(import.findings));
    import.findings = std::move(findings);
    return import;
}

Result<Judged<std::map<std::string, std::size_t>>> count_programme_csv(std::string_view bytes,
                                                                       Date on) {
    Judged<std::map<std::string, std::size_t>> counted;
    auto text = TRY(read_table_text(bytes));
    auto table = TRY(formats::parse_csv(text.value));
    counted.findings = std::move(text.findings);
    append(counted.findings, std::move(table.findings));
    const std::size_t bundle_at = TRY(table.value.column("bundle"));
    const std::size_t state_at = TRY(table.value.column("state"));
    const std::size_t since_at = TRY(table.value.column("since"));
    std::map<std::string, std::pair<Date, std::string>, std::less<>> latest;
    for (const Csv::Row& row : table.value.rows) {
        const std::string_view since_text = trim(row.cells[since_at]);
        const auto since = read_day(since_text);
        if (!since) {
            counted.findings.push_back({"planning.csv_row",
                                        Severity::Warning,
                                        "line " + std::to_string(row.line),
                                        {{"column", "since"}, {"text", std::string(since_text)}},
                                        "The cell cannot be read; the row is left out."});
            continue;
        }
        if (on < *since) {
            continue;
        }
        const std::string bundle(trim(row.cells[bundle_at]));
        const auto known = latest.find(bundle);
        if (known == latest.end() || known->second.first <= *since) {
            latest.insert_or_assign(bundle,
                                    std::pair(*since, std::string(trim(row.cells[state_at]))));
        }
    }
    for (const auto& [bundle, state] : latest) {
        ++counted.value[state.second];
    }
    return counted;
}

}  // namespace gordion::planning
