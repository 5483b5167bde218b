// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_store.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "formats/json.hpp"

namespace gordion::fim {
namespace {

using formats::Json;
using storage::Connection;
using storage::Row;

constexpr std::string_view entry_columns =
    "canonical_id, version, short_name, row_count, source, sha256, imported_at";

Json row_as_json(const std::vector<std::string>& row) {
    Json cells = Json::array();
    for (const std::string& cell : row) {
        cells.push(cell);
    }
    return cells;
}

// Rows from `at` on, as many as make a piece; `at` moves behind them. A long list is never one
// text: neither database likes those, nor does the reader of JSON.
Json take_rows(const CodeList& list, std::size_t& at) {
    Json rows = Json::array();
    for (std::size_t bytes = 0; at < list.rows.size() && bytes < limits::code_list_piece_bytes;
         ++at) {
        for (const std::string& cell : list.rows[at]) {
            bytes += cell.size() + 4;  // quotes, a comma
        }
        rows.push(row_as_json(list.rows[at]));
    }
    return rows;
}

// What a list says of itself, its columns, and its first rows.
std::string write_head(const CodeList& list, std::size_t& at) {
    Json columns = Json::array();
    for (const CodeListColumn& column : list.columns) {
        columns.push(Json::object({{"id", column.id},
                                   {"name", column.name},
                                   {"required", column.required},
                                   {"key", column.is_key}}));
    }
    return formats::write_json(Json::object({{"version_uri", list.canonical_version_uri},
                                             {"short_name", list.short_name},
                                             {"long_name", list.long_name},
                                             {"agency", list.agency},
                                             {"columns", std::move(columns)},
                                             {"rows", take_rows(list, at)}}));
}

bool flag_at(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found != nullptr && found->is_bool() && found->as_bool();
}

void append_rows(CodeList& list, const Json& rows) {
    list.rows.reserve(list.rows.size() + rows.size());
    for (const Json& row : rows.as_array()) {
        std::vector<std::string>& cells = list.rows.emplace_back();
        cells.reserve(row.size());
        for (const Json& cell : row.as_array()) {
            cells.push_back(cell.as_string());
        }
    }
}

Result<CodeList> read_head(std::string_view id, std::string_view version, std::string_view text) {
    const Json content = TRY(formats::parse_json(text));
    const Json* columns = content.find("columns");
    const Json* rows = content.find("rows");
    VERIFY(columns != nullptr && columns->is_array() && rows != nullptr && rows->is_array(),
           "only write_head fills this column");
    CodeList list{std::string(id),
                  std::string(version),
                  content.text_at("version_uri"),
                  content.text_at("short_name"),
                  content.text_at("long_name"),
                  content.text_at("agency"),
                  {},
                  {}};
    for (const Json& column : columns->as_array()) {
        list.columns.push_back({column.text_at("id"), column.text_at("name"),
                                flag_at(column, "required"), flag_at(column, "key")});
    }
    append_rows(list, *rows);
    return list;
}

Result<std::shared_ptr<const CodeList>> load_list(Connection& connection, const std::string& id,
                                                  const std::string& version) {
    const auto head = TRY(connection.find_row(
        "select content from fim_code_lists where canonical_id = $1 and version = $2",
        {id, version}));
    if (!head) {
        return std::shared_ptr<const CodeList>();
    }
    auto list = std::make_shared<CodeList>(TRY(read_head(id, version, head->text(0))));
    for (std::int64_t number = 1;; ++number) {
        const auto more = TRY(connection.find_row(
            "select content from fim_code_list_rows where canonical_id = $1 and version = $2 and "
            "number = $3",
            {id, version, number}));
        if (!more) {
            return std::shared_ptr<const CodeList>(std::move(list));
        }
        append_rows(*list, TRY(formats::parse_json(more->text(0))));
    }
}

Result<void> insert_list(Connection& connection, const CodeList& list, const CodeListEntry& entry) {
    const std::string& id = entry.canonical_identification;
    std::size_t at = 0;
    TRY(connection.execute("insert into fim_code_lists (" + std::string(entry_columns) +
                               ", content) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                           {id, entry.version, entry.short_name, entry.rows, entry.source,
                            entry.sha256, entry.imported_at.ms, write_head(list, at)}));
    for (std::int64_t number = 1; at < list.rows.size(); ++number) {
        TRY(connection.execute(
            "insert into fim_code_list_rows (canonical_id, version, number, content) "
            "values ($1, $2, $3, $4)",
            {id, entry.version, number, formats::write_json(take_rows(list, at))}));
    }
    return {};
}

CodeListEntry entry_from(const Row& row) {
    return {row.text(0),
            row.text(1),
            row.text(2),
            row.integer(3),
            row.text(4),
            row.text(5),
            Instant{row.integer(6)}};
}

Error unnamed(const CodeListOrigin& origin) {
    return {ErrorKind::Invalid,
            "fim.code_list_unnamed",
            origin.source,
            {},
            "the file does not say which list and version it holds; name them with --id and "
            "--version"};
}

Error taken(const CodeListEntry& known) {
    return {
        ErrorKind::Conflict,
        "fim.code_list_taken",
        known.canonical_identification,
        {{"list", known.canonical_identification}, {"version", known.version}},
        "this version of the list is known with another content; a published version does not "
        "change. Import a newer version, or replace it with --replace if it was imported wrong"};
}

}  // namespace

