// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/text.hpp"
#include "regions/germany_test.hpp"
#include "web/fitconnect/test_ground.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr const char* dog_tax = "99102013104000";
const std::string routes = "/routing-api/v2/routes?leikaKey=" + std::string(dog_tax);

class RoutingApiTest : public AtTheDoor {
protected:
    void SetUp() override {
        AtTheDoor::SetUp();
        if (IsSkipped()) {
            return;
        }
        open_door();
        static const auto areas =
            std::make_shared<const zustelldienst::AreaIndex>(regions::testing::germany());
        server->routes.set_areas(areas);
    }
    std::string add(std::vector<std::string> regions) {
        fitconnect::Destination destination = zustelldienst::some_destination();
        destination.services.at(0).regions = std::move(regions);
        const auto made = server->destinations.create_destination(
            zustelldienst::scope_of(zustelldienst::town), {destination, {}, {}, ""}, {});
        server->routes.wake();
        return made.value().destination.id;
    }
    std::vector<std::string> found(const std::string& query) {
        const http::Response response = open_page(routes + query);
        EXPECT_EQ(response.status, 200) << response.content();
        std::vector<std::string> ids;
        const Json body = read_body(response);
        for (const Json& route : body.find("routes")->as_array()) {
            ids.push_back(route.text_at("destinationId"));
        }
        EXPECT_EQ(body.find("count")->as_int(), static_cast<std::int64_t>(ids.size()));
        return ids;
    }
    using Ids = std::vector<std::string>;
};
GORDION_ON_BOTH_DATABASES(RoutingApiTest);

TEST_P(RoutingApiTest, LeadsToTheSmallestAreaAndListsAllOfIt) {
    const std::string land = add({"DE01"});
    const std::string amt = add({"DE010545459"});
    const std::string beside = add({"DE010545459000", "DE02"});
    Ids both{amt, beside};
    std::ranges::sort(both);
    EXPECT_EQ(found("&ars=010545459039"), both);
    EXPECT_EQ(found("&ars=010545459"), both);
    EXPECT_EQ(found("&areaId=010545459039"), both);
    EXPECT_EQ(found("&ags=01054039"), both) << "Gröde lies in Amt Pellworm";
    EXPECT_EQ(found("&ars=01054"), Ids{land});
    EXPECT_EQ(found("&ags=01054"), Ids{land});
    EXPECT_EQ(found("&ars=020000000000"), Ids{beside});
    EXPECT_EQ(found("&ars=091620000000"), Ids{});
    EXPECT_EQ(found("&ars=010545459039&limit=1&offset=1"), Ids{both.at(1)});
    EXPECT_EQ(found("&ars=010545459039&limit=1&offset=2"), Ids{});
    EXPECT_EQ(found("&ars=01054&offset=1"), Ids{});
}

TEST_P(RoutingApiTest, FollowsChangesOfDestinations) {
    const std::string id = add({"DE"});
    EXPECT_EQ(found("&ars=091620000000"), Ids{id});
    ASSERT_TRUE(server->destinations.change_destination(
        zustelldienst::scope_of(zustelldienst::town), id,
        [](zustelldienst::DestinationChange& change) -> Result<void> {
            change.stored.destination.status = fitconnect::DestinationStatus::Inactive;
            return {};
        }));
    server->routes.wake();
    EXPECT_EQ(found("&ars=091620000000"), Ids{});
}

TEST_P(RoutingApiTest, VouchesForADestination) {
    const std::string id = add({"DE010545459", "DE02"});
    const auto signature = [&] {
        return read_body(open_page(routes + "&ars=02"))
            .find("routes")
            ->as_array()
            .at(0)
            .text_at("destinationSignature");
    };
    const std::string first = signature();
    const Json keys = read_body(open_page("/portal/.well-known/jwks.json"));
    const auto key = crypto::PublicKey::from_jwk(keys.find("keys")->as_array().at(0)).value();
    const auto payload = crypto::verify_jws(first, key);
    ASSERT_TRUE(payload) << payload.error().to_text();
    const Json claims = formats::parse_json(payload.value()).value();
    EXPECT_EQ(claims.text_at("submissionHost"), "127.0.0.1");
    EXPECT_EQ(claims.text_at("iss"), "http://127.0.0.1:8080/portal");
    EXPECT_EQ(claims.text_at("destinationId"), id);
    const Json& service = claims.find("services")->as_array().at(0);
    EXPECT_EQ(service.find("gebietIDs")->as_array().at(1).as_string(),
              "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:02");
    EXPECT_EQ(service.find("leistungIDs")->as_array().at(0).as_string(),
              "urn:de:fim:leika:leistung:99102013104000");
    EXPECT_EQ(crypto::read_jws_header(first).value().text_at("typ"), "JWT");
    EXPECT_EQ(signature(), first);
    serve_again();
    door = std::make_unique<FitDoor>(*server);
    EXPECT_EQ(signature(), first) << "a signature is kept over a restart";
    zustelldienst::Settings moved;
    moved.public_url = "https://zustelldienst.example";
    serve_again(moved);
    door = std::make_unique<FitDoor>(*server);
    EXPECT_NE(signature(), first);
}

