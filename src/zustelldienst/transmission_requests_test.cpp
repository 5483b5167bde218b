// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_requests.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using formats::Json;

Json parsed(const std::string& text) {
    return formats::parse_json(text).value();
}

constexpr const char* id = "d12caea8-f372-4eb1-b102-b0a228253a11";

Json good() {
    return parsed(std::string(R"({"destinationId":"D12CAEA8-F372-4EB1-B102-B0A228253A11",)"
                              R"("announcedAttachments":[")") +
                  id +
                  R"("],"serviceType":{"name":"","identifier":"urn:de:fim:leika:leistung:99",)"
                  R"("use":1},"publicService":{"identifier":"urn:de:fim:leika:leistung:98"},)"
                  R"("region":"DE01","extra":{},"callback":{"url":"https://x","secret":"s"}})");
}

TEST(FitTransmissionRequests, ReadsBothVersionsAndIgnoresWhatItDoesNotKnow) {
    const auto v1 = read_announcement(good(), ApiVersion::V1).value();
    EXPECT_EQ(v1.destination_id, id);
    EXPECT_EQ(v1.attachments, std::vector<std::string>{id});
    EXPECT_EQ(v1.service.identifier, "urn:de:fim:leika:leistung:99");
    EXPECT_EQ(v1.callback->url, "https://x");
    EXPECT_FALSE(v1.case_id.has_value());
    EXPECT_EQ(read_announcement(good(), ApiVersion::V2).value().service.identifier,
              "urn:de:fim:leika:leistung:98");
}

