// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/destination.hpp"

#include <gtest/gtest.h>

namespace gordion::fitconnect {
namespace {

using formats::Json;

Destination dog_tax() {
    return {"e9507c4a-46de-4a37-b4ab-70516631a954",
            "Hundesteuer",
            DestinationStatus::Active,
            "the-encryption-key",
            {"1.0.0", "2.1.0"},
            {{"urn:de:fim:leika:leistung:99102013104000",
              {"DE010545459", "DE02"},
              {{"https://example.org/dog.json", "application/json"}}}},
            Contact{"Amt Pellworm", "", "", "post@example.org", ""},
            "https://example.org/callback",
            {}};
}

TEST(Destination, ReadsWhatItWroteInBothVersions) {
    for (const ApiVersion version : {ApiVersion::V1, ApiVersion::V2}) {
        const auto read = read_destination(write_destination(dog_tax(), version, Audience::Owner));
        ASSERT_TRUE(read) << read.error().to_text();
        Destination expected = dog_tax();
        if (version == ApiVersion::V1) {
            expected.name.clear();
        }
        EXPECT_EQ(read.value(), expected);
    }
}

TEST(Destination, ShowsContactAndCallbackToItsOwnerOnly) {
    const Json shown = write_destination(dog_tax(), ApiVersion::V1, Audience::Public);
    EXPECT_EQ(shown.find("contactInformation"), nullptr);
    EXPECT_EQ(shown.find("callback"), nullptr);
    EXPECT_NE(shown.find("services"), nullptr);
    EXPECT_EQ(shown.find("publicServices"), nullptr);
}

TEST(Destination, OffersAServiceInTheRegionsItNames) {
    const Destination destination = dog_tax();
    const auto& identifier = destination.services[0].identifier;
    EXPECT_NE(find_offered_service(destination, identifier, "DE010545459130"), nullptr);
    EXPECT_NE(find_offered_service(destination, identifier, "DE020000000000"), nullptr);
    EXPECT_EQ(find_offered_service(destination, identifier, "DE03"), nullptr);
    EXPECT_EQ(find_offered_service(destination, "urn:de:other", "DE02"), nullptr);
}

TEST(Destination, NamesTheMemberThatIsWrong) {
    const auto place_of = [](const char* json) {
        const auto read = read_services(formats::parse_json(json).value());
        return read ? std::string("fit") : read.error().place;
    };
    EXPECT_EQ(place_of("[]"), "services");
    EXPECT_EQ(place_of("{}"), "services");
    EXPECT_EQ(place_of(R"([{"identifier":"dog"}])"), "services/0/identifier");
    EXPECT_EQ(place_of(R"([{"identifier":"urn:de:a"}])"), "services/0/regions");
    EXPECT_EQ(place_of(R"([{"identifier":"urn:de:a","regions":["DE","FR"]}])"),
              "services/0/regions/1");
    EXPECT_EQ(place_of(R"([{"identifier":"urn:de:a","regions":["DE","DE"]}])"),
              "services/0/regions");
    EXPECT_EQ(place_of(R"([{"identifier":"urn:de:a","regions":["DE"],"submissionSchemas":[{}]}])"),
              "services/0/submissionSchemas/0/schemaUri");
    EXPECT_EQ(place_of(R"([{"identifier":"urn:de:a","regions":["DE"],"submissionSchemas":[
                  {"schemaUri":"urn:s","mimeType":"text/plain"}]}])"),
              "services/0/submissionSchemas/0/mimeType");
    const std::string service = R"({"identifier":"urn:de:a","regions":["DE"],"submissionSchemas":[
                  {"schemaUri":"urn:s","mimeType":"application/xml"}]})";
    EXPECT_EQ(place_of(("[" + service + "," + service + "]").c_str()), "services");
    EXPECT_EQ(place_of(("[" + service + "]").c_str()), "fit");
    EXPECT_FALSE(read_contact(Json::object({{"legalName", "A"}})));
    EXPECT_FALSE(read_contact(Json::object({{"legalName", 7}, {"email", "a@example.org"}})));
    EXPECT_FALSE(read_metadata_versions(Json::array({"1.0"})));
    EXPECT_FALSE(read_destination(Json::object()));
}

}  // namespace
}  // namespace gordion::fitconnect
