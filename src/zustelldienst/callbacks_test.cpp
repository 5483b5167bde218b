// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/callbacks.hpp"

#include <netdb.h>
#include <unistd.h>

#include <array>
#include <mutex>

#include "core/limits.hpp"
#include "http/server.hpp"
#include "zustelldienst/callback_targets.hpp"
#include "zustelldienst/test_post.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using fitconnect::CallbackKind;
using fitconnect::EventVerb;
using fitconnect::SubjectKind;

// Receives calls on a free port of this machine.
class Listener {
public:
    explicit Listener(const Clock& clock, Random& random)
        : server_({}, clock, random, [this](const http::Request& request) {
              const std::lock_guard lock(mutex_);
              calls_.push_back(request);
              http::Response response = http::Response::empty(status_);
              if (!location_.empty()) {
                  response.set_header("Location", location_);
              }
              return response;
          }) {
        EXPECT_TRUE(server_.start());
    }
    [[nodiscard]] std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
    }
    void answer(int status, std::string location = "") {
        const std::lock_guard lock(mutex_);
        status_ = status;
        location_ = std::move(location);
    }
    std::vector<http::Request> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(calls_, {});
    }

private:
    std::mutex mutex_;
    std::vector<http::Request> calls_;
    int status_ = 200;
    std::string location_;
    http::Server server_;
};

constexpr const char* secret = "insecure_unsafe_secret_of_a_test_0123456789";

class FitCallbacksTest : public OnPost {
protected:
    void listen(bool private_addresses = true) {
        Settings settings;
        settings.callbacks_to_private_addresses = private_addresses;
        begin(settings);
        listener = std::make_unique<Listener>(clock, random);
        runner = std::make_unique<storage::JobRunner>(*database, clock, random);
        post->add_handlers(*runner);
        ASSERT_TRUE(server->destinations.change_destination(
            scope_of(town), destination, [&](DestinationChange& change) -> Result<void> {
                change.stored.destination.callback_url = listener->url("/subscriber");
                change.callback_secret = Sensitive<std::string>(secret);
                return {};
            }));
    }
    void TearDown() override {
        runner.reset();
        listener.reset();
        OnPost::TearDown();
    }
    Transmission announce_called(ApiVersion version) {
        Announcement wanted = announcement();
        wanted.version = version;
        wanted.callback = NewCallback{listener->url("/sender"), secret};
        return post->desk.announce_submission(sender, wanted, silent).value();
    }
    std::map<std::string, std::string> calls() {
        (void)runner->run_due();
        std::map<std::string, std::string> bodies;
        for (const http::Request& request : listener->take()) {
            EXPECT_TRUE(fitconnect::check_callback(
                secret,
                {*request.find_header(fitconnect::callback_authentication_header),
                 *request.find_header(fitconnect::callback_timestamp_header), request.body},
                clock.now()));
            bodies[request.path] = request.body;
        }
        return bodies;
    }
    std::unique_ptr<Listener> listener;
    std::unique_ptr<storage::JobRunner> runner;
};
GORDION_ON_BOTH_DATABASES(FitCallbacksTest);

TEST_P(FitCallbacksTest, TellsBothSidesWhatConcernsThem) {
    listen();
    const Transmission made = announce_called(ApiVersion::V2);
    EXPECT_TRUE(calls().empty());
    ASSERT_TRUE(submit(sender, made.id));
    const auto bodies = calls();
    ASSERT_EQ(bodies.size(), 2U);
    const std::string ids = R"([{"destinationId":")" + destination + R"(","submissionId":")" +
                            made.id + R"(","caseId":")" + made.case_id + R"("}])";
    EXPECT_EQ(
        bodies.at("/sender"),
        R"({"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-events",)"
        R"("submissions":)" +
            ids + "}");
    EXPECT_EQ(
        bodies.at("/subscriber"),
        R"({"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions",)"
        R"("submissionIds":[")" +
            made.id + R"("],"submissions":)" + ids + "}");
    ASSERT_TRUE(post_event(subscriber, answer(made, EventVerb::Accept)));
    EXPECT_EQ(calls().size(), 1U);
}

TEST_P(FitCallbacksTest, NamesIdsTwiceForSendersOfV1) {
    listen();
    const Transmission made = announce_called(ApiVersion::V1);
    ASSERT_TRUE(submit(sender, made.id));
    EXPECT_NE(calls().at("/sender").find("submissionIds"), std::string::npos);
}