TEST(FitTransmissionRequests, NamesTheMemberThatIsWrong) {
    const auto place_of = [](const char* member, Json value) {
        Json body = good();
        body.set(member, std::move(value));
        const auto wanted = read_announcement(body, ApiVersion::V1);
        return wanted.has_value() ? "" : wanted.error().place;
    };
    EXPECT_EQ(place_of("destinationId", 7), "destinationId");
    EXPECT_EQ(place_of("destinationId", "x"), "destinationId");
    EXPECT_EQ(place_of("announcedAttachments", "x"), "announcedAttachments");
    EXPECT_EQ(place_of("announcedAttachments", Json::array({7})), "announcedAttachments");
    EXPECT_EQ(place_of("serviceType", "x"), "serviceType");
    EXPECT_EQ(place_of("serviceType", Json::object({{"identifier", "dog"}, {"name", ""}})),
              "serviceType.identifier");
    EXPECT_EQ(place_of("serviceType", Json::object({{"identifier", "urn:de:dog"}})), "name");
    EXPECT_EQ(place_of("region", "FR"), "region");
    EXPECT_EQ(place_of("caseId", "x"), "caseId");
    EXPECT_EQ(place_of("callback", Json::object({{"url", "https://x"}})), "secret");
    EXPECT_EQ(place_of("callback", Json()), "");
    EXPECT_FALSE(read_announcement(parsed("[]"), ApiVersion::V1).has_value());
    Json many = good();
    many.set("announcedAttachments", Json(Json::Array(20'000, Json(id))));
    EXPECT_FALSE(read_announcement(many, ApiVersion::V1).has_value());
}

TEST(FitTransmissionRequests, RefusesTextsThatAreTooLong) {
    struct Text {
        const char* member;
        const char* inside;
        std::size_t most;
        std::string begin;
    };
    for (const Text& text :
         {Text{"serviceType", "name", 500, ""}, Text{"serviceType", "description", 5'000, ""},
          Text{"serviceType", "identifier", 255, "urn:de:"}, Text{"callback", "url", 4'000, ""},
          Text{"callback", "secret", 4'000, ""}}) {
        const auto read_with = [&](std::size_t length) {
            Json body = good();
            Json inner = *body.find(text.member);
            inner.set(text.inside, text.begin + std::string(length - text.begin.size(), 'x'));
            body.set(text.member, std::move(inner));
            return read_announcement(body, ApiVersion::V1);
        };
        EXPECT_TRUE(read_with(text.most).has_value()) << text.member << "." << text.inside;
        const Error refused = read_with(text.most + 1).error();
        EXPECT_EQ(refused.code, "zustelldienst.member");
        EXPECT_EQ(refused.place, text.inside);
        EXPECT_EQ(refused.values, (Values{{"reason", "length"}}));
    }
    for (const char* member : {"destinationId", "region", "caseId"}) {
        Json body = good();
        body.set(member, std::string(1'000, '1'));
        const Error refused = read_announcement(body, ApiVersion::V1).error();
        EXPECT_EQ(refused.place, member);
        EXPECT_EQ(refused.values, (Values{{"reason", "length"}}));
    }
    Json content = Json::object(
        {{"encryptedMetadata", std::string(limits::transmission_json_bytes + 1, 'x')}});
    EXPECT_EQ(read_content(content).error().values, (Values{{"reason", "length"}}));
}

TEST(FitTransmissionRequests, RefusesACallbackThatIsNoObject) {
    for (const Json& wrong : {Json("https://x"), Json(7), Json(true), Json::array()}) {
        Json body = good();
        body.set("callback", wrong);
        const Error refused = read_announcement(body, ApiVersion::V2).error();
        EXPECT_EQ(refused.code, "zustelldienst.member");
        EXPECT_EQ(refused.place, "callback");
        EXPECT_EQ(refused.values, (Values{{"reason", "type"}}));
    }
    for (const char* member : {"url", "secret"}) {
        Json callback = Json::object({{"url", "https://x"}, {"secret", "s"}});
        callback.set(member, 7);
        Json body = good();
        body.set("callback", callback);
        EXPECT_EQ(read_announcement(body, ApiVersion::V2).error().place, member);
    }
}

TEST(FitTransmissionRequests, ReadsReplyAnnouncements) {
    const auto read = [](const std::string& text) {
        return read_reply_announcement(parsed(text), ApiVersion::V2);
    };
    const std::string case_id = R"("caseId":")" + std::string(id) + R"(")";
    EXPECT_EQ(read("{" + case_id + R"(,"announcedAttachments":[]})").value().case_id, id);
    EXPECT_EQ(read("{" + case_id + "}").error().place, "announcedAttachments");
    EXPECT_EQ(read(R"({"announcedAttachments":[]})").error().place, "caseId");
    EXPECT_EQ(read(R"({"caseId":"x","announcedAttachments":[]})").error().place, "caseId");
    EXPECT_EQ(read("{" + case_id + R"(,"announcedAttachments":["x"]})").error().place,
              "announcedAttachments");
    EXPECT_EQ(read("[]").error().code, "zustelldienst.member");
}

TEST(FitTransmissionRequests, ReadsContentWithAndWithoutData) {
    EXPECT_EQ(read_content(parsed(R"({"encryptedMetadata":"m","encryptedData":null})")).value(),
              (Content{"m", std::nullopt}));
    EXPECT_EQ(read_content(parsed(R"({"encryptedMetadata":"m","encryptedData":"d"})")).value(),
              (Content{"m", "d"}));
    EXPECT_EQ(read_content(parsed(R"({"encryptedData":"d"})")).error().place, "encryptedMetadata");
    EXPECT_EQ(read_content(parsed(R"({"encryptedMetadata":"m","encryptedData":{}})")).error().place,
              "encryptedData");
}

TEST(FitTransmissionRequests, WritesWhatEachVersionKnows) {
    Parcel parcel;
    parcel.transmission.id = id;
    parcel.transmission.service = {"urn:x", "Name", "More"};
    parcel.transmission.callback = SealedCallback{"https://x", "sealed"};
    const std::string v1 = formats::write_json(write_parcel(parcel, ApiVersion::V1));
    EXPECT_NE(v1.find(R"("serviceType":{"identifier":"urn:x","name":"Name","description":"More"})"),
              std::string::npos);
    EXPECT_NE(v1.find(R"("callback":{"url":"https://x"})"), std::string::npos);
    EXPECT_EQ(v1.find("sealed"), std::string::npos);
    const std::string v2 = formats::write_json(write_parcel(parcel, ApiVersion::V2));
    EXPECT_EQ(v2.find("callback"), std::string::npos);
    EXPECT_NE(v2.find("publicService"), std::string::npos);
}

}  // namespace
}  // namespace gordion::zustelldienst
