// SPDX-License-Identifier: EUPL-1.2
// Durable submissions of FIT-Connect without HTTP: announce and submit of 4 KiB with their events,
// by as many senders as requests come at once, beside SQLite alone writing rows of the same size
// with as many requests in one commit. Prints one JSON line.
// Usage: gordion_fit_submissions_bench [POSTGRES_URL]. Bench only: nothing of this is in the
// product.
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "core/stopwatch.hpp"
#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"
#include "must.hpp"
#include "storage/jobs.hpp"
#include "zustelldienst/migrations.hpp"
#include "zustelldienst/transmission_store.hpp"
#include "zustelldienst/transmissions.hpp"

namespace gordion {
namespace {

using namespace zustelldienst;

constexpr int senders = 64;
constexpr int pairs_each = 96;
constexpr int rounds = 5;
constexpr double requests_per_round = 2.0 * senders * pairs_each;
constexpr std::size_t payload_bytes = 4096;
constexpr const char* service = "urn:de:fim:leika:leistung:99102013104000";

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

std::string jwe_of(std::size_t bytes, Random& random) {
    return crypto::to_base64url(
               R"({"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"k1234567","cty":"application/json"})") +
           "." + crypto::to_base64url(random.bytes(512)) + "." +
           crypto::to_base64url(random.bytes(12)) + "." +
           crypto::to_base64url(random.bytes(bytes)) + "." + crypto::to_base64url(random.bytes(16));
}

/// A delivery server without doors on a database of its own.
struct Ground {
    explicit Ground(const storage::DatabaseConfig& config, const std::filesystem::path& folder)
        : database(must(storage::Database::open(config))), blobs(folder / "blobs", random) {
        must(database->migrate(storage::job_migrations()));
        must(database->migrate(zustelldienst_migrations()));
        const Foundation foundation{*database, blobs, master_key, clock, random};
        clients = std::make_unique<ClientStore>(foundation, settings.cache_seconds);
        destinations =
            std::make_unique<DestinationStore>(foundation, *clients, settings.cache_seconds);
        Transmissions::Config wiring;
        const auto key = crypto::PrivateKey::make_rsa(2048, crypto::KeyUse::Sign);
        wiring.signing_key = [key] { return Result<crypto::PrivateKey>(key); };
        post = std::make_unique<Transmissions>(
            foundation, settings, StoredSurroundings(*clients, *destinations), std::move(wiring));
        fitconnect::Destination taken;
        taken.name = "bench";
        taken.status = fitconnect::DestinationStatus::Active;
        taken.encryption_kid = "k1234567";
        taken.metadata_versions = {"2.1.0"};
        taken.services = {{service, {"DE"}, {{"https://schema.example/s", "application/json"}}}};
        taken.contact = fitconnect::Contact{"Amt", "", "", "amt@example.org", ""};
        Scope scope = system_scope("bench");
        scope.tenant = {"010545459"};
        destination =
            must(destinations->create_destination(scope, {taken, std::nullopt, {}, ""}, {}))
                .destination.id;
        Permissions all;
        all.send = {{"DE", ""}};
        caller = {"bench", {"010545459"}, std::make_shared<const Permissions>(all)};
    }

    void send(const Content& content) {
        CheckObserver silent;
        Announcement wanted;
        wanted.version = fitconnect::ApiVersion::V2;
        wanted.destination_id = destination;
        wanted.service = {service, "Hundesteuer", ""};
        const Transmission made = must(post->desk.announce_submission(caller, wanted, silent));
        must(post->desk.submit(
            caller,
            {fitconnect::SubjectKind::Submission, fitconnect::ApiVersion::V2, made.id, content},
            silent));
    }

    SystemClock clock;
    SystemRandom random;
    Settings settings;
    crypto::MasterKey master_key = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    std::unique_ptr<storage::Database> database;
    storage::BlobStore blobs;
    std::unique_ptr<ClientStore> clients;
    std::unique_ptr<DestinationStore> destinations;
    std::unique_ptr<Transmissions> post;
    std::string destination;
    Caller caller;
};

// Requests per second; a pair is two.
double send_round(Ground& ground, const Content& content) {
    const Stopwatch stopwatch;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < senders; ++i) {
            threads.emplace_back([&] {
                for (int pair = 0; pair < pairs_each; ++pair) {
                    ground.send(content);
                }
            });
        }
    }
    return requests_per_round * 1000.0 / stopwatch.elapsed_ms();
}

