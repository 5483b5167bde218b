// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_store.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "regions/region.hpp"

namespace gordion::planning {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

constexpr std::size_t piece_bytes = 256UL * 1024;
constexpr std::size_t source_characters = 100;
constexpr std::string_view columns =
    "number, source, file, sha256, mapping, covers, imported_at, imported_by, row_count, "
    "fact_count, refused_count, first_day, superseded_at, superseded_by";

Result<CoverageImportRecord> record_from(const Row& row) {
    CoverageImportRecord record;
    record.number = row.integer(0);
    record.source = row.text(1);
    record.file = {row.text(2), row.text(3)};
    record.mapping = row.text(4);
    for (const std::string& area : split(row.text(5), ' ')) {
        if (!area.empty()) {
            record.covers.push_back(area);
        }
    }
    record.imported_at = Instant{row.integer(6)};
    record.imported_by = row.text(7);
    record.rows = row.integer(8);
    record.facts = row.integer(9);
    record.refused = row.integer(10);
    record.first_day = TRY(parse_date(row.text(11)));
    if (const auto at = row.optional_integer(12)) {
        record.superseded_at = Instant{*at};
    }
    record.superseded_by = row.optional_integer(13).value_or(0);
    return record;
}

Result<std::vector<CoverageImportRecord>> query_records(Connection& connection) {
    std::vector<CoverageImportRecord> records;
    for (const Row& row :
         TRY(connection.query("select " + std::string(columns) +
                              " from planning_coverage_imports order by number desc"))) {
        records.push_back(TRY(record_from(row)));
    }
    return records;
}

// One fact is a line: bundle, area, level, days since 1970, the last day or nothing, and the
// source where it is not the list's own.
void add_line(std::string& text, const CoverageFact& fact, std::string_view source) {
    text += std::to_string(fact.bundle) + '\t' + fact.area + '\t' + std::to_string(fact.level);
    text += '\t' + std::to_string(fact.from.days_since_epoch()) + '\t';
    text += fact.until ? std::to_string(fact.until->days_since_epoch()) : "";
    text += '\t';
    if (fact.source != source) {
        text += replace_all(replace_all(fact.source, "\t", " "), "\n", " ");
    }
    text += '\n';
}

std::string_view cut(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return piece;
}

Result<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size()
               ? Result<std::int64_t>(number)
               : Result<std::int64_t>(Error{ErrorKind::Corrupt,
                                            "planning.coverage_corrupt",
                                            "",
                                            {},
                                            "A stored fact about coverage is damaged."});
}

Result<void> read_lines(std::string_view text, std::string_view source,
                        std::vector<CoverageFact>& facts) {
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        CoverageFact fact;
        fact.bundle = static_cast<int>(TRY(number_of(cut(line, '\t'))));
        fact.area = std::string(cut(line, '\t'));
        fact.level = static_cast<int>(TRY(number_of(cut(line, '\t'))));
        fact.from = Date::from_days(TRY(number_of(cut(line, '\t'))));
        if (const std::string_view until = cut(line, '\t'); !until.empty()) {
            fact.until = Date::from_days(TRY(number_of(until)));
        }
        fact.source = std::string(line.empty() ? source : line);
        facts.push_back(std::move(fact));
    }
    return {};
}

