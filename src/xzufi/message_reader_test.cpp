// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/message_reader.hpp"

#include <cstdlib>
#include <fstream>

#include "core/random.hpp"
#include "xzufi/test_messages.hpp"

namespace gordion::xzufi {
namespace {

using formats::Json;
using testing::hear;
using testing::Heard;
using testing::message_of;
using testing::object_of;
using testing::sample;

std::string service_of(std::string_view inside) {
    return object_of("leistung", "1", inside);
}

Json describe(const Heard& heard) {
    const ReadMessage& read = heard.outcome.value();
    Json objects = Json::array();
    for (const TransferObject& object : heard.objects) {
        objects.push(Json::object({{"deed", object.deed == Deed::Write ? "write" : "remove"},
                                   {"kind", to_string(object.kind)},
                                   {"identity", object.identity.to_text()},
                                   {"line", object.line},
                                   {"position", object.position},
                                   {"content", object.content}}));
    }
    Json findings = Json::array();
    for (const Finding& finding : read.findings) {
        findings.push(finding.to_text());
    }
    const MessageHead& head = read.head;
    return Json::object({{"version", head.standard_version},
                         {"id", head.id},
                         {"created_at", head.created_at ? head.created_at->to_iso() : "unknown"},
                         {"transaction", head.transaction_id},
                         {"transaction_position", head.transaction_position},
                         {"head", head.content},
                         {"objects", objects},
                         {"findings", findings}});
}

// testdata/CASE/message.xml is read as testdata/CASE/expected.json says, in pieces of any size.
// GORDION_UPDATE=1 writes the expectation anew.
void check_case(const std::string& name) {
    const std::string xml = sample(name + "/message.xml");
    const auto heard = hear(xml);
    ASSERT_TRUE(heard.outcome) << heard.outcome.error().to_text();
    const std::string seen = formats::write_json_pretty(describe(heard));
    if (std::getenv("GORDION_UPDATE") != nullptr) {
        std::ofstream(std::string(GORDION_SOURCE_DIR) + "/src/xzufi/testdata/" + name +
                      "/expected.json")
            << seen;
    }
    EXPECT_EQ(seen, sample(name + "/expected.json"));
    EXPECT_EQ(seen, formats::write_json_pretty(describe(hear(xml, {}, 7))));
}

TEST(MessageReader, ReadsEveryKindOfObjectIn220) {
    check_case("rich_2_2_0");
}

TEST(MessageReader, ReadsTheSpellingsOf231InAnyOrder) {
    check_case("rich_2_3_1");
}

TEST(MessageReader, KeepsWhatItDoesNotKnowAndSaysSo) {
    check_case("odd");
    check_case("small");
}

TEST(MessageReader, RefusesOtherNamespaces) {
    const auto code = [](std::string_view xml) {
        const auto heard = hear(xml);
        return heard.outcome ? std::string("read") : heard.outcome.error().code;
    };
    EXPECT_EQ(code(message_of("", "2_1_0")), "read");
    EXPECT_EQ(code(message_of("", "2_3_2")), "read");
    EXPECT_EQ(code(message_of("", "3_0_0")), "xzufi.version_unsupported");
    EXPECT_EQ(code(message_of("", "2_2")), "xzufi.version_unsupported");
    EXPECT_EQ(code("<transfer/>"), "xzufi.message_unsupported");
    EXPECT_EQ(code("<transfer xmlns=\"urn:other\"/>"), "xzufi.message_unsupported");
    EXPECT_EQ(code(""), "formats.xml_invalid");
    EXPECT_EQ(code("<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>"), "formats.xml_doctype");
}

TEST(MessageReader, ReadsThePermutedMessageAsTheSame) {
    const std::string one = "<x:vertrauensniveau><code>10</code></x:vertrauensniveau>";
    const std::string two = "<x:bezeichnung languageCode=\"de\">B</x:bezeichnung>";
    const auto first = hear(message_of(service_of(one + two)));
    const auto second = hear(message_of(service_of(two + one)));
    const Json& a = first.objects.at(0).content;
    const Json& b = second.objects.at(0).content;
    EXPECT_EQ(a.size(), b.size());
    for (const auto& [key, value] : a.as_object()) {
        ASSERT_NE(b.find(key), nullptr) << key;
        EXPECT_EQ(*b.find(key), value) << key;
    }
    EXPECT_TRUE(first.outcome.value().findings.empty());
}

TEST(MessageReader, SaysOnceHowOftenAnUnknownElementCame) {
    std::string many;
    for (int i = 0; i < 3000; ++i) {
        many += "<x:neu/>";
    }
    const auto heard = hear(message_of(service_of(many)));
    const Findings& findings = heard.outcome.value().findings;
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].severity, Severity::Note);
    EXPECT_EQ(findings[0].values.back(), (std::pair<std::string, std::string>("times", "3000")));
    EXPECT_EQ(heard.objects.at(0).content.find("other")->size(), 3000U);
}

TEST(MessageReader, ListsFaultsBehindAnyNumberOfWarnings) {
    std::string xml;
    for (std::size_t i = 0; i < limits::findings + 10; ++i) {
        xml += service_of("<x:kennzeichenEA>?</x:kennzeichenEA>");
    }
    xml += "<x:leistung/>";
    const auto heard = hear(message_of(xml));
    const Findings& findings = heard.outcome.value().findings;
    EXPECT_EQ(findings.size(), limits::findings + 2);
    EXPECT_EQ(findings[limits::findings].code, "xzufi.identity_missing");
    EXPECT_EQ(findings.back().code, "xzufi.more_findings");
}

