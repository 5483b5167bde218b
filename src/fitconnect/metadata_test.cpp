// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "fitconnect/embedded.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

const std::string hash(128, 'a');
constexpr const char* first_id = "f39ab143-d91a-474a-b69f-b00f1a1873c2";
constexpr const char* second_id = "73586f5c-a0aa-42e1-992c-fb5bd83e1cc2";
constexpr const char* third_id = "1fb26346-c5a0-4c56-aea8-77643a509f7a";

Json key() {
    return Json::object({{"kty", "RSA"},
                         {"key_ops", Json::array({"wrapKey"})},
                         {"alg", "RSA-OAEP-256"},
                         {"kid", "12345678"},
                         {"n", std::string(683, 'n')},
                         {"e", "AQAB"}});
}

Metadata common() {
    Metadata metadata;
    metadata.data =
        MetadataData{hash, {"https://example.org/hund/1.0/schema.json", "application/json"}};
    metadata.attachments = {
        {first_id, hash, AttachmentPurpose::Form, "application/pdf", "antrag.pdf", "", {}},
        {second_id, hash, AttachmentPurpose::Report, "text/xml", "", "Prüfbericht", {}}};
    metadata.sender_reference = "010545459-7KX3-9QWM";
    metadata.applied_on = Date::make(2026, 2, 28).value();
    return metadata;
}

Metadata first() {
    Metadata metadata = common();
    metadata.service =
        MetadataService{"urn:de:fim:leika:leistung:99102013104000", "Hund anmelden", ""};
    metadata.identification_reports = {{"2.0.0", "eyJ.eyJ.c2ln"}};
    metadata.reply_channel = ReplyChannel{"eMail", "anna@example.org", {}, {}};
    return metadata;
}

Metadata second() {
    Metadata metadata = common();
    metadata.attachments.back().purpose = AttachmentPurpose::Data;
    metadata.attachments.back().fragments = {third_id};
    metadata.data_sets = {{third_id,
                           {"urn:gordion:identity-statement:1", "application/jose"},
                           hash,
                           "",
                           "eyJ.eyJ.c2ln"}};
    metadata.reply_channel = ReplyChannel{"fitConnect", "", {"urn:example:process:1"}, key()};
    metadata.author =
        MetadataAuthor{"Musterstadt", "", "https://example.org", "Gordion", "0.1", "Gordion"};
    metadata.agrees_to_digital_reply = false;
    return metadata;
}

std::vector<std::string> codes(const Findings& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings) {
        all.push_back(finding.code + " " + finding.place);
    }
    return all;
}

void check_round_trip(const Metadata& metadata, MetadataVersion version) {
    const Json written = write_metadata(metadata, version);
    const auto read = read_metadata(written);
    EXPECT_EQ(codes(read.findings), std::vector<std::string>{});
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->version, version);
    EXPECT_EQ(read.value->metadata, metadata);
    EXPECT_EQ(write_metadata(read.value->metadata, version), written);
}

TEST(Metadata, ReadsWhatItWrites) {
    check_round_trip(first(), MetadataVersion::V1);
    check_round_trip(second(), MetadataVersion::V2);
}

TEST(Metadata, LeavesOutWhatTheVersionDoesNotKnow) {
    const Json old = write_metadata(second(), MetadataVersion::V1);
    EXPECT_EQ(old.find("author"), nullptr);
    EXPECT_EQ(old.find("dataSets"), nullptr);
    EXPECT_EQ(old.find("replyChannel"), nullptr);
    const auto read = read_metadata(old);
    ASSERT_TRUE(read.value) << codes(read.findings).front();
    EXPECT_EQ(read.value->metadata.attachments.back().purpose, AttachmentPurpose::Attachment);
    const Json young = write_metadata(first(), MetadataVersion::V2);
    EXPECT_EQ(young.find("publicServiceType"), nullptr);
    EXPECT_EQ(young.find("authenticationInformation"), nullptr);
    EXPECT_TRUE(read_metadata(young).value);
}

TEST(Metadata, IgnoresUnknownMembersAndForeignOnesInAnyForm) {
    Json record = write_metadata(first(), MetadataVersion::V1);
    record.erase("$schema");
    record.set("publicService", 1);
    record.set("dataSets", "a");
    record.set("author", Json::array());
    record.find("contentStructure")->find("attachments")->as_array().front().set("fragments", 7);
    record.set("replyChannel", Json::object({{"fitConnect", "?"}}));
    const auto read = read_metadata(record);
    ASSERT_TRUE(read.value) << codes(read.findings).front();
    EXPECT_EQ(read.value->metadata.attachments, first().attachments);
    EXPECT_TRUE(read.value->metadata.data_sets.empty());
}

