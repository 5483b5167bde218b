// SPDX-License-Identifier: EUPL-1.2
// What comes over FIT-Connect into the back office: the deeds of app, which need a whole town.
#include "app/received_inbox.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "app/letters_back.hpp"
#include "app/receiving.hpp"
#include "core/ids.hpp"
#include "fitconnect/sealing.hpp"
#include "fitconnect/testing/delivery_double.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

using fitconnect::ReceivedSubmission;
using formats::Json;

const TenantId tenant{"010545459"};

Scope staff() {
    return {tenant, {"test"}, "test", {}, false};
}

const Json& package_schema() {
    const auto found = TestTown::open().modules->reuse.find_adoption(
        hundesteuer, groede, TestTown::open().clock.today());
    static const Json schema = found.value()->package->form->json_schema();
    return schema;
}

app::ReceiveSettings settings_of(const fitconnect::ApiSettings& api = {}) {
    app::ReceiveSettings settings;
    settings.api = api;
    settings.destination = fitconnect::testing::destination_id;
    settings.tenant = tenant;
    return settings;
}

OpenSource open_text(std::string text) {
    const auto kept = std::make_shared<const std::string>(std::move(text));
    struct Source final : ByteSource {
        explicit Source(std::shared_ptr<const std::string> bytes)
            : kept(std::move(bytes)), inner(*kept) {}
        Result<std::size_t> read(std::span<char> into) override { return inner.read(into); }
        std::shared_ptr<const std::string> kept;
        MemorySource inner;
    };
    return [kept]() -> Result<std::unique_ptr<ByteSource>> {
        return std::unique_ptr<ByteSource>(std::make_unique<Source>(kept));
    };
}

// As examine() gives it: proved and readable.
ReceivedSubmission received(const std::string& data = formats::write_json(example_answers())) {
    TestTown& town = TestTown::open();
    ReceivedSubmission made;
    made.ids = {make_uuid(town.clock, town.random), make_uuid(town.clock, town.random),
                fitconnect::testing::destination_id};
    made.service_identifier = std::string("urn:de:fim:leika:leistung:") + hundesteuer;
    made.region = std::string("DE") + groede;
    fitconnect::Metadata metadata;
    metadata.data = fitconnect::MetadataData{fitconnect::content_hash(data),
                                             {package_schema().text_at("$id"), "application/json"}};
    made.metadata = Sensitive(metadata);
    made.metadata_text = Sensitive(
        formats::write_json(fitconnect::write_metadata(metadata, fitconnect::MetadataVersion::V2)));
    made.schema_uri = metadata.data->schema.uri;
    made.data_media_type = "application/json";
    made.data = Sensitive(data);
    return made;
}

std::vector<cases::Case> cases_of_town() {
    cases::InboxQuery query;
    query.limit = 1000;
    return TestTown::open().modules->back_office.inbox(staff(), query).value().cases;
}

std::size_t cases_of_pellworm() {
    return cases_of_town().size();
}

// Slug and detail of the refusal; "taken" where there is none.
std::string outcome_of(const Result<std::vector<fitconnect::Problem>>& taken) {
    if (!taken) {
        return taken.error().code;
    }
    if (taken.value().empty()) {
        return "taken";
    }
    const fitconnect::Problem& first = taken.value().front();
    return first.type.substr(fitconnect::event_problems.size()) + " " + first.instance + ": " +
           first.detail;
}

class Suspicious final : public forms::MalwareScanner {
public:
    Result<void> scan_source(ByteSource& bytes) override {
        if (is_broken) {
            return Error{ErrorKind::Unavailable, "forms.scan_failed", "", {}, ""};
        }
        std::string all(1000, '\0');
        all.resize(TRY(bytes.read(all)));
        return all.find("EVIL") != std::string::npos
                   ? Result<void>(Error{ErrorKind::Invalid, "forms.scan_infected", "", {}, ""})
                   : Result<void>();
    }
    bool is_broken = false;
};

TEST(ReceivedInbox, MakesOneCaseOfOneSubmission) {
    app::Modules& in = *TestTown::open().modules;
    const app::ReceiveSettings settings = settings_of();
    app::ReceivedInbox inbox(in, settings);
    const ReceivedSubmission one = received();
    const std::size_t before = cases_of_pellworm();
    EXPECT_EQ(outcome_of(inbox.take_in(one)), "taken");
    EXPECT_EQ(outcome_of(inbox.take_in(one)), "taken") << "its acceptance was lost";
    ASSERT_TRUE(in.jobs.run_due());
    EXPECT_EQ(cases_of_pellworm(), before + 1);
    EXPECT_TRUE(
        in.arrivals.has_arrived(staff(), tenant, one.ids.destination_id, one.ids.item_id).value());
}

