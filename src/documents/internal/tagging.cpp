// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/tagging.hpp"

#include <fmt/format.h>

#include "core/verify.hpp"
#include "documents/internal/qpdf.hpp"

namespace gordion::documents::internal {
namespace {

using Object = QPDFObjectHandle;

/// Gives the flat marks of cairo their meaning: the nth "BDC" with an MCID becomes what `order`
/// says about the nth sequence of this page. Other marks (ActualText) stay.
class MarkNaming : public QPDFObjectHandle::TokenFilter {
public:
    MarkNaming(const std::vector<std::size_t>& order, const Sheets& sheets)
        : order_(order), sheets_(sheets) {}

    void handleToken(QPDFTokenizer::Token const& token) override {
        waiting_ += token.getRawValue();
        has_mcid_ =
            has_mcid_ || (token.getType() == QPDFTokenizer::tt_name && token.getValue() == "/MCID");
        if (token.getType() != QPDFTokenizer::tt_word) {
            return;
        }
        if (token.isWord("BDC") && has_mcid_) {
            waiting_ = opening();
        }
        flush();
    }

    void handleEOF() override { flush(); }

    [[nodiscard]] bool has_seen_all() const { return seen_ == order_.size(); }

private:
    std::string opening() {
        VERIFY(seen_ < order_.size(), "cairo writes one sequence for each tag begun");
        const std::size_t mark = order_[seen_++];
        if (mark == artifact) {
            return "\n/Artifact BMC";
        }
        const Mark& named = sheets_.marks[mark];
        return fmt::format("\n/{} <</MCID {}>> BDC", sheets_.nodes[named.node].role, named.number);
    }

    void flush() {
        write(waiting_);
        waiting_.clear();
        has_mcid_ = false;
    }

    const std::vector<std::size_t>& order_;
    const Sheets& sheets_;
    std::string waiting_;
    bool has_mcid_ = false;
    std::size_t seen_ = 0;
};

Object dictionary(std::initializer_list<std::pair<const char*, Object>> entries) {
    Object made = Object::newDictionary();
    for (const auto& [key, value] : entries) {
        made.replaceKey(key, value);
    }
    return made;
}

Object name(std::string_view text) {
    return Object::newName("/" + std::string(text));
}

Object number(std::size_t value) {
    return Object::newInteger(static_cast<long long>(value));
}

/// Builds the structure tree (ISO 32000-1, 14.7) out of our own nodes; cairo's is thrown away.
class Tagger {
public:
    Tagger(QPDF& pdf, const Painted& painted, const Sheets& sheets, const Imprint& imprint)
        : pdf_(pdf),
          painted_(painted),
          sheets_(sheets),
          imprint_(imprint),
          pages_(pdf.getAllPages()) {
        VERIFY(pages_.size() == sheets_.pages.size(), "cairo writes one page for each of ours");
    }

    void tag() {
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            name_marks(i);
        }
        for (std::size_t i = 0; i < sheets_.nodes.size(); ++i) {
            nodes_.push_back(pdf_.makeIndirectObject(Object::newDictionary()));
        }
        for (std::size_t i = 0; i < sheets_.links.size(); ++i) {
            annotations_.push_back(make_annotation(i));
        }
        root_ = pdf_.makeIndirectObject(Object::newDictionary());
        for (std::size_t i = 0; i < sheets_.nodes.size(); ++i) {
            fill_node(i);
        }
        fill_root();
        fill_catalog();
        fill_information();
        complete_fonts();
    }

private:
    void name_marks(std::size_t page) {
        QPDFPageObjectHelper helper(pages_[page]);
        MarkNaming naming(painted_.order[page], sheets_);
        Pl_Buffer content("content");
        helper.filterContents(&naming, &content);
        VERIFY(naming.has_seen_all(), "cairo writes one sequence for each tag begun");
        pages_[page].replaceKey("/Contents",
                                Object::newStream(&pdf_, content.getBufferSharedPointer()));
        pages_[page].replaceKey("/StructParents", number(page));
        pages_[page].replaceKey("/Tabs", name("S"));
        pages_[page].removeKey("/Annots");
    }

    Object make_annotation(std::size_t index) {
        const LinkArea& area = sheets_.links[index];
        Object box = Object::newArray(Object::Rectangle(area.x, page_height - area.y - area.height,
                                                        area.x + area.width, page_height - area.y));
        Object made = pdf_.makeIndirectObject(dictionary(
            {{"/Type", name("Annot")},
             {"/Subtype", name("Link")},
             {"/Rect", box},
             {"/Border", Object::parse("[0 0 0]")},
             {"/F", number(4)},
             {"/Contents", Object::newUnicodeString(area.target)},
             {"/StructParent", number(pages_.size() + index)},
             {"/A", dictionary({{"/S", name("URI")}, {"/URI", Object::newString(area.target)}})}}));
        Object page = pages_[area.page];
        if (!page.hasKey("/Annots")) {
            page.replaceKey("/Annots", Object::newArray());
        }
        page.getKey("/Annots").appendItem(made);
        return made;
    }