TEST(Metadata, ReadsUuidsInUpperCase) {
    Json record = write_metadata(second(), MetadataVersion::V2);
    record.find("contentStructure")
        ->find("attachments")
        ->as_array()
        .front()
        .set("attachmentId", "F39AB143-D91A-474A-B69F-B00F1A1873C2");
    EXPECT_EQ(read_metadata(record).value->metadata, second());
}

TEST(Metadata, SaysWhatIsWrongAndWhere) {
    const auto check = [](const std::function<void(Json&)>& damage, const std::string& expected) {
        Json record = write_metadata(second(), MetadataVersion::V2);
        damage(record);
        const auto read = read_metadata(record);
        EXPECT_FALSE(read.value) << expected;
        EXPECT_THAT(codes(read.findings), testing::Contains(expected));
    };
    const auto content = [](Json& record) -> Json& { return *record.find("contentStructure"); };
    const auto attachment = [&](Json& record) -> Json& {
        return content(record).find("attachments")->as_array().front();
    };
    check([](Json& r) { r = Json::array(); }, "formats.instance_type ");
    check([](Json& r) { r.set("$schema", "https://example.org/3"); },
          "fitconnect.metadata_unknown /$schema");
    check([](Json& r) { r.set("$schema", 2); }, "fitconnect.metadata_unknown /$schema");
    check([&](Json& r) { content(r).erase("data"); },
          "formats.instance_required /contentStructure");
    check([&](Json& r) { attachment(r).find("hash")->set("content", std::string(128, 'A')); },
          "formats.instance_pattern /contentStructure/attachments/0/hash/content");
    check([&](Json& r) { attachment(r).set("attachmentId", std::string(36, '.')); },
          "formats.instance_format /contentStructure/attachments/0/attachmentId");
    check([&](Json& r) { attachment(r).set("attachmentId", second_id); },
          "fitconnect.metadata_twice /contentStructure/attachments/1/attachmentId");
    check([&](Json& r) { attachment(r).set("fragments", Json::array({first_id})); },
          "fitconnect.metadata_twice /contentStructure/attachments/0/fragments");
    check([&](Json& r) { attachment(r).set("fragments", Json::array()); },
          "formats.instance_contains /contentStructure/attachments/0/fragments");
    check(
        [](Json& r) {
            r.find("replyChannel")->set("eMail", Json::object({{"address", "a@b"}}));
        },
        "formats.instance_many_members /replyChannel");
    check([](Json& r) { r.set("replyChannel", Json::object()); },
          "formats.instance_few_members /replyChannel");
    check([](Json& r) { r.find("additionalReferenceInfo")->set("more", 1); },
          "formats.instance_forbidden /additionalReferenceInfo/more");
    check([](Json& r) { r.find("dataSets")->push(Json(r.find("dataSets")->as_array().front())); },
          "fitconnect.metadata_twice /dataSets/1/dataSetId");
}

TEST(Metadata, BoundsTheFindingsOfAHugeRecord) {
    Json record = write_metadata(second(), MetadataVersion::V2);
    Json& list = *record.find("contentStructure")->find("attachments");
    for (int i = 0; i < 2'000; ++i) {
        list.push(i);
    }
    const auto read = read_metadata(record);
    EXPECT_FALSE(read.value);
    EXPECT_LE(read.findings.size(), limits::json_schema_findings + 1);
}

// Damages records in many ways and compares our verdict with that of the official schema.
class Damage {
public:
    explicit Damage(std::uint64_t seed) : random_(seed) {}

    void apply(Json& record) {
        for (std::uint64_t i = 1 + random_.below(3); i > 0; --i) {
            step(record);
        }
    }

private:
    Json& pick(Json& value) {
        Json* at = &value;
        while (at->size() > 0 && random_.below(4) != 0) {
            const std::uint64_t index = random_.below(at->size());
            at = at->is_array() ? &at->as_array()[index] : &at->as_object()[index].second;
        }
        return *at;
    }

    Json odd_value() {
        static const std::vector<Json> values{Json(),
                                              true,
                                              0,
                                              0.01,
                                              0.015,
                                              17.99,
                                              -3,
                                              "",
                                              "a",
                                              "json",
                                              "x/y",
                                              "2026-02-30",
                                              "application/json",
                                              "urn:a:b",
                                              "B@example.org",
                                              std::string(36, '-'),
                                              first_id,
                                              std::string(700, 'A'),
                                              Json::array(),
                                              Json::object(),
                                              Json::array({"wrapKey"}),
                                              Json::array({first_id, first_id}),
                                              "https://uri",
                                              "0123456789",
                                              "sha512",
                                              hash};
        return values[random_.below(values.size())];
    }

