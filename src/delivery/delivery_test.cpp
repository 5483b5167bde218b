// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "crypto/access_code.hpp"
#include "crypto/test_keys.hpp"
#include "delivery/blob_names.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/handover.hpp"
#include "delivery/notices.hpp"
#include "tests/support/databases.hpp"

namespace gordion::delivery {
namespace {

constexpr const char* marker = "GEHEIMER-NAME-4711";

const crypto::PrivateKey& destination_key() {
    static const crypto::PrivateKey key =
        crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096.jwk.json")).value();
    return key;
}

const std::map<std::string, std::string> columns{
    {"submissions", "number || metadata_jwe || data_jwe || mailbox_public_jwk || code_check"},
    {"attachments", "id || blob_id"},
    {"submission_events", "kind || details"},
    {"replies", "for_citizen_jwe || for_authority_jwe"},
    {"receipts", "idempotency_hash"},
    {"jobs", "payload"}};

std::vector<std::string> readable_columns(storage::Database& database, const std::string& table) {
    const auto rows = database.read(system_scope("test"), [&](storage::Connection& connection) {
        return connection.query("SELECT " + columns.at(table) + " FROM " + table);
    });
    std::vector<std::string> texts;
    for (const storage::Row& row : rows.value()) {
        texts.push_back(row.text(0));
    }
    EXPECT_FALSE(texts.empty()) << table;
    return texts;
}

class FakeArrival final : public SubmissionArrival {
public:
    Result<void> on_arrival(const Submission& submission) override {
        arrived.push_back(submission.id.value);
        if (failures > 0) {
            --failures;
            return Error{ErrorKind::Unavailable, "test.busy", "", {}, ""};
        }
        return {};
    }
    std::vector<std::string> arrived;
    int failures = 0;
};

class DeliveryTest : public testing::OnBothDatabases {
protected:
    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    std::filesystem::path blob_folder =
        std::filesystem::temp_directory_path() / ("gordion-blobs-" + make_uuid(clock, random));
    storage::BlobStore blobs{blob_folder, random};
    Scope scope{{"010545459"}, {"citizen"}, "test", {}, false};
    storage::Database* database = nullptr;

    void open_all() { database = &open({delivery_migrations(), storage::job_migrations()}); }
    void TearDown() override {
        std::filesystem::remove_all(blob_folder);
        OnBothDatabases::TearDown();
    }

    Handover make_handover(const char* channel = "backoffice") {
        Handover handover;
        handover.number = crypto::make_case_number("010545459", random);
        handover.service = "99102013002000";
        handover.package_id = "hundesteuer-anmeldung";
        handover.package_version = "1.0.0";
        handover.ars = "010545459039";
        handover.destination.id = {"d1"};
        handover.destination.tenant = {"010545459"};
        handover.destination.channel = channel;
        handover.destination.public_jwk = destination_key().public_key().to_jwk();
        handover.schema_uri = "urn:test";
        handover.frist_on = parse_date("2026-12-24").value();
        handover.fachdaten = Sensitive(std::string("{\"F1\":\"") + marker + "\"}");
        handover.enclosures = Sensitive(std::vector<Enclosure>{
            {"F2", "nachweis.txt", "text/plain", std::string("x") + marker}});
        handover.copy_pdf = Sensitive(std::string("%PDF ") + marker);
        handover.notify_address = Sensitive(std::string("person@example.org"));
        handover.identity_statement = Sensitive(std::string("statement.") + marker);
        handover.code = crypto::make_access_code(random);
        handover.idempotency_key = "0123456789abcdef";
        return handover;
    }

    Receipt accept(const Handover& handover) {
        HandoverDesk desk(*database, blobs, master, clock, random);
        auto receipt = desk.accept(scope, handover, {});
        EXPECT_TRUE(receipt) << receipt.error().to_text();
        return receipt.value();
    }

