// SPDX-License-Identifier: EUPL-1.2
#include "app/modules.hpp"

#include "app/automatic.hpp"
#include "app/blob_sweep.hpp"
#include "app/contact_reminder.hpp"
#include "app/receiving.hpp"
#include "app/registered_routes.hpp"
#include "audit/audit.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/log.hpp"
#include "delivery/blob_names.hpp"
#include "fim/code_list_folder.hpp"
#include "fim/migrations.hpp"
#include "forms/blob_names.hpp"
#include "forms/migrations.hpp"
#include "identity/migrations.hpp"
#include "planning/migrations.hpp"
#include "regions/migrations.hpp"
#include "reuse/migrations.hpp"
#include "services/migrations.hpp"
#include "xzufi/migrations.hpp"
#include "zustelldienst/migrations.hpp"

namespace gordion::app {
namespace {

// Reference data are read by name for each deed, because an import replaces them.
reuse::ReuseSources sources_of(const Modules& in) {
    return {[&in]() -> std::shared_ptr<const regions::Directory> {
                const auto reference = in.reference();
                return reference ? reference.value()->directory : nullptr;
            },
            [&in]() -> std::shared_ptr<const services::Catalogue> {
                const auto reference = in.reference();
                return reference ? reference.value()->catalogue : nullptr;
            },
            in.code_list_sources()};
}

// Messages that nobody may send: an installation without SMTP settings, which is not a demo.
class DroppedMails final : public mail::MailSender {
public:
    Result<void> send(const mail::Mail&) override {
        log(LogLevel::Warning, "mail.dropped", {{"reason", "no smtp_url is configured"}});
        return {};
    }
};

Result<std::unique_ptr<mail::MailSender>> make_mail_sender(const Config& config,
                                                           storage::Database& database,
                                                           const Clock& clock, Random& random) {
    if (!config.smtp_url.empty()) {
        return mail::make_smtp_sender({config.smtp_url, config.smtp_from, config.smtp_user,
                                       config.smtp_password, config.smtp_require_tls},
                                      clock, random);
    }
    if (config.demo) {
        return mail::make_capture_sender(database, clock, random);
    }
    return std::unique_ptr<mail::MailSender>(std::make_unique<DroppedMails>());
}

Result<services::SearchVocabulary> load_vocabulary(const std::filesystem::path& data) {
    services::SearchVocabulary vocabulary;
    vocabulary.synonyms_toml =
        TRY(load_file(data / "search" / "synonyms.toml", limits::toml_bytes));
    vocabulary.compounds_text =
        TRY(load_file(data / "search" / "compounds.txt", limits::toml_bytes));
    return vocabulary;
}

fim::CodeListShelf load_product_lists(const std::filesystem::path& data) {
    auto loaded = fim::load_code_lists(data / "codelists");
    for (const Finding& finding : loaded.findings) {
        log(LogLevel::Warning, "app.code_list", {{"code", finding.code}, {"place", finding.place}});
    }
    return std::move(loaded.value);
}

Result<std::unique_ptr<storage::Database>> open_database(const Config& config) {
    std::error_code error;
    std::filesystem::create_directories(config.data_folder, error);
    if (error) {
        return Error{ErrorKind::Unavailable,
                     "app.data_folder",
                     config.data_folder.string(),
                     {{"reason", error.message()}},
                     "The data folder cannot be made."};
    }
    return storage::Database::open({config.database, config.database_connections});
}

// Its keys are made here the first time, which takes some seconds.
Result<void> open_fitconnect_server(Modules& in) {
    const zustelldienst::Foundation ground{*in.database, in.blobs, in.master_key, in.clock,
                                           in.random};
    const zustelldienst::Settings& settings = *in.config.fitconnect_server;
    auto keys = TRY(zustelldienst::load_or_make_server_keys(ground, settings.host()));
    zustelldienst::Transmissions::Config wiring;
    wiring.wake_jobs = [&in] { in.jobs.wake(); };
    in.contact_mails = std::make_unique<ContactMails>(
        ContactMails::Parts{*in.database, in.clock, in.random, *in.mail_sender, settings});
    wiring.reminder = in.contact_mails.get();
    in.fitconnect_server = std::make_unique<zustelldienst::Zustelldienst>(
        ground, settings, std::move(keys), std::move(wiring));
    in.registered_routes = std::make_unique<RegisteredRoutes>(
        in.destinations, in.fitconnect_server->destinations, settings);
    in.fitconnect_server->routes.prefer_source(*in.registered_routes);
    return {};
}

// Delivery servers on this machine and keys that vouch for themselves exist for demos only.
std::unique_ptr<delivery::FitConnectChannel> make_fit_connect(Modules& in) {
    delivery::FitConnectChannel::Options options;
    options.http.user_agent = "gordion";
    options.base_url = in.config.base_url;
    if (in.config.demo) {
        options.http.plain_http = http::PlainHttp::Allow;
        options.plain_addresses = fitconnect::PlainAddress::Allow;
        options.trust.certificates.self_signed = crypto::SelfSigned::Allow;
    }
    return std::make_unique<delivery::FitConnectChannel>(
        delivery::FitConnectChannel::Parts{*in.database, in.blobs, in.destinations, in.master_key,
                                           in.clock, in.random},
        std::move(options));
}

}  // namespace

Modules::Modules(Config config_, const Clock& clock_, Random& random_,
                 crypto::MasterKey master_key_, std::unique_ptr<storage::Database> database_)
    : config(std::move(config_)),
      clock(clock_),
      random(random_),
      master_key(std::move(master_key_)),
      database(std::move(database_)),
      blobs(config.data_folder / "blobs", random),
      accounts(*database, clock, random),
      sessions(*database, clock, random),
      sign_in_desk(account_providers, sessions, random),
      account_matters(*database, master_key, clock, random),
      directories(*database, clock),
      xzufi(*database, clock),
      xzufi_lookups(*database),
      schemas(*database, clock),
      catalogues(*database, clock),
      code_lists(*database, clock),
      product_code_lists(load_product_lists(config.product_data)),
      destinations(*database, master_key, random),
      router(destinations),
      reuse(*database, clock, random, sources_of(*this)),
      rollouts(reuse),
      coverage(*database, clock),
      coverage_desk(*this),
      targets(*database, clock),
      maturity(*database, clock),
      antraege(*database, blobs, clock, random),
      submissions(*database, clock),
      handover_desk(*database, blobs, master_key, clock, random),
      mandates(*database, clock, random),
      back_office({*database, blobs, destinations, submissions, mandates, clock, random,
                   [this](const delivery::Submission& submission) {
                       return declares_automatic(*this, submission);
                   }}),
      arrivals(*database),
      declarations(*database, clock),
      statements(*database, clock),
      fit_connect(make_fit_connect(*this)),
      dispatcher(*database, clock, delivery::all_channels(back_office, fit_connect.get())),
      jobs(*database, clock, random) {}

Modules::~Modules() = default;

Result<std::shared_ptr<const Reference>> Modules::reference() const {
    const std::lock_guard lock(reference_mutex_);
    if (!reference_) {
        return Error{ErrorKind::Unavailable,
                     "app.reference_missing",
                     "",
                     {},
                     "Directory and catalogue are not imported yet (gordion regions import,"
                     " gordion catalogue import)."};
    }
    return reference_;
}

Result<void> Modules::load_reference() {
    const Scope scope = system_scope("app.reference");
    auto loaded = std::make_shared<Reference>();
    loaded->directory = TRY(directories.load_directory(scope));
    // The delivery server needs no catalogue.
    if (fitconnect_server) {
        fitconnect_server->routes.set_areas(
            std::make_shared<const zustelldienst::AreaIndex>(loaded->directory));
    }
    loaded->catalogue = TRY(catalogues.load_catalogue(scope));
    loaded->search = TRY(services::ServiceSearch::open(loaded->catalogue,
                                                       TRY(load_vocabulary(config.product_data)),
                                                       config.data_folder / "search"));
    loaded->zustaendigkeit = TRY(services::read_zustaendigkeit_rules(
        TRY(load_file(config.product_data / "zustaendigkeit.toml", limits::toml_bytes))));
    auto obligations = TRY(planning::load_obligation_rules(config.product_data / "obligations"));
    for (const Finding& finding : obligations.findings) {
        log(LogLevel::Warning, "app.obligations",
            {{"code", finding.code}, {"place", finding.place}});
    }
    loaded->obligations = std::move(obligations.value);
    const std::lock_guard lock(reference_mutex_);
    reference_ = std::move(loaded);
    return {};
}

std::vector<storage::Migration> all_migrations() {
    std::vector<storage::Migration> all;
    for (const auto& migrations :
         {storage::job_migrations(), mail::mail_migrations(), audit::audit_migrations(),
          regions::regions_migrations(), xzufi::xzufi_migrations(), fim::fim_migrations(),
          services::services_migrations(), identity::identity_migrations(),
          forms::forms_migrations(), routing::routing_migrations(),
          zustelldienst::zustelldienst_migrations(), delivery::delivery_migrations(),
          cases::case_migrations(), reuse::reuse_migrations(), forms::blob_name_migrations(),
          delivery::blob_name_migrations(), conformity::conformity_migrations(),
          planning::planning_migrations()}) {
        all.insert(all.end(), migrations.begin(), migrations.end());
    }
    return all;
}

Result<int> migrate(const Config& config) {
    const auto database = TRY(open_database(config));
    return database->migrate(all_migrations());
}

Result<std::unique_ptr<Modules>> open_modules(const Config& config, const Clock& clock,
                                              Random& random) {
    auto database = TRY(open_database(config));
    const auto pending = TRY(database->pending(all_migrations()));
    if (!pending.empty()) {
        return Error{ErrorKind::Conflict,
                     "app.migrations_pending",
                     "",
                     {{"pending", std::to_string(pending.size())}},
                     "The database's schema is older than this program. Run: gordion db migrate"};
    }
    auto master_key =
        TRY(crypto::MasterKey::load_or_make(config.data_folder / "master.key", random));
    auto modules = std::make_unique<Modules>(config, clock, random, std::move(master_key),
                                             std::move(database));
    modules->account_providers =
        TRY(identity::make_providers(config.account_providers, {clock, random, config.demo}));
    modules->mail_sender = TRY(make_mail_sender(config, *modules->database, clock, random));
    if (!config.fitconnect_trust_anchors.empty()) {
        modules->fit_connect->believe(TRY(crypto::TrustAnchors::from_pem(
            TRY(load_file(config.fitconnect_trust_anchors, limits::toml_bytes)))));
    }
    modules->receiving = std::make_unique<Receiving>(*modules);
    TRY(modules->receiving->open());
    if (!config.malware_scanner.empty()) {
        modules->malware_scanner = TRY(forms::make_clamd_scanner(config.malware_scanner));
        modules->antraege.scan_with(*modules->malware_scanner);
    }
    if (config.fitconnect_server) {
        TRY(open_fitconnect_server(*modules));
    }
    const Result<void> loaded = modules->load_reference();
    if (!loaded && loaded.error().kind != ErrorKind::NotFound) {
        return loaded.error();
    }
    return modules;
}

namespace {

// One deletion run per day, named after it, so that several nodes plan it once.
Result<void> plan_expiry(Modules& in, Date day) {
    const Scope scope = system_scope("app.expire");
    return in.database->write(scope, [&](storage::Connection& connection) {
        return storage::enqueue(connection, in.clock, in.random,
                                {"app.expire." + day.to_iso(),
                                 {"00"},
                                 "app.expire",
                                 "{}",
                                 {day.days_since_epoch() * 24 * 3600 * 1000},
                                 0});
    });
}

Result<void> delete_expired(Modules& in) {
    const std::int64_t drafts = TRY(in.antraege.delete_expired(system_scope("antrag.expire")));
    const std::int64_t sessions = TRY(in.sessions.delete_expired());
    TRY(in.account_matters.delete_expired());
    log(LogLevel::Info, "app.expired",
        {{"drafts", std::to_string(drafts)}, {"sessions", std::to_string(sessions)}});
    return plan_expiry(in, in.clock.today().plus_days(1));
}

// SQLite has one node: what is running when it starts was cut off with the process before.
Result<void> take_over_jobs(Modules& in) {
    if (in.database->dialect() != storage::Dialect::Sqlite) {
        return {};
    }
    TRY(in.database->write(system_scope("storage.jobs"), [&](storage::Connection& connection) {
        return storage::release_leases(connection, in.clock);
    }));
    return {};
}

storage::JobVerdict verdict_of(const Result<void>& done) {
    return done ? storage::JobVerdict{}
                : storage::JobVerdict{storage::JobOutcome::Retry, done.error().code};
}

}  // namespace

void start_jobs(Modules& in, MailWriters writers) {
    in.notices = std::make_unique<delivery::Notices>(in.submissions, in.master_key, *in.mail_sender,
                                                     std::move(writers.notice));
    in.jobs.add_handler("delivery.deliver",
                        [&in](const storage::Job& job) { return in.dispatcher.deliver(job); });
    in.jobs.add_handler("delivery.outcome", [&in](const storage::Job& job) {
        return in.fit_connect->ask_outcome(job);
    });
    in.jobs.add_handler("delivery.notify",
                        [&in](const storage::Job& job) { return in.notices->send(job); });
    in.jobs.add_handler("case.automatic",
                        [&in](const storage::Job& job) { return run_automatic(in, job); });
    in.jobs.add_handler("app.expire",
                        [&in](const storage::Job&) { return verdict_of(delete_expired(in)); });
    in.jobs.add_handler(std::string(reuse::rollout_job), [&in](const storage::Job& job) {
        return verdict_of(reuse::run_rollout_job(in.rollouts, job.payload));
    });
    in.jobs.add_handler(std::string(blob_sweep_job),
                        [&in](const storage::Job&) { return verdict_of(run_blob_sweep(in)); });
    in.receiving->add_handlers(in.jobs);
    for (const auto plan : {plan_expiry, plan_blob_sweep}) {
        if (const Result<void> planned = plan(in, in.clock.today()); !planned) {
            log(LogLevel::Error, "app.expiry_not_planned", {{"code", planned.error().code}});
        }
    }
    const Result<void> taken_over = take_over_jobs(in);
    if (!taken_over) {
        log(LogLevel::Error, "app.jobs_not_taken_over", {{"code", taken_over.error().code}});
    }
    if (in.fitconnect_server) {
        in.fitconnect_server->routes.start();
        in.fitconnect_server->transmissions.add_handlers(in.jobs);
        in.contact_mails->add_handler(in.jobs, in.fitconnect_server->destinations,
                                      std::move(writers.reminder));
        if (const auto begun = in.fitconnect_server->transmissions.plan_periods(); !begun) {
            log(LogLevel::Warning, "zustelldienst.plan", {{"code", begun.error().code}});
        }
    }
    if (const auto begun = in.receiving->plan(); !begun) {
        log(LogLevel::Error, "fitconnect.receive_not_planned", {{"code", begun.error().code}});
    }
    in.jobs.start(in.config.job_threads);
}

}  // namespace gordion::app
