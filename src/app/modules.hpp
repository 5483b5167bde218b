// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "app/config.hpp"
#include "app/coverage.hpp"
#include "cases/arrival_store.hpp"
#include "cases/back_office.hpp"
#include "cases/mandate_store.hpp"
#include "conformity/declaration_store.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "crypto/master_key.hpp"
#include "delivery/channels/fitconnect/fitconnect.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/handover.hpp"
#include "delivery/notices.hpp"
#include "fim/code_list_store.hpp"
#include "fim/schema_store.hpp"
#include "forms/antrag_store.hpp"
#include "identity/account_matter_store.hpp"
#include "identity/account_store.hpp"
#include "identity/session_store.hpp"
#include "identity/sign_in_desk.hpp"
#include "mail/mail.hpp"
#include "planning/maturity_store.hpp"
#include "planning/obligation_rules.hpp"
#include "planning/statement_store.hpp"
#include "planning/target_store.hpp"
#include "regions/directory.hpp"
#include "regions/directory_store.hpp"
#include "reuse/reuse.hpp"
#include "reuse/rollouts.hpp"
#include "routing/router.hpp"
#include "services/catalogue.hpp"
#include "services/catalogue_store.hpp"
#include "services/service_search.hpp"
#include "services/zustaendigkeit.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"
#include "storage/jobs.hpp"
#include "xzufi/lookup_store.hpp"
#include "xzufi/xzufi_store.hpp"
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::app {

class Receiving;
class ContactMails;
struct MailWriters;

/// Facts about Germany as they are in memory. Immutable; a newer import makes a new one. Hold the
/// pointer for as long as you hold pointers into it.
struct Reference {
    std::shared_ptr<const regions::Directory> directory;
    std::shared_ptr<const services::Catalogue> catalogue;
    std::shared_ptr<const services::ServiceSearch> search;
    services::ZustaendigkeitRules zustaendigkeit;
    std::vector<planning::ObligationRules> obligations;  ///< versions, the newest last
};

/// All modules of one running Gordion, wired to each other. Made once, shared between threads; the
/// members are shared-safe by themselves. The order of the members is the order of their making.
struct Modules {
    Config config;
    const Clock& clock;
    Random& random;
    crypto::MasterKey master_key;
    std::unique_ptr<storage::Database> database;
    storage::BlobStore blobs;
    identity::AccountStore accounts;
    identity::SessionStore sessions;
    identity::AccountProviders account_providers;  ///< filled by open_modules()
    identity::SignInDesk sign_in_desk;
    identity::AccountMatterStore account_matters;
    regions::DirectoryStore directories;
    xzufi::XzufiStore xzufi;
    xzufi::LookupStore xzufi_lookups;
    fim::SchemaStore schemas;
    services::CatalogueStore catalogues;
    fim::CodeListStore code_lists;
    fim::CodeListShelf product_code_lists;  ///< those that ship with Gordion
    routing::DestinationStore destinations;
    routing::Router router;
    reuse::Reuse reuse;
    reuse::Rollouts rollouts;
    planning::CoverageStore coverage;
    CoverageDesk coverage_desk;
    planning::TargetStore targets;
    planning::MaturityStore maturity;
    forms::AntragStore antraege;
    delivery::SubmissionStore submissions;
    delivery::HandoverDesk handover_desk;
    cases::MandateStore mandates;
    cases::BackOffice back_office;
    cases::ArrivalStore arrivals;
    conformity::DeclarationStore declarations;
    planning::StatementStore statements;
    std::unique_ptr<delivery::FitConnectChannel> fit_connect;
    delivery::Dispatcher dispatcher;
    std::unique_ptr<mail::MailSender> mail_sender;
    std::unique_ptr<forms::MalwareScanner> malware_scanner;  ///< none: uploads are not scanned
    std::unique_ptr<delivery::Notices> notices;              ///< from start_jobs() on
    std::unique_ptr<Receiving> receiving;                    ///< made by open_modules()
    std::unique_ptr<ContactMails> contact_mails;             ///< with `fitconnect_server`
    storage::JobRunner jobs;
    std::unique_ptr<zustelldienst::RouteSource> registered_routes;  ///< with fitconnect_server
    /// Made by open_modules() where the configuration has it; else null.
    std::unique_ptr<zustelldienst::Zustelldienst> fitconnect_server;

    Modules(Config config, const Clock& clock, Random& random, crypto::MasterKey master_key,
            std::unique_ptr<storage::Database> database);
    ~Modules();
    Modules(const Modules&) = delete;
    Modules& operator=(const Modules&) = delete;

    /// What is in memory now; error app.reference_missing before the first import.
    [[nodiscard]] Result<std::shared_ptr<const Reference>> reference() const;
    /// Where lists that a schema refers to are looked for, beside its package.
    [[nodiscard]] fim::CodeListSources code_list_sources() const {
        return {&code_lists, &product_code_lists};
    }
    /// Loads directory, catalogue, rules and search index from the database.
    Result<void> load_reference();

private:
    mutable std::mutex reference_mutex_;
    std::shared_ptr<const Reference> reference_;
};

/// Opens database and keys, and applies no migration. Error code app.migrations_pending if the
/// schema is behind (run "gordion db migrate").
Result<std::unique_ptr<Modules>> open_modules(const Config& config, const Clock& clock,
                                              Random& random);
/// The schema of every module, in the order of the arrows.
std::vector<storage::Migration> all_migrations();
/// Applies what is missing; returns how many.
Result<int> migrate(const Config& config);

/// Connects the handlers of all jobs and starts the runner.
void start_jobs(Modules& in, MailWriters writers);

}  // namespace gordion::app