    void step(Json& record) {
        Json& at = pick(record);
        const std::uint64_t kind = random_.below(4);
        if (kind == 0 && at.is_object() && at.size() > 0) {
            const std::string name = at.as_object()[random_.below(at.size())].first;
            at.erase(name);
        } else if (kind == 1 && at.is_object()) {
            static constexpr std::array<const char*, 14> names{"eMail",
                                                               "deMail",
                                                               "elster",
                                                               "fink",
                                                               "idBundDeMailbox",
                                                               "address",
                                                               "host",
                                                               "signature",
                                                               "fragments",
                                                               "accountId",
                                                               "geschaeftszeichen",
                                                               "pgpPublicKey",
                                                               "lieferTicket",
                                                               "unknown"};
            at.set(names[random_.below(names.size())], odd_value());
        } else if (kind == 2 && at.is_array() && at.size() > 0) {
            at.push(Json(at.as_array().front()));
        } else {
            at = odd_value();
        }
    }

    SeededRandom random_;
};

Json rich(MetadataVersion version) {
    const bool is_first = version == MetadataVersion::V1;
    Json record = write_metadata(is_first ? first() : second(), version);
    record.set("paymentInformation", Json::object({{"transactionUrl", "https://pay.example.org/1"},
                                                   {"transactionId", "9xxd-432x"},
                                                   {"transactionReference", "K1"},
                                                   {"transactionTimestamp", "2026-02-28T12:00:00Z"},
                                                   {"paymentMethod", "CREDITCARD"},
                                                   {"paymentMethodDetail", "Visa"},
                                                   {"status", "BOOKED"},
                                                   {"grossAmount", 19.99}}));
    const Json signature =
        Json::object({{"signatureFormat", "json"},
                      {"eidasAdesProfile", "http://uri.etsi.org/ades/191x2/level/baseline/B-LT#"},
                      {"detachedSignature", true},
                      {"content", "ab+/="}});
    Json& content = *record.find("contentStructure");
    content.find("data")->set("signature", signature);
    content.find("attachments")->as_array().front().set("signature", signature);
    if (!is_first) {
        record.find("additionalReferenceInfo")->set("idBundDeApplicationId", third_id);
    }
    return record;
}

void compare_with_official(MetadataVersion version, formats::SchemaFormats demanded) {
    const bool is_first = version == MetadataVersion::V1;
    const std::string official_path =
        std::string(GORDION_SOURCE_DIR "/../shared/standards/fit-connect/metadata-") +
        (is_first ? "1.0.0" : "2.1.0") + ".schema.json";
    if (!std::filesystem::exists(official_path)) {
        GTEST_SKIP() << "the official schemas are not at hand";
    }
    formats::JsonSchemaOptions options;
    options.formats = demanded;
    const auto compile = [&](std::string_view bytes) {
        auto judged = formats::JsonSchema::compile(formats::parse_json(bytes).value(), options);
        VERIFY(judged.value.has_value(), "the schema compiles");
        return *judged.value;
    };
    const auto official = compile(load_file(official_path, limits::json_bytes).value());
    const auto ours =
        compile(find_embedded(is_first ? "metadata-1.schema.json" : "metadata-2.schema.json"));
    const Json whole = rich(version);
    ASSERT_TRUE(official.accepts(whole)) << official.validate(whole).front().to_text();
    ASSERT_TRUE(ours.accepts(whole));
    Damage damage(7);
    std::size_t accepted = 0;
    constexpr std::size_t rounds = 3'000;
    for (std::size_t i = 0; i < rounds; ++i) {
        Json record = whole;
        damage.apply(record);
        const bool expected = official.accepts(record);
        accepted += expected ? 1 : 0;
        ASSERT_EQ(ours.accepts(record), expected) << formats::write_json(record);
    }
    EXPECT_GT(accepted, rounds / 20);
    EXPECT_LT(accepted, rounds * 19 / 20);
}

TEST(MetadataSchema, JudgesAsTheOfficialOneOfVersion1) {
    compare_with_official(MetadataVersion::V1, formats::SchemaFormats::Demand);
}

TEST(MetadataSchema, JudgesAsTheOfficialOneOfVersion2) {
    compare_with_official(MetadataVersion::V2, formats::SchemaFormats::Demand);
}

TEST(MetadataSchema, JudgesAsTheOfficialOnesWhereFormatsAreRemarks) {
    compare_with_official(MetadataVersion::V1, formats::SchemaFormats::Note);
    compare_with_official(MetadataVersion::V2, formats::SchemaFormats::Note);
}

}  // namespace
}  // namespace gordion::fitconnect
