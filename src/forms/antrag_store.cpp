// SPDX-License-Identifier: EUPL-1.2
#include "forms/antrag_store.hpp"

#include "core/limits.hpp"
#include "crypto/access_code.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using storage::Connection;

constexpr std::size_t key_bytes = 32;

// What a sealed value belongs to; a value moved to another draft or column does not open.
std::string bound_to(const AntragId& id, std::string_view what) {
    return "antrag:" + id.value + ":" + std::string(what);
}

Error missing(const AntragId& id) {
    return {ErrorKind::NotFound,
            "forms.draft_missing",
            "",
            {{"antrag", id.value}},
            "there is no such draft; it was handed over, or its time has run out"};
}

Error locked(std::int64_t ms) {
    return {ErrorKind::TooMany,
            "forms.resume_locked",
            "",
            {{"minutes", std::to_string((ms + 59'999) / 60'000)}},
            "too many wrong codes; this draft is locked for a while"};
}

constexpr std::string_view columns =
    "id, tenant_id, vorgangsnummer, leistungsschluessel, package_id, package_version, ars, "
    "language,"
    " revision, created_at, changed_at, expires_at, sealed_answers, sealed_key_by_code";

// Everything but the answers, which are still sealed.
Antrag read_row(const storage::Row& row) {
    Antrag antrag;
    antrag.id = {row.text(0)};
    antrag.tenant = {row.text(1)};
    antrag.vorgangsnummer = row.text(2);
    antrag.leistungsschluessel = row.text(3);
    antrag.package_id = row.text(4);
    antrag.package_version = row.text(5);
    antrag.ars = row.text(6);
    antrag.language = row.text(7);
    antrag.revision = row.integer(8);
    antrag.created_at = {row.integer(9)};
    antrag.changed_at = {row.integer(10)};
    antrag.expires_at = {row.integer(11)};
    antrag.has_code = !row.is_null(13);
    return antrag;
}

Result<Sensitive<Json>> unseal_answers(const AntragId& id, const DraftKey& key,
                                       std::string_view sealed) {
    const auto opened = crypto::unseal(key.reveal(), sealed, bound_to(id, "answers"));
    if (!opened) {
        return Error{ErrorKind::Forbidden,
                     "forms.draft_unreadable",
                     "",
                     {{"antrag", id.value}},
                     "the key does not fit this draft"};
    }
    return Sensitive<Json>(TRY(formats::parse_json(opened.value())));
}

std::string seal_answers(const AntragId& id, const DraftKey& key, const Json& answers,
                         Random& random) {
    return crypto::seal(key.reveal(), formats::write_json(answers), bound_to(id, "answers"),
                        random);
}

}  // namespace

std::optional<TenantId> find_tenant_of(std::string_view vorgangsnummer) {
    const auto number = crypto::parse_case_number(vorgangsnummer);
    return number ? std::optional(TenantId{crypto::tenant_of_number(number.value())})
                  : std::nullopt;
}

AntragStore::AntragStore(storage::Database& database, storage::BlobStore& blobs, const Clock& clock,
                         Random& random)
    : database_(&database), blobs_(&blobs), clock_(&clock), random_(&random) {}

Result<OpenedAntrag> AntragStore::create_antrag(const Scope& scope, const NewAntrag& made) {
    constexpr int number_tries = 5;
    const Instant now = clock_->now();
    OpenedAntrag opened;
    opened.key = DraftKey(random_->bytes(key_bytes));
    Antrag& antrag = opened.antrag;
    antrag.id = {make_uuid(*clock_, *random_)};
    antrag.tenant = scope.tenant;
    antrag.leistungsschluessel = made.leistungsschluessel;
    antrag.package_id = made.package_id;
    antrag.package_version = made.package_version;
    antrag.ars = made.ars;
    antrag.language = made.language;
    antrag.answers = Sensitive<Json>(made.answers);
    antrag.created_at = antrag.changed_at = now;
    antrag.expires_at = now.plus_ms(limits::draft_lifetime_ms);
    const std::string sealed =
        seal_answers(antrag.id, opened.key, antrag.answers.reveal(), *random_);
    for (int i = 0; i < number_tries; ++i) {
        antrag.vorgangsnummer = crypto::make_case_number(scope.tenant.value, *random_);
        const std::int64_t inserted = TRY(database_->write(scope, [&](Connection& connection) {
            return connection.execute(
                "INSERT INTO antraege (tenant_id, id, vorgangsnummer, leistungsschluessel,"
                " package_id, package_version, ars, language, sealed_answers, code_check, attempts,"
                " locked_until, revision, created_at, changed_at, expires_at) VALUES ($1, $2, $3,"
                " $4, $5, $6, $7, $8, $9, '', 0, 0, 1, $10, $10, $11)"
                " ON CONFLICT (tenant_id, vorgangsnummer) DO NOTHING",
                {scope.tenant.value, antrag.id.value, antrag.vorgangsnummer,
                 made.leistungsschluessel, made.package_id, made.package_version, made.ars,
                 made.language, storage::Blob{sealed}, now.ms, antrag.expires_at.ms});
        }));
        if (inserted == 1) {
            return opened;
        }
    }
    return Error{ErrorKind::Unavailable,
                 "forms.no_number",
                 "",
                 {},
                 "no free number was found; the generator of chance may be broken"};
}

