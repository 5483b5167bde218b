// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <thread>

#include "crypto/access_code.hpp"
#include "delivery/channels/fitconnect/fitconnect.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/handover.hpp"
#include "delivery/transfer_store.hpp"
#include "fitconnect/metadata.hpp"
#include "fitconnect/testing/delivery_double.hpp"
#include "tests/support/databases.hpp"

namespace gordion::delivery {
namespace {

using fitconnect::EventVerb;
using fitconnect::testing::DeliveryDouble;

class NoArrival final : public SubmissionArrival {
public:
    Result<void> on_arrival(const Submission&) override { return {}; }
};

class FitConnectChannelTest : public testing::OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (IsSkipped()) {
            return;
        }
        clock.set(server.now);
        database = &open(
            {routing::routing_migrations(), delivery_migrations(), storage::job_migrations()});
        destinations = std::make_unique<routing::DestinationStore>(*database, master, random);
        FitConnectChannel::Options options;
        options.http = DeliveryDouble::http_config();
        options.plain_addresses = fitconnect::PlainAddress::Allow;
        options.trust = fitconnect::testing::trust_in_itself();
        options.base_url = "https://gordion.example";
        options.pause = [](std::int64_t) {};
        channel = std::make_unique<FitConnectChannel>(
            FitConnectChannel::Parts{*database, blobs, *destinations, master, clock, random},
            options);
        register_destination();
    }
    void TearDown() override {
        std::filesystem::remove_all(blob_folder);
        OnBothDatabases::TearDown();
    }

    void register_destination() {
        routing::Destination wanted;
        wanted.tenant = tenant;
        wanted.area = "010545459";
        wanted.name = "Steueramt";
        wanted.services = {"99102013104000"};
        wanted.valid_from = clock.today();
        auto settings = server.settings();
        const auto api = channel->make_client(settings);
        const auto made =
            make_remote_destination(*api, {wanted, settings, fitconnect::testing::destination_id},
                                    channel->options().trust, clock);
        ASSERT_TRUE(made) << made.error().to_text();
        destination =
            destinations
                ->create_remote_destination(scope, made.value(), settings.client_secret, clock)
                .value();
    }

    Submission hand_over() {
        Handover handover;
        handover.number = crypto::make_case_number("010545459", random);
        handover.service = "99102013104000";
        handover.package_id = "hundesteuer-anmeldung";
        handover.package_version = "1.0.0";
        handover.ars = "010545459039";
        handover.destination = destination;
        handover.schema_uri = fitconnect::testing::schema_uri;
        handover.fachdaten = Sensitive(std::string("{\"F1\":\"Rex\"}"));
        handover.enclosures =
            Sensitive(std::vector<Enclosure>{{"F2", "nachweis.pdf", "application/pdf", "%PDF"},
                                             {"F3", "b.pdf", "application/pdf", ""}});
        handover.copy_pdf = Sensitive(std::string("%PDF"));
        handover.code = crypto::make_access_code(random);
        handover.idempotency_key = random.characters(20, readable_alphabet);
        HandoverDesk desk(*database, blobs, master, clock, random);
        const Receipt receipt = desk.accept(scope, handover, {}).value();
        return SubmissionStore(*database, clock)
            .load_submission(scope, receipt.tenant, receipt.id)
            .value();
    }

