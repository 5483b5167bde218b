// SPDX-License-Identifier: EUPL-1.2
#include "formats/xml.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace gordion::formats {
namespace {

// Writes down what comes, and stops where it is told to.
class Recorder final : public XmlHandler {
public:
    std::string seen;
    std::string stop_at;
    std::string throw_at;

    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<XmlAttribute>& attributes, int line) override {
        if (name == throw_at) {
            throw std::runtime_error("from the handler");
        }
        if (name == stop_at) {
            return Error{ErrorKind::Invalid, "test.stop", std::to_string(line), {}, ""};
        }
        seen += "<" + std::string(name) + "{" + std::string(ns) + "}@" + std::to_string(line);
        for (const XmlAttribute& attribute : attributes) {
            seen += " " + std::string(attribute.name) + "{" + std::string(attribute.ns) +
                    "}=" + std::string(attribute.value);
        }
        seen += ">";
        return {};
    }
    Result<void> on_text(std::string_view text) override {
        seen += text;
        return {};
    }
    Result<void> on_end(std::string_view, std::string_view name, int) override {
        seen += "</" + std::string(name) + ">";
        return {};
    }
};

// Both ways of reading, the second in pieces that cut everything.
void check_read(std::string_view xml, std::string_view expected) {
    Recorder recorder;
    const auto result = read_xml(xml, recorder);
    ASSERT_TRUE(result) << result.error().to_text();
    EXPECT_EQ(recorder.seen, expected);
    for (const std::size_t piece_bytes : {std::size_t{1}, std::size_t{3}, xml.size() / 3 + 1}) {
        if (xml.size() > 10'000 && piece_bytes < 4) {
            continue;  // slow, and cut often enough by the last size
        }
        MemorySource source(xml, piece_bytes);
        Recorder pieced;
        const auto again = read_xml(source, pieced, {});
        ASSERT_TRUE(again) << again.error().to_text();
        EXPECT_EQ(pieced.seen, expected) << piece_bytes;
    }
}

void check_refused(std::string_view xml, std::string_view code, std::string_view place) {
    Recorder recorder;
    const auto result = read_xml(xml, recorder);
    ASSERT_FALSE(result) << xml.substr(0, 200);
    EXPECT_EQ(result.error().code, code) << result.error().to_text();
    EXPECT_EQ(result.error().place, place) << result.error().to_text();
    MemorySource source(xml, 5);
    const auto again = read_xml(source, recorder, {});
    ASSERT_FALSE(again) << xml.substr(0, 200);
    EXPECT_EQ(again.error().code, code) << again.error().to_text();
}

TEST(Xml, HandsOnElementsNamespacesAndLines) {
    check_read(
        "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:x\" xmlns:p=\"urn:p\" k=\"1\">\n<p:b p:l=\"ä\"/>"
        "<!-- no --><?pi no?><c xmlns=\"\">t&lt;&#228;<![CDATA[<&>]]></c></a>",
        "<a{urn:x}@2 k{}=1>\n<b{urn:p}@3 l{urn:p}=ä></b><c{}@3>t<ä<&></c></a>");
}

TEST(Xml, ResolvesReferencesInAttributes) {
    check_read("<a k=\"&amp;&lt;&quot;&#65;&amp;amp;&#38;#38; &#38;lt;\" l='a&amp;b'/>",
               "<a{}@1 k{}=&<\"A&amp;&#38; &lt; l{}=a&b></a>");
}

TEST(Xml, ReadsDeclaredEncodings) {
    check_read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a k=\"\xe4\">\xdf</a>",
               "<a{}@1 k{}=ä>ß</a>");
    check_read("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>", "<a{}@1>€</a>");
    check_read("\xEF\xBB\xBF<a>ä</a>", "<a{}@1>ä</a>");
    const std::string_view text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>x</a>";
    std::string little = "\xff\xfe";
    std::string big = "\xfe\xff";
    for (const char c : text) {
        little += {c, '\0'};
        big += {'\0', c};
    }
    check_read(little, "<a{}@1>x</a>");
    check_read(big, "<a{}@1>x</a>");
}

TEST(Xml, RefusesEveryDoctype) {
    check_refused("<!DOCTYPE a>\n<a/>", "formats.xml_doctype", "line 1");
    check_refused("<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"http://localhost/x.dtd\"><a/>",
                  "formats.xml_doctype", "line 2");
    check_refused("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
                  "formats.xml_doctype", "line 1");
    check_refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                  "formats.xml_doctype", "line 1");
}

