// SPDX-License-Identifier: EUPL-1.2
// The part of AntragStore that keeps files.
#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"
#include "forms/antrag_store.hpp"

namespace gordion::forms {
namespace {

using storage::Connection;

// The hash stands in the answers, so a file of the blob store cannot be exchanged for another.
std::string bound_to(const AntragId& id, const std::string& sha512) {
    return "antrag:" + id.value + ":upload:" + sha512;
}

}  // namespace

Result<UploadedFile> AntragStore::put_upload(const Scope& scope, const OpenedAntrag& antrag,
                                             const FileRule& rule, std::string_view file_name,
                                             std::string_view bytes) {
    UploadedFile file = TRY(judge_upload(sniffer_, rule, file_name, bytes));
    if (scanner_ != nullptr) {
        TRY(scanner_->scan(bytes));
    }
    const AntragId& id = antrag.antrag.id;
    file.blob = TRY(
        blobs_->put(crypto::seal(antrag.key.reveal(), bytes, bound_to(id, file.sha512), *random_)));
    auto noted = database_->write(scope, [&](Connection& connection) -> Result<void> {
        const auto row = TRY(connection.find_row(
            "SELECT (SELECT COUNT(*) FROM antrag_uploads WHERE tenant_id = $1 AND antrag_id = $2)"
            " FROM antraege WHERE tenant_id = $1 AND id = $2 AND expires_at > $3",
            {scope.tenant.value, id.value, clock_->now().ms}));
        if (!row) {
            return Error{ErrorKind::NotFound,
                         "forms.draft_missing",
                         "",
                         {{"antrag", id.value}},
                         "there is no such draft"};
        }
        if (row->integer(0) >= static_cast<std::int64_t>(limits::upload_files_per_draft)) {
            return Error{ErrorKind::Invalid,
                         "forms.too_many_files",
                         rule.path,
                         {{"max", std::to_string(limits::upload_files_per_draft)}},
                         "one draft cannot hold more files"};
        }
        TRY(connection.execute(
            "INSERT INTO antrag_uploads (tenant_id, antrag_id, blob_id, bytes, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            {scope.tenant.value, id.value, file.blob, static_cast<std::int64_t>(file.size),
             clock_->now().ms}));
        return {};
    });
    if (!noted) {
        // Nobody knows of the bytes; if removing fails as well, they stay unreadable.
        (void)blobs_->remove(file.blob);
        return noted.take_error();
    }
    return file;
}

Result<Sensitive<std::string>> AntragStore::load_upload(const Scope& scope, const AntragId& id,
                                                        const DraftKey& key,
                                                        const UploadedFile& file) {
    const auto row = TRY(database_->read(scope, [&](Connection& connection) {
        return connection.find_row(
            "SELECT bytes FROM antrag_uploads WHERE tenant_id = $1 AND antrag_id = $2"
            " AND blob_id = $3",
            {scope.tenant.value, id.value, file.blob});
    }));
    if (!row) {
        return Error{ErrorKind::NotFound,
                     "forms.upload_missing",
                     "",
                     {{"antrag", id.value}},
                     "the draft has no such file"};
    }
    const std::string sealed = TRY(blobs_->load(file.blob));
    return Sensitive<std::string>(
        TRY(crypto::unseal(key.reveal(), sealed, bound_to(id, file.sha512))));
}

Result<void> AntragStore::remove_upload(const Scope& scope, const AntragId& id,
                                        std::string_view blob) {
    const std::int64_t removed = TRY(database_->write(scope, [&](Connection& connection) {
        return connection.execute(
            "DELETE FROM antrag_uploads WHERE tenant_id = $1 AND antrag_id = $2 AND blob_id = $3",
            {scope.tenant.value, id.value, std::string(blob)});
    }));
    // A blob id from an answer is no proof; only what this draft owns is deleted.
    return removed > 0 ? blobs_->remove(blob) : Result<void>();
}

}  // namespace gordion::forms
