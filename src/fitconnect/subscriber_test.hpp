// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "fitconnect/sealing.hpp"
#include "fitconnect/subscriber.hpp"
#include "fitconnect/testing/delivery_double.hpp"

namespace gordion::fitconnect {

/// A subscriber at a delivery server that plays along.
class KeptInbox final : public ReceivedInbox {
public:
    Result<std::vector<Problem>> take_in(const ReceivedSubmission& received) override {
        const std::lock_guard lock(mutex);
        if (is_broken) {
            return Error{ErrorKind::Unavailable, "test.full", "", {}, ""};
        }
        taken.insert(received.ids.item_id);
        data.push_back(received.data.reveal());
        metadata.push_back(received.metadata_text.reveal());
        for (const ReceivedAttachment& attachment : received.attachments) {
            files.push_back(attachment.described.file_name + "=" +
                            TRY(load_attachment(attachment, attachment_file_bytes)));
        }
        return std::vector<Problem>{};
    }
    std::mutex mutex;
    std::set<std::string> taken;
    std::vector<std::string> data;
    std::vector<std::string> metadata;
    std::vector<std::string> files;
    bool is_broken = false;
};

class SubscriberTest : public ::testing::Test {
protected:
    SubscriberTest() : http(testing::DeliveryDouble::http_config()) {
        clock.set(server.now);
        subscription = std::make_unique<Subscription>(
            Subscription{api.load_destination(testing::destination_id).value(),
                         {server.encryption_key},
                         server.signing_key});
    }

    Outgoing make_outgoing(const std::string& text = R"({"name":"Rex"})") {
        Outgoing outgoing;
        outgoing.service_identifier = testing::service_urn;
        outgoing.service_name = "Hund";
        outgoing.region = "DE010545459";
        outgoing.schema = {testing::schema_uri, "application/json"};
        outgoing.data = Sensitive(text);
        outgoing.files = Sensitive(std::vector<OutgoingFile>{
            {"a.pdf", "application/pdf", "", AttachmentPurpose::Attachment, "%PDF"}});
        return outgoing;
    }
    SendProgress send(const Outgoing& outgoing) {
        const auto ready =
            prepare_destination(api,
                                {testing::destination_id, testing::service_urn, "DE01", "2.1.0"},
                                testing::trust_in_itself(), clock.now())
                .value();
        const auto sealed = seal(outgoing, ready, clock, random);
        EXPECT_TRUE(sealed) << sealed.error().to_text();
        return sender.send(sealed.value(), {}, [](const auto&) -> Result<void> { return {}; })
            .value();
    }
    ReceiveReport receive(const DataJudge& judge = {}, ReceiveOptions options = {}) {
        Subscriber subscriber({api, events, inbox, clock, random}, options, judge);
        auto report = subscriber.receive(*subscription);
        EXPECT_TRUE(report) << report.error().to_text();
        return report.value();
    }
    // Slug and instance of the problem with which a submission was rejected.
    std::string rejection_of(const SendProgress& sent) {
        const auto log = events.load(sent.ids);
        if (!log) {
            return log.error().code;
        }
        if (log.value().answer != EventVerb::Reject) {
            return "not rejected";
        }
        const Problem& problem = log.value().problems.at(0);
        return problem.type.substr(event_problems.size()) + " " + problem.instance;
    }

    testing::DeliveryDouble server;
    FakeClock clock;
    SystemRandom random;
    http::Client http;
    ApiClient api{http, clock, server.settings()};
    EventLogReader events{api, clock, testing::trust_in_itself()};
    Sender sender{api, events};
    KeptInbox inbox;
    std::unique_ptr<Subscription> subscription;
};

}  // namespace gordion::fitconnect