    std::vector<std::string> event_kinds(const Receipt& receipt) {
        SubmissionStore store(*database, clock);
        const auto submission = store.load_submission(scope, receipt.tenant, receipt.id).value();
        std::vector<std::string> kinds;
        for (const Event& event : store.list_events(scope, submission).value()) {
            kinds.emplace_back(to_string(event.kind));
        }
        return kinds;
    }
};
GORDION_ON_BOTH_DATABASES(DeliveryTest);

TEST(SubmissionState, MovesOnlyAlongTheTable) {
    EXPECT_EQ(next_state(SubmissionState::Submitted, EventKind::Forwarded),
              SubmissionState::Forwarded);
    EXPECT_FALSE(next_state(SubmissionState::Submitted, EventKind::BescheidIssued));
    EXPECT_FALSE(next_state(SubmissionState::Forwarded, EventKind::Forwarded));
    EXPECT_FALSE(next_state(SubmissionState::Decided, EventKind::QuestionAsked));
    EXPECT_FALSE(next_state(SubmissionState::Rejected, EventKind::Accepted));
}

TEST_P(DeliveryTest, StoresNothingThatCanBeRead) {
    open_all();
    const Receipt receipt = accept(make_handover());
    for (const char* table :
         {"submissions", "attachments", "submission_events", "replies", "receipts", "jobs"}) {
        for (const std::string& text : readable_columns(*database, table)) {
            EXPECT_EQ(text.find(marker), std::string::npos) << table;
            EXPECT_EQ(text.find(receipt.code), std::string::npos) << table;
        }
    }
    SubmissionStore store(*database, clock);
    const auto submission = store.load_submission(scope, receipt.tenant, receipt.id).value();
    const auto content = store.load_content(scope, submission).value();
    EXPECT_EQ(crypto::decrypt_jwe(content.data_jwe, destination_key()).value().plaintext,
              std::string("{\"F1\":\"") + marker + "\"}");
    ASSERT_EQ(content.attachments.size(), 1U);
    const std::string blob = blobs.load(content.attachments[0].blob_id).value();
    EXPECT_EQ(blob.find(marker), std::string::npos);
    EXPECT_EQ(crypto::decrypt_jwe(blob, destination_key()).value().plaintext,
              std::string("x") + marker);
    const std::vector<std::string> asked{std::string(32, '0'), content.attachments[0].blob_id};
    EXPECT_EQ(database
                  ->read(system_scope("test"),
                         [&](storage::Connection& connection) {
                             return find_named_blobs(connection, asked);
                         })
                  .value(),
              std::vector<std::string>{asked[1]});
}

TEST_P(DeliveryTest, PutsTheIdentityStatementIntoTheMetadata) {
    open_all();
    Handover handover = make_handover();
    const auto metadata_of = [&](const Receipt& receipt) {
        SubmissionStore store(*database, clock);
        const auto submission = store.load_submission(scope, receipt.tenant, receipt.id).value();
        const auto content = store.load_content(scope, submission).value();
        const auto decrypted = crypto::decrypt_jwe(content.metadata_jwe, destination_key());
        return formats::parse_json(decrypted.value().plaintext).value();
    };
    EXPECT_EQ(find_identity_statement(metadata_of(accept(handover))),
              std::string("statement.") + marker);
    handover.identity_statement = {};
    handover.number = crypto::make_case_number("010545459", random);
    handover.idempotency_key = "fedcba9876543210";
    const formats::Json without = metadata_of(accept(handover));
    EXPECT_EQ(without.find("dataSets"), nullptr);
    EXPECT_EQ(find_identity_statement(without), "");
}

TEST(IdentityStatementInMetadata, IsNotFoundWhereItIsNot) {
    for (const char* text :
         {"null", "[]", "7", R"({"dataSets":7})", R"({"dataSets":[]})", R"({"dataSets":[7,null]})",
          R"({"dataSets":[{"schema":"x","content":"y"}]})",
          R"({"dataSets":[{"schema":{"schemaUri":"urn:else"},"content":"y"}]})",
          R"({"dataSets":[{"schema":{"schemaUri":"urn:gordion:identity-statement:1"},
              "content":7}]})"}) {
        EXPECT_EQ(find_identity_statement(formats::parse_json(text).value()), "") << text;
    }
}

TEST_P(DeliveryTest, AnswersTheSamePostWithTheSameReceipt) {
    open_all();
    Handover handover = make_handover();
    const Receipt first = accept(handover);
    handover.number = crypto::make_case_number("010545459", random);
    handover.code = crypto::make_access_code(random);
    const Receipt second = accept(handover);
    EXPECT_EQ(first.number, second.number);
    EXPECT_EQ(first.code, second.code);
    EXPECT_EQ(first.id, second.id);
    const auto count = database->read(scope, [](storage::Connection& connection) {
        return connection.query("SELECT count(*) FROM submissions");
    });
    EXPECT_EQ(count.value()[0].integer(0), 1);
}

TEST_P(DeliveryTest, LeavesNothingWhenAPartOfTheTransactionFails) {
    open_all();
    HandoverDesk desk(*database, blobs, master, clock, random);
    const auto refused = desk.accept(
        scope, make_handover(), [](storage::Connection&, const SubmissionId&) -> Result<void> {
            return Error{ErrorKind::Conflict, "test.draft_gone", "", {}, ""};
        });
    EXPECT_EQ(refused.error().code, "test.draft_gone");
    EXPECT_FALSE(desk.find_receipt(scope, "0123456789abcdef").value());
    std::size_t files = 0;
    if (std::filesystem::exists(blob_folder)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(blob_folder)) {
            files += entry.is_regular_file() ? 1 : 0;
        }
    }
    EXPECT_EQ(files, 0U);
}

