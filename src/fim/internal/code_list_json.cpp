// SPDX-License-Identifier: EUPL-1.2
// The two JSON forms in which XRepository hands out code lists.
#include "core/text.hpp"
#include "fim/internal/code_list_builder.hpp"
#include "formats/json.hpp"

namespace gordion::fim::internal {
namespace {

using formats::Json;

// A text, or texts by language: [{"value": "…"}].
std::string text_of(const Json* json) {
    if (json == nullptr) {
        return {};
    }
    if (json->is_string()) {
        return std::string(trim(json->as_string()));
    }
    if (json->is_number() || json->is_bool()) {
        return formats::write_json(*json);
    }
    if (json->is_array()) {
        return json->size() == 0 ? std::string() : text_of(&json->as_array().front());
    }
    return text_of(json->find("value"));
}

std::string first_text(const Json& json, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (std::string text = text_of(json.find(name)); !text.empty()) {
            return text;
        }
    }
    return {};
}

bool is_true(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found != nullptr && found->is_bool() && found->as_bool();
}

Result<void> read_columns(const Json& columns, CodeListBuilder& builder) {
    bool key_seen = false;
    std::size_t number = 0;
    for (const Json& column : columns.as_array()) {
        const std::string place = "column " + std::to_string(++number);
        if (column.is_string()) {
            TRY(builder.add_column({column.as_string(), column.as_string(), false, false}, place));
            continue;
        }
        const bool key =
            !key_seen && (is_true(column, "empfohleneCodeSpalte") || is_true(column, "codeSpalte"));
        key_seen = key_seen || key;
        TRY(builder.add_column({first_text(column, {"spaltennameTechnisch", "id", "name"}),
                                first_text(column, {"spaltennameLang", "name"}), key, key},
                               place));
    }
    return {};
}

// [["001", "Baden"]] or [{"zelle": [{"wert": "001"}, {"wert": "Baden"}]}]; null where none.
const Json* cells_of(const Json& row) {
    const Json* cells = row.is_array() ? &row : row.find("zelle");
    return cells != nullptr && cells->is_array() ? cells : nullptr;
}

std::string cell_text(const Json& cell) {
    return cell.is_object() ? text_of(cell.find("wert")) : text_of(&cell);
}

Result<void> read_rows(const Json& rows, CodeListBuilder& builder) {
    std::size_t number = 0;
    for (const Json& row : rows.as_array()) {
        const std::string place = "row " + std::to_string(++number);
        const Json* cells = cells_of(row);
        if (cells == nullptr) {
            return list_unsupported(place, "daten holds neither lists nor zelle");
        }
        // The older form has no columns; the first row tells how many there are.
        for (std::size_t i = builder.list.columns.size(); number == 1 && i < cells->size(); ++i) {
            const std::string name = "spalte" + std::to_string(i + 1);
            TRY(builder.add_column({name, name, false, false}, place));
        }
        if (cells->size() > builder.list.columns.size()) {
            builder.report("fim.code_list_values", Severity::Fault, place, {},
                           "the row has more values than the list has columns");
        }
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < std::min(cells->size(), builder.list.columns.size()); ++i) {
            texts.push_back(cell_text(cells->as_array()[i]));
        }
        TRY(builder.add_row(std::move(texts), place));
    }
    return {};
}

}  // namespace

Result<Judged<CodeList>> read_list_json(std::string_view text) {
    const Json json = TRY(formats::parse_json(text));
    const Json* rows = json.find("daten");
    if (rows == nullptr || !rows->is_array()) {
        return list_unsupported("", "no member daten with rows");
    }
    CodeListBuilder builder;
    const Json* facts = json.find("metadaten");
    const Json& about = facts != nullptr && facts->is_object() ? *facts : json;
    CodeList& list = builder.list;
    list.canonical_identification = first_text(about, {"kennung", "canonicalUri"});
    list.version = first_text(about, {"version"});
    list.canonical_version_uri = first_text(about, {"kennungInhalt", "canonicalVersionUri"});
    list.short_name = first_text(about, {"nameKurz", "shortName"});
    list.long_name = first_text(about, {"nameLang", "longName"});
    list.agency = first_text(about, {"herausgebernameLang", "herausgebernameKurz"});
    if (const Json* columns = json.find("spalten"); columns != nullptr && columns->is_array()) {
        TRY(read_columns(*columns, builder));
    }
    TRY(read_rows(*rows, builder));
    return builder.take();
}

}  // namespace gordion::fim::internal