CodeListStore::CodeListStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<CodeListImport> CodeListStore::import_code_list(const Scope& scope, const CodeList& list,
                                                       const CodeListOrigin& origin,
                                                       Replace replace) {
    if (list.canonical_identification.empty() || list.version.empty()) {
        return unnamed(origin);
    }
    return database_->write(scope, [&](Connection& connection) -> Result<CodeListImport> {
        const auto row = TRY(
            connection.find_row("select " + std::string(entry_columns) +
                                    " from fim_code_lists where canonical_id = $1 and version = $2",
                                {list.canonical_identification, list.version}));
        if (row) {
            CodeListEntry known = entry_from(*row);
            if (known.sha256 == origin.sha256 ||
                *TRY(load_list(connection, list.canonical_identification, list.version)) == list) {
                return CodeListImport{false, std::move(known)};
            }
            if (replace == Replace::No) {
                return taken(known);
            }
            for (const char* table : {"fim_code_list_rows", "fim_code_lists"}) {
                TRY(connection.execute(std::string("delete from ") + table +
                                           " where canonical_id = $1 and version = $2",
                                       {list.canonical_identification, list.version}));
            }
        }
        CodeListImport made{true,
                            {list.canonical_identification, list.version, list.short_name,
                             static_cast<std::int64_t>(list.rows.size()), origin.source,
                             origin.sha256, clock_->now()}};
        TRY(insert_list(connection, list, made.entry));
        return made;
    });
}

Result<std::vector<CodeListEntry>> CodeListStore::list_entries(const Scope& scope) const {
    return database_->read(scope, [](Connection& connection) -> Result<std::vector<CodeListEntry>> {
        std::vector<CodeListEntry> entries;
        for (const Row& row : TRY(connection.query("select " + std::string(entry_columns) +
                                                   " from fim_code_lists order by canonical_id"))) {
            entries.push_back(entry_from(row));
        }
        std::stable_sort(
            entries.begin(), entries.end(),
            [](const CodeListEntry& left, const CodeListEntry& right) {
                const int order =
                    left.canonical_identification.compare(right.canonical_identification);
                return order != 0 ? order < 0
                                  : compare_list_versions(left.version, right.version) > 0;
            });
        return entries;
    });
}

Result<std::vector<std::string>> CodeListStore::list_versions(std::string_view id) const {
    return database_->read(
        system_scope("fim.code_lists"),
        [&](Connection& connection) -> Result<std::vector<std::string>> {
            std::vector<std::string> versions;
            for (const Row& row :
                 TRY(connection.query("select version from fim_code_lists where canonical_id = $1",
                                      {std::string(id)}))) {
                versions.push_back(row.text(0));
            }
            return versions;
        });
}

Result<std::shared_ptr<const CodeList>> CodeListStore::find(std::string_view id,
                                                            std::string_view version) const {
    return database_->read(system_scope("fim.code_lists"), [&](Connection& connection) {
        return load_list(connection, std::string(id), std::string(version));
    });
}

}  // namespace gordion::fim