TEST(ReceivedInbox, SaysWhatIsWrongWithoutSayingWhatStandsThere) {
    const app::ReceiveSettings settings = settings_of();
    app::ReceivedInbox inbox(*TestTown::open().modules, settings);
    const std::string said = outcome_of(inbox.take_in(received(R"({"Geheim": "Bello"})")));
    EXPECT_TRUE(said.starts_with("schema-violation data: /")) << said;
    EXPECT_NE(said.find("formats.instance_required"), std::string::npos) << said;
    EXPECT_EQ(said.find("Bello"), std::string::npos);
    EXPECT_EQ(said.find("the whole: formats.instance_required"), std::string::npos)
        << "the member is named: " << said;
    EXPECT_EQ(outcome_of(inbox.take_in(received("{"))),
              "syntax-violation data: The data are no JSON.");
    ReceivedSubmission other = received();
    other.schema_uri = "urn:other";
    EXPECT_TRUE(outcome_of(inbox.take_in(other)).starts_with("unsupported-schema data"));
    ReceivedSubmission xml = received("<a/>");
    xml.data_media_type = "application/xml";
    EXPECT_TRUE(outcome_of(inbox.take_in(xml))
                    .starts_with("unsupported-schema data: Data are taken as JSON"));
    ReceivedSubmission unknown = received();
    unknown.service_identifier = "urn:de:something-else";
    EXPECT_TRUE(outcome_of(inbox.take_in(unknown)).starts_with("unsupported-service"));
}

TEST(ReceivedInbox, LeavesAtTheServerWhatThisInstallationLacks) {
    app::ReceiveSettings settings = settings_of();
    settings.tenant = {"091620000"};
    app::ReceivedInbox elsewhere(*TestTown::open().modules, settings);
    EXPECT_EQ(outcome_of(elsewhere.take_in(received())), "app.receive_not_adopted");
    const app::ReceiveSettings own = settings_of();
    app::ReceivedInbox inbox(*TestTown::open().modules, own);
    ReceivedSubmission not_joined = received();
    not_joined.service_identifier = "urn:de:fim:leika:leistung:99006001017000";
    EXPECT_EQ(outcome_of(inbox.take_in(not_joined)), "app.receive_not_adopted");
}

TEST(ReceivedInbox, LooksForMalwareInEachFile) {
    app::Modules& in = *TestTown::open().modules;
    const app::ReceiveSettings settings = settings_of();
    app::ReceivedInbox inbox(in, settings);
    auto scanner = std::make_unique<Suspicious>();
    Suspicious& seen = *scanner;
    in.malware_scanner = std::move(scanner);
    const auto with_file = [](const std::string& bytes) {
        ReceivedSubmission made = received();
        fitconnect::MetadataAttachment described;
        described.id = "11111111-1111-4111-8111-111111111111";
        described.media_type = "application/pdf";
        made.attachments.push_back({described, bytes.size(), open_text(bytes)});
        return made;
    };
    EXPECT_EQ(outcome_of(inbox.take_in(with_file("%PDF EVIL"))),
              "technical-error attachment:11111111-1111-4111-8111-111111111111: The file holds "
              "malware and is not taken.");
    seen.is_broken = true;
    const ReceivedSubmission clean = with_file("%PDF");
    EXPECT_EQ(outcome_of(inbox.take_in(clean)), "forms.scan_failed") << "stays at the server";
    seen.is_broken = false;
    EXPECT_EQ(outcome_of(inbox.take_in(clean)), "taken");
    in.malware_scanner.reset();
    ASSERT_TRUE(in.jobs.run_due());
}

