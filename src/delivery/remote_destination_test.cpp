// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "delivery/channels/fitconnect/fitconnect.hpp"
#include "fitconnect/testing/delivery_double.hpp"

namespace gordion::delivery {
namespace {

using fitconnect::testing::DeliveryDouble;

class RemoteDestinationTest : public ::testing::Test {
protected:
    RemoteDestinationTest() {
        clock.set(server.now);
        wanted.tenant = {"010545459"};
        wanted.area = "010545459";
        wanted.services = {"99102013104000"};
    }
    // The id of what is registered, or why nothing is.
    std::string outcome(const std::string& id) {
        fitconnect::ApiClient api(http, clock, settings);
        const auto made = make_remote_destination(api, {wanted, settings, id}, trust, clock);
        return made ? made.value().channel_settings.text_at("destination_id") : made.error().code;
    }

    DeliveryDouble server;
    FakeClock clock;
    http::Client http{DeliveryDouble::http_config()};
    fitconnect::ApiSettings settings = server.settings();
    fitconnect::KeyTrust trust = fitconnect::testing::trust_in_itself();
    routing::Destination wanted;
};

TEST_F(RemoteDestinationTest, IsRegisteredForWhatItOffers) {
    const std::string id = fitconnect::testing::destination_id;
    EXPECT_EQ(outcome(id), id);
    trust = {};
    EXPECT_EQ(outcome(id), "crypto.certificate_untrusted");
    trust = fitconnect::testing::trust_in_itself();
    wanted.services = {"99102013104001"};
    EXPECT_EQ(outcome(id), "fitconnect.service_not_offered");
    wanted.services = {};
    EXPECT_EQ(outcome(id), "delivery.remote_services");
}

TEST_F(RemoteDestinationTest, IsBelievedFromTheRoutingApiOnlyIfItIsVouchedFor) {
    std::string named = fitconnect::testing::destination_id;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.path.ends_with("/portal/.well-known/jwks.json")) {
            return http::Response::json(R"({"keys":[]})");
        }
        if (!request.path.ends_with("/routes")) {
            return {};
        }
        const bool is_other = request.find_query("leikaKey") == "99102013104001";
        const std::string id = is_other ? "f9507c4a-46de-4a37-b4ab-70516631a954" : named;
        return http::Response::json(R"({"routes":[{"destinationId":")" + id +
                                    R"(","destinationSignature":"a.b.c"}]})");
    };
    EXPECT_EQ(outcome(""), "crypto.jws_malformed");
    settings.route_signatures = fitconnect::RouteSignatures::Ignore;
    EXPECT_EQ(outcome(""), named);
    wanted.services = {"99102013104000", "99102013104001"};
    EXPECT_EQ(outcome(""), "fitconnect.route_ambiguous");
    wanted.services = {};
    EXPECT_EQ(outcome(""), "delivery.remote_services");
}

}  // namespace
}  // namespace gordion::delivery
