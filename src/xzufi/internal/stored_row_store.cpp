// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/stored_row_store.hpp"

namespace gordion::xzufi::internal {

using storage::Connection;
using storage::Row;

namespace {

Error invalid(std::string_view what) {
    return {ErrorKind::Corrupt,
            "xzufi.stored_invalid",
            "",
            {{"what", std::string(what.substr(0, 80))}},
            "a stored object cannot be read; was the database changed by hand?"};
}

}  // namespace

Result<ObjectKind> kind_from(std::string_view word) {
    const auto kind = find_object_kind(word);
    return kind ? Result<ObjectKind>(*kind) : Result<ObjectKind>(invalid(word));
}

std::optional<Instant> instant_from(const Row& row, std::size_t column) {
    const auto ms = row.optional_integer(column);
    return ms ? std::optional(Instant{*ms}) : std::nullopt;
}

Result<StoredObject> object_from(const Row& row) {
    StoredObject object;
    object.kind = TRY(kind_from(row.text(0)));
    object.identity = {row.text(1), row.text(2)};
    object.label = row.text(3);
    object.standard_version = row.text(4);
    object.message_id = row.text(5);
    object.message_created_at = instant_from(row, 6);
    object.position = row.integer(7);
    object.source_hash = row.text(8);
    object.read_at = {row.integer(9)};
    object.removed_at = instant_from(row, 10);
    if (!row.text(11).empty()) {
        auto content = formats::parse_json(row.text(11));
        if (!content) {
            return invalid(object.identity.to_text());
        }
        object.content_bytes = row.text(11).size();
        object.content = std::move(content).value();
    }
    return object;
}

Result<std::optional<StoredObject>> query_object(Connection& connection, ObjectKind kind,
                                                 const Identity& identity) {
    static const std::string sql = "select " + std::string(object_columns) +
                                   ", content from xzufi_objects "
                                   "where kind = $1 and agency = $2 and value = $3";
    const auto row = TRY(
        connection.find_row(sql, {std::string(to_string(kind)), identity.agency, identity.value}));
    if (!row) {
        return std::optional<StoredObject>();
    }
    return std::optional(TRY(object_from(*row)));
}

}  // namespace gordion::xzufi::internal
