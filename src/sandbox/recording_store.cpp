// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/recording_store.hpp"

#include "core/ids.hpp"
#include "core/text.hpp"

namespace gordion::sandbox {
namespace {

constexpr std::size_t longest_name = 120;
constexpr std::int64_t most_recordings = 500;

// id, name, begun_at, ended_at
Recording read_recording(const storage::Row& row) {
    Recording recording{row.text(0), row.text(1), {row.integer(2)}, std::nullopt};
    if (const auto ended = row.optional_integer(3)) {
        recording.ended_at = Instant{*ended};
    }
    return recording;
}

Error recording_missing(std::string_view id) {
    return {ErrorKind::NotFound,
            "sandbox.recording_missing",
            "",
            {{"id", std::string(id)}},
            "There is no such recording."};
}

Result<Recording> load_in(storage::Connection& connection, std::string_view id) {
    const auto row = TRY(connection.find_row(
        "SELECT id, name, begun_at, ended_at FROM sandbox_recordings WHERE id = $1",
        {std::string(id)}));
    return row ? Result<Recording>(read_recording(*row)) : Result<Recording>(recording_missing(id));
}

}  // namespace

Recordings::Recordings(storage::Database& database, const Clock& clock, Random& random)
    : database_(&database), clock_(&clock), random_(&random) {}

Result<Recording> Recordings::begin(const Scope& scope, std::string name) {
    name = std::string(trim(name));
    if (name.empty() || name.size() > longest_name) {
        return Error{ErrorKind::Invalid,
                     "sandbox.recording_name",
                     "name",
                     {{"most", std::to_string(longest_name)}},
                     "A recording has a name of at most 120 bytes."};
    }
    const Recording made{make_uuid(*clock_, *random_), std::move(name), clock_->now(), {}};
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const auto count = TRY(connection.find_row("SELECT count(*) FROM sandbox_recordings"));
        if (count->integer(0) >= most_recordings) {
            return Error{ErrorKind::TooMany,
                         "sandbox.recordings_many",
                         "",
                         {{"most", std::to_string(most_recordings)}},
                         "There are as many recordings as a sandbox keeps. Begin with a new "
                         "folder."};
        }
        TRY(
            connection.execute("INSERT INTO sandbox_recordings (tenant_id, id, name, begun_at)"
                               " VALUES ($1, $2, $3, $4)",
                               {scope.tenant.value, made.id, made.name, made.begun_at.ms}));
        return {};
    }));
    return made;
}

Result<Recording> Recordings::end(const Scope& scope, std::string_view id) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<Recording> {
        TRY(connection.execute(
            "UPDATE sandbox_recordings SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
            {std::string(id), clock_->now().ms}));
        return load_in(connection, id);
    });
}

Result<Recording> Recordings::load(const Scope& scope, std::string_view id) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<Recording> {
        return load_in(connection, id);
    });
}

Result<std::vector<Recording>> Recordings::list(const Scope& scope) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Recording>> {
            const storage::Rows rows =
                TRY(connection.query("SELECT id, name, begun_at, ended_at FROM sandbox_recordings"
                                     " ORDER BY begun_at DESC, id DESC"));
            std::vector<Recording> recordings;
            for (const storage::Row& row : rows) {
                recordings.push_back(read_recording(row));
            }
            return recordings;
        });
}

std::vector<storage::Migration> recording_migrations() {
    return {{"sandbox", 1, "recordings", R"sql(
CREATE TABLE sandbox_recordings (
    tenant_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    begun_at integer NOT NULL,
    ended_at integer,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sandbox_recordings_by_id ON sandbox_recordings (id);
)sql"}};
}

}  // namespace gordion::sandbox
