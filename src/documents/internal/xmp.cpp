// SPDX-License-Identifier: EUPL-1.2
#include <fmt/format.h>

#include "core/text.hpp"
#include "documents/internal/tagging.hpp"

namespace gordion::documents::internal {
namespace {

std::string xml_text(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            default:
                safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    // The two non-characters that XML 1.0 forbids.
    return replace_all(replace_all(safe, "\uFFFE", ""), "\uFFFF", "");
}

/// Seconds are all that readers expect: "2026-11-23T15:54:00Z".
std::string xmp_date(Instant at) {
    return at.to_iso().substr(0, 19) + "Z";
}

std::string alternative(std::string_view name, std::string_view text) {
    if (text.empty()) {
        return {};
    }
    return fmt::format(
        "   <dc:{0}><rdf:Alt><rdf:li xml:lang=\"x-default\">{1}</rdf:li></rdf:Alt></dc:{0}>\n",
        name, xml_text(text));
}

}  // namespace

std::string pdf_date(Instant at) {
    std::string digits;
    for (const char c : at.to_iso().substr(0, 19)) {
        if (c >= '0' && c <= '9') {
            digits += c;
        }
    }
    return "D:" + digits + "Z";
}

std::string make_xmp(const Imprint& imprint) {
    const Document& document = imprint.document;
    std::string dublin = "   <dc:format>application/pdf</dc:format>\n" +
                         alternative("title", document.title) +
                         alternative("description", document.subject);
    if (!document.author.empty()) {
        dublin +=
            fmt::format("   <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
                        xml_text(document.author));
    }
    if (!imprint.id.empty()) {
        dublin += fmt::format("   <dc:identifier>{}</dc:identifier>\n", xml_text(imprint.id));
    }
    dublin += fmt::format("   <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\n",
                          xml_text(document.language));
    const std::string date = xmp_date(imprint.created_at);
    return "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
           " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
           "  <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
           " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
           " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n" +
           dublin +
           fmt::format(
               "   <xmp:CreateDate>{0}</xmp:CreateDate>\n"
               "   <xmp:ModifyDate>{0}</xmp:ModifyDate>\n"
               "   <xmp:CreatorTool>Gordion</xmp:CreatorTool>\n"
               "   <pdf:Producer>{1}</pdf:Producer>\n"
               "   <pdfuaid:part>1</pdfuaid:part>\n",
               date, producer) +
           "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

}  // namespace gordion::documents::internal
