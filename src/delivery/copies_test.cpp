// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "crypto/access_code.hpp"
#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"
#include "delivery/channels/demo/demo.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/handover.hpp"
#include "storage/jobs.hpp"
#include "tests/support/databases.hpp"

namespace gordion::delivery {
namespace {

const TenantId amt{"010545459"};
const TenantId tax_office{"01-finanzamt-nord"};
const TenantId chamber{"01-ihk-nord"};

const crypto::PrivateKey& own_key() {
    static const auto key =
        crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096.jwk.json")).value();
    return key;
}

const crypto::PrivateKey& tax_key() {
    static const auto key =
        crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096_second.jwk.json")).value();
    return key;
}

class CountingArrival final : public SubmissionArrival {
public:
    Result<void> on_arrival(const Submission& submission) override {
        arrived.push_back(submission);
        return {};
    }
    std::vector<Submission> arrived;
};

routing::Destination destination_of(const TenantId& tenant, const crypto::PrivateKey& key,
                                    const char* channel = "backoffice") {
    routing::Destination destination;
    destination.id = {"d-" + tenant.value};
    destination.tenant = tenant;
    destination.name = "Stelle " + tenant.value;
    destination.channel = channel;
    destination.public_jwk = key.public_key().to_jwk();
    return destination;
}

class CopiesTest : public testing::OnBothDatabases {
protected:
    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    std::filesystem::path blob_folder =
        std::filesystem::temp_directory_path() / ("gordion-blobs-" + make_uuid(clock, random));
    storage::BlobStore blobs{blob_folder, random};
    Scope scope{amt, {"citizen"}, "test", {}, false};
    storage::Database* database = nullptr;
    CountingArrival arrival;

    void open_all() { database = &open({delivery_migrations(), storage::job_migrations()}); }
    void TearDown() override {
        std::filesystem::remove_all(blob_folder);
        OnBothDatabases::TearDown();
    }

    Handover make_handover() {
        Handover handover;
        handover.number = crypto::make_case_number(amt.value, random);
        handover.service = "99050012104000";
        handover.package_id = "gewerbe";
        handover.package_version = "1.0.0";
        handover.ars = "010545459039";
        handover.destination = destination_of(amt, own_key());
        handover.frist_on = parse_date("2026-12-24").value();
        handover.schema_uri = "urn:test";
        handover.fachdaten = Sensitive(std::string(R"({"F1":"GEHEIM","F2":"Umsatz"})"));
        handover.enclosures =
            Sensitive(std::vector<Enclosure>{{"F3", "ausweis.png", "image/png", "AUSWEIS"},
                                             {"F4", "plan.pdf", "application/pdf", "PLAN"}});
        handover.copy_pdf = Sensitive(std::string("%PDF"));
        handover.code = crypto::make_access_code(random);
        handover.idempotency_key = "0123456789abcdef";
        handover.copies.push_back({"steuer",
                                   "finanzamt",
                                   destination_of(tax_office, tax_key()),
                                   Sensitive(std::string(R"({"F2":"Umsatz"})")),
                                   {1}});
        handover.copies.push_back(
            {"kammer", "ihk", std::nullopt, Sensitive(std::string("{}")), {}});
        return handover;
    }

    Receipt accept(const Handover& handover) {
        HandoverDesk desk(*database, blobs, master, clock, random);
        auto receipt = desk.accept(scope, handover, {});
        EXPECT_TRUE(receipt) << receipt.error().to_text();
        return receipt.value();
    }

    // Runs every delivery job there is; the demo channels fail as they are made to.
    void deliver_all() {
        Dispatcher dispatcher(*database, clock, all_channels(arrival));
        storage::JobRunner runner(*database, clock, random);
        runner.add_handler("delivery.deliver",
                           [&](const storage::Job& job) { return dispatcher.deliver(job); });
        ASSERT_TRUE(runner.run_due());
    }

    std::vector<CopyDelivery> copies_of(const Receipt& receipt) {
        SubmissionStore store(*database, clock);
        const auto submission = store.load_submission(scope, receipt.tenant, receipt.id).value();
        auto copies = store.list_copies(scope, submission);
        EXPECT_TRUE(copies) << copies.error().to_text();
        return copies.value();
    }

    Submission load(const TenantId& tenant, const SubmissionId& id) {
        SubmissionStore store(*database, clock);
        return store.load_submission({tenant, {"t"}, "test", {}, false}, tenant, id).value();
    }

