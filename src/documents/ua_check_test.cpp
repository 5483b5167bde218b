// SPDX-License-Identifier: EUPL-1.2
#include "documents/ua_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "documents/markup.hpp"
#include "documents/render.hpp"
#include "documents/testdata/damages.hpp"

namespace gordion::documents {
namespace {

/// Everything that can be damaged on one page: also a letter outside of WinAnsi, which makes a
/// composite font, and a link.
const std::string& sound_pdf() {
    static const std::string pdf = [] {
        const char* markup =
            "# Eins\n\nText von Đurđica, siehe [Satzung](https://example.org/s).\n\n## Zwei\n\n"
            "### Drei\n\n- a\n- b\n\n1. c\n\n> Kasten\n\n| A | B |\n| --- | ---: |\n| x | 1 |\n"
            "| y | 2 |\n| **Summe** | 3 |\n";
        Document document{.title = "Prüfling", .blocks = parse_markup(markup).value().value};
        document.blocks.push_back(KeyValues{{}, {{"Name", plain("Wert")}}});
        return render_pdf(document, Instant{0}, "").value();
    }();
    return pdf;
}

std::string write(QPDF& pdf, const std::function<void(QPDFWriter&)>& configure) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setStaticID(true);
    configure(writer);
    writer.write();
    const std::shared_ptr<Buffer> written = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(written->getBuffer()), written->getSize()};
}

std::string code_of(std::string number) {
    std::replace(number.begin(), number.end(), '-', '_');
    return "documents.ua_" + number;
}

bool has(const Findings& findings, const std::string& number) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == code_of(number); });
}

std::string all_of(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += "  " + finding.to_text() + "\n";
    }
    return text;
}

void check_damages(const std::vector<Damage>& damages) {
    for (const Damage& damage : damages) {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("sound", sound_pdf().data(), sound_pdf().size());
        damage.apply(pdf);
        const Findings findings = check_pdf_ua(write(pdf, [](QPDFWriter&) {}));
        EXPECT_TRUE(has(findings, damage.number)) << damage.number << " not found, but:\n"
                                                  << all_of(findings);
    }
}

TEST(UaCheck, FindsNothingInASoundPdf) {
    const Findings findings = check_pdf_ua(sound_pdf());
    EXPECT_TRUE(findings.empty()) << all_of(findings);
}

TEST(UaCheck, FindsDamageToTheStructureTree) {
    check_damages(structure_damages());
}

TEST(UaCheck, FindsDamageToTheCatalog) {
    check_damages(catalog_damages());
}

TEST(UaCheck, FindsDamageToContentAndFonts) {
    check_damages(content_damages());
}

TEST(UaCheck, FindsDamageToAnnotations) {
    check_damages(annotation_damages());
}

TEST(UaCheck, FindsEncryptionThatShutsOutAssistiveTechnology) {
    QPDF pdf;
    pdf.processMemoryFile("sound", sound_pdf().data(), sound_pdf().size());
    const std::string locked = write(pdf, [](QPDFWriter& writer) {
        writer.setR3EncryptionParametersInsecure("", "owner", false, true, true, true, true, true,
                                                 qpdf_r3p_full);
    });
    EXPECT_TRUE(has(check_pdf_ua(locked), "26-002"));
}

TEST(UaCheck, HasADamagedFileForEachCondition) {
    std::vector<std::string> damaged = {"26-002"};
    for (const auto& damages :
         {structure_damages(), catalog_damages(), content_damages(), annotation_damages()}) {
        for (const Damage& damage : damages) {
            damaged.push_back(damage.number);
        }
    }
    EXPECT_GE(ua_conditions().size(), 50U);
    for (const UaCondition& condition : ua_conditions()) {
        EXPECT_NE(std::find(damaged.begin(), damaged.end(), condition.number), damaged.end())
            << condition.number << " has no test";
    }
}

TEST(UaCheck, RefusesWhatIsNoPdf) {
    const std::string cut = sound_pdf().substr(0, sound_pdf().size() / 2);
    for (const std::string& bytes : {std::string(), std::string("hello"), std::string("%PDF-1.7\n"),
                                     cut, std::string(1000, '\0')}) {
        const Findings findings = check_pdf_ua(bytes);
        ASSERT_EQ(findings.size(), 1U);
        EXPECT_EQ(findings[0].code, "documents.ua_unreadable");
    }
}

}  // namespace
}  // namespace gordion::documents