    storage::JobVerdict deliver(const Submission& submission) {
        NoArrival arrival;
        Dispatcher dispatcher(*database, clock, all_channels(arrival, channel.get()));
        return dispatcher.deliver(job_of(submission, "delivery.deliver"));
    }
    // As the job of a callback does.
    storage::JobVerdict ask(const Submission& submission) {
        return channel->ask_outcome(job_of(submission, "delivery.outcome"));
    }
    storage::Job job_of(const Submission& submission, const char* kind) {
        return {"j",         tenant, kind, "{\"submission\":\"" + submission.id.value + "\"}",
                clock.now(), 0};
    }
    // Asks what is due now; how many questions that were.
    int ask_due() {
        storage::JobRunner runner(*database, clock, random);
        runner.add_handler("delivery.outcome",
                           [&](const storage::Job& job) { return channel->ask_outcome(job); });
        return runner.run_due().value();
    }
    void set_progress(const Submission& submission, const std::string& progress) {
        ASSERT_TRUE(database->write(scope, [&](storage::Connection& connection) {
            return connection.execute("UPDATE transfers SET progress = $1 WHERE submission_id = $2",
                                      {progress, submission.id.value});
        }));
    }
    std::string progress_of(const Submission& submission) {
        return database
            ->read(scope,
                   [&](storage::Connection& connection) {
                       return find_transfer(connection, tenant, submission.id);
                   })
            .value()
            ->progress;
    }
    // How many submissions the server has completely.
    int submitted_at_server() {
        int count = 0;
        server.visit([&](auto& all) {
            for (const auto& kept : all) {
                count += kept.metadata_jwe.empty() ? 0 : 1;
            }
        });
        return count;
    }
    SubmissionState state_of(const Submission& submission) {
        return SubmissionStore(*database, clock)
            .load_submission(scope, tenant, submission.id)
            .value()
            .state;
    }
    std::vector<Event> events_of(const Submission& submission) {
        return SubmissionStore(*database, clock).list_events(scope, submission).value();
    }
    // Jobs that ask for the answer to it.
    std::size_t waiting_questions(const Submission& submission) {
        const auto rows = database->read(scope, [](storage::Connection& connection) {
            return connection.query("SELECT payload FROM jobs WHERE kind = $1",
                                    {std::string("delivery.outcome")});
        });
        return static_cast<std::size_t>(
            std::count_if(rows.value().begin(), rows.value().end(), [&](const storage::Row& row) {
                return row.text(0).find(submission.id.value) != std::string::npos;
            }));
    }
    void answer(EventVerb verb, std::vector<fitconnect::Problem> problems = {}) {
        server.visit([&](auto& all) {
            auto& kept = all.back();
            std::optional<fitconnect::AuthenticationTags> tags;
            if (verb == EventVerb::Accept) {
                tags = DeliveryDouble::tags_of(kept);
            }
            kept.events.push_back(server.make_event(verb, kept, fitconnect::testing::destination_id,
                                                    std::move(problems), std::move(tags)));
        });
    }

    DeliveryDouble server;
    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    std::filesystem::path blob_folder =
        std::filesystem::temp_directory_path() / ("gordion-blobs-" + make_uuid(clock, random));
    storage::BlobStore blobs{blob_folder, random};
    TenantId tenant{"010545459"};
    Scope scope{tenant, {"citizen"}, "test", {}, false};
    storage::Database* database = nullptr;
    std::unique_ptr<routing::DestinationStore> destinations;
    std::unique_ptr<FitConnectChannel> channel;
    routing::Destination destination;
};
GORDION_ON_BOTH_DATABASES(FitConnectChannelTest);

TEST_P(FitConnectChannelTest, BringsJwesAsTheyAreToTheRemoteDestination) {
    const Submission submission = hand_over();
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(state_of(submission), SubmissionState::Forwarded);
    EXPECT_EQ(waiting_questions(submission), 1U);
    const auto content = SubmissionStore(*database, clock).load_content(scope, submission).value();
    server.visit([&](auto& all) {
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].metadata_jwe, content.metadata_jwe);
        EXPECT_EQ(all[0].attachments.size(), 2U);
        const auto* callback = all[0].announced.find("callback");
        ASSERT_NE(callback, nullptr);
        EXPECT_EQ(callback->text_at("url"),
                  "https://gordion.example" + FitConnectChannel::callback_path(submission));
        EXPECT_EQ(all[0].announced.text_at("region"), "DE010545459039");
        const auto opened = crypto::decrypt_jwe(all[0].data_jwe, server.encryption_key);
        EXPECT_EQ(opened.value().plaintext, "{\"F1\":\"Rex\"}");
        const auto metadata = crypto::decrypt_jwe(all[0].metadata_jwe, server.encryption_key);
        const auto read =
            fitconnect::read_metadata(formats::parse_json(metadata.value().plaintext).value());
        ASSERT_TRUE(read.value) << read.findings.front().code << read.findings.front().place;
        EXPECT_EQ(read.value->version, fitconnect::MetadataVersion::V2);
        EXPECT_EQ(read.value->metadata.attachments.size(), 2U);
    });
    // Delivering again finds it sent.
    EXPECT_TRUE(channel->deliver(submission, {}));
    server.visit([](auto& all) { EXPECT_EQ(all.size(), 1U); });
}

TEST_P(FitConnectChannelTest, GoesOnAfterAFaultWithoutAnnouncingAgain) {
    const Submission submission = hand_over();
    int uploads = 0;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        const bool upload = request.path.find("/attachments/") != std::string::npos;
        return upload && ++uploads >= 2 ? std::optional(http::Response::text("", 503))
                                        : std::nullopt;
    };
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Retry);
    EXPECT_EQ(state_of(submission), SubmissionState::Submitted);
    server.instead = {};
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    server.visit([](auto& all) {
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].attachments.size(), 2U);
    });
}

