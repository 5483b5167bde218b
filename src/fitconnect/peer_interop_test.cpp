// SPDX-License-Identifier: EUPL-1.2
// Our sender and subscriber against a subscriber and a sender that use the npm package "jose" and
// nothing of ours (tests/interop/fitconnect_peer.mjs).
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "fitconnect/sealing.hpp"
#include "fitconnect/subscriber.hpp"
#include "fitconnect/testing/delivery_double.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;
using testing::DeliveryDouble;

const std::string root = GORDION_SOURCE_DIR;

class KeepsAll final : public ReceivedInbox {
public:
    Result<std::vector<Problem>> take_in(const ReceivedSubmission& received) override {
        data = received.data.reveal();
        file = TRY(load_attachment(received.attachments.at(0), 1000));
        return std::vector<Problem>{};
    }
    std::string data;
    std::string file;
};

class PeerTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(root + "/node_modules/jose")) {
            GTEST_SKIP() << "The npm package jose is not installed (npm ci).";
        }
        clock.set(server.now);
    }

    Json run_peer(const std::string& mode) {
        const auto path = std::filesystem::temp_directory_path() /
                          ("gordion-fit-peer-" + make_uuid(SystemClock(), random));
        std::ofstream(path) << formats::write_json(
            Json::object({{"origin", server.origin()},
                          {"destination", testing::destination_id},
                          {"service", testing::service_urn},
                          {"schema", testing::schema_uri},
                          {"now", server.now.ms / 1000},
                          {"decryption_key", server.encryption_key.to_jwk()},
                          {"signing_key", server.signing_key.to_jwk()}}));
        const std::string command =
            "node " + root + "/tests/interop/fitconnect_peer.mjs " + mode + " " + path.string();
        std::FILE* pipe = popen(command.c_str(), "r");
        std::string output;
        std::array<char, 4096> buffer{};
        while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
            output.append(buffer.data(), got);
        }
        EXPECT_EQ(pclose(pipe), 0) << output;
        std::filesystem::remove(path);
        const auto answer = formats::parse_json(output);
        return answer ? answer.value() : Json();
    }

    DeliveryDouble server;
    FakeClock clock;
    SystemRandom random;
    http::Client http{DeliveryDouble::http_config()};
    ApiClient api{http, clock, server.settings()};
    EventLogReader events{api, clock, testing::trust_in_itself()};
    Sender sender{api, events};
};

TEST_F(PeerTest, WhatTheOtherSendsIsTakenIn) {
    const Json sent = run_peer("send");
    KeepsAll inbox;
    Subscriber subscriber({api, events, inbox, clock, random}, {}, {});
    const Subscription subscription{api.load_destination(testing::destination_id).value(),
                                    {server.encryption_key},
                                    server.signing_key};
    const auto report = subscriber.receive(subscription);
    ASSERT_TRUE(report) << report.error().to_text();
    EXPECT_EQ(report.value().accepted, 1U);
    EXPECT_EQ(inbox.data, R"({"name":"Bello","race":"Dackel"})");
    EXPECT_EQ(inbox.file, "the bytes of a file");
    const auto log = events.load(
        {sent.text_at("submissionId"), sent.text_at("caseId"), testing::destination_id});
    ASSERT_TRUE(log) << log.error().to_text();
    EXPECT_EQ(log.value().state, TransportState::Accepted);
}

TEST_F(PeerTest, WhatWeSendIsAcceptedByTheOther) {
    const auto ready =
        prepare_destination(api, {testing::destination_id, testing::service_urn, "DE01", "2.1.0"},
                            testing::trust_in_itself(), clock.now())
            .value();
    Outgoing outgoing;
    outgoing.service_identifier = testing::service_urn;
    outgoing.schema = {testing::schema_uri, "application/json"};
    outgoing.data = Sensitive(std::string(R"({"name":"Rex"})"));
    outgoing.files = Sensitive(std::vector<OutgoingFile>{
        {"a.txt", "text/plain", "", AttachmentPurpose::Attachment, "bytes"}});
    const auto sent = sender
                          .send(seal(outgoing, ready, clock, random).value(), {},
                                [](const auto&) -> Result<void> { return {}; })
                          .value();
    const Json answer = run_peer("receive");
    ASSERT_EQ(answer.find("taken")->size(), 1U);
    const Json& taken = answer.find("taken")->as_array()[0];
    EXPECT_EQ(taken.find("data")->text_at("name"), "Rex");
    EXPECT_EQ(taken.find("attachments")->text_at("a.txt"), "bytes");
    const auto outcome = sender.load_outcome(sent);
    ASSERT_TRUE(outcome) << outcome.error().to_text();
    EXPECT_EQ(outcome.value().kind, SendOutcome::Kind::Accepted);
}

}  // namespace
}  // namespace gordion::fitconnect
