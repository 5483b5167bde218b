// SPDX-License-Identifier: EUPL-1.2
#include "documents/markup.hpp"

#include <gtest/gtest.h>

namespace gordion::documents {
namespace {

/// A short notation of what was read: "h1(Text)", "p(a **b** _c_ <link>)" …
std::string shown(const Text& text) {
    std::string all;
    for (const Span& span : text) {
        std::string one = span.text;
        one = span.slant == Slant::Italic ? "_" + one + "_" : one;
        one = span.weight == Weight::Bold ? "**" + one + "**" : one;
        all += span.link.empty() ? one : "<" + one + "|" + span.link + ">";
    }
    return all;
}

std::string shown(const std::vector<Text>& texts) {
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        all += (i == 0 ? "" : ";") + shown(texts[i]);
    }
    return all;
}

std::string shown(const Table& table) {
    std::string all = "table(" + shown(table.header) + ":";
    for (const Align align : table.align) {
        all += align == Align::Right ? "r" : "l";
    }
    for (const std::vector<Text>& row : table.rows) {
        all += "/" + shown(row);
    }
    return all + (table.total.empty() ? ")" : "=" + shown(table.total) + ")");
}

struct Shown {
    std::string operator()(const Heading& block) const {
        return "h" + std::to_string(block.level) + "(" + shown(block.text) + ")";
    }
    std::string operator()(const Paragraph& block) const { return "p(" + shown(block.text) + ")"; }
    std::string operator()(const List& block) const {
        return (block.kind == List::Kind::Numbered ? "ol(" : "ul(") + shown(block.items) + ")";
    }
    std::string operator()(const Table& block) const { return shown(block); }
    std::string operator()(const Note& block) const {
        return "note(" + shown(block.paragraphs) + ")";
    }
    std::string operator()(const PageBreak&) const { return "break"; }
    std::string operator()(const KeyValues&) const { return "?"; }
    std::string operator()(const Signature&) const { return "?"; }
};

void check_parsed(std::string_view markup, std::string_view expected) {
    const auto parsed = parse_markup(markup);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().to_text();
    std::string all;
    for (const Block& block : parsed.value().value) {
        all += std::visit(Shown{}, block);
    }
    EXPECT_EQ(all, expected) << markup;
}

void check_finding(std::string_view markup, std::string_view code, std::string_view place) {
    const auto parsed = parse_markup(markup);
    ASSERT_TRUE(parsed.has_value());
    ASSERT_EQ(parsed.value().findings.size(), 1U) << markup;
    EXPECT_EQ(parsed.value().findings[0].code, code);
    EXPECT_EQ(parsed.value().findings[0].place, place);
}

TEST(Markup, ReadsHeadingsAndParagraphs) {
    check_parsed("# A\n## B\n### C\n#### D\n#E", "h1(A)h2(B)h3(C)p(#### D #E)");
    check_parsed("eins\nzwei\n\ndrei", "p(eins zwei)p(drei)");
    check_parsed("eins\r\nzwei\r\n\r\n# drei\r\n", "p(eins zwei)h1(drei)");
    check_parsed("text\n# head", "p(text)h1(head)");
    check_parsed("", "");
    check_parsed("\n \n\n", "");
}

TEST(Markup, ReadsLooks) {
    check_parsed("a **b** *c* ***d*** e", "p(a **b** _c_ **_d_** e)");
    check_parsed("**a *b* c**", "p(**a ****_b_**** c**)");
    check_parsed("2 * 3 * 4", "p(2 * 3 * 4)");
    check_parsed("Zeile  \nzwei\\\ndrei", "p(Zeile\nzwei\ndrei)");
}

TEST(Markup, TakesEscapedCharactersAsTheyAre) {
    check_parsed(R"(\*a\* \_b\_ \#c \[d\](e) \|f \`g\` \\h)", R"(p(*a* _b_ #c [d](e) |f `g` \h))");
    check_parsed("\\# kein Titel\n\n\\- kein Punkt\n\n\\+ auch nicht",
                 "p(# kein Titel)p(- kein Punkt)p(+ auch nicht)");
    check_parsed("1\\. Stock\n\n\\> Pfeil", "p(1. Stock)p(> Pfeil)");
    check_parsed("a\\b \\", "p(a\\b \\)");
}

TEST(Markup, ReadsLists) {
    check_parsed("- a\n- b **c**\n- d", "ul(a;b **c**;d)");
    check_parsed("1. a\n2. b\n7. c", "ol(a;b;c)");
    check_parsed("- a\n  weiter\n- b\n\n- c\n\nEnde", "ul(a weiter;b;c)p(Ende)");
    check_parsed("Text:\n- a", "p(Text:)ul(a)");
    // A floor or a date at the beginning of a line is not the beginning of a list.
    check_parsed("3. Stock\n23. November", "p(3. Stock 23. November)");
    check_parsed("- a\n1. b", "ul(a)ol(b)");
}

TEST(Markup, ReadsTables) {
    check_parsed("| A | B |\n| :-- | --: |\n| a | 1 |\n| b | |", "table(A;B:lr/a;1/b;)");
    check_parsed("| A | B |\n|---|---|\n| x \\| y | z |\n", "table(A;B:ll/x | y;z)");
    check_parsed("| A | B |\n|---|---|\n| a | 1,00 € |\n| b | −2,50 € |\n| **Summe** | **3 €** |",
                 "table(A;B:lr/a;1,00 €/b;−2,50 €=**Summe**;**3 €**)");
    check_parsed("| Zone | gültig |\n|---|---|\n| A1 | 1.3.2026 bis |",
                 "table(Zone;gültig:ll/A1;1.3.2026 bis)");
    check_parsed("| nur | Text |", "p(| nur | Text |)");
    check_parsed("|", "p(|)");
    check_parsed("| A |\n|---|", "table(A:l)");
}

TEST(Markup, ReadsBoxesAndPageBreaks) {
    check_parsed("> a\n> b\n>\n> **c**\nText", "note(a b;**c**)p(Text)");
    check_parsed("a\n\n---\n\nb", "p(a)breakp(b)");
    check_parsed(">", "");
    check_parsed("--", "p(--)");
}

TEST(Markup, ReadsLinksToSafeTargetsOnly) {
    check_parsed("[a](https://x.de/y) b", "p(<a|https://x.de/y> b)");
    check_parsed("siehe https://x.de/a_b?c=d&e.",
                 "p(siehe <https://x.de/a_b?c=d&e|https://x.de/a_b?c=d&e>.)");
    check_parsed("[a](javascript:alert)", "p([a](javascript:alert))");
    check_parsed("[a](file:///etc/passwd)", "p([a](file:///etc/passwd))");
    check_parsed("[a](https://x.de/ b)", "p([a](<https://x.de/|https://x.de/> b))");
    check_parsed("[mail](mailto:a@x.de)", "p(<mail|mailto:a@x.de>)");
    check_parsed("https://", "p(https://)");
}

TEST(Markup, KeepsAndReportsWhatHasNoEnd) {
    check_parsed("a **b", "p(a **b)");
    check_parsed("*a", "p(*a)");
    check_finding("ok\n\na **b", "documents.markup_unclosed", "line 3");
    check_finding("| A | B |\n|---|---|\n| a |", "documents.markup_row_length", "line 3");
    check_parsed("| A | B |\n|---|---|\n| a | b | c |\n| d |", "table(A;B:ll/a;b/d;)");
}

TEST(Markup, IsBounded) {
    const auto error_of = [](const std::string& markup) {
        const auto parsed = parse_markup(markup);
        return parsed.has_value() ? "" : parsed.error().code;
    };
    EXPECT_EQ(error_of(std::string(markup_bytes + 1, 'a')), "documents.markup_too_large");
    EXPECT_EQ(error_of("\xff"), "documents.not_utf8");
    std::string many;
    for (std::size_t i = 0; i <= markup_blocks; ++i) {
        many += "# a\n";
    }
    EXPECT_EQ(error_of(many), "documents.markup_too_large");
    std::string wide = "|";
    for (int i = 0; i < 100; ++i) {
        wide += " a |";
    }
    const auto parsed = parse_markup(wide + "\n|---|\n" + wide);
    EXPECT_EQ(std::get<Table>(parsed.value().value.at(0)).header.size(), markup_columns);
}

TEST(Markup, StaysFastOnHostileText) {
    for (const std::string_view part :
         {"[", "*", "**", "](", "\\", "> ", "| ", "- ", "[a](", "_"}) {
        std::string markup;
        while (markup.size() < 20'000) {
            markup += part;
        }
        EXPECT_TRUE(parse_markup(markup).has_value());
    }
}

}  // namespace
}  // namespace gordion::documents
