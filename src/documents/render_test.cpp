// SPDX-License-Identifier: EUPL-1.2
#include "documents/render.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "documents/testdata/example_letter.hpp"
#include "documents/testdata/programs.hpp"
#include "documents/ua_check.hpp"

namespace gordion::documents {
namespace {

constexpr Instant created_at{1'795'000'000'000};

std::string rendered(const Document& document) {
    const auto pdf = render_pdf(document, created_at, "010545459-K7QF-M2RT");
    EXPECT_TRUE(pdf.has_value()) << (pdf ? "" : pdf.error().to_text());
    return pdf ? pdf.value() : std::string();
}

void expect_accessible(const std::string& pdf) {
    for (const Finding& finding : check_pdf_ua(pdf)) {
        ADD_FAILURE() << finding.to_text();
    }
}

void expect_refused(const Document& document, std::string_view code) {
    const auto pdf = render_pdf(document, created_at, "");
    ASSERT_FALSE(pdf.has_value());
    EXPECT_EQ(pdf.error().code, code);
}

/// What pdftotext reads, one string for each page; empty where poppler is absent.
std::vector<std::string> pages_of(const std::string& pdf) {
    const TemporaryPdf file(pdf);
    std::string text = run_program("pdftotext -layout " + file.path() + " -").output;
    std::vector<std::string> pages;
    for (std::size_t end = text.find('\f'); end != std::string::npos; end = text.find('\f')) {
        pages.push_back(text.substr(0, end));
        text.erase(0, end + 1);
    }
    return pages;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

std::string words(int number) {
    std::string text;
    for (int i = 0; i < number; ++i) {
        text += "Wort" + std::to_string(i) + " ";
    }
    return text;
}

TEST(RenderPdf, SetsALetterThatMeetsPdfUa) {
    const std::string pdf = rendered(example_letter());
    expect_accessible(pdf);
    EXPECT_EQ(pdf.substr(0, 8), "%PDF-1.7");
    EXPECT_LT(pdf.size(), 60'000U);
    if (const char* path = std::getenv("GORDION_EXAMPLE_PDF")) {
        std::ofstream(path, std::ios::binary) << pdf;
    }
}

/// Lower or upper edge of a word on the page, by pdftotext; -1 where it is not found.
double edge_of(const std::string& boxes, const std::string& word, const std::string& edge) {
    const std::size_t end = boxes.find(">" + word + "<");
    const std::size_t begin = end == std::string::npos ? end : boxes.rfind(edge + "=\"", end);
    return begin == std::string::npos ? -1 : std::stod(boxes.substr(begin + edge.size() + 2));
}

TEST(RenderPdf, KeepsALongReturnLineAboveTheAddress) {
    if (!has_program("pdftotext")) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    Document document = example_letter();
    document.letterhead->return_line =
        "Amt für öffentliche Ordnung, Sicherheit und Gewerbewesen der Stadt Musterhausen am See · "
        "Straße des Siebzehnten Juni 123a · 12345 Zuletzt";
    document.address = {"Zuerst Petersen", "Weg 1", "25842 Ort"};
    const TemporaryPdf file(rendered(document));
    const std::string boxes = run_program("pdftotext -bbox " + file.path() + " -").output;
    const double last = edge_of(boxes, "Zuletzt", "yMax");
    const double first = edge_of(boxes, "Zuerst", "yMin");
    ASSERT_GT(last, 0) << boxes.substr(0, 2000);
    EXPECT_LT(last, first);
}

TEST(RenderPdf, GivesEqualBytesForEqualInput) {
    EXPECT_EQ(rendered(example_letter()), rendered(example_letter()));
    const auto other = render_pdf(example_letter(), created_at, "another id");
    EXPECT_NE(other.value(), rendered(example_letter()));
}

TEST(RenderPdf, MayBeCalledFromManyThreads) {
    const std::string expected = rendered(example_letter());
    std::vector<std::string> made(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& pdf : made) {
            threads.emplace_back([&pdf] { pdf = rendered(example_letter()); });
        }
    }
    for (const std::string& pdf : made) {
        EXPECT_EQ(pdf, expected);
    }
}

TEST(RenderPdf, RefusesWhatCannotBeSet) {
    expect_refused({.title = " "}, "documents.title_missing");
    expect_refused({.title = "x", .language = "deutsch, bitte"}, "documents.language_invalid");
    expect_refused({.title = "\xff"}, "documents.not_utf8");
    expect_refused({.title = "x", .blocks = {Paragraph{plain("\xc3")}}}, "documents.not_utf8");
    expect_refused(
        {.title = "x", .blocks = {Paragraph{plain(std::string(render_text_bytes, 'x'))}}},
        "documents.too_large");
}

TEST(RenderPdf, SetsEveryKindOfBlockAlone) {
    const std::vector<Block> blocks = {
        Heading{3, plain("Tief")},
        Paragraph{plain("")},
        Paragraph{{}},
        List{},
        List{List::Kind::Numbered, {plain("a"), {}}},
        Table{},
        Table{.header = {plain("a"), {}}, .rows = {{}, {plain("1"), plain("2"), plain("3")}}},
        Table{.header = {{}}, .rows = {}, .total = {plain("x")}},
        KeyValues{},
        KeyValues{plain("Titel"), {{"", {}}, {"a", plain("b")}}},
        Note{},
        Note{{{}, plain("x")}},
        PageBreak{},
        Signature{}};
    for (const Block& block : blocks) {
        SCOPED_TRACE(block.index());
        expect_accessible(rendered({.title = "T", .blocks = {block}}));
    }
    expect_accessible(rendered({.title = "alle", .blocks = blocks}));
}

TEST(RenderPdf, ClosesUpSkippedHeadingLevels) {
    expect_accessible(
        rendered({.title = "T",
                  .blocks = {Heading{1, plain("a")}, Heading{3, plain("b")}, Heading{3, plain("c")},
                             Heading{9, plain("d")}, Heading{-1, plain("e")}}}));
}

TEST(RenderPdf, ShowsWhatTheFontLacksAndDropsWhatDeceives) {
    const Document document{
        .title = "T",
        .blocks = {Paragraph{plain("Đurđica Ǧ \xE6\x9D\x8E \xF0\x9F\x90\x95 a\xE2\x80\xAE"
                                   "b\x01"
                                   "c\xC2\xAD"
                                   "d")}}};
    const std::string pdf = rendered(document);
    expect_accessible(pdf);
    if (!has_program("pdftotext")) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    EXPECT_NE(pages_of(pdf).at(0).find("Đurđica Ǧ \uFFFD \uFFFD abc"), std::string::npos)
        << pages_of(pdf).at(0);
}

TEST(RenderPdf, KeepsRowsTogetherAndRepeatsTheHead) {
    Table table{.header = {plain("Kopf"), plain("Betrag")}, .align = {Align::Left, Align::Right}};
    for (int i = 0; i < 60; ++i) {
        table.rows.push_back({plain("Zeile " + std::to_string(i) + "\nEnde " + std::to_string(i)),
                              plain(std::to_string(i) + ",00 €")});
    }
    table.total = {plain("Summe"), plain("1.770,00 €")};
    const std::string pdf = rendered({.title = "T", .blocks = {table}});
    expect_accessible(pdf);
    const std::vector<std::string> pages = pages_of(pdf);
    if (pages.empty()) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    ASSERT_GE(pages.size(), 3U);
    for (const std::string& page : pages) {
        EXPECT_EQ(count(page, "Kopf"), 1U);
        EXPECT_EQ(count(page, "Zeile"), count(page, "Ende"));
    }
    EXPECT_NE(pages.back().find("Zeile 59"), std::string::npos) << "the total stood alone";
}

TEST(RenderPdf, SplitsARowThatIsTallerThanAPage) {
    const std::string pdf =
        rendered({.title = "T",
                  .blocks = {Table{.header = {plain("A"), plain("B")},
                                   .rows = {{plain(words(1500)), plain("kurz")}}}}});
    expect_accessible(pdf);
    const std::vector<std::string> pages = pages_of(pdf);
    if (!pages.empty()) {
        ASSERT_GE(pages.size(), 2U);
        EXPECT_NE(pages.back().find("Wort1499"), std::string::npos);
    }
}

TEST(RenderPdf, LeavesNoHeadingAndNoSingleLineBehind) {
    for (int lines = 40; lines < 50; ++lines) {
        std::string filling = "x";
        for (int i = 1; i < lines; ++i) {
            filling += "\nx";
        }
        const std::vector<std::string> pages =
            pages_of(rendered({.title = "T",
                               .blocks = {Paragraph{plain(filling)}, Heading{2, plain("Kopf")},
                                          Paragraph{plain("eins\nzwei\ndrei\nvier\nfünf")}}}));
        if (pages.empty()) {
            GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
        }
        const std::size_t at = pages[0].find("Kopf") != std::string::npos ? 0 : 1;
        EXPECT_NE(pages.at(at).find("zwei"), std::string::npos) << lines;
        const bool is_split = pages[at].find("fünf") == std::string::npos;
        EXPECT_TRUE(!is_split || pages.at(at + 1).find("vier") != std::string::npos) << lines;
    }
}

TEST(RenderPdf, StaysBoundedOnHostileText) {
    std::vector<Text> wide(20, plain(std::string(30, 'W')));
    expect_accessible(rendered({.title = std::string(3000, 'T'),
                                .address = std::vector<std::string>(80, "Zeile"),
                                .blocks = {Paragraph{plain(std::string(5'000, 'x'))},
                                           Table{.header = wide, .rows = {wide}}},
                                .footer = std::vector<std::string>(30, std::string(200, 'f'))}));
}

TEST(RenderPdf, SaysWhichFontIsMissing) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(
        {
            setenv("GORDION_FONT_DIR", "/nowhere", 1);
            const Result<void> checked = check_fonts();
            const auto pdf = render_pdf({.title = "T"}, created_at, "");
            const bool is_said = !checked && !pdf && pdf.error().code == "documents.font_missing" &&
                                 checked.error().place == "/nowhere/NotoSans-Regular.ttf";
            std::exit(is_said ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gordion::documents
