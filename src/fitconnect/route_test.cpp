// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/route.hpp"

#include <gtest/gtest.h>

#include "fitconnect/testing/delivery_double.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;
using testing::DeliveryDouble;

class RouteTest : public ::testing::Test {
protected:
    RouteTest() {
        clock.set(server.now);
        server.instead = [this](const http::Request& request) -> std::optional<http::Response> {
            if (request.path == "/portal/.well-known/jwks.json") {
                return http::Response::json(formats::write_json(Json::object(
                    {{"keys", Json::array({testing::publish_key(portal_key, server.now)})}})));
            }
            return request.path == "/routing-api/v2/routes"
                       ? std::optional(http::Response::json(routes))
                       : std::nullopt;
        };
        routes = answer({testing::destination_id});
    }
    std::string sign(const std::string& id, const std::string& host, const std::string& issuer) {
        Json service = Json::object();
        service.set("gebietIDs", Json::array({std::string(area_urns) + "010545459"}));
        service.set("leistungIDs", Json::array({testing::service_urn}));
        const Json claims = Json::object({{"submissionHost", host},
                                          {"iss", issuer},
                                          {"destinationId", id},
                                          {"iat", clock.now().ms / 1000},
                                          {"jti", id},
                                          {"services", Json::array({std::move(service)})}});
        return crypto::sign_jws(formats::write_json(claims), portal_key,
                                Json::object({{"kid", "portal-key"}, {"typ", "JWT"}}))
            .value();
    }
    std::string answer(const std::vector<std::string>& ids) {
        return answer_signed(ids, [&](const std::string& id) {
            return sign(id, "127.0.0.1", server.origin() + "/portal");
        });
    }
    std::string answer_signed(const std::vector<std::string>& ids, const auto& make_signature) {
        Json list = Json::array();
        for (const std::string& id : ids) {
            list.push(Json::object(
                {{"destinationId", id}, {"destinationSignature", make_signature(id)}}));
        }
        return formats::write_json(Json::object({{"routes", std::move(list)}}));
    }
    std::string outcome(const ApiSettings& settings) {
        ApiClient api(http, clock, settings);
        const auto found = find_route(api, {"99102013104000", "010545459039"},
                                      testing::trust_in_itself(), clock.now());
        return found ? found.value().destination_id
                     : found.error().code + " " + found.error().place;
    }

    DeliveryDouble server;
    FakeClock clock;
    http::Client http{DeliveryDouble::http_config()};
    crypto::PrivateKey portal_key =
        testing::make_test_key("rsa_4096_second.jwk.json", "PS512", "portal-key");
    std::string routes;
};

constexpr const char* other_id = "f9507c4a-46de-4a37-b4ab-70516631a954";

TEST_F(RouteTest, BelievesTheDestinationThatThePortalVouchesFor) {
    EXPECT_EQ(outcome(server.settings()), testing::destination_id);
}

TEST_F(RouteTest, BelievesNoDestinationThatNobodyVouchesFor) {
    const std::string portal = server.origin() + "/portal";
    routes = answer_signed({other_id}, [&](const std::string&) {
        return sign(testing::destination_id, "127.0.0.1", portal);
    });
    EXPECT_EQ(outcome(server.settings()), "fitconnect.route_signature destinationId");
    routes = answer_signed({testing::destination_id}, [&](const std::string& id) {
        return sign(id, "other.example", portal);
    });
    EXPECT_EQ(outcome(server.settings()), "fitconnect.route_signature submissionHost");
    routes = answer_signed({testing::destination_id}, [&](const std::string& id) {
        return sign(id, "127.0.0.1", "https://evil.example");
    });
    EXPECT_EQ(outcome(server.settings()), "fitconnect.route_signature iss");
    routes = answer_signed({testing::destination_id}, [](const std::string&) { return ""; });
    EXPECT_EQ(outcome(server.settings()).substr(0, 10), "crypto.jws");
    // Signed by somebody else under the portal's kid.
    std::swap(portal_key, server.signing_key);
    routes = answer({testing::destination_id});
    std::swap(portal_key, server.signing_key);
    portal_key = testing::make_test_key("rsa_4096.jwk.json", "PS512", "portal-key");
    EXPECT_EQ(outcome(server.settings()).substr(0, 10), "crypto.jws");
}

TEST_F(RouteTest, DemandsASignatureUnlessItIsToldNotTo) {
    routes = answer_signed({testing::destination_id}, [](const std::string&) { return "a.b.c"; });
    ApiSettings settings = server.settings();
    settings.server.portal_url = "";
    EXPECT_EQ(outcome(settings), "fitconnect.route_signature portal_url");
    settings.route_signatures = RouteSignatures::Ignore;
    EXPECT_EQ(outcome(settings), testing::destination_id);
}

TEST_F(RouteTest, TakesNoneOfSeveralByChance) {
    routes = answer({testing::destination_id, other_id});
    EXPECT_EQ(outcome(server.settings()), "fitconnect.route_ambiguous ");
    routes = answer({});
    EXPECT_EQ(outcome(server.settings()), "fitconnect.route_missing ");
}

TEST(ApiSettings, SayWhoSignsRoutes) {
    const auto read = [](const char* more) {
        return read_api_settings(
            formats::parse_json(R"({"origin":"https://fit.example/","client_id":"c")" +
                                std::string(more) + "}")
                .value(),
            PlainAddress::Refuse);
    };
    EXPECT_EQ(read("").value().server.portal_url, "https://fit.example/portal");
    EXPECT_EQ(read("").value().route_signatures, RouteSignatures::Demand);
    const auto set = read(R"(,"portal_url":"https://p.example/","route_signatures":"ignore")");
    ASSERT_TRUE(set);
    EXPECT_EQ(set.value().server.portal_url, "https://p.example");
    EXPECT_EQ(set.value().route_signatures, RouteSignatures::Ignore);
    const auto again = read_api_settings(write_api_settings(set.value()), PlainAddress::Refuse);
    EXPECT_EQ(again.value().server, set.value().server);
    EXPECT_EQ(again.value().route_signatures, RouteSignatures::Ignore);
    EXPECT_EQ(read(R"(,"route_signatures":"perhaps")").error().place, "route_signatures");
    EXPECT_EQ(read(R"(,"portal_url":"http://p.example")").error().place, "portal_url");
}

}  // namespace
}  // namespace gordion::fitconnect
