// SPDX-License-Identifier: EUPL-1.2
// Our PDF in the eyes of readers that are not ours.
#include <gtest/gtest.h>

#include "documents/render.hpp"
#include "documents/testdata/example_letter.hpp"
#include "documents/testdata/programs.hpp"

namespace gordion::documents {
namespace {

std::string letter() {
    return render_pdf(example_letter(), Instant{1'795'000'000'000}, "x").value();
}

/// What every reader must see, in this order.
void expect_in_order(const std::string& output, const std::vector<std::string>& parts) {
    std::size_t at = 0;
    for (const std::string& part : parts) {
        const std::size_t found = output.find(part, at);
        ASSERT_NE(found, std::string::npos) << "missing: " << part << "\nin:\n" << output;
        at = found + part.size();
    }
}

TEST(PdfInterop, QpdfFindsNoFault) {
    if (!has_program("qpdf")) {
        GTEST_SKIP() << "qpdf is absent (package qpdf)";
    }
    const TemporaryPdf file(letter());
    const Outcome checked = run_program("qpdf --check " + file.path());
    EXPECT_EQ(checked.status, 0) << checked.output;
    EXPECT_EQ(checked.output.find("WARNING"), std::string::npos) << checked.output;
}

TEST(PdfInterop, PopplerSeesTagsTitleAndFonts) {
    if (!has_program("pdfinfo")) {
        GTEST_SKIP() << "pdfinfo is absent (package poppler-utils)";
    }
    const TemporaryPdf file(letter());
    expect_in_order(run_program("pdfinfo " + file.path()).output,
                    {"Title:           Bescheid über die Festsetzung der Hundesteuer",
                     "Metadata Stream: yes", "Tagged:          yes", "Suspects:        no",
                     "Pages:           2", "A4", "PDF version:     1.7"});
    expect_in_order(run_program("pdfinfo -struct-text " + file.path()).output,
                    {"Document",
                     "\"Frau Ingeline Petersen Knudswarft 3 25869 Gröde\"",
                     "\"Aktenzeichen: HST-2026-000417\"",
                     "H1 (block)",
                     "zur Hundesteuer angemeldet. Wir setzen",
                     "Table (block)",
                     "/Scope /Column",
                     "\"Hund\"",
                     "\"Ayşe-Đurđica\"",
                     "/Scope /Row",
                     "\"Summe\"",
                     "\"1.019,16 €\"",
                     "Div",
                     "Link",
                     "hundesteuer.pdf\"",
                     "L (block)",
                     "LI (block)",
                     "Lbl",
                     "\"1. \"",
                     "LBody",
                     "H2 (block)",
                     "\"Rechtsbehelfsbelehrung\"",
                     "\"Mit freundlichen Grüßen\""});
    const std::string fonts = run_program("pdffonts " + file.path()).output;
    EXPECT_EQ(fonts.find(" no "), std::string::npos) << fonts;
}

TEST(PdfInterop, PopplerReadsThePagesFromTopToBottom) {
    if (!has_program("pdftotext")) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    const TemporaryPdf file(letter());
    expect_in_order(run_program("pdftotext -layout " + file.path() + " -").output,
                    {"Amt Pellworm", "Aktenzeichen:", "HST-2026-000417", "Frau",
                     "Bescheid über die Festsetzung der Hundesteuer", "Guten Tag Frau Petersen,",
                     "Seite 1 von 2", "Aktenzeichen: HST-2026-000417", "Begründung", "Im Auftrag",
                     "Seite 2 von 2"});
}

TEST(PdfInterop, PdfJsReadsTheSameStructure) {
    const TemporaryPdf file(letter());
    const std::string script = std::string(GORDION_SOURCE_DIR) + "/tests/interop/pdf_structure.mjs";
    const Outcome read = run_program("node " + script + " " + file.path());
    if (read.status == 127 || read.status == 77) {
        GTEST_SKIP() << "node or pdfjs-dist is absent: " << read.output;
    }
    ASSERT_EQ(read.status, 0) << read.output;
    expect_in_order(read.output,
                    {"language de-DE", "title Bescheid über die Festsetzung der Hundesteuer",
                     "marked true", "page 1", "  Document\n", "\"Frau Ingeline Petersen",
                     "    H1\n      \"Bescheid über die Festsetzung der Hundesteuer\"",
                     "    Table\n      TR\n        TH\n          \"Hund\"",
                     "        TD\n          \"Käpt’n Blaubär\"", "page 2", "Link",
                     "    L\n      LI\n        Lbl\n          \"1.\"", "LBody",
                     "\"Rechtsbehelfsbelehrung\"", "\"Hansen\""});
}

}  // namespace
}  // namespace gordion::documents