/// SQLite and nothing else, on a copy of the tables: prepared statements that write what announce
/// and submit write, a commit for as many requests as there are senders.
class BareLoop {
public:
    BareLoop(const std::filesystem::path& file, Random& random) : random_(&random) {
        VERIFY(sqlite3_open(file.c_str(), &db_) == SQLITE_OK, "the file opens");
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384");
        for (const auto& migration : transmission_migrations()) {
            run(migration.sql.c_str());
        }
        announce_ = prepare(
            "INSERT INTO fitconnect_transmissions (tenant_id, id, kind, case_id, destination_id,"
            " author, receiver, service, region, announced, missing, state, created_at,"
            " submitted_at, changed_at, due_at, version) VALUES ('010545459', ?1, 0, ?2, ?2,"
            " 'bench', '', ?3, '', '', 0, 'incomplete', 1, 0, 1, ?4, 2)");
        event_ = prepare(
            "INSERT INTO fitconnect_events VALUES ('010545459', ?1, ?2, ?3, ?1, 1, ?4,"
            " NULL)");
        submit_ = prepare(
            "UPDATE fitconnect_transmissions SET state = 'submitted', metadata = ?2,"
            " data_jwe = ?3, submitted_at = 1, due_at = ?4 WHERE id = ?1");
    }
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;
    ~BareLoop() {
        for (sqlite3_stmt* statement : {announce_, event_, submit_}) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(db_);
    }

    double round(const Content& content, const std::string& claims) {
        std::vector<std::string> ids;
        for (int i = 0; i < senders * pairs_each; ++i) {
            ids.push_back(make_uuid(clock_, *random_));
        }
        const std::string body(100, 's');
        const Stopwatch stopwatch;
        for (int batch = 0; batch < pairs_each; ++batch) {
            const auto mine =
                std::span(ids).subspan(static_cast<std::size_t>(batch * senders), senders);
            run("BEGIN IMMEDIATE");
            for (const std::string& id : mine) {
                step(announce_, {id, id, body}, due_++);
                write_event(id, 1, claims);
            }
            run("COMMIT");
            run("BEGIN IMMEDIATE");
            for (const std::string& id : mine) {
                step(submit_, {id, content.metadata, *content.data}, due_++);
                write_event(id, 2, claims);
                write_event(id, 3, claims);
            }
            run("COMMIT");
        }
        return requests_per_round * 1000.0 / stopwatch.elapsed_ms();
    }

private:
    void run(const char* sql) {
        VERIFY(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
    }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        VERIFY(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) ==
                   SQLITE_OK,
               sqlite3_errmsg(db_));
        return statement;
    }
    static void bind(sqlite3_stmt* statement, int at, const std::string& text) {
        sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void finish(sqlite3_stmt* statement) {
        VERIFY(sqlite3_step(statement) == SQLITE_DONE, sqlite3_errmsg(db_));
        sqlite3_reset(statement);
    }
    void step(sqlite3_stmt* statement, const std::vector<std::string>& texts, std::int64_t due) {
        int at = 0;
        for (const std::string& text : texts) {
            bind(statement, ++at, text);
        }
        sqlite3_bind_int64(statement, ++at, due);
        finish(statement);
    }
    void write_event(const std::string& id, int verb, const std::string& claims) {
        bind(event_, 1, id);
        sqlite3_bind_int(event_, 2, verb);
        bind(event_, 3, id);
        bind(event_, 4, claims);
        finish(event_);
    }

    SystemClock clock_;
    Random* random_;
    sqlite3* db_ = nullptr;
    sqlite3_stmt* announce_ = nullptr;
    sqlite3_stmt* event_ = nullptr;
    sqlite3_stmt* submit_ = nullptr;
    std::int64_t due_ = 1'000'000'000'000;
};

void measure(const std::filesystem::path& folder, const char* postgres_url) {
    SystemRandom random;
    const Content content{jwe_of(1024, random), jwe_of(payload_bytes, random)};
    std::vector<double> ours;
    std::vector<double> bare;
    std::vector<double> ratios;
    Ground sqlite({"sqlite:" + (folder / "ours.db").string(), 4, storage::Durability::Full},
                  folder);
    BareLoop loop(folder / "bare.db", random);
    const std::string claims(480, 'c');
    (void)send_round(sqlite, content);
    for (int i = 0; i < rounds; ++i) {
        ours.push_back(send_round(sqlite, content));
        bare.push_back(loop.round(content, claims));
        ratios.push_back(ours.back() / bare.back());
    }
    std::cout << "{\"sqlite\":" << median(ours) << ",\"bare\":" << median(bare)
              << ",\"ratio\":" << median(ratios);
    if (postgres_url != nullptr) {
        Ground postgres({postgres_url, 16, storage::Durability::Full}, folder);
        std::vector<double> rates;
        (void)send_round(postgres, content);
        for (int i = 0; i < rounds; ++i) {
            rates.push_back(send_round(postgres, content));
        }
        std::cout << ",\"postgres\":" << median(rates)
                  << ",\"retries\":" << postgres.database->counts().retries;
    }
    std::cout << "}" << std::endl;
}

}  // namespace
}  // namespace gordion

int main(int count, char** words) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "gordion-fit-submissions-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        return 1;
    }
    gordion::measure(pattern, count > 1 ? words[1] : nullptr);
    std::error_code ignored;
    std::filesystem::remove_all(pattern, ignored);
    return 0;
}
