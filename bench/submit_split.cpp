// SPDX-License-Identifier: EUPL-1.2
// The parts of a submit, and how much of the database's own speed the store part keeps. Prints one
// JSON object; bench/run.mjs shows it. Usage: gordion_submit_bench DATA (of the demonstration).
#include <sqlite3.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "app/modules.hpp"
#include "core/stopwatch.hpp"
#include "crypto/access_code.hpp"
#include "delivery/submission_store.hpp"
#include "formats/json.hpp"
#include "must.hpp"

namespace gordion {
namespace {

constexpr int senders = 64;
constexpr int batches = 12;  // commits of one round
constexpr int rounds = 5;
constexpr int per_round = senders * batches;
constexpr std::size_t fachdaten_bytes = 4096;
constexpr std::size_t pdf_bytes = 32 * 1024;
constexpr const char* hundesteuer = "99102013002000";
constexpr const char* groede = "010545459039";

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

delivery::Handover make_handover(app::Modules& in) {
    const auto route = must(in.router.resolve(hundesteuer, groede, in.clock.today()));
    delivery::Handover handover;
    handover.number = crypto::make_case_number(route.destination.tenant.value, in.random);
    handover.service = hundesteuer;
    handover.package_id = "hundesteuer-anmeldung";
    handover.package_version = "1.0.0";
    handover.ars = groede;
    handover.destination = route.destination;
    handover.frist_on = in.clock.today().plus_days(30);
    handover.fachdaten = Sensitive(std::string(fachdaten_bytes, 'x'));
    handover.copy_pdf = Sensitive(std::string(pdf_bytes, 'x'));
    handover.code = crypto::make_access_code(in.random);
    handover.idempotency_key = make_uuid(in.clock, in.random);
    return handover;
}

// What insert_submission() gets after the encryption, with sizes as accept() makes them.
delivery::NewSubmission made_from(app::Modules& in, const delivery::Handover& handover) {
    delivery::NewSubmission made;
    made.submission = {{make_uuid(in.clock, in.random)},
                       handover.destination.tenant,
                       crypto::make_case_number(handover.destination.tenant.value, in.random),
                       handover.service,
                       handover.package_id,
                       handover.package_version,
                       handover.ars,
                       handover.destination.id,
                       handover.destination.channel,
                       delivery::SubmissionState::Submitted,
                       in.clock.now(),
                       handover.frist_on,
                       {}};
    made.parts.metadata_jwe = std::string(2048, 'm');
    made.parts.data_jwe = std::string(fachdaten_bytes * 4 / 3 + 900, 'd');
    made.mailbox_public_jwk = std::string(150, 'k');
    made.sealed_mailbox = std::string(230, 's');
    made.code_check = std::string(64, 'c');
    made.copy = {make_uuid(in.clock, in.random), delivery::ReplyKind::Copy, in.clock.now(),
                 std::string(pdf_bytes * 4 / 3 + 400, 'p'), ""};
    made.idempotency_hash = make_uuid(in.clock, in.random) + std::string(28, 'h');
    made.sealed_receipt = std::string(500, 'r');
    return made;
}

// The store part of HandoverDesk::accept().
Result<void> store(app::Modules& in, const delivery::NewSubmission& made) {
    const auto& submission = made.submission;
    const Scope scope{submission.tenant, {"bench"}, "antrag.submit", {}, false};
    return in.database->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(delivery::insert_submission(connection, made));
        TRY(delivery::append_event(
            connection, submission,
            {0, delivery::EventKind::Submitted, submission.submitted_at, {}}));
        TRY(storage::enqueue(
            connection, in.clock, in.random,
            {"", submission.tenant, "delivery.deliver",
             formats::write_json(formats::Json::object({{"submission", submission.id.value}})),
             submission.submitted_at, 0}));
        return delivery::enqueue_notice(connection, in.clock, in.random, submission,
                                        delivery::NoticeReason::Submitted);
    });
}