    EncryptedContent content_of(const Submission& submission) {
        SubmissionStore store(*database, clock);
        return store.load_content({submission.tenant, {"t"}, "test", {}, false}, submission)
            .value();
    }
};
GORDION_ON_BOTH_DATABASES(CopiesTest);

TEST_P(CopiesTest, EachReceiverReadsItsPartAndNothingElse) {
    open_all();
    const Receipt receipt = accept(make_handover());
    const auto copies = copies_of(receipt);
    ASSERT_EQ(copies.size(), 2U);
    const Submission copy = load(tax_office, copies[0].submission);
    EXPECT_TRUE(copy.is_copy());
    EXPECT_EQ(copy.copy_of.submission, receipt.id);
    EXPECT_EQ(copy.number, receipt.number + "/1");
    EXPECT_FALSE(copy.frist_on);

    const EncryptedContent content = content_of(copy);
    EXPECT_EQ(crypto::decrypt_jwe(content.data_jwe, tax_key()).value().plaintext,
              R"({"F2":"Umsatz"})");
    EXPECT_FALSE(crypto::decrypt_jwe(content.data_jwe, own_key())) << "not even the authority";
    EXPECT_TRUE(content.mailbox_public_jwk.empty()) << "the receiver cannot write to the citizen";
    const std::string metadata =
        crypto::decrypt_jwe(content.metadata_jwe, tax_key()).value().plaintext;
    EXPECT_NE(metadata.find("urn:test#copy-steuer"), std::string::npos);
    EXPECT_NE(metadata.find("plan.pdf"), std::string::npos);
    EXPECT_EQ(metadata.find("ausweis"), std::string::npos) << metadata;
    EXPECT_NE(metadata.find(crypto::to_hex(crypto::sha512(R"({"F2":"Umsatz"})"))),
              std::string::npos);
    ASSERT_EQ(content.attachments.size(), 1U);
    const std::string file = blobs.load(content.attachments[0].blob_id).value();
    EXPECT_EQ(crypto::decrypt_jwe(file, tax_key()).value().plaintext, "PLAN");
    EXPECT_EQ(content_of(load(amt, receipt.id)).attachments.size(), 2U);
}

TEST_P(CopiesTest, OneReceiverCannotReachTheCopyOfAnother) {
    open_all();
    const Receipt receipt = accept(make_handover());
    const SubmissionId copy = copies_of(receipt)[0].submission;
    SubmissionStore store(*database, clock);
    for (const TenantId& other : {amt, chamber}) {
        const Scope stranger{other, {"t"}, "test", {}, false};
        EXPECT_EQ(store.load_submission(stranger, other, copy).error().code,
                  "delivery.submission_missing");
    }
}

TEST_P(CopiesTest, NotesAReceiverThatNobodyIsRegisteredFor) {
    open_all();
    const auto copies = copies_of(accept(make_handover()));
    EXPECT_EQ(copies[1].id, "kammer");
    EXPECT_TRUE(copies[1].tenant.empty());
    EXPECT_FALSE(copies[1].state.has_value());
    EXPECT_EQ(copies[0].state, SubmissionState::Submitted);
    EXPECT_EQ(copies[0].name, "Stelle 01-finanzamt-nord");
}

TEST_P(CopiesTest, DeliversEachByItsOwnJob) {
    open_all();
    const Receipt receipt = accept(make_handover());
    deliver_all();
    ASSERT_EQ(arrival.arrived.size(), 2U);
    EXPECT_EQ(copies_of(receipt)[0].state, SubmissionState::Forwarded);
    EXPECT_EQ(load(amt, receipt.id).state, SubmissionState::Forwarded);
}

TEST_P(CopiesTest, AReceiverThatRefusesOrIsBrokenHoldsUpNobody) {
    open_all();
    Handover handover = make_handover();
    handover.copies[0].destination->channel = "demo_refuses";
    handover.copies[1].destination = destination_of(chamber, tax_key(), "demo_throws");
    const Receipt receipt = accept(handover);
    deliver_all();
    ASSERT_EQ(arrival.arrived.size(), 1U);
    EXPECT_EQ(arrival.arrived[0].id, receipt.id);
    const auto copies = copies_of(receipt);
    EXPECT_EQ(copies[0].state, SubmissionState::Rejected);
    EXPECT_EQ(copies[1].state, SubmissionState::Submitted) << "tried again later";
    EXPECT_EQ(load(amt, receipt.id).state, SubmissionState::Forwarded);
}

TEST_P(CopiesTest, AllOrNothingIsStored) {
    open_all();
    Handover handover = make_handover();
    handover.copies[1].destination = destination_of(
        chamber, crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_2048.jwk.json")).value());
    HandoverDesk desk(*database, blobs, master, clock, random);
    EXPECT_EQ(desk.accept(scope, handover, {}).error().code, "delivery.key_weak");
    handover.copies.pop_back();
    EXPECT_EQ(desk.accept(scope, handover,
                          [](storage::Connection&, const SubmissionId&) -> Result<void> {
                              return Error{ErrorKind::Unavailable, "test.full", "", {}, ""};
                          })
                  .error()
                  .code,
              "test.full");
    const auto count = database->read(system_scope("test"), [](storage::Connection& connection) {
        return connection.find_row("SELECT count(*) FROM submissions");
    });
    EXPECT_EQ(count.value()->integer(0), 0);
    EXPECT_TRUE(!std::filesystem::exists(blob_folder) ||
                std::none_of(std::filesystem::recursive_directory_iterator(blob_folder), {},
                             [](const auto& entry) { return entry.is_regular_file(); }))
        << "no encrypted file stays behind";
}

TEST_P(CopiesTest, TheSamePostAgainSendsNoSecondCopy) {
    open_all();
    const Handover handover = make_handover();
    const Receipt first = accept(handover);
    const Receipt second = accept(handover);
    EXPECT_EQ(first.id, second.id);
    const auto count = database->read(system_scope("test"), [](storage::Connection& connection) {
        return connection.find_row("SELECT count(*) FROM submissions");
    });
    EXPECT_EQ(count.value()->integer(0), 2);
}

TEST_P(CopiesTest, SeveralCopiesMayGoToTheTenantThatIsCompetent) {
    open_all();
    Handover handover = make_handover();
    handover.copies[0].destination = destination_of(amt, own_key());
    handover.copies[1].destination = destination_of(amt, own_key());
    const auto copies = copies_of(accept(handover));
    EXPECT_NE(copies[0].submission, copies[1].submission);
    EXPECT_EQ(load(amt, copies[1].submission).number, handover.number + "/2");
}

TEST_P(CopiesTest, ACopyIsNotOpenedByNumberAndCode) {
    open_all();
    const Handover handover = make_handover();
    const Receipt receipt = accept(handover);
    SubmissionStore store(*database, clock);
    EXPECT_EQ(store.open_by_code(receipt.number + "/1", receipt.code).error().code,
              "delivery.code_wrong");
    EXPECT_TRUE(store.open_by_code(receipt.number, receipt.code));
}

}  // namespace
}  // namespace gordion::delivery