std::vector<std::string> lines_of(const std::vector<CoverageFact>& facts, std::string_view source) {
    std::vector<std::string> lines(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        add_line(lines[i], facts[i], source);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

Result<std::vector<CoverageFact>> query_facts(Connection& connection, std::int64_t number,
                                              std::string_view source) {
    std::vector<CoverageFact> facts;
    for (const Row& row : TRY(connection.query("select facts from planning_coverage_pieces where "
                                               "import_number = $1 order by piece",
                                               {number}))) {
        TRY(read_lines(row.text(0), source, facts));
    }
    return facts;
}

std::size_t count_missing(const std::vector<std::string>& from,
                          const std::vector<std::string>& in) {
    return static_cast<std::size_t>(std::count_if(from.begin(), from.end(), [&](const auto& line) {
        return !std::binary_search(in.begin(), in.end(), line);
    }));
}

Result<void> check_list(const Scope& scope, const CoverageList& list) {
    if (!scope.all_tenants) {
        return Error{ErrorKind::Forbidden,
                     "planning.coverage_scope",
                     "",
                     {},
                     "Facts about coverage are the installation's; a tenant does not change them."};
    }
    if (trim(list.source).empty() || count_characters(list.source) > source_characters) {
        return Error{ErrorKind::Invalid,
                     "planning.coverage_source",
                     "source",
                     {},
                     "Name the source in 1 to 100 characters, as pages shall show it."};
    }
    for (const std::string& area : list.covers) {
        if (!regions::is_ars(area)) {
            return Error{ErrorKind::Invalid,
                         "planning.coverage_area",
                         "covers",
                         {{"area", area}},
                         "An area is a number of 2, 5, 9 or 12 digits."};
        }
    }
    return {};
}

Date first_day_of(const CoverageList& list, Date today) {
    const auto& facts = list.content.facts;
    const auto first = std::min_element(
        facts.begin(), facts.end(),
        [](const CoverageFact& one, const CoverageFact& other) { return one.from < other.from; });
    return first == facts.end() ? today : first->from;
}

// What the list would change.
Result<CoverageChange> compare(Connection& connection, const CoverageList& list, Instant now) {
    CoverageChange change;
    std::int64_t last = 0;
    for (const CoverageImportRecord& record : TRY(query_records(connection))) {
        last = std::max(last, record.number);
        if (record.source == list.source && !record.superseded_at) {
            change.previous = record;
        }
    }
    if (change.previous && change.previous->file.sha256 == list.file.sha256 &&
        change.previous->mapping == list.mapping && change.previous->covers == list.covers) {
        change.record = *change.previous;
        return change;
    }
    const auto lines = lines_of(list.content.facts, list.source);
    const auto before =
        change.previous
            ? lines_of(
                  TRY(query_facts(connection, change.previous->number, change.previous->source)),
                  list.source)
            : std::vector<std::string>();
    change.has_changed = true;
    change.added = count_missing(lines, before);
    change.removed = count_missing(before, lines);
    change.record = {last + 1,
                     list.source,
                     list.file,
                     list.mapping,
                     list.covers,
                     now,
                     "",
                     static_cast<std::int64_t>(list.content.rows),
                     static_cast<std::int64_t>(list.content.facts.size()),
                     static_cast<std::int64_t>(list.content.refused),
                     first_day_of(list, now.german_date()),
                     std::nullopt,
                     0};
    return change;
}

Result<void> insert_record(Connection& connection, const CoverageImportRecord& record) {
    TRY(connection.execute(
        "insert into planning_coverage_imports (" + std::string(columns) +
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null, null)",
        {record.number, record.source, record.file.name, record.file.sha256, record.mapping,
         join(record.covers, " "), record.imported_at.ms, record.imported_by, record.rows,
         record.facts, record.refused, record.first_day.to_iso()}));
    return {};
}

Result<void> insert_facts(Connection& connection, std::int64_t number, const CoverageList& list) {
    std::vector<std::vector<Value>> pieces;
    std::string text;
    const auto close = [&] {
        pieces.push_back({number, static_cast<std::int64_t>(pieces.size()), std::move(text)});
        text.clear();
    };
    for (const CoverageFact& fact : list.content.facts) {
        add_line(text, fact, list.source);
        if (text.size() > piece_bytes) {
            close();
        }
    }
    if (!text.empty()) {
        close();
    }
    return connection.execute_many(
        "insert into planning_coverage_pieces (import_number, piece, facts) values ($1, $2, $3)",
        pieces);
}

Result<void> insert_refused(Connection& connection, std::int64_t number, std::string_view rows) {
    std::vector<std::vector<Value>> pieces;
    while (!rows.empty()) {
        std::size_t bytes = std::min(piece_bytes, rows.size());
        while (bytes < rows.size() && (static_cast<unsigned char>(rows[bytes]) & 0xC0U) == 0x80U) {
            --bytes;  // A character is not cut.
        }
        pieces.push_back(
            {number, static_cast<std::int64_t>(pieces.size()), std::string(rows.substr(0, bytes))});
        rows.remove_prefix(bytes);
    }
    return connection.execute_many(
        "insert into planning_coverage_refused (import_number, piece, csv_rows) values ($1, $2, "
        "$3)",
        pieces);
}

Error no_import(std::int64_t number) {
    return {ErrorKind::NotFound,
            "planning.coverage_import",
            std::to_string(number),
            {{"number", std::to_string(number)}},
            "There is no such list; see gordion coverage list."};
}

Result<CoverageImportRecord> find_record(Connection& connection, std::int64_t number) {
    const auto row = TRY(connection.find_row(
        "select " + std::string(columns) + " from planning_coverage_imports where number = $1",
        {number}));
    return row ? record_from(*row) : no_import(number);
}

}  // namespace

