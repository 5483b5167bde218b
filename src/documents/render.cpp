// SPDX-License-Identifier: EUPL-1.2
#include "documents/render.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "documents/internal/composing.hpp"
#include "documents/internal/fonts.hpp"
#include "documents/internal/painting.hpp"
#include "documents/internal/tagging.hpp"

namespace gordion::documents {
namespace {

/// Visits every text of a document; the visitor says false to stop.
class TextWalk {
public:
    void operator()(const Heading& block) { look_at(block.text); }
    void operator()(const Paragraph& block) { look_at(block.text); }
    void operator()(const List& block) { look_at(block.items); }
    void operator()(const Note& block) { look_at(block.paragraphs); }
    void operator()(const PageBreak&) {}

    void operator()(const Table& block) {
        look_at(block.caption);
        look_at(block.header);
        for (const std::vector<Text>& row : block.rows) {
            look_at(row);
        }
        look_at(block.total);
    }

    void operator()(const KeyValues& block) {
        look_at(block.caption);
        for (const auto& [label, value] : block.pairs) {
            look_at(label);
            look_at(value);
        }
    }

    void operator()(const Signature& block) {
        for (const std::string* text : {&block.closing, &block.role, &block.name, &block.remark}) {
            look_at(*text);
        }
    }

    void look_at(std::string_view text) {
        bytes_ += text.size();
        is_utf8_ = is_utf8_ && is_utf8(text);
    }

    void look_at(const std::vector<std::string>& texts) {
        std::for_each(texts.begin(), texts.end(),
                      [&](const std::string& text) { look_at(std::string_view(text)); });
    }

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool are_utf8() const { return is_utf8_; }

private:
    void look_at(const Text& text) {
        bytes_ += 16;  // an empty cell costs time, too
        for (const Span& span : text) {
            look_at(span.text);
            look_at(span.link);
        }
    }

    void look_at(const std::vector<Text>& texts) {
        for (const Text& text : texts) {
            look_at(text);
        }
    }

    std::size_t bytes_ = 0;
    bool is_utf8_ = true;
};

bool is_language_tag(std::string_view language) {
    return language.size() >= 2 && language.size() <= 35 &&
           std::all_of(language.begin(), language.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-';
           });
}

Error too_large(std::string_view what) {
    return {ErrorKind::TooLarge,
            "documents.too_large",
            std::string(what),
            {},
            "The document is longer than a PDF of this server may be; split it."};
}

Error invalid(std::string_view code, std::string_view place, std::string_view message) {
    return {ErrorKind::Invalid, std::string(code), std::string(place), {}, std::string(message)};
}

Result<void> check(const Document& document, std::string_view id) {
    TextWalk walk;
    for (const std::string* text :
         {&document.title, &document.author, &document.subject, &document.language}) {
        walk.look_at(std::string_view(*text));
    }
    walk.look_at(id);
    if (document.letterhead) {
        walk.look_at(std::string_view(document.letterhead->name));
        walk.look_at(std::string_view(document.letterhead->return_line));
        walk.look_at(document.letterhead->lines);
    }
    walk.look_at(document.address);
    for (const auto& [label, value] : document.references) {
        walk.look_at(std::string_view(label));
        walk.look_at(std::string_view(value));
    }
    walk.look_at(document.footer);
    if (!walk.are_utf8()) {
        return invalid("documents.not_utf8", "frame", "A text of the document is not UTF-8.");
    }
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        std::visit(walk, document.blocks[i]);
        if (!walk.are_utf8()) {
            return invalid("documents.not_utf8", "block " + std::to_string(i + 1),
                           "A text of the document is not UTF-8.");
        }
    }
    if (walk.bytes() > render_text_bytes) {
        return too_large("text");
    }
    if (trim(document.title).empty()) {
        return invalid("documents.title_missing", "title",
                       "PDF/UA demands a title; say what the document is.");
    }
    if (!is_language_tag(document.language)) {
        return invalid("documents.language_invalid", "language",
                       "The language must be a tag like de-DE.");
    }
    return {};
}

}  // namespace

Result<void> check_fonts() {
    return internal::require_fonts();
}

Result<std::string> render_pdf(const Document& document, Instant created_at, std::string_view id) {
    const Result<void> checked = check(document, id);
    if (!checked) {
        return checked.error();
    }
    const Result<void> fonts = internal::require_fonts();
    if (!fonts) {
        return fonts.error();
    }
    internal::Shaper shaper(document.language);
    const internal::Sheets sheets = internal::compose(document, shaper, render_pages);
    if (sheets.pages.size() > render_pages) {
        return too_large("pages");
    }
    const internal::Painted painted = TRY(internal::paint(sheets));
    return internal::tag_pdf(painted, sheets, {document, created_at, id});
}

}  // namespace gordion::documents