TEST_P(FitConnectChannelTest, GivesUpWhatTheServerRefusesForGood) {
    const Submission submission = hand_over();
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        return request.method == http::Method::Post && request.path.ends_with("/submissions")
                   ? std::optional(http::Response::json(R"({"title":"no"})", 422))
                   : std::nullopt;
    };
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::GiveUp);
    EXPECT_EQ(state_of(submission), SubmissionState::Rejected);
    const Submission later = hand_over();
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        return request.method == http::Method::Post && request.path.ends_with("/submissions")
                   ? std::optional(http::Response::json(
                         R"({"type":"https://schema.fitko.de/x/destination-state-invalid"})", 422))
                   : std::nullopt;
    };
    EXPECT_EQ(deliver(later).outcome, storage::JobOutcome::Retry);
    EXPECT_EQ(state_of(later), SubmissionState::Submitted);
}

TEST_P(FitConnectChannelTest, LearnsOfAcceptanceByAsking) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(ask_due(), 0);
    for (const int minutes : {1, 2, 5, 15, 60, 240, 240}) {
        clock.advance_ms(minutes * 60'000);
        EXPECT_EQ(ask_due(), 1) << minutes;
        EXPECT_EQ(state_of(submission), SubmissionState::Forwarded);
        EXPECT_EQ(waiting_questions(submission), 1U) << minutes;
    }
    answer(EventVerb::Accept);
    clock.advance_ms(240 * 60'000);
    EXPECT_EQ(ask_due(), 1);
    EXPECT_EQ(state_of(submission), SubmissionState::Accepted);
    EXPECT_EQ(waiting_questions(submission), 0U);
    const std::size_t events = events_of(submission).size();
    EXPECT_EQ(ask(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(events_of(submission).size(), events);
}

TEST_P(FitConnectChannelTest, AsksAQuestionOnceHoweverManyJobsThereAre) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    storage::Job job = job_of(submission, "delivery.outcome");
    job.payload = "{\"submission\":\"" + submission.id.value + "\",\"asked\":0}";
    EXPECT_EQ(channel->ask_outcome(job).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(waiting_questions(submission), 2U);  // the one of the delivery, and the next
    // A job of the same question, as an older version left it, begins no second chain.
    const std::size_t calls = server.calls().size();
    EXPECT_EQ(channel->ask_outcome(job).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(waiting_questions(submission), 2U);
    EXPECT_EQ(server.calls().size(), calls);
    clock.advance_ms(60'000);
    EXPECT_EQ(ask_due(), 1);
    clock.advance_ms(60'000);
    EXPECT_EQ(ask_due(), 1);
    EXPECT_EQ(waiting_questions(submission), 1U);
}

TEST_P(FitConnectChannelTest, AsksAgainWhenAnAnswerCannotBeProvedNow) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    answer(EventVerb::Accept);
    for (const int status : {400, 404, 422, 500}) {
        server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
            return request.path.find("/events") != std::string::npos ||
                           request.path.find("/keys/") != std::string::npos
                       ? std::optional(http::Response::json("{}", status))
                       : std::nullopt;
        };
        clock.advance_ms(240LL * 60'000);
        EXPECT_EQ(ask_due(), 1) << status;
        EXPECT_EQ(waiting_questions(submission), 1U) << status;
    }
    server.instead = {};
    EXPECT_EQ(ask(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(state_of(submission), SubmissionState::Accepted);
}

TEST_P(FitConnectChannelTest, LeavesASubmissionToTheWorkerThatGoesOn) {
    const Submission submission = hand_over();
    // Another worker has gone on while the first file was under way.
    std::string other;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.path.find("/attachments/") != std::string::npos && other.empty()) {
            other = progress_of(submission) + " ";
            set_progress(submission, other);
        }
        return {};
    };
    const std::size_t events = events_of(submission).size();
    const auto verdict = deliver(submission);
    EXPECT_EQ(verdict.outcome, storage::JobOutcome::Retry);
    EXPECT_EQ(verdict.error_code, "delivery.transfer_elsewhere");
    EXPECT_EQ(progress_of(submission), other);
    EXPECT_EQ(submitted_at_server(), 0);
    EXPECT_EQ(events_of(submission).size(), events) << "it is the other one's to tell";
    server.instead = {};
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(submitted_at_server(), 1);
}

TEST_P(FitConnectChannelTest, StopsWhenItsJobIsLost) {
    const Submission submission = hand_over();
    std::stop_source lost;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.path.find("/attachments/") != std::string::npos) {
            lost.request_stop();
        }
        return {};
    };
    EXPECT_EQ(channel->deliver(submission, lost.get_token()).error().code,
              "delivery.transfer_elsewhere");
    EXPECT_EQ(submitted_at_server(), 0);
    server.instead = {};
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    server.visit([](auto& all) { EXPECT_EQ(all.size(), 1U); });
}

TEST_P(FitConnectChannelTest, SubmitsOnceWhenTwoWorkersSendTheSame) {
    for (int round = 0; round < 5; ++round) {
        const Submission submission = hand_over();
        const int before = submitted_at_server();
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < 4; ++worker) {
            workers.emplace_back([&] { (void)channel->deliver(submission, {}); });
        }
        workers.clear();
        EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
        EXPECT_EQ(submitted_at_server(), before + 1);
        EXPECT_EQ(waiting_questions(submission), 1U);
    }
}

TEST_P(FitConnectChannelTest, LosesNothingToItsOwnSettings) {
    const Submission submission = hand_over();
    const auto set_api = [&](const char* from, const char* to) {
        ASSERT_TRUE(database->write(scope, [&](storage::Connection& connection) {
            return connection.execute(
                "UPDATE destinations SET channel_settings = "
                "replace(channel_settings, $1, $2)",
                {std::string(from), std::string(to)});
        }));
    };
    set_api("\"v2\"", "\"v7\"");
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Retry);
    EXPECT_EQ(state_of(submission), SubmissionState::Submitted);
    set_api("\"v7\"", "\"v2\"");
    EXPECT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
}

TEST_P(FitConnectChannelTest, TellsWhyTheReceiverRejected) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    answer(EventVerb::Reject, {{std::string(fitconnect::event_problems) + "schema-violation",
                                "Schema violation", "Name Rex is wrong", "data"}});
    EXPECT_EQ(ask(submission).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(state_of(submission), SubmissionState::Rejected);
    const Event last = events_of(submission).back();
    EXPECT_EQ(last.details, (Values{{"channel", "fitconnect"},
                                    {"code", "delivery.receiver_rejected"},
                                    {"reason", "Schema violation"}}));
}

TEST_P(FitConnectChannelTest, LeavesAContradictionToAnOperator) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    server.visit([&](auto& all) {
        auto& kept = all.back();
        auto tags = DeliveryDouble::tags_of(kept);
        tags.metadata = "AAAAAAAAAAAAAAAAAAAAAA";
        kept.events.push_back(server.make_event(EventVerb::Accept, kept,
                                                fitconnect::testing::destination_id, {}, tags));
    });
    const auto verdict = ask(submission);
    EXPECT_EQ(verdict.outcome, storage::JobOutcome::GiveUp);
    EXPECT_EQ(verdict.error_code, "fitconnect.tags_differ");
    EXPECT_EQ(state_of(submission), SubmissionState::Forwarded);
}

