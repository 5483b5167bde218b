// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_csv.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "regions/region.hpp"

namespace gordion::planning {
namespace {

using formats::Csv;

// "31.12.2025" or "2025-12-31".
std::optional<Date> read_day(std::string_view text) {
    const std::vector<std::string> parts = split(text, '.');
    std::string iso(text);
    constexpr std::size_t two = 2;
    constexpr std::size_t four = 4;
    if (parts.size() == 3) {
        if (parts[0].size() > two || parts[1].size() > two || parts[2].size() != four) {
            return std::nullopt;
        }
        const auto padded = [](const std::string& part) {
            return part.size() == 1 ? "0" + part : part;
        };
        iso = parts[2] + "-" + padded(parts[1]) + "-" + padded(parts[0]);
    }
    const auto date = parse_date(iso);
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

// Text, and the note that it was not UTF-8.
std::string read_text(std::string_view bytes, Findings& findings) {
    if (is_utf8(bytes)) {
        return std::string(bytes);
    }
    findings.push_back({"planning.csv_encoding",
                        Severity::Note,
                        "",
                        {},
                        "The file is not UTF-8; it was read as ISO-8859-1."});
    return latin1_to_utf8(bytes);
}

struct Positions {
    std::size_t bundle = 0;
    std::size_t area = 0;
    std::size_t level = 0;
    std::size_t from = 0;
    std::optional<std::size_t> until;
    std::optional<std::size_t> source;
};

std::optional<std::size_t> find_column(const Csv& table, const std::string& name) {
    const auto found = table.column(name);
    return found ? std::optional(found.value()) : std::nullopt;
}

Result<Positions> find_columns(const Csv& table, const CoverageColumns& columns) {
    Positions at;
    at.bundle = TRY(table.column(columns.bundle));
    at.area = TRY(table.column(columns.area));
    at.level = TRY(table.column(columns.level));
    at.from = TRY(table.column(columns.from));
    at.until = find_column(table, columns.until);
    at.source = find_column(table, columns.source);
    return at;
}

Finding bad_row(const Csv::Row& row, const std::string& column, std::size_t cell) {
    constexpr std::size_t shown = 80;
    return {"planning.csv_row",
            Severity::Warning,
            "line " + std::to_string(row.line),
            {{"column", column}, {"text", std::string(first_characters(row.cells[cell], shown))}},
            "The cell cannot be read; the row is left out."};
}

std::string_view cell_of(const Csv::Row& row, std::size_t position) {
    return trim(row.cells[position]);
}

}  // namespace

Result<Judged<CoverageImport>> read_coverage_csv(std::string_view bytes,
                                                 const CoverageColumns& columns,
                                                 std::string_view source) {
    Judged<CoverageImport> import;
    auto table = TRY(formats::parse_csv(read_text(bytes, import.findings)));
    append(import.findings, std::move(table.findings));
    const Positions at = TRY(find_columns(table.value, columns));
    std::set<std::string> seen;
    for (const Csv::Row& row : table.value.rows) {
        ++import.value.rows;
        const auto bundle = read_number(cell_of(row, at.bundle));
        const auto area = read_area(cell_of(row, at.area));
        const auto level = read_number(cell_of(row, at.level));
        const auto from = read_day(cell_of(row, at.from));
        const std::string_view until_text = at.until ? cell_of(row, *at.until) : "";
        const auto until = read_day(until_text);
        if (!bundle || !area || !level || !from || (!until && !until_text.empty())) {
            import.findings.push_back(!bundle  ? bad_row(row, columns.bundle, at.bundle)
                                      : !area  ? bad_row(row, columns.area, at.area)
                                      : !level ? bad_row(row, columns.level, at.level)
                                      : !from  ? bad_row(row, columns.from, at.from)
                                               : bad_row(row, columns.until, *at.until));
            continue;
        }
        const std::string own = at.source ? std::string(cell_of(row, *at.source)) : "";
        if (!seen.insert(join(row.cells, "\x1f")).second) {
            import.findings.push_back({"planning.csv_twice",
                                       Severity::Note,
                                       "line " + std::to_string(row.line),
                                       {},
                                       "The row says the same as an earlier one."});
            continue;
        }
        import.value.facts.push_back(
            {*bundle, *area, *level, *from, until, own.empty() ? std::string(source) : own});
    }
    return import;
}

Result<Judged<std::map<std::string, std::size_t>>> count_programme_csv(std::string_view bytes,
                                                                       Date on) {
    Judged<std::map<std::string, std::size_t>> counted;
    auto table = TRY(formats::parse_csv(read_text(bytes, counted.findings)));
    append(counted.findings, std::move(table.findings));
    const std::size_t bundle_at = TRY(table.value.column("bundle"));
    const std::size_t state_at = TRY(table.value.column("state"));
    const std::size_t since_at = TRY(table.value.column("since"));
    std::map<std::string, std::pair<Date, std::string>, std::less<>> latest;
    for (const Csv::Row& row : table.value.rows) {
        const auto since = read_day(cell_of(row, since_at));
        if (!since) {
            counted.findings.push_back(bad_row(row, "since", since_at));
            continue;
        }
        if (on < *since) {
            continue;
        }
        const std::string bundle(cell_of(row, bundle_at));
        const auto known = latest.find(bundle);
        if (known == latest.end() || known->second.first <= *since) {
            latest.insert_or_assign(bundle, std::pair(*since, std::string(cell_of(row, state_at))));
        }
    }
    for (const auto& [bundle, state] : latest) {
        ++counted.value[state.second];
    }
    return counted;
}

}  // namespace gordion::planning