TEST_P(DeliveryTest, RefusesWeakKeysAndGuessableIdempotencyKeys) {
    open_all();
    HandoverDesk desk(*database, blobs, master, clock, random);
    Handover handover = make_handover();
    handover.idempotency_key = "short";
    EXPECT_EQ(desk.accept(scope, handover, {}).error().code, "delivery.key_short");
    handover = make_handover();
    handover.destination.public_jwk = crypto::test_rsa_2048().public_key().to_jwk();
    EXPECT_EQ(desk.accept(scope, handover, {}).error().code, "delivery.key_weak");
}

TEST_P(DeliveryTest, OpensWithTheCodeAndLocksAfterFiveWrongOnes) {
    open_all();
    const Receipt receipt = accept(make_handover());
    SubmissionStore store(*database, clock);
    const auto opened = store.open_by_code(" " + receipt.number, receipt.code);
    ASSERT_TRUE(opened) << opened.error().to_text();
    EXPECT_EQ(opened.value().mailbox_jwk.reveal(), receipt.mailbox_jwk);
    EXPECT_EQ(store.open_by_code("010545459-AAAA-AAAA", receipt.code).error().code,
              "delivery.code_wrong");
    const std::string wrong = "2222-2222-2222-2222";
    for (int left = limits::code_attempts - 1; left > 0; --left) {
        const auto refused = store.open_by_code(receipt.number, wrong);
        EXPECT_EQ(refused.error().values, (Values{{"left", std::to_string(left)}}));
    }
    EXPECT_EQ(store.open_by_code(receipt.number, wrong).error().code, "delivery.code_locked");
    EXPECT_EQ(store.open_by_code(receipt.number, receipt.code).error().code,
              "delivery.code_locked");
    clock.advance_ms(limits::code_lock_ms + 1);
    EXPECT_TRUE(store.open_by_code(receipt.number, receipt.code));
}

TEST_P(DeliveryTest, HidesASubmissionFromOtherTenants) {
    open_all();
    const Receipt receipt = accept(make_handover());
    SubmissionStore store(*database, clock);
    const Scope other{{"091620000"}, {"x"}, "test", {}, false};
    EXPECT_FALSE(store.load_submission(other, {"091620000"}, receipt.id));
}

TEST_P(DeliveryTest, DeliversOnceAndTriesAgainWhatMayPass) {
    open_all();
    const Receipt receipt = accept(make_handover());
    FakeArrival arrival;
    arrival.failures = 1;
    Dispatcher dispatcher(*database, clock, all_channels(arrival));
    const storage::Job job{"j",
                           receipt.tenant,
                           "delivery.deliver",
                           "{\"submission\":\"" + receipt.id.value + "\"}",
                           clock.now(),
                           0};
    EXPECT_EQ(dispatcher.deliver(job).outcome, storage::JobOutcome::Retry);
    EXPECT_EQ(dispatcher.deliver(job).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(dispatcher.deliver(job).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(arrival.arrived.size(), 2U);
    EXPECT_EQ(
        event_kinds(receipt),
        (std::vector<std::string>{"submit-submission", "delivery-delayed", "forward-submission"}));
}

TEST_P(DeliveryTest, TellsTheCitizenWhenTheReceiverRefuses) {
    open_all();
    const Receipt receipt = accept(make_handover("demo_refuses"));
    FakeArrival arrival;
    Dispatcher dispatcher(*database, clock, all_channels(arrival));
    const storage::Job job{"j",
                           receipt.tenant,
                           "delivery.deliver",
                           "{\"submission\":\"" + receipt.id.value + "\"}",
                           clock.now(),
                           0};
    EXPECT_EQ(dispatcher.deliver(job).outcome, storage::JobOutcome::GiveUp);
    EXPECT_EQ(event_kinds(receipt),
              (std::vector<std::string>{"submit-submission", "reject-submission"}));
}

class CapturedMails final : public mail::MailSender {
public:
    Result<void> send(const mail::Mail& mail) override {
        to.push_back(mail.to.reveal());
        return {};
    }
    std::vector<std::string> to;
};

TEST_P(DeliveryTest, SendsNoticesToTheSealedAddress) {
    open_all();
    const Receipt receipt = accept(make_handover());
    SubmissionStore store(*database, clock);
    CapturedMails sender;
    Notices notices(store, master, sender, [](const Submission& submission, NoticeReason) {
        return mail::Mail{{}, "Neues zu " + submission.number, "Neues."};
    });
    const storage::Job job{"j",
                           receipt.tenant,
                           "delivery.notify",
                           "{\"submission\":\"" + receipt.id.value + "\",\"reason\":0}",
                           clock.now(),
                           0};
    EXPECT_EQ(notices.send(job).outcome, storage::JobOutcome::Done);
    EXPECT_EQ(sender.to, std::vector<std::string>{"person@example.org"});
}

}  // namespace
}  // namespace gordion::delivery