// Submissions per second with `senders` threads that wait for their commit, like requests do.
double store_round(app::Modules& in, const delivery::Handover& handover) {
    std::vector<std::vector<delivery::NewSubmission>> work(senders);
    for (auto& mine : work) {
        for (int i = 0; i < batches; ++i) {
            mine.push_back(made_from(in, handover));
        }
    }
    const Stopwatch stopwatch;
    std::vector<std::thread> threads;
    for (const auto& mine : work) {
        threads.emplace_back([&in, &mine] {
            for (const auto& made : mine) {
                VERIFY(store(in, made).has_value(), "the store part works");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return per_round * 1000.0 / stopwatch.elapsed_ms();
}

// SQLite and nothing else: prepared inserts of rows that are copies of a stored submission, with
// fresh keys; as many submissions in one commit as there are senders.
class BareLoop {
public:
    explicit BareLoop(const std::filesystem::path& file) {
        VERIFY(sqlite3_open(file.c_str(), &db_) == SQLITE_OK, "the file is there");
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;"
            "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000");
    }
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;
    ~BareLoop() {
        for (sqlite3_stmt* statement : inserts_) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(db_);
    }

    // The copy differs in the columns that are keys, by as many characters as they have.
    void copy_rows_of(const std::string& submission) {
        const std::string same = " WHERE submission_id = '" + submission + "'";
        add("submissions", " WHERE id = '" + submission + "'", {"id", "number"});
        add("receipts", " LIMIT 1", {"idempotency_hash"});
        add("replies", same, {"submission_id", "id"});
        add("submission_events", same, {"submission_id"});
        add("jobs", " WHERE kind = 'delivery.deliver' LIMIT 1", {"id"});
        add("jobs", " WHERE kind = 'delivery.notify' LIMIT 1", {"id"});
    }

    double round(app::Modules& in) {
        const Stopwatch stopwatch;
        for (int batch = 0; batch < batches; ++batch) {
            run("BEGIN IMMEDIATE");
            for (int i = 0; i < senders; ++i) {
                std::string key = make_uuid(in.clock, in.random);
                for (sqlite3_stmt* statement : inserts_) {
                    key.back() = static_cast<char>(key.back() + 1);  // two of them are jobs
                    sqlite3_bind_text(statement, 1, key.data(), static_cast<int>(key.size()),
                                      SQLITE_STATIC);
                    VERIFY(sqlite3_step(statement) == SQLITE_DONE, sqlite3_errmsg(db_));
                    sqlite3_reset(statement);
                }
            }
            run("COMMIT");
        }
        return per_round * 1000.0 / stopwatch.elapsed_ms();
    }

private:
    void run(const char* sql) {
        VERIFY(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
    }

    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        VERIFY(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
               sqlite3_errmsg(db_));
        return statement;
    }

    void add(const std::string& table, const std::string& which,
             const std::vector<std::string>& keys) {
        sqlite3_stmt* row = prepare("SELECT * FROM " + table + which);
        VERIFY(sqlite3_step(row) == SQLITE_ROW, "a submission was stored before");
        std::string values;
        const int columns = sqlite3_column_count(row);
        for (int i = 0; i < columns; ++i) {
            const bool is_key =
                std::find(keys.begin(), keys.end(), sqlite3_column_name(row, i)) != keys.end();
            values += (i == 0 ? "" : ", ") + (is_key ? "?1" : "?" + std::to_string(i + 2));
        }
        sqlite3_stmt* insert = prepare("INSERT INTO " + table + " VALUES (" + values + ")");
        for (int i = 0; i < columns; ++i) {
            // Of a key column nothing asks for this value.
            sqlite3_bind_value(insert, i + 2, sqlite3_column_value(row, i));
        }
        inserts_.push_back(insert);
        sqlite3_finalize(row);
    }

    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> inserts_;
};

int measure(const std::string& folder) {
    const SystemClock clock;
    SystemRandom random;
    const auto in = must(app::open_modules(app::default_config(folder), clock, random));
    std::vector<double> encrypt;
    std::vector<double> stored;
    for (int i = 0; i < 40; ++i) {
        const delivery::Handover handover = make_handover(*in);
        const Scope scope{handover.destination.tenant, {"bench"}, "antrag.submit", {}, false};
        must(in->handover_desk.accept(scope, handover, {}));
        encrypt.push_back(in->handover_desk.last_times().encrypt_ms);
        stored.push_back(in->handover_desk.last_times().store_ms);
    }
    const delivery::Handover handover = make_handover(*in);
    const delivery::NewSubmission sample = made_from(*in, handover);
    VERIFY(store(*in, sample).has_value(), "the store part works");
    BareLoop bare(std::filesystem::path(folder) / "gordion.db");
    bare.copy_rows_of(sample.submission.id.value);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < rounds; ++i) {
        ours.push_back(store_round(*in, handover));
        theirs.push_back(bare.round(*in));
    }
    std::cout << formats::write_json(formats::Json::object({{"senders", senders},
                                                            {"encrypt_ms", median(encrypt)},
                                                            {"store_ms", median(stored)},
                                                            {"store_per_second", median(ours)},
                                                            {"bare_per_second", median(theirs)}}))
              << "\n";
    return 0;
}

}  // namespace
}  // namespace gordion

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: gordion_submit_bench DATA\n";
        return 2;
    }
    return gordion::measure(argv[1]);
}