TEST(Xml, RefusesWhatIsNotWellFormed) {
    check_refused("", "formats.xml_invalid", "line 1");
    check_refused("<", "formats.xml_invalid", "line 1");
    check_refused("<a>\n<b></a>", "formats.xml_invalid", "line 2");
    check_refused("<a>\n", "formats.xml_invalid", "line 2");
    check_refused("<a/><b/>", "formats.xml_invalid", "line 1");
    check_refused("<a/>text", "formats.xml_invalid", "line 1");
    check_refused("<a k=\"1\" k=\"2\"/>", "formats.xml_invalid", "line 1");
    check_refused("<a>\n&undefined;</a>", "formats.xml_invalid", "line 2");
    check_refused("<p:a/>", "formats.xml_invalid", "line 1");
    check_refused("<a>\xff\xfe</a>", "formats.xml_invalid", "line 1");
    check_refused(std::string_view("<a>\0</a>", 8), "formats.xml_invalid", "line 1");
    check_refused("<?xml version=\"1.0\" encoding=\"no-such\"?><a/>", "formats.xml_invalid",
                  "line 1");
    // Bytes that the declared encoding does not have; the library stops without an error message.
    check_refused("<?xml version=\"1.0\" encoding=\"ISO-8859-7\"?><a>\xff\xff</a>",
                  "formats.xml_invalid", "line 1");
    const std::string late =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-7\"?><a/>\n\xff\xff\xff\xff";
    Recorder whole;
    EXPECT_FALSE(read_xml(late, whole));
    for (std::size_t piece_bytes = 1; piece_bytes < 9; ++piece_bytes) {
        MemorySource source(late, piece_bytes);
        Recorder recorder;
        EXPECT_FALSE(read_xml(source, recorder, {})) << piece_bytes;
    }
    // Overlong, which the library overlooks inside CDATA.
    check_refused("<a><![CDATA[x\xc1\x8by]]></a>", "formats.xml_invalid", "line 1");
    check_refused("no xml at all", "formats.xml_invalid", "line 1");
}

TEST(Xml, KeepsToTheLimits) {
    std::string open;
    std::string close;
    for (std::size_t i = 0; i < limits::xml_depth; ++i) {
        open += "<a>";
        close += "</a>";
    }
    Recorder recorder;
    EXPECT_TRUE(read_xml(open + close, recorder));
    check_refused("<x>" + open + close + "</x>", "formats.too_deep", "line 1");
    const XmlLimits small{.bytes = 10, .depth = 2};
    EXPECT_EQ(read_xml("<aaaaaaaaaa/>", recorder, small).error().code, "formats.too_large");
    EXPECT_EQ(read_xml("<a><b/></a>", recorder, {.bytes = 100, .depth = 1}).error().code,
              "formats.too_deep");
}

// Gives a number of bytes over and over, or fails.
class EndlessSource final : public ByteSource {
public:
    explicit EndlessSource(std::size_t fails_after) : left_(fails_after) {}
    Result<std::size_t> read(std::span<char> into) override {
        if (left_ == 0) {
            return Error{ErrorKind::Unavailable, "test.source", "", {}, ""};
        }
        --left_;
        static constexpr std::string_view tags = "<a>";
        static constexpr std::string_view text = "<b/>";
        const std::string_view piece = std::exchange(begun_, true) ? text : tags;
        std::copy_n(piece.begin(), piece.size(), into.begin());
        return piece.size();
    }

private:
    std::size_t left_;
    bool begun_ = false;
};

TEST(Xml, StopsASourceThatIsTooLargeOrFails) {
    Recorder recorder;
    EndlessSource endless(1'000'000);
    EXPECT_EQ(read_xml(endless, recorder, {.bytes = 1000, .depth = 5}).error().code,
              "formats.too_large");
    EndlessSource failing(10);
    EXPECT_EQ(read_xml(failing, recorder, {}).error().code, "test.source");
    EndlessSource broken(0);
    EXPECT_EQ(read_xml(broken, recorder, {}).error().code, "test.source");
}

TEST(Xml, StopsWithTheErrorOfTheHandler) {
    Recorder recorder;
    recorder.stop_at = "b";
    const auto result = read_xml("<a>\n<b/><c/></a>", recorder);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "test.stop");
    EXPECT_EQ(result.error().place, "2");
    EXPECT_EQ(recorder.seen, "<a{}@1>\n");
}

TEST(Xml, LetsAnExceptionOfTheHandlerPass) {
    Recorder recorder;
    recorder.throw_at = "b";
    EXPECT_THROW((void)read_xml("<a><b/></a>", recorder), std::runtime_error);
}

TEST(Xml, ReadsFarBeyondOnePiece) {
    std::string xml = "<a>";
    std::string expected = "<a{}@1>";
    for (int i = 0; i < 20'000; ++i) {
        xml += "<b>ä</b>\n";
        expected += "<b{}@" + std::to_string(i + 1) + ">ä</b>\n";
    }
    check_read(xml + "</a>", expected + "</a>");
}

TEST(Xml, EscapesTextsForContentAndAttributes) {
    const std::string_view text = "a<b>&\"c\"\x01\x0b\r\n\t ä\xEF\xBF\xBE\xEF\xBF\xBF€";
    const std::string escaped = escape_xml(text);
    EXPECT_EQ(escaped, "a&lt;b&gt;&amp;&quot;c&quot;&#13;\n\t ä€");
    check_read("<a>" + escaped + "</a>", "<a{}@1>a<b>&\"c\"\r\n\t ä€</a>");
}

}  // namespace
}  // namespace gordion::formats