Result<Antrag> AntragStore::load_antrag(const Scope& scope, const AntragId& id,
                                        const DraftKey& key) {
    const auto row = TRY(database_->read(scope, [&](Connection& connection) {
        return connection.find_row("SELECT " + std::string(columns) +
                                       " FROM antraege WHERE tenant_id = $1 AND id = $2"
                                       " AND expires_at > $3",
                                   {scope.tenant.value, id.value, clock_->now().ms});
    }));
    if (!row) {
        return missing(id);
    }
    Antrag antrag = read_row(*row);
    antrag.answers = TRY(unseal_answers(id, key, row->blob(12)));
    return antrag;
}

Result<std::int64_t> AntragStore::save_answers(const Scope& scope, const AntragId& id,
                                               const DraftKey& key, std::int64_t revision,
                                               const Json& answers) {
    const Instant now = clock_->now();
    const std::string sealed = seal_answers(id, key, answers, *random_);
    return database_->write(scope, [&](Connection& connection) -> Result<std::int64_t> {
        const std::int64_t changed = TRY(connection.execute(
            "UPDATE antraege SET sealed_answers = $4, revision = revision + 1, changed_at = $5,"
            " expires_at = $6 WHERE tenant_id = $1 AND id = $2 AND revision = $3"
            " AND expires_at > $5",
            {scope.tenant.value, id.value, revision, storage::Blob{sealed}, now.ms,
             now.plus_ms(limits::draft_lifetime_ms).ms}));
        if (changed == 1) {
            return revision + 1;
        }
        const auto present = TRY(connection.find_row(
            "SELECT revision FROM antraege WHERE tenant_id = $1 AND id = $2 AND expires_at > $3",
            {scope.tenant.value, id.value, now.ms}));
        if (!present) {
            return missing(id);
        }
        return Error{ErrorKind::Conflict,
                     "forms.draft_changed",
                     "",
                     {{"antrag", id.value}},
                     "the draft was saved in another window since this page was opened"};
    });
}

Result<Sensitive<std::string>> AntragStore::make_resume_code(const Scope& scope, const AntragId& id,
                                                             const DraftKey& key) {
    const std::string shown = crypto::make_access_code(*random_);
    const std::string code = TRY(crypto::parse_access_code(shown));
    const std::string sealed = crypto::seal(crypto::derive_key(code, "resume"), key.reveal(),
                                            bound_to(id, "key"), *random_);
    const std::int64_t changed = TRY(database_->write(scope, [&](Connection& connection) {
        return connection.execute(
            "UPDATE antraege SET sealed_key_by_code = $3, code_check = $4, attempts = 0"
            " WHERE tenant_id = $1 AND id = $2 AND expires_at > $5",
            {scope.tenant.value, id.value, storage::Blob{sealed}, crypto::access_code_check(code),
             clock_->now().ms});
    }));
    if (changed == 0) {
        return missing(id);
    }
    return Sensitive<std::string>(shown);
}