TEST_P(RoutingApiTest, AsksForExactlyOneArea) {
    for (const char* query :
         {"", "&ars=01&ags=01", "&ars=1", "&ars=0105", "&ars=x1", "&ags=010545459",
          "&ags=", "&areaId=", "&areaId=1a", "&ars=01&limit=0", "&ars=01&offset=x"}) {
        EXPECT_EQ(problem_of(open_page(routes + query)), "400 validation-failed") << query;
    }
    for (const char* key : {"", "leikaKey=", "leikaKey=98102013104000", "leikaKey=9910201310400x",
                            "leikaKey=991020131040001"}) {
        EXPECT_EQ(problem_of(open_page("/routing-api/v1/routes?ars=01&" + std::string(key))),
                  "400 validation-failed");
    }
    EXPECT_EQ(found("&areaId=99999999999999999999"), Ids{});
    EXPECT_EQ(found("&ags=99999999"), Ids{});
    for (const char* header : {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}) {
        EXPECT_TRUE(open_page(routes + "&ars=01").find_header(header));
        EXPECT_TRUE(open_page(routes).find_header(header));
    }
}

TEST_P(RoutingApiTest, SaysThatItKnowsNoAreasYet) {
    serve_again();
    door = std::make_unique<FitDoor>(*server);
    EXPECT_EQ(problem_of(open_page("/routing-api/v1/areas?areaSearchexpression=Mag*")),
              "503 unavailable");
    add({"DE01"});
    EXPECT_EQ(found("&ars=010545459039").size(), 1U) << "routes need no directory";
    EXPECT_EQ(found("&ags=01054039").size(), 1U) << "nor does a municipality's own number";
}

TEST_P(RoutingApiTest, FindsAreasByNamesAndPostcodes) {
    const auto areas = [&](const std::string& query) {
        const http::Response response = open_page("/routing-api/v1/areas?" + query);
        EXPECT_EQ(response.status, 200) << response.content();
        return read_body(response);
    };
    const auto first = [&](const std::string& query) {
        const Json body = areas(query);
        return body.find("areas")->size() == 0
                   ? std::string()
                   : body.find("areas")->as_array().at(0).text_at("name");
    };
    EXPECT_EQ(first("areaSearchexpression=Mag*"), "Magdeburg, Landeshauptstadt");
    EXPECT_EQ(first("areaSearchexpression=Hanau"), "Hanau, Brüder-Grimm-Stadt");
    EXPECT_EQ(first("areaSearchexpression=Hana"), "");
    EXPECT_EQ(first("areaSearchexpression=*agdebur*"), "Magdeburg, Landeshauptstadt");
    EXPECT_EQ(first("areaSearchexpression=25869&areaSearchexpression=Gr*"), "Gröde");
    EXPECT_EQ(first("areaSearchexpression=schleswig-holstein"), "Schleswig-Holstein");
    const Json many = areas("areaSearchexpression=neu*&limit=3&offset=2");
    EXPECT_EQ(many.find("count")->as_int(), 3);
    EXPECT_GT(many.find("totalCount")->as_int(), 100);
    const Json& area = many.find("areas")->as_array().at(0);
    EXPECT_TRUE(is_digits(area.text_at("id")));
    EXPECT_FALSE(area.text_at("type").empty());
    for (const std::string& query :
         {std::string(), std::string("areaSearchexpression="),
          std::string("areaSearchexpression=*"), std::string("areaSearchexpression=a"),
          std::string("areaSearchexpression=ab**cd"),
          "areaSearchexpression=" + std::string(300, 'a')}) {
        EXPECT_EQ(problem_of(open_page("/routing-api/v1/areas?" + query)), "400 validation-failed")
            << query;
    }
    std::string eleven;
    for (int i = 0; i < 11; ++i) {
        eleven += "areaSearchexpression=ab&";
    }
    EXPECT_EQ(problem_of(open_page("/routing-api/v1/areas?" + eleven)), "400 validation-failed");
}

}  // namespace
}  // namespace gordion::web
