// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/test_ground.hpp"
#include "zustelldienst/test_post.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using zustelldienst::attachment_a;
using zustelldienst::dog_tax;
using zustelldienst::jwe_shaped;

class FitSubmissionsTest : public AtTheDoor {
protected:
    void begin(zustelldienst::Settings settings = {}) {
        // A folder of its own, so that what stays in it is known.
        folder =
            std::filesystem::temp_directory_path() / ("gordion-blobs-" + make_uuid(clock, random));
        blobs = storage::BlobStore(folder, random);
        open_door(std::move(settings));
        const auto made = server->destinations.create_destination(
            zustelldienst::scope_of(zustelldienst::town),
            {zustelldienst::some_destination(), std::nullopt, {}, ""}, {});
        destination = made.value().destination.id;
        sender = token_for({"send:region:DE"});
        subscriber = token_for({"subscribe:destination:" + destination});
    }
    void TearDown() override {
        AtTheDoor::TearDown();
        std::filesystem::remove_all(folder);
    }
    [[nodiscard]] std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    http::Response announce(const std::string& version, Json attachments = Json::array()) {
        const char* member = version == "v1" ? "serviceType" : "publicService";
        return post(
            "/submission-api/" + version + "/submissions", sender,
            Json::object({{"destinationId", destination},
                          {"announcedAttachments", std::move(attachments)},
                          {member, Json::object({{"identifier", dog_tax}, {"name", ""}})}}));
    }
    http::Response put(const std::string& path, const Json& body) {
        return ask(
            {http::Method::Put, path, sender, formats::write_json(body), "application/json", {}});
    }
    // As the HTTP server does it: the body goes into the sink before the endpoint runs.
    http::Response upload(const std::string& path, const std::string& body) {
        http::Request request;
        request.method = http::Method::Put;
        request.path = path;
        request.id = "r1";
        request.headers.add("Authorization", "Bearer " + sender);
        request.headers.add("Content-Type", "application/jose");
        auto admission = door->admit(request);
        if (auto* refused = std::get_if<http::Response>(&admission)) {
            return *refused;
        }
        request.body_sink = std::move(std::get<0>(admission));
        constexpr std::size_t piece = 500;
        for (std::size_t at = 0; at < body.size(); at += piece) {
            if (auto refused = request.body_sink->append(body.substr(at, piece))) {
                return *refused;
            }
        }
        if (auto refused = request.body_sink->finish()) {
            return *refused;
        }
        return door->answer(request);
    }
    std::filesystem::path folder;
    std::string destination;
    std::string sender;
    std::string subscriber;
};
GORDION_ON_BOTH_DATABASES(FitSubmissionsTest);

TEST_P(FitSubmissionsTest, CountsAnUploadOnceAndBeforeItComes) {
    begin();
    const std::string id =
        read_body(announce("v2", Json::array({attachment_a}))).text_at("submissionId");
    const std::string path =
        "/submission-api/v2/submissions/" + id + "/attachments/" + attachment_a;
    const auto left = [](const http::Response& response) {
        return std::string(response.find_header("RateLimit-Remaining").value_or("none"));
    };
    const auto first = upload(path, jwe_shaped("file"));
    EXPECT_EQ(first.status, 204);
    const auto second = upload(path, jwe_shaped("file"));
    EXPECT_EQ(std::stol(left(first)) - 1, std::stol(left(second)));
    // What is refused before its body comes counts as well, and says so.
    const auto refused = upload("/submission-api/v2/submissions/" + id + "/attachments/" +
                                    "00000000-0000-4000-8000-00000000ffff",
                                "");
    EXPECT_GE(refused.status, 400);
    EXPECT_EQ(std::stol(left(second)) - 1, std::stol(left(refused)));
}

