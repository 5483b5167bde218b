// SPDX-License-Identifier: EUPL-1.2
// The first line of the input is the status of the answer, the rest its body; what our client reads
// of it goes through all of its calls.
#include <charconv>
#include <cstdint>

#include "core/verify.hpp"
#include "fitconnect/internal/api_paths.hpp"
#include "fitconnect/testing/fit_keys.hpp"
#include "http/testing/raw_client.hpp"

namespace {

using namespace gordion;
using namespace gordion::fitconnect;

constexpr const char* id = testing::destination_id;

/// Gives a token, and to every other call the answer that is to be tried.
struct AnsweringServer {
    http::Response answer = http::Response::empty(200);
    http::testing::TestServer served{[this](const http::Request& request) {
        return request.path == "/token"
                   ? http::Response::json(R"({"access_token":"t","expires_in":3600})")
                   : answer;
    }};
};

struct Ground {
    AnsweringServer server;
    http::Client http{plain()};
    FakeClock clock;
    ApiClient client{http, clock, settings()};

    static http::ClientConfig plain() {
        http::ClientConfig config;
        config.plain_http = http::PlainHttp::Allow;
        return config;
    }
    ApiSettings settings() const {
        ApiSettings made;
        made.server =
            address_below("http://127.0.0.1:" + std::to_string(server.served.server.port()));
        made.client_id = "client";
        made.client_secret = Sensitive(std::string("secret"));
        made.tries = 1;
        made.pause = [](std::int64_t) {};
        return made;
    }
};

void check_id(const std::string& text) {
    VERIFY(normalize_uuid(text) == text, "ids that were read are UUIDs in lower case");
}

template <typename T>
bool is_value(const Result<T>& read) {
    VERIFY(read || !read.error().code.empty(), "an error has a code");
    return read.has_value();
}

void read_as_items(ApiClient& client) {
    for (const auto& page : {client.list_submissions("", 0, 10), client.list_replies(0, 10)}) {
        if (is_value(page)) {
            for (const ItemIds& item : page.value().items) {
                check_id(item.item_id);
                check_id(item.case_id);
            }
        }
    }
    for (const auto& fetched : {client.fetch_submission(id), client.fetch_reply(id)}) {
        if (is_value(fetched)) {
            VERIFY(fetched.value().ids.item_id == id, "another one than was asked for is refused");
            VERIFY(!fetched.value().metadata_jwe.empty(), "there is no item without metadata");
            for (const std::string& attachment : fetched.value().attachments) {
                check_id(attachment);
            }
        }
    }
    const auto made = client.announce({id, {}, testing::service_urn, "", "", "", {}});
    if (is_value(made)) {
        check_id(made.value().item_id);
    }
    (void)is_value(client.submit(id, "m", "d"));
}

void read_as_the_rest(ApiClient& client) {
    const auto destination = client.load_destination(id);
    if (is_value(destination)) {
        check_id(destination.value().id);
    }
    (void)is_value(client.list_destinations());
    const auto key = client.load_destination_key(id, "the-key");
    if (is_value(key)) {
        (void)check_encryption_key(key.value(), "the-key", testing::trust_in_itself(), Instant{0});
    }
    const auto keys = client.load_service_keys();
    if (is_value(keys)) {
        (void)find_key(keys.value(), "the-key");
    }
    const auto events = client.list_case_events(id);
    if (is_value(events)) {
        for (const std::string& token : events.value()) {
            (void)read_unproved_event(token);
        }
    }
    (void)is_value(client.find_routes("99102013104000", "010545459039"));
    (void)is_value(client.find_areas("Pellworm"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Ground ground;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string_view line = input.substr(0, input.find('\n'));
    int status = 200;
    std::from_chars(line.data(), line.data() + line.size(), status);
    status = status < 200 || status > 599 ? 200 : status;
    // These statuses have no body, so that a server may not send one.
    const bool has_body = status != 204 && status != 205 && status != 304;
    const std::string_view body =
        line.size() < size && has_body ? input.substr(line.size() + 1) : std::string_view();
    ground.server.answer =
        has_body ? http::Response::bytes(std::string(body), "application/json", status)
                 : http::Response::empty(status);
    http::ClientResponse answer{status, {}, std::string(body)};
    (void)internal::error_of_answer(answer);
    read_as_items(ground.client);
    read_as_the_rest(ground.client);
    return 0;
}