Result<CoverageChange> CoverageStore::judge_list(const Scope& scope, const CoverageList& list) {
    TRY(check_list(scope, list));
    return database_->read(
        scope, [&](Connection& connection) { return compare(connection, list, clock_->now()); });
}

Result<CoverageChange> CoverageStore::import_list(const Scope& scope, const CoverageList& list) {
    TRY(check_list(scope, list));
    return database_->write(scope, [&](Connection& connection) -> Result<CoverageChange> {
        CoverageChange change = TRY(compare(connection, list, clock_->now()));
        if (!change.has_changed) {
            return change;
        }
        change.record.imported_by = scope.actor.value;
        TRY(connection.execute(
            "update planning_coverage_imports set superseded_at = $1, superseded_by = $2 "
            "where source = $3 and superseded_at is null",
            {change.record.imported_at.ms, change.record.number, list.source}));
        TRY(insert_record(connection, change.record));
        TRY(insert_facts(connection, change.record.number, list));
        TRY(insert_refused(connection, change.record.number, list.content.refused_rows));
        return change;
    });
}

Result<CoverageImportRecord> CoverageStore::withdraw(const Scope& scope, std::int64_t number) {
    TRY(check_list(scope, {"-", {}, "", {}, {}}));
    return database_->write(scope, [&](Connection& connection) -> Result<CoverageImportRecord> {
        const std::int64_t changed = TRY(connection.execute(
            "update planning_coverage_imports set superseded_at = $1, superseded_by = null "
            "where number = $2 and superseded_at is null",
            {clock_->now().ms, number}));
        return changed == 0 ? Result<CoverageImportRecord>(no_import(number))
                            : find_record(connection, number);
    });
}

Result<std::vector<CoverageImportRecord>> CoverageStore::list_imports(const Scope& scope) {
    return database_->read(scope, [](Connection& connection) { return query_records(connection); });
}

Result<std::vector<CoverageFact>> CoverageStore::load_facts(const Scope& scope,
                                                            std::int64_t number) {
    return database_->read(scope, [&](Connection& connection) -> Result<std::vector<CoverageFact>> {
        const CoverageImportRecord record = TRY(find_record(connection, number));
        return query_facts(connection, number, record.source);
    });
}

Result<std::string> CoverageStore::load_refused(const Scope& scope, std::int64_t number) {
    return database_->read(scope, [&](Connection& connection) -> Result<std::string> {
        TRY(find_record(connection, number));
        std::string rows;
        for (const Row& row : TRY(connection.query(
                 "select csv_rows from planning_coverage_refused where import_number = $1 "
                 "order by piece",
                 {number}))) {
            rows += row.text(0);
        }
        return rows;
    });
}

Result<std::string> CoverageStore::load_state(const Scope& scope) {
    return database_->read(scope, [](Connection& connection) -> Result<std::string> {
        const auto row = TRY(connection.find_row(
            "select count(*), count(superseded_at) from planning_coverage_imports"));
        return std::to_string(row->integer(0)) + "/" + std::to_string(row->integer(1));
    });
}

std::vector<CoverageStatement> statements_of(const std::vector<CoverageImportRecord>& imports) {
    std::vector<CoverageStatement> statements;
    for (const CoverageImportRecord& record : imports) {
        for (const std::string& area : record.covers) {
            statements.push_back({area, record.first_day});
        }
    }
    return statements;
}

}  // namespace gordion::planning