// The page of the case that came of it, as a case worker sees it.
std::string page_of(const ReceivedSubmission& received, const std::string& below = {}) {
    app::Modules& in = *TestTown::open().modules;
    for (const cases::Case& one : cases_of_town()) {
        const auto arrival = in.arrivals.find_by_submission(staff(), tenant, one.submission);
        if (arrival.value() && arrival.value()->remote_submission == received.ids.item_id) {
            TestBrowser worker;
            (void)worker.post("/backoffice/anmelden",
                              {{"name", worker_name}, {"password", worker_password}});
            const auto page =
                worker.open("/backoffice/vorgang/" + tenant.value + "/" + one.id.value + below);
            if (!page.source) {
                return page.body;
            }
            std::string bytes(page.source_bytes, '\0');
            std::size_t at = 0;
            while (at < bytes.size()) {
                at += page.source->read({bytes.data() + at, bytes.size() - at}).value();
            }
            return bytes;
        }
    }
    return {};
}

TEST(ReceivedCase, SaysThatNothingIsDeliveredWhereThereIsNoWayBack) {
    TestTown& town = TestTown::open();
    const app::ReceiveSettings settings = settings_of();
    app::ReceivedInbox inbox(*town.modules, settings);
    const ReceivedSubmission one = received();
    ASSERT_EQ(outcome_of(inbox.take_in(one)), "taken");
    ASSERT_TRUE(town.modules->jobs.run_due());
    const std::string page = page_of(one);
    for (const char* said :
         {"case.decide_button_alone", "case.ask_button_alone", "case.decide_alone"}) {
        EXPECT_NE(page.find(town.text(said)), std::string::npos) << said;
    }
    EXPECT_EQ(page.find(town.text("case.decide_button")), std::string::npos);
}

TEST(ReceivedCase, HoldsALargeFileByteForByte) {
    TestTown& town = TestTown::open();
    const app::ReceiveSettings settings = settings_of();
    app::ReceivedInbox inbox(*town.modules, settings);
    std::string bytes;
    for (int i = 0; bytes.size() < 3'000'001; ++i) {
        bytes += std::to_string(i * 7919) + ";";
    }
    ReceivedSubmission one = received();
    fitconnect::Metadata metadata = one.metadata.reveal();
    fitconnect::MetadataAttachment described;
    described.id = "11111111-1111-4111-8111-111111111111";
    described.hash = fitconnect::content_hash(bytes);
    described.media_type = "application/pdf";
    described.file_name = "gross.pdf";
    metadata.attachments.push_back(described);
    one.metadata = Sensitive(metadata);
    one.metadata_text = Sensitive(
        formats::write_json(fitconnect::write_metadata(metadata, fitconnect::MetadataVersion::V2)));
    one.attachments.push_back({described, bytes.size(), open_text(bytes)});
    ASSERT_EQ(outcome_of(inbox.take_in(one)), "taken");
    ASSERT_TRUE(town.modules->jobs.run_due());
    EXPECT_EQ(page_of(one, "/datei/" + described.id), bytes);
}

/// A server at which submissions for the town wait.
struct Post {
    Post() : http(fitconnect::testing::DeliveryDouble::http_config()) {
        server.now = TestTown::open().clock.now();
        server.service = std::string("urn:de:fim:leika:leistung:") + hundesteuer;
        server.schema = package_schema().text_at("$id");
    }
    void send(std::optional<fitconnect::ReplyChannel> channel = {}) {
        TestTown& town = TestTown::open();
        fitconnect::ApiClient api(http, town.clock, server.settings());
        fitconnect::EventLogReader events(api, town.clock, fitconnect::testing::trust_in_itself());
        fitconnect::Outgoing outgoing;
        outgoing.service_identifier = server.service;
        outgoing.service_name = "Hund";
        outgoing.region = std::string("DE") + groede;
        outgoing.schema = {server.schema, "application/json"};
        outgoing.data = Sensitive(formats::write_json(example_answers()));
        outgoing.reply_channel = std::move(channel);
        const auto ready =
            fitconnect::prepare_destination(
                api,
                {fitconnect::testing::destination_id, server.service, outgoing.region, "2.1.0"},
                fitconnect::testing::trust_in_itself(), town.clock.now())
                .value();
        const auto sealed = fitconnect::seal(outgoing, ready, town.clock, town.random).value();
        fitconnect::Sender sender(api, events);
        ASSERT_TRUE(sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }));
    }
    std::size_t answered() {
        std::size_t count = 0;
        server.visit([&](auto& all) {
            for (const auto& kept : all) {
                count += kept.events.size() > 2 ? 1 : 0;
            }
        });
        return count;
    }

    fitconnect::testing::DeliveryDouble server;
    http::Client http;
};