TEST_P(FitSubmissionsTest, BringsASubmissionThroughInBothVersions) {
    begin();
    for (const std::string version : {"v1", "v2"}) {
        const std::string base = "/submission-api/" + version;
        clock.advance_ms(1'000);
        const auto made = announce(version, Json::array({attachment_a}));
        ASSERT_EQ(made.status, 201) << made.content();
        const std::string id = read_body(made).text_at("submissionId");
        const std::string one = base + "/submissions/" + id;
        EXPECT_EQ(upload(one + "/attachments/" + attachment_a, jwe_shaped("file")).status, 204);
        const auto sent = put(one, Json::object({{"encryptedMetadata", jwe_shaped("m")},
                                                 {"encryptedData", jwe_shaped("d")}}));
        EXPECT_EQ(sent.status, version == "v1" ? 202 : 200) << sent.content();
        const Json listed = read_body(open_page(base + "/submissions", subscriber));
        EXPECT_EQ(listed.find("submissions")->as_array().back().text_at("submissionId"), id);
        const Json fetched = read_body(open_page(one, subscriber));
        EXPECT_EQ(fetched.text_at("encryptedData"), jwe_shaped("d"));
        const auto file = open_page(one + "/attachments/" + attachment_a, subscriber);
        EXPECT_EQ(file.find_header("Content-Type"), "application/jose");
        EXPECT_EQ(file.source_bytes, jwe_shaped("file").size());
        const Json log = read_body(
            open_page(base + "/cases/" + fetched.text_at("caseId") + "/events", subscriber));
        EXPECT_EQ(log.find("totalCount")->as_int(), 3);
        EXPECT_EQ(log.find("eventLog")->size(), 3U);
    }
}

TEST_P(FitSubmissionsTest, SaysExactlyWhatIsWrong) {
    begin();
    const std::string base = "/submission-api/v2/submissions";
    EXPECT_EQ(problem_of(post(base, sender, Json::object())), "400 validation-failed");
    EXPECT_EQ(problem_of(open_page(base + "/" + attachment_a, subscriber)),
              "404 submission-not-found");
    const std::string one = base + "/" + read_body(announce("v2")).text_at("submissionId");
    EXPECT_EQ(problem_of(put(one, Json::object({{"encryptedMetadata", jwe_shaped()}}))),
              "422 data-missing");
    EXPECT_EQ(problem_of(put(one, Json::object({{"encryptedMetadata", "x"}}))), "422 invalid-jwe");
    EXPECT_EQ(problem_of(upload(one + "/attachments/" + attachment_a, jwe_shaped())),
              "422 attachment-not-announced");
    EXPECT_EQ(problem_of(open_page(one, sender)), "403 forbidden");
    EXPECT_EQ(problem_of(ask({http::Method::Post,
                              "/submission-api/v2/cases/" + std::string(attachment_a) + "/events",
                              subscriber,
                              "nonsense",
                              "application/jose",
                              {}})),
              "400 invalid-set");
}

TEST_P(FitSubmissionsTest, KeepsNothingOfAnUploadThatIsNoJwe) {
    begin();
    const std::string one =
        "/submission-api/v2/submissions/" +
        read_body(announce("v2", Json::array({attachment_a}))).text_at("submissionId");
    const std::string path = one + "/attachments/" + attachment_a;
    EXPECT_EQ(problem_of(upload(path, "not a jwe")), "422 invalid-jwe");
    EXPECT_EQ(problem_of(upload(path, "a.b.c")), "422 invalid-jwe");
    EXPECT_EQ(problem_of(put(one, Json::object({{"encryptedMetadata", jwe_shaped("m")},
                                                {"encryptedData", jwe_shaped("d")}}))),
              "422 attachment-missing");
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(upload(path, jwe_shaped("file")).status, 204);
    EXPECT_EQ(files(), 1U);
}

TEST_P(FitSubmissionsTest, KeepsNothingOfAnUploadThatIsTooLarge) {
    const std::string most = jwe_shaped("file");
    zustelldienst::Settings settings;
    settings.attachment_bytes = static_cast<std::int64_t>(most.size());
    settings.submission_bytes = 2 * settings.attachment_bytes - 1;
    begin(settings);
    const std::string one =
        "/submission-api/v2/submissions/" +
        read_body(announce("v2", Json::array({attachment_a, zustelldienst::attachment_b})))
            .text_at("submissionId");
    const std::string path = one + "/attachments/" + attachment_a;
    const std::string second = one + "/attachments/" + zustelldienst::attachment_b;
    http::Request head;
    head.method = http::Method::Put;
    head.path = path;
    EXPECT_EQ(door->stream_limit(head), most.size()) << "the server counts, too";
    EXPECT_EQ(problem_of(upload(path, most + "A")), "413 payload-too-large");
    EXPECT_EQ(problem_of(upload(path, jwe_shaped(std::string(10'000, 'x')))),
              "413 payload-too-large");
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(upload(path, most).status, 204);
    EXPECT_EQ(problem_of(upload(second, most)), "413 payload-too-large") << "both together";
    EXPECT_EQ(files(), 1U);
    EXPECT_EQ(upload(path, most).status, 204) << "the same once more";
    EXPECT_EQ(files(), 1U);
}

TEST_P(FitSubmissionsTest, KeepsNothingOfAnUploadThatBreaksOff) {
    begin();
    const std::string path =
        "/submission-api/v2/submissions/" +
        read_body(announce("v2", Json::array({attachment_a}))).text_at("submissionId") +
        "/attachments/" + attachment_a;
    {
        http::Request request;
        request.method = http::Method::Put;
        request.path = path;
        request.headers.add("Authorization", "Bearer " + sender);
        request.headers.add("Content-Type", "application/jose");
        auto admission = door->admit(request);
        request.body_sink = std::move(std::get<0>(admission));
        EXPECT_FALSE(request.body_sink->append(jwe_shaped("file").substr(0, 700)));
        EXPECT_EQ(files(), 1U);
    }
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(problem_of(upload(path, jwe_shaped("file").substr(0, 700))), "422 invalid-jwe");
    EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace gordion::web