    Object make_kid(const Kid& kid) {
        switch (kid.kind) {
            case Kid::Kind::Node:
                return nodes_[kid.index];
            case Kid::Kind::Mark: {
                const Mark& mark = sheets_.marks[kid.index];
                return dictionary({{"/Type", name("MCR")},
                                   {"/Pg", pages_[mark.page]},
                                   {"/MCID", number(mark.number)}});
            }
            case Kid::Kind::LinkArea:
                return dictionary({{"/Type", name("OBJR")},
                                   {"/Pg", pages_[sheets_.links[kid.index].page]},
                                   {"/Obj", annotations_[kid.index]}});
        }
        VERIFY(false, "the three kinds stand above");
    }

    void fill_node(std::size_t index) {
        const Node& node = sheets_.nodes[index];
        Object made = nodes_[index];
        made.replaceKey("/Type", name("StructElem"));
        made.replaceKey("/S", name(node.role));
        made.replaceKey("/P", index == 0 ? root_ : nodes_[node.parent]);
        if (node.scope != Scope::None) {
            made.replaceKey(
                "/A", dictionary({{"/O", name("Table")},
                                  {"/Scope", name(node.scope == Scope::Row ? "Row" : "Column")}}));
        }
        if (node.numbering != Numbering::None) {
            const bool is_decimal = node.numbering == Numbering::Decimal;
            made.replaceKey(
                "/A", dictionary({{"/O", name("List")},
                                  {"/ListNumbering", name(is_decimal ? "Decimal" : "Disc")}}));
        }
        Object kids = Object::newArray();
        for (const Kid& kid : node.kids) {
            kids.appendItem(make_kid(kid));
        }
        if (kids.getArrayNItems() > 0) {
            made.replaceKey("/K", kids);
        }
    }

    void fill_root() {
        Object numbers = Object::newArray();
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            Object owners = Object::newArray();
            for (const std::size_t mark : sheets_.pages[page].marks) {
                owners.appendItem(nodes_[sheets_.marks[mark].node]);
            }
            numbers.appendItem(number(page));
            numbers.appendItem(pdf_.makeIndirectObject(owners));
        }
        for (std::size_t i = 0; i < annotations_.size(); ++i) {
            numbers.appendItem(number(pages_.size() + i));
            numbers.appendItem(nodes_[sheets_.links[i].node]);
        }
        root_.replaceKey("/Type", name("StructTreeRoot"));
        root_.replaceKey("/K", nodes_.front());
        root_.replaceKey("/ParentTree", pdf_.makeIndirectObject(dictionary({{"/Nums", numbers}})));
        root_.replaceKey("/ParentTreeNextKey", number(pages_.size() + annotations_.size()));
    }

    void fill_catalog() {
        Object catalog = pdf_.getRoot();
        Object xmp = Object::newStream(&pdf_, make_xmp(imprint_));
        xmp.getDict().replaceKey("/Type", name("Metadata"));
        xmp.getDict().replaceKey("/Subtype", name("XML"));
        catalog.replaceKey("/StructTreeRoot", root_);
        catalog.replaceKey("/Metadata", xmp);
        catalog.replaceKey("/Lang", Object::newString(imprint_.document.language));
        catalog.replaceKey("/MarkInfo", dictionary({{"/Marked", Object::newBool(true)}}));
        catalog.replaceKey("/ViewerPreferences",
                           dictionary({{"/DisplayDocTitle", Object::newBool(true)}}));
    }

    void fill_information() {
        const Document& document = imprint_.document;
        Object filled = Object::newDictionary();
        const auto fill = [&](const char* key, std::string_view value) {
            if (!value.empty()) {
                filled.replaceKey(key, Object::newUnicodeString(std::string(value)));
            }
        };
        fill("/Title", document.title);
        fill("/Author", document.author);
        fill("/Subject", document.subject);
        fill("/Creator", "Gordion");
        fill("/Producer", producer);
        fill("/CreationDate", pdf_date(imprint_.created_at));
        fill("/ModDate", pdf_date(imprint_.created_at));
        pdf_.getTrailer().replaceKey("/Info", pdf_.makeIndirectObject(filled));
    }

    /// Cairo numbers the glyphs of a composite font as its font program does, but does not say so;
    /// PDF/UA wants it said (ISO 14289-1, 7.21.3.2).
    void complete_fonts() {
        for (Object& object : pdf_.getAllObjects()) {
            if (object.isDictionaryOfType("/Font", "/CIDFontType2") &&
                !object.hasKey("/CIDToGIDMap")) {
                object.replaceKey("/CIDToGIDMap", name("Identity"));
            }
        }
    }

    QPDF& pdf_;
    const Painted& painted_;
    const Sheets& sheets_;
    const Imprint& imprint_;
    std::vector<Object> pages_;
    std::vector<Object> nodes_;
    std::vector<Object> annotations_;
    Object root_;
};

}  // namespace

Result<std::string> tag_pdf(const Painted& painted, const Sheets& sheets, const Imprint& imprint) {
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("painted", painted.pdf.data(), painted.pdf.size());
        Tagger(pdf, painted, sheets, imprint).tag();
        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setMinimumPDFVersion("1.7");
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.setDeterministicID(true);
        writer.write();
        const std::shared_ptr<Buffer> written = writer.getBufferSharedPointer();
        return std::string(reinterpret_cast<const char*>(written->getBuffer()), written->getSize());
    } catch (const Bug&) {
        throw;
    } catch (const std::exception& problem) {
        return Error{ErrorKind::Unavailable,
                     "documents.engine_failed",
                     "qpdf",
                     {{"reason", problem.what()}},
                     "The pages could not be tagged."};
    }
}

}  // namespace gordion::documents::internal