namespace {

// What a try of a code came to. An error would roll the counting of tries back.
struct Attempt {
    std::optional<storage::Row> row;  ///< the code was right
    std::optional<Error> refused;
};

Result<Attempt> count_wrong_code(Connection& connection, const TenantId& tenant, const AntragId& id,
                                 Instant now) {
    const auto row = TRY(connection.find_row(
        "UPDATE antraege SET attempts = attempts + 1 WHERE tenant_id = $1 AND id = $2"
        " RETURNING attempts",
        {tenant.value, id.value}));
    const std::int64_t left = limits::code_attempts - (row ? row->integer(0) : 0);
    if (left > 0) {
        return Attempt{{},
                       Error{ErrorKind::Invalid,
                             "forms.resume_wrong",
                             "",
                             {{"attempts_left", std::to_string(left)}},
                             "the code does not belong to this number"}};
    }
    TRY(
        connection.execute("UPDATE antraege SET attempts = 0, locked_until = $3"
                           " WHERE tenant_id = $1 AND id = $2",
                           {tenant.value, id.value, now.plus_ms(limits::code_lock_ms).ms}));
    return Attempt{{}, locked(limits::code_lock_ms)};
}

Result<Attempt> try_code(Connection& connection, const TenantId& tenant, const std::string& number,
                         const std::string& check, Instant now) {
    const auto row =
        TRY(connection.find_row("SELECT " + std::string(columns) +
                                    ", code_check, locked_until FROM antraege WHERE tenant_id = $1"
                                    " AND vorgangsnummer = $2 AND expires_at > $3",
                                {tenant.value, number, now.ms}));
    if (!row) {
        return Attempt{{}, missing({number})};
    }
    const AntragId id{row->text(0)};
    const std::string& expected = row->text(14);
    if (row->integer(15) > now.ms) {
        return Attempt{{}, locked(row->integer(15) - now.ms)};
    }
    if (expected.empty() || row->is_null(13)) {
        return Attempt{{},
                       Error{ErrorKind::Invalid,
                             "forms.resume_none",
                             "",
                             {},
                             "no code was made for this draft"}};
    }
    if (!crypto::equal_in_constant_time(expected, check)) {
        return count_wrong_code(connection, tenant, id, now);
    }
    TRY(connection.execute("UPDATE antraege SET attempts = 0 WHERE tenant_id = $1 AND id = $2",
                           {tenant.value, id.value}));
    return Attempt{*row, {}};
}

}  // namespace

Result<OpenedAntrag> AntragStore::open_by_code(const Scope& scope, std::string_view vorgangsnummer,
                                               const Sensitive<std::string>& code) {
    const std::string number = TRY(crypto::parse_case_number(vorgangsnummer));
    const TenantId tenant{crypto::tenant_of_number(number)};
    if (!scope.reaches(tenant)) {
        return missing({number});
    }
    // A text that cannot be a code counts as a wrong one.
    const auto parsed = crypto::parse_access_code(code.reveal());
    const std::string check = parsed ? crypto::access_code_check(parsed.value()) : std::string("-");
    const Instant now = clock_->now();
    Attempt attempt = TRY(database_->write(scope, [&](Connection& connection) {
        return try_code(connection, tenant, number, check, now);
    }));
    if (attempt.refused) {
        return std::move(*attempt.refused);
    }
    OpenedAntrag opened;
    opened.antrag = read_row(*attempt.row);
    opened.key =
        DraftKey(TRY(crypto::unseal(crypto::derive_key(parsed.value(), "resume"),
                                    attempt.row->blob(13), bound_to(opened.antrag.id, "key"))));
    opened.antrag.answers =
        TRY(unseal_answers(opened.antrag.id, opened.key, attempt.row->blob(12)));
    return opened;
}

Result<std::vector<std::string>> AntragStore::remove_antrag(Connection& connection,
                                                            const Scope& scope,
                                                            const AntragId& id) {
    std::vector<std::string> blobs;
    const storage::Rows rows = TRY(connection.query(
        "DELETE FROM antrag_uploads WHERE tenant_id = $1 AND antrag_id = $2 RETURNING blob_id",
        {scope.tenant.value, id.value}));
    for (const storage::Row& row : rows) {
        blobs.push_back(row.text(0));
    }
    const std::int64_t removed = TRY(connection.execute(
        "DELETE FROM antraege WHERE tenant_id = $1 AND id = $2", {scope.tenant.value, id.value}));
    if (removed == 0) {
        return missing(id);
    }
    return blobs;
}

Result<void> AntragStore::remove_blobs(const std::vector<std::string>& blobs) {
    for (const std::string& blob : blobs) {
        TRY(blobs_->remove(blob));
    }
    return {};
}

Result<std::int64_t> AntragStore::delete_expired(const Scope& scope) {
    // In small steps, so that the writer is never held up for long.
    constexpr std::size_t step = 100;
    std::int64_t deleted = 0;
    for (std::size_t found = step; found == step;) {
        std::vector<std::string> blobs;
        found = TRY(database_->write(scope, [&](Connection& connection) -> Result<std::size_t> {
            blobs.clear();
            const storage::Rows rows =
                TRY(connection.query("SELECT tenant_id, id FROM antraege WHERE expires_at <= $1"
                                     " ORDER BY tenant_id, expires_at LIMIT 100",
                                     {clock_->now().ms}));
            for (const storage::Row& row : rows) {
                Scope of_draft = scope;
                of_draft.tenant = {row.text(0)};
                const auto gone = TRY(remove_antrag(connection, of_draft, {row.text(1)}));
                blobs.insert(blobs.end(), gone.begin(), gone.end());
            }
            return rows.size();
        }));
        TRY(remove_blobs(blobs));
        deleted += static_cast<std::int64_t>(found);
    }
    return deleted;
}

}  // namespace gordion::forms