TEST_P(FitCallbacksTest, TriesAgainUntilItIsHeard) {
    listen();
    listener->answer(503);
    const Transmission made = submitted();
    EXPECT_EQ(calls().size(), 1U);
    EXPECT_EQ(calls().size(), 0U);
    listener->answer(202);
    clock.advance_ms(24LL * 3600 * 1000);
    EXPECT_EQ(calls().size(), 1U);
    clock.advance_ms(24LL * 3600 * 1000);
    EXPECT_EQ(calls().size(), 0U);
    EXPECT_TRUE(post->desk.fetch(subscriber, SubjectKind::Submission, made.id, silent));
}

TEST_P(FitCallbacksTest, FollowsNobodyAndTriesAgainWhateverTheAnswer) {
    listen();
    const Transmission made = submitted();
    for (const int status : {302, 307, 400, 401, 404, 410, 429, 500}) {
        listener->answer(status, listener->url("/elsewhere"));
        const auto heard = calls();
        EXPECT_EQ(heard.size(), 1U) << status;
        EXPECT_TRUE(heard.contains("/subscriber")) << status;
        EXPECT_TRUE(calls().empty()) << "not before its pause";
        clock.advance_ms(24LL * 3600 * 1000);
    }
    listener->answer(204);
    EXPECT_EQ(calls().size(), 1U);
    clock.advance_ms(24LL * 3600 * 1000);
    EXPECT_TRUE(calls().empty());
}

TEST_P(FitCallbacksTest, GivesUpInTheEndAndSaysWhy) {
    listen();
    const Transmission made = submitted();
    listener->answer(404);
    int heard = 0;
    for (int day = 0; day < 2 * limits::job_attempts; ++day) {
        heard += static_cast<int>(calls().size());
        clock.advance_ms(24LL * 3600 * 1000);
    }
    EXPECT_EQ(heard, limits::job_attempts);
    const auto failed = database->read(system_scope("test"), [](storage::Connection& connection) {
        return storage::list_failed_jobs(connection, 10);
    });
    ASSERT_EQ(failed.value().size(), 1U);
    EXPECT_EQ(failed.value()[0].error_code, "zustelldienst.callback_status");
    EXPECT_EQ(failed.value()[0].job.payload.find(secret), std::string::npos);
}

TEST_P(FitCallbacksTest, NeverCallsAnAddressInside) {
    listen(false);
    Announcement wanted = announcement();
    wanted.callback = NewCallback{listener->url("/sender"), secret};
    EXPECT_EQ(post->desk.announce_submission(sender, wanted, silent).error().code,
              "zustelldienst.callback_url");
    // The destination's was set before the rules were: refused when it would be called.
    ASSERT_TRUE(submit(sender, announce().id));
    EXPECT_TRUE(calls().empty());
    const auto failed = database->read(system_scope("test"), [](storage::Connection& connection) {
        return storage::list_failed_jobs(connection, 10);
    });
    ASSERT_EQ(failed.value().size(), 1U);
    EXPECT_EQ(failed.value()[0].error_code, "zustelldienst.callback_url");
}

// What a name leads to is known only when it is called.
TEST_P(FitCallbacksTest, NeverCallsANameThatLeadsInside) {
    listen(false);
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size() - 1), 0);
    addrinfo* found = nullptr;
    if (::getaddrinfo(name.data(), nullptr, nullptr, &found) != 0) {
        GTEST_SKIP() << "this machine's name leads nowhere";
    }
    ::freeaddrinfo(found);
    const std::string url = listener->url("/sender");
    const std::string named =
        "http://" + std::string(name.data()) + url.substr(url.find(':', url.find("//") + 2));
    Announcement wanted = announcement();
    wanted.callback = NewCallback{named, secret};
    const auto made = post->desk.announce_submission(sender, wanted, silent);
    ASSERT_TRUE(made) << "a name may lead anywhere: " << made.error().to_text();
    ASSERT_TRUE(submit(sender, made.value().id));
    EXPECT_TRUE(calls().empty());
    const auto failed = database->read(system_scope("test"), [](storage::Connection& connection) {
        return storage::list_failed_jobs(connection, 10);
    });
    ASSERT_FALSE(failed.value().empty());
    for (const auto& job : failed.value()) {
        EXPECT_TRUE(job.error_code == "zustelldienst.callback_url" ||
                    job.error_code == "http.client_denied")
            << job.error_code;
    }
}

TEST_P(FitCallbacksTest, TellsTheSenderOfReplies) {
    listen();
    const Transmission made = announce_called(ApiVersion::V2);
    ASSERT_TRUE(submit(sender, made.id));
    (void)calls();
    const auto reply =
        post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, {}}, silent).value();
    ASSERT_TRUE(submit(subscriber, reply.id, "r", SubjectKind::Reply));
    const auto bodies = calls();
    EXPECT_EQ(
        bodies.at("/sender"),
        R"({"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-replies",)"
        R"("replies":[{"destinationId":")" +
            destination + R"(","replyId":")" + reply.id + R"(","caseId":")" + made.case_id +
            R"("}]})");
}