// Another node on the town's database that receives from the server.
std::unique_ptr<app::Modules> open_node(Post& post, const std::filesystem::path& keys) {
    TestTown& town = TestTown::open();
    app::Config config = town.modules->config;
    app::ReceiveSettings settings = settings_of(post.server.settings());
    settings.decryption_keys = {keys / "decrypt.jwk"};
    settings.signing_key = keys / "sign.jwk";
    config.fitconnect_receive = {settings};
    auto node = app::open_modules(config, town.clock, town.random).value();
    node->receiving->add_handlers(node->jobs);
    return node;
}

std::filesystem::path write_keys(Post& post, const std::string& decryption) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("gordion-keys-" + make_uuid(SystemClock(), TestTown::open().random));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "decrypt.jwk") << decryption;
    std::ofstream(folder / "sign.jwk") << formats::write_json(post.server.signing_key.to_jwk());
    return folder;
}

TEST(Receiving, MakesOneCaseOfOneSubmissionThoughTwoNodesReceive) {
    Post post;
    const auto keys = write_keys(
        post, formats::write_json(
                  Json::object({{"keys", Json::array({post.server.encryption_key.to_jwk()})}})));
    constexpr std::size_t count = 6;
    for (std::size_t i = 0; i < count; ++i) {
        post.send();
    }
    const std::size_t before = cases_of_pellworm();
    const auto first = open_node(post, keys);
    const auto second = open_node(post, keys);
    ASSERT_TRUE(first->receiving->plan());
    TestTown::open().clock.advance_ms(1);
    ASSERT_TRUE(second->receiving->plan());
    {
        const std::jthread one([&] { (void)first->jobs.run_due(); });
        const std::jthread other([&] { (void)second->jobs.run_due(); });
        // Not by the runners alone: each node asks for itself, at the same time.
        const std::jthread third(
            [&] { (void)first->receiving->receive(fitconnect::testing::destination_id); });
        const std::jthread fourth(
            [&] { (void)second->receiving->receive(fitconnect::testing::destination_id); });
    }
    // What one of them found locked is there in the next round.
    ASSERT_TRUE(first->receiving->receive(fitconnect::testing::destination_id));
    EXPECT_EQ(post.answered(), count);
    ASSERT_TRUE(TestTown::open().modules->jobs.run_due());
    EXPECT_EQ(cases_of_pellworm(), before + count);
    std::filesystem::remove_all(keys);
}

TEST(Receiving, SaysWhichKeyIsMissing) {
    Post post;
    const auto keys = write_keys(post, formats::write_json(post.server.encryption_key.to_jwk()));
    post.send();
    // The sender had an older key that is not here any more.
    post.server.visit([&](auto& all) {
        const auto old =
            fitconnect::testing::make_test_key("rsa_4096.jwk.json", "RSA-OAEP-256", "a-lost-key");
        auto& kept = all.back();
        kept.metadata_jwe = crypto::encrypt_jwe("{}", old.public_key(), "application/json").value();
        kept.events.at(1) =
            post.server.make_event(fitconnect::EventVerb::Submit, kept, post.server.issuer(), {},
                                   fitconnect::testing::DeliveryDouble::tags_of(kept));
    });
    const auto node = open_node(post, keys);
    const auto round = node->receiving->receive(fitconnect::testing::destination_id);
    ASSERT_TRUE(round) << round.error().to_text();
    EXPECT_EQ(round.value().failed, 1U);
    EXPECT_EQ(post.answered(), 0U);
    const app::ReceiveStatus status = node->receiving->status().at(0);
    ASSERT_TRUE(status.fault);
    EXPECT_EQ(status.fault->code, "fitconnect.decryption_key");
    EXPECT_EQ(status.fault->values.front().second, "a-lost-key");
    EXPECT_EQ(status.waiting, 1U);
    std::filesystem::remove_all(keys);
}

