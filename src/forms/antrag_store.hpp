// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/random.hpp"
#include "core/scope.hpp"
#include "core/sensitive.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "forms/form.hpp"
#include "forms/malware_scanner.hpp"
#include "forms/media_type.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"
#include "storage/jobs.hpp"

namespace gordion::forms {

/// The key of one draft: 32 bytes. It is never stored as it is; identity seals it under the
/// citizen's session, make_resume_code under the code.
using DraftKey = Sensitive<std::string>;

struct NewAntrag {
    std::string leistungsschluessel;
    std::string package_id;
    std::string package_version;
    std::string ars;                                  ///< twelve digits: the place that was chosen
    std::string language;                             ///< "de"
    formats::Json answers = formats::Json::object();  ///< what is prefilled
};

/// A draft while it is filled in.
struct Antrag {
    AntragId id;
    TenantId tenant;
    std::string vorgangsnummer;  ///< "010545459-7KX3-9QWM": its beginning names the tenant
    std::string leistungsschluessel;
    std::string package_id;
    std::string package_version;
    std::string ars;
    std::string language;
    Sensitive<formats::Json> answers;
    std::int64_t revision = 1;
    bool has_code = false;
    Instant created_at;
    Instant changed_at;
    Instant expires_at;
};

struct OpenedAntrag {
    Antrag antrag;
    DraftKey key;
};

/// The tenant that a Vorgangsnummer names, or nothing if the text cannot be one. Blanks and case
/// do not matter.
std::optional<TenantId> find_tenant_of(std::string_view vorgangsnummer);

/// Drafts and their uploads, sealed. Shared between threads.
///
/// Error codes: forms.draft_missing (NotFound: unknown, expired or of another tenant),
/// forms.draft_changed (Conflict: saved in another tab since), forms.draft_unreadable (the key does
/// not fit), forms.resume_wrong (Invalid, value "attempts_left"), forms.resume_locked (TooMany,
/// value "minutes"), forms.resume_none (Invalid: no code was made for this draft),
/// forms.file_type (value "found"), forms.file_too_large (value "max"), forms.file_empty,
/// forms.too_many_files, forms.scan_infected, forms.scan_failed, forms.upload_missing,
/// forms.no_number, crypto.number_shape, and those of storage.
class AntragStore {
public:
    AntragStore(storage::Database& database, storage::BlobStore& blobs, const Clock& clock,
                Random& random);

    /// From now on every upload is scanned; before anything is uploaded. Must outlive the store.
    void scan_with(MalwareScanner& scanner) { scanner_ = &scanner; }

    /// Under the scope's tenant, which is the competent administration.
    Result<OpenedAntrag> create_antrag(const Scope& scope, const NewAntrag& made);
    Result<Antrag> load_antrag(const Scope& scope, const AntragId& id, const DraftKey& key);
    /// `revision` is that of the draft as loaded; returns the new one.
    Result<std::int64_t> save_answers(const Scope& scope, const AntragId& id, const DraftKey& key,
                                      std::int64_t revision, const formats::Json& answers);

    /// A new access code (crypto/access_code.hpp); an older one stops working. Shown once.
    Result<Sensitive<std::string>> make_resume_code(const Scope& scope, const AntragId& id,
                                                    const DraftKey& key);
    /// The scope must reach the tenant that find_tenant_of names.
    Result<OpenedAntrag> open_by_code(const Scope& scope, std::string_view vorgangsnummer,
                                      const Sensitive<std::string>& code);

    /// Sniffs the bytes, checks them against the question's rule, scans, seals and stores them.
    Result<UploadedFile> put_upload(const Scope& scope, const OpenedAntrag& antrag,
                                    const FileRule& rule, std::string_view file_name,
                                    std::string_view bytes);
    Result<Sensitive<std::string>> load_upload(const Scope& scope, const AntragId& id,
                                               const DraftKey& key, const UploadedFile& file);
    Result<void> remove_upload(const Scope& scope, const AntragId& id, std::string_view blob);

    /// Inside another transaction (submit): forgets the draft. The blobs to remove after commit are
    /// returned; if that never happens they stay unreadable, because their key is gone.
    static Result<std::vector<std::string>> remove_antrag(storage::Connection& connection,
                                                          const Scope& scope, const AntragId& id);
    Result<void> remove_blobs(const std::vector<std::string>& blobs);

    /// The deed of the daily job: drafts past their time, with uploads. Returns how many.
    Result<std::int64_t> delete_expired(const Scope& scope);

private:
    storage::Database* database_;
    storage::BlobStore* blobs_;
    const Clock* clock_;
    Random* random_;
    MediaTypeSniffer sniffer_;
    MalwareScanner* scanner_ = nullptr;
};

}  // namespace gordion::forms