TEST(FitCallbackPlan, FollowsTheTable) {
    Transmission of;
    const auto plan = [&](EventVerb verb, EventCause cause) {
        return callbacks_after(of, verb, cause);
    };
    const PlannedCallback events_to_sender{CallbackKind::NewEvents, CallbackTarget::Sender};
    const PlannedCallback events_to_destination{CallbackKind::NewEvents,
                                                CallbackTarget::Destination};
    using Plan = std::vector<PlannedCallback>;
    of.submitted_at = {1};
    EXPECT_EQ(plan(EventVerb::Create, EventCause::Client), Plan{});
    EXPECT_EQ(plan(EventVerb::Submit, EventCause::Client),
              (Plan{{CallbackKind::NewSubmissions, CallbackTarget::Destination}}));
    for (const EventVerb verb :
         {EventVerb::Notify, EventVerb::Forward, EventVerb::Accept, EventVerb::Reject}) {
        EXPECT_EQ(plan(verb, EventCause::Client), Plan{events_to_sender});
    }
    EXPECT_EQ(plan(EventVerb::Reject, EventCause::Service),
              (Plan{events_to_sender, events_to_destination}));
    EXPECT_EQ(plan(EventVerb::Delete, EventCause::Service),
              (Plan{events_to_sender, events_to_destination}));
    of.submitted_at = {0};
    EXPECT_EQ(plan(EventVerb::Delete, EventCause::Service), Plan{events_to_sender});
}

TEST(FitCallbackTargets, RefusesWhatLeadsInside) {
    const Settings settings;
    for (const char* url : {"http://example.org/",
                            "ftp://example.org/",
                            "https://",
                            "https://127.0.0.1/",
                            "https://[::1]/hook",
                            "https://10.1.2.3/",
                            "https://192.168.0.1:8443/",
                            "https://169.254.169.254/latest",
                            "https://[::ffff:127.0.0.1]/",
                            "https://localhost/",
                            "https://LOCALHOST./",
                            "https://a.localhost/",
                            "https://127.1/",
                            "https://2130706433/",
                            "https://0x7f000001/",
                            "https://user@example.org/",
                            "https://exa mple.org/",
                            "https://[fd00::1]/",
                            "https://0.0.0.0/",
                            "https://[::]/",
                            "https://[fe80::1]/",
                            "https://[fec0::1]/",
                            "https://[fc00::1]:8443/",
                            "https://[ff02::1]/",
                            "https://[::127.0.0.1]/",
                            "https://[::ffff:7f00:1]/",
                            "https://[::ffff:10.0.0.1]/",
                            "https://[0:0:0:0:0:ffff:c0a8:1]/",
                            "https://[64:ff9b::7f00:1]/",
                            "https://[2002:7f00:1::]/",
                            "https://[fe80::1%25eth0]/",
                            "https://[::1",
                            "https://100.64.0.1/",
                            "https://0177.0.0.1/",
                            "https://127.0.0.1./",
                            "https://a@127.0.0.1/",
                            "https://%31.org/"}) {
        EXPECT_FALSE(check_callback_url(url, settings).has_value()) << url;
    }
    EXPECT_TRUE(check_callback_url("https://example.org:8443/a?b=c", settings));
    EXPECT_TRUE(check_callback_url("https://93.184.216.34/", settings));
}

TEST(FitCallbackTargets, AllowsWhatTheSettingsName) {
    Settings settings;
    settings.callback_hosts = {"hooks.intern", "10.1.0.0/16", "fd00::/8"};
    EXPECT_TRUE(is_allowed_host("hooks.intern", settings));
    EXPECT_FALSE(is_allowed_host("intern", settings));
    EXPECT_TRUE(allows_callback_address("10.1.2.3", settings));
    EXPECT_FALSE(allows_callback_address("10.2.0.1", settings));
    EXPECT_TRUE(allows_callback_address("fd12::1", settings));
    EXPECT_FALSE(allows_callback_address("fe80::1", settings));
    EXPECT_TRUE(check_callback_url("https://10.1.0.9/", settings));
    EXPECT_FALSE(check_callback_url("https://10.2.0.9/", settings).has_value());
    settings.callback_hosts = {"10.0.0.0/33", "nonsense/8", "/"};
    EXPECT_FALSE(allows_callback_address("10.0.0.1", settings));
}

}  // namespace
}  // namespace gordion::zustelldienst
