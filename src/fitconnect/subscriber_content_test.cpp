// SPDX-License-Identifier: EUPL-1.2
// What is inside: large files, keys, schemas.
#include "fitconnect/data_judge.hpp"
#include "fitconnect/subscriber_test.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

// Larger than what is held in memory, and not a multiple of anything.
std::string large_file() {
    std::string bytes;
    for (int i = 0; bytes.size() < 500'003; ++i) {
        bytes += std::to_string(i * 7919) + ";";
    }
    return bytes;
}

TEST_F(SubscriberTest, BringsALargeFileOverTheDiskAndLeavesNothingThere) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("gordion-spool-" + make_uuid(SystemClock(), random));
    Outgoing outgoing = make_outgoing();
    outgoing.files.reveal().front().bytes = large_file();
    const SendProgress sent = send(outgoing);
    ReceiveOptions options;
    options.spool = folder;
    EXPECT_EQ(receive({}, options).accepted, 1U);
    EXPECT_EQ(inbox.files, std::vector<std::string>{"a.pdf=" + large_file()});
    EXPECT_EQ(sender.load_outcome(sent).value().kind, SendOutcome::Kind::Accepted);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove_all(folder);
}

TEST_F(SubscriberTest, RefusesALargeFileThatIsNotWhatWasPromised) {
    Outgoing outgoing = make_outgoing();
    outgoing.files.reveal().front().bytes = large_file();
    const auto spoiled = [&](const std::string& jwe) {
        const auto ready =
            prepare_destination(api, {testing::destination_id, testing::service_urn, "", "2.1.0"},
                                testing::trust_in_itself(), clock.now())
                .value();
        SealedSubmission sealed = seal(outgoing, ready, clock, random).value();
        sealed.open_attachment = [&](const std::string&) { return seal_in_memory(jwe); };
        const auto sent =
            sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }).value();
        receive();
        const std::string rejection = rejection_of(sent);
        return rejection.substr(0, rejection.find(':'));
    };
    const auto key = server.encryption_key.public_key();
    const std::string other = crypto::encrypt_jwe(large_file() + "x", key, "").value();
    EXPECT_EQ(spoiled(other), "hash-mismatch attachment");
    std::string broken = crypto::encrypt_jwe(large_file(), key, "").value();
    broken[broken.size() / 2] = broken[broken.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(spoiled(broken), "encryption-issue attachment");
    EXPECT_TRUE(inbox.taken.empty());
}

TEST_F(SubscriberTest, LeavesAtTheServerWhatTheDiskDoesNotTake) {
    Outgoing outgoing = make_outgoing();
    outgoing.files.reveal().front().bytes = large_file();
    send(outgoing);
    ReceiveOptions options;
    options.spool = "/dev/null/nowhere";
    const ReceiveReport report = receive({}, options);
    EXPECT_EQ(report.failed, 1U);
    EXPECT_EQ(report.errors.at(0).code, "fitconnect.spool");
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, LeavesAtTheServerWhatNamesAKeyThatIsNotHere) {
    const SendProgress sent = send(make_outgoing());
    subscription->encryption_keys = {
        testing::make_test_key("rsa_4096.jwk.json", "RSA-OAEP-256", "newer")};
    const ReceiveReport report = receive();
    EXPECT_EQ(report.failed, 1U);
    EXPECT_EQ(report.rejected, 0U);
    EXPECT_EQ(report.errors.at(0).code, "fitconnect.decryption_key");
    EXPECT_EQ(report.errors.at(0).values,
              (Values{{"kid", "encryption-key"}, {"instance", "metadata"}}));
    EXPECT_EQ(sender.load_outcome(sent).value().kind, SendOutcome::Kind::Pending);
    subscription->encryption_keys.push_back(server.encryption_key);
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, JudgesDataByTheSchemasOnTheShelf) {
    SchemaShelf shelf;
    const Json schema = formats::parse_json(R"({"type": "object",
        "required": ["name", "a/b"], "properties": {"name": {"maxLength": 3}}})")
                            .value();
    EXPECT_EQ(shelf.add(schema).error().code, "fitconnect.schema_unnamed");
    EXPECT_EQ(shelf.add(formats::parse_json(R"({"type": 7})").value(), "urn:x").error().code,
              "formats.schema_invalid");
    ASSERT_TRUE(shelf.add(schema, testing::schema_uri));
    const SendProgress sent = send(make_outgoing());
    EXPECT_EQ(receive(shelf.judge()).rejected, 1U);
    EXPECT_EQ(events.load(sent.ids).value().problems.at(0).detail,
              "/a~1b: formats.instance_required");
    const SendProgress both = send(make_outgoing(R"({"name":"Hasso"})"));
    receive(shelf.judge());
    EXPECT_EQ(events.load(both.ids).value().problems.at(0).detail,
              "/a~1b: formats.instance_required; /name: formats.instance_long");
    send(make_outgoing(R"({"name":"Rex","a/b":1})"));
    EXPECT_EQ(receive(shelf.judge()).accepted, 1U);
    send(make_outgoing("[]"));
    EXPECT_EQ(receive(SchemaShelf().judge()).accepted, 1U) << "no schema, no judgement";
}

TEST_F(SubscriberTest, TakesDataInXmlAsTheyAre) {
    const auto in_xml = [&](const std::string& text) {
        Outgoing outgoing = make_outgoing(text);
        outgoing.schema.media_type = "application/xml";
        subscription->destination.services.at(0).schemas = {outgoing.schema};
        auto ready =
            prepare_destination(api, {testing::destination_id, testing::service_urn, "", "2.1.0"},
                                testing::trust_in_itself(), clock.now())
                .value();
        ready.service.schemas = {outgoing.schema};
        const auto sealed = seal(outgoing, ready, clock, random).value();
        return sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }).value();
    };
    in_xml("<a><b/></a>");
    EXPECT_EQ(receive().accepted, 1U);
    EXPECT_EQ(inbox.data, std::vector<std::string>{"<a><b/></a>"});
    for (const char* bad : {"<a>", "{}", "<!DOCTYPE a><a/>", ""}) {
        const SendProgress sent = in_xml(bad);
        receive();
        EXPECT_EQ(rejection_of(sent), "syntax-violation data") << bad;
    }
}

}  // namespace
}  // namespace gordion::fitconnect