TEST_P(FitConnectChannelTest, AsksAtOnceAfterAGenuineCallback) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    std::string secret;
    server.visit(
        [&](auto& all) { secret = all.back().announced.find("callback")->text_at("secret"); });
    EXPECT_GE(secret.size(), 32U);
    const std::string body = R"({"type":"new-events"})";
    const std::string time = std::to_string(clock.now().ms / 1000);
    const std::string proof =
        fitconnect::callback_authentication(secret, clock.now().ms / 1000, body);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(channel->on_callback(tenant, submission.id, {proof, time, body}));
        EXPECT_EQ(waiting_questions(submission), 2U);
    }
    // It asks once and leaves the asking to the jobs that wait.
    EXPECT_EQ(ask_due(), 1);
    EXPECT_EQ(waiting_questions(submission), 1U);
    EXPECT_TRUE(channel->on_callback(tenant, submission.id, {proof, time, body}));
    EXPECT_EQ(ask_due(), 1);
    EXPECT_EQ(channel->on_callback(tenant, submission.id, {proof, time, "{}"}).error().code,
              "fitconnect.callback_authentication");
    EXPECT_EQ(channel->on_callback(tenant, hand_over().id, {proof, time, body}).error().code,
              "fitconnect.callback_authentication");
    clock.advance_ms(6 * 60'000);
    EXPECT_EQ(channel->on_callback(tenant, submission.id, {proof, time, body}).error().code,
              "fitconnect.callback_timestamp");
    EXPECT_EQ(waiting_questions(submission), 1U);
}

TEST_P(FitConnectChannelTest, StopsAskingAfterItsTime) {
    const Submission submission = hand_over();
    ASSERT_EQ(deliver(submission).outcome, storage::JobOutcome::Done);
    clock.advance_ms(31LL * 24 * 3600 * 1000);
    EXPECT_EQ(ask(submission).outcome, storage::JobOutcome::Done);  // a callback's
    EXPECT_EQ(ask_due(), 1);
    const auto failed = database->read(scope, [](storage::Connection& connection) {
        return storage::list_failed_jobs(connection, 10);
    });
    ASSERT_EQ(failed.value().size(), 1U);
    EXPECT_EQ(failed.value().front().error_code, "delivery.receiver_silent");
}

}  // namespace
}  // namespace gordion::delivery