// A letter of a case, its reply announced at the server under this id.
struct Correspondence {
    explicit Correspondence(Post& post) {
        app::Modules& in = *TestTown::open().modules;
        const auto mailbox = fitconnect::testing::make_test_key("rsa_4096_second.jwk.json",
                                                                "RSA-OAEP-256", "mailbox-key");
        fitconnect::ReplyChannel channel;
        channel.kind = "fitConnect";
        channel.process_standards = {std::string(app::letter_schema)};
        channel.encryption_key = mailbox.public_key().to_jwk();
        post.send(channel);
        const auto keys =
            write_keys(post, formats::write_json(post.server.encryption_key.to_jwk()));
        node = open_node(post, keys);
        EXPECT_TRUE(node->receiving->receive(fitconnect::testing::destination_id));
        std::filesystem::remove_all(keys);
        EXPECT_TRUE(in.jobs.run_due());
        for (const cases::Case& one : cases_of_town()) {
            const auto found = in.arrivals.find_by_submission(staff(), tenant, one.submission);
            if (found.value() && found.value()->takes_replies() &&
                in.arrivals.list_replies(staff(), tenant, one.submission).value().empty()) {
                const auto opened = in.back_office.open_case(staff(), tenant, one.id).value();
                EXPECT_TRUE(in.back_office.ask_question(staff(), opened.opened, "Welche Farbe?"));
                arrival = *found.value();
            }
        }
        key = mailbox;
    }
    cases::ArrivalReply reply() {
        return TestTown::open()
            .modules->arrivals.list_replies(staff(), tenant, arrival.submission)
            .value()
            .at(0);
    }

    std::unique_ptr<app::Modules> node;
    cases::Arrival arrival;
    std::optional<crypto::PrivateKey> key;
};

TEST(LettersBack, BringsALetterOnceWhateverHappensBetween) {
    Post post;
    Correspondence letters(post);
    TestTown& town = TestTown::open();
    auto settings = post.server.settings();
    settings.tries = 1;
    fitconnect::ApiClient api(post.http, town.clock, settings);
    std::vector<std::string> asked;
    std::string body;
    int status = 503;
    post.server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.path.find("/replies") == std::string::npos) {
            return {};
        }
        asked.push_back(std::string(http::to_string(request.method)));
        if (request.method == http::Method::Post) {
            return http::Response::json(
                R"({"replyId":"22222222-2222-4222-8222-222222222222","caseId":")" +
                    letters.arrival.remote_case + "\"}",
                201);
        }
        body = request.body;
        return http::Response::json("{}", status);
    };
    EXPECT_FALSE(app::send_letter_back(*town.modules, api, letters.arrival, letters.reply()));
    EXPECT_EQ(letters.reply().remote_reply, "22222222-2222-4222-8222-222222222222");
    EXPECT_FALSE(letters.reply().sent_at);
    // The submit got through and its answer was lost: the server says that it is there.
    status = 409;
    ASSERT_TRUE(app::send_letter_back(*town.modules, api, letters.arrival, letters.reply()));
    EXPECT_EQ(asked, (std::vector<std::string>{"POST", "PUT", "PUT"})) << "announced once";
    EXPECT_TRUE(letters.reply().sent_at);
    const Json sent = formats::parse_json(body).value();
    const auto data = crypto::decrypt_jwe(sent.text_at("encryptedData"), *letters.key);
    ASSERT_TRUE(data) << data.error().to_text();
    const Json text = formats::parse_json(data.value().plaintext).value();
    EXPECT_EQ(text.text_at("text"), "Welche Farbe?");
    EXPECT_EQ(text.text_at("kind"), "question");
    cases::ArrivalReply unknown = letters.reply();
    unknown.reply = "no letter";
    EXPECT_EQ(app::send_letter_back(*town.modules, api, letters.arrival, unknown).error().code,
              "app.letter_missing");
}

TEST(LettersBack, AreGivenUpOnlyWhenTheServerRefusesThem) {
    Post post;
    Correspondence letters(post);
    app::Modules& in = *TestTown::open().modules;
    const auto attempt = [&](int status) {
        post.server.instead =
            [status](const http::Request& request) -> std::optional<http::Response> {
            return request.path.find("/replies") == std::string::npos
                       ? std::nullopt
                       : std::optional(http::Response::json("{}", status));
        };
        TestTown::open().clock.advance_ms(3'600'000);
        EXPECT_TRUE(letters.node->jobs.run_due());
        const auto failed = in.database->read(staff(), [&](storage::Connection& connection) {
            return storage::list_failed_jobs(connection, 100);
        });
        return std::any_of(failed.value().begin(), failed.value().end(), [&](const auto& one) {
            return one.job.payload.find(letters.reply().reply) != std::string::npos;
        });
    };
    // Rights of the client, a busy server, an answer that cannot be read.
    for (const int status : {403, 503, 204}) {
        EXPECT_FALSE(attempt(status)) << status;
    }
    EXPECT_TRUE(attempt(422));
}

}  // namespace
}  // namespace gordion::web