TEST(MessageReader, RefusesAnObjectThatIsTooLargeAndReadsTheNext) {
    const MessageLimits small{.object_bytes = 20'000};
    const std::string large(small.object_bytes, 'a');
    const std::string inside = "<x:bezeichnung languageCode=\"de\">" + large + "</x:bezeichnung>";
    const std::string copied = "<x:neu><x:a>" + large + "</x:a></x:neu>";
    std::string many;
    for (std::size_t i = 0; i < small.object_bytes / 100; ++i) {
        many += "<x:idSekundaer>1</x:idSekundaer>";
    }
    const std::string next = "<x:gebiet><x:id schemeAgencyID=\"R\">g</x:id></x:gebiet>";
    for (const std::string& content : {inside, copied, many}) {
        const auto heard = hear(message_of(service_of(content) + next), small);
        ASSERT_TRUE(heard.outcome);
        const Findings& findings = heard.outcome.value().findings;
        ASSERT_FALSE(findings.empty());
        EXPECT_EQ(findings.back().code, "xzufi.object_too_large");
        ASSERT_EQ(heard.objects.size(), 1U);
        EXPECT_EQ(heard.objects[0].identity.value, "g");
        EXPECT_EQ(heard.outcome.value().counts.at(ObjectKind::Service).refused, 1);
    }
}

TEST(MessageReader, BoundsTheNumberOfObjects) {
    const std::string two = message_of(service_of("") + service_of(""));
    EXPECT_TRUE(hear(two, {.objects = 2}).outcome);
    EXPECT_EQ(hear(two, {.objects = 1}).outcome.error().code, "xzufi.too_many_objects");
    EXPECT_EQ(hear(two, {.bytes = 100}).outcome.error().code, "formats.too_large");
}

TEST(MessageReader, BoundsWhatStandsAroundTheObjects) {
    const MessageLimits small{.head_bytes = 2000};
    const std::string large(small.head_bytes, 'a');
    const std::string xml = "<x:t xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\"><x:neu><x:a>" +
                            large + "</x:a><x:b/></x:neu><x:neu>" + large + "</x:neu><x:schreibe>" +
                            service_of("") + "</x:schreibe></x:t>";
    const auto heard = hear(xml, small);
    ASSERT_TRUE(heard.outcome);
    EXPECT_EQ(heard.objects.size(), 1U);
    EXPECT_EQ(heard.outcome.value().head.content.find("other"), nullptr);
    EXPECT_EQ(heard.outcome.value().findings.back().code, "xzufi.head_too_large");
}

TEST(MessageReader, RefusesIdentitiesThatAreTooLong) {
    const std::string long_value(limits::xzufi_identity_bytes + 1, '1');
    const auto heard = hear(message_of("<x:leistung><x:id schemeAgencyID=\"R\">" + long_value +
                                       "</x:id></x:leistung>"));
    EXPECT_EQ(heard.outcome.value().findings.at(0).code, "xzufi.identity_too_long");
    EXPECT_TRUE(heard.objects.empty());
}

TEST(MessageReader, HandsOnTheErrorOfTheListener) {
    MemorySource source(
        "<x:t xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\"><x:loesche>"
        "<x:leistung schemeAgencyID=\"R\">1</x:leistung></x:loesche></x:t>");
    const auto outcome = read_message(source, [](TransferObject) -> Result<void> {
        return Error{ErrorKind::Unavailable, "test.stop", "", {}, ""};
    });
    EXPECT_EQ(outcome.error().code, "test.stop");
}

TEST(MessageReader, EndsWellOnTruncationAndFlippedBytes) {
    SeededRandom random(7);
    for (const char* name : {"odd", "rich_2_3_1", "small"}) {
        const std::string xml = sample(std::string(name) + "/message.xml");
        const std::size_t end = xml.rfind('>');
        for (std::size_t length = 0; length < end; ++length) {
            ASSERT_FALSE(hear(std::string_view(xml).substr(0, length)).outcome) << name << length;
        }
        std::string flipped = xml;
        for (int round = 0; round < 3400; ++round) {
            const std::size_t at = random.below(xml.size());
            const char kept = std::exchange(flipped[at], random.bytes(1)[0]);
            (void)hear(flipped);
            flipped[at] = kept;
        }
    }
}

TEST(MessageReader, KeepsDeepPartsAsXmlSoThatTheContentCanBeReadAgain) {
    std::string open;
    std::string close;
    for (int i = 0; i < 58; ++i) {
        open += "<x:frist>";
        close += "</x:frist>";
    }
    const auto heard = hear(message_of(
        service_of("<x:modulFrist>" + open + "<x:typ>1</x:typ>" + close + "</x:modulFrist>")));
    const std::string content = formats::write_json(heard.objects.at(0).content);
    EXPECT_TRUE(formats::parse_json(content));
    EXPECT_NE(content.find("<typ>1</typ>"), std::string::npos);
}

TEST(MessageReader, EndsWellOnDeepNesting) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<x:struktur>";
    }
    EXPECT_EQ(hear(message_of(service_of(deep))).outcome.error().code, "formats.too_deep");
}

}  // namespace
}  // namespace gordion::xzufi
