// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "documents/internal/qpdf.hpp"

/// One way to break a good PDF for each condition of ua_conditions().
namespace gordion::documents {

struct Damage {
    std::string number;  ///< the condition that must be found then
    std::function<void(QPDF&)> apply;
};

using Pdf = QPDFObjectHandle;

inline Pdf parse(const std::string& text) {
    return Pdf::parse(text);
}

/// The nth structure element of a type.
inline Pdf element(QPDF& pdf, const std::string& role, int nth = 0) {
    for (Pdf& object : pdf.getAllObjects()) {
        if (object.isDictionary() && object.getKey("/S").isName() && object.hasKey("/P") &&
            object.getKey("/S").getName() == "/" + role && nth-- == 0) {
            return object;
        }
    }
    throw std::logic_error("no element " + role);
}

inline void rename(QPDF& pdf, const std::string& role, const std::string& to, int nth = 0) {
    element(pdf, role, nth).replaceKey("/S", Pdf::newName("/" + to));
}

inline Pdf page(QPDF& pdf, std::size_t number = 0) {
    return pdf.getAllPages().at(number);
}

inline void paint(QPDF& pdf, const std::string& content) {
    QPDFPageObjectHelper(page(pdf)).addPageContents(Pdf::newStream(&pdf, content), false);
}

/// A key of the dictionary at the end of `path` below the catalog.
inline void set(QPDF& pdf, const std::string& key, const std::string& value) {
    pdf.getRoot().replaceKey(key, parse(value));
}

inline Pdf composite_font(QPDF& pdf) {
    for (Pdf& object : pdf.getAllObjects()) {
        if (object.isDictionaryOfType("/Font", "/Type0")) {
            return object;
        }
    }
    throw std::logic_error("no composite font");
}

inline Pdf composite_glyphs(QPDF& pdf) {
    return composite_font(pdf).getKey("/DescendantFonts").getArrayItem(0);
}

inline void map_to(QPDF& pdf, const std::string& target) {
    composite_font(pdf).replaceKey(
        "/ToUnicode", Pdf::newStream(&pdf, target.empty() ? "0 beginbfchar endbfchar"
                                                          : "1 beginbfrange <0000> <00FF> " +
                                                                target + " endbfrange"));
}

inline Pdf add_annotation(QPDF& pdf, const std::string& dictionary) {
    Pdf made = pdf.makeIndirectObject(parse(dictionary));
    Pdf list = page(pdf).getKey("/Annots");
    if (!list.isArray()) {
        page(pdf).replaceKey("/Annots", Pdf::newArray());
    }
    page(pdf).getKey("/Annots").appendItem(made);
    return made;
}

inline Pdf link_annotation(QPDF& pdf) {
    return page(pdf).getKey("/Annots").getArrayItem(0);
}

inline void replace_in_metadata(QPDF& pdf, const std::string& from, const std::string& to) {
    Pdf metadata = pdf.getRoot().getKey("/Metadata");
    const auto data = metadata.getStreamData();
    std::string text(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
        text.replace(at, from.size(), to);
    }
    metadata.replaceStreamData(text, Pdf::newNull(), Pdf::newNull());
}

inline Pdf add_form(QPDF& pdf, const std::string& content, const std::string& dictionary) {
    Pdf form = Pdf::newStream(&pdf, content);
    form.replaceDict(
        parse("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] " + dictionary + ">>"));
    form.getDict().replaceKey("/StructParents", Pdf::newInteger(90));
    page(pdf).getKey("/Resources").replaceKey("/XObject", parse("<< >>"));
    page(pdf).getKey("/Resources").getKey("/XObject").replaceKey("/Fm", form);
    return form;
}

inline std::vector<Damage> structure_damages() {
    return {
        {"00-001", [](QPDF& pdf) { pdf.getRoot().removeKey("/MarkInfo"); }},
        {"00-001", [](QPDF& pdf) { pdf.getRoot().removeKey("/StructTreeRoot"); }},
        {"00-002", [](QPDF& pdf) { element(pdf, "P").replaceKey("/P", pdf.getRoot()); }},
        {"00-002",
         [](QPDF& pdf) { element(pdf, "P").getKey("/K").appendItem(element(pdf, "Document")); }},
        {"00-003", [](QPDF& pdf) { page(pdf).replaceKey("/StructParents", parse("99")); }},
        {"00-004", [](QPDF& pdf) { element(pdf, "P").getKey("/K").appendItem(parse("999")); }},
        {"00-005", [](QPDF& pdf) { element(pdf, "TR").getKey("/K").eraseItem(0); }},
        {"02-001", [](QPDF& pdf) { rename(pdf, "P", "Absatz"); }},
        {"02-003",
         [](QPDF& pdf) {
             pdf.getRoot()
                 .getKey("/StructTreeRoot")
                 .replaceKey("/RoleMap", parse("<</A /B /B /A>>"));
             rename(pdf, "P", "A");
         }},
        {"02-004",
         [](QPDF& pdf) {
             pdf.getRoot().getKey("/StructTreeRoot").replaceKey("/RoleMap", parse("<</P /H1>>"));
         }},
        {"09-004", [](QPDF& pdf) { rename(pdf, "TD", "P"); }},
        {"09-004", [](QPDF& pdf) { rename(pdf, "P", "TD"); }},
        {"09-004", [](QPDF& pdf) { rename(pdf, "Table", "Div"); }},
        {"09-005", [](QPDF& pdf) { rename(pdf, "LI", "P"); }},
        {"09-005", [](QPDF& pdf) { rename(pdf, "LBody", "P"); }},
        {"09-006", [](QPDF& pdf) { rename(pdf, "P", "TOCI"); }},
        {"13-004", [](QPDF& pdf) { rename(pdf, "P", "Figure"); }},
        {"14-002", [](QPDF& pdf) { rename(pdf, "H1", "H2"); }},
        {"14-003", [](QPDF& pdf) { rename(pdf, "H2", "H3"); }},
        {"14-006",
         [](QPDF& pdf) {
             rename(pdf, "H2", "H");
             rename(pdf, "H3", "H");
         }},
        {"14-007", [](QPDF& pdf) { rename(pdf, "P", "H"); }},
        {"15-003", [](QPDF& pdf) { element(pdf, "TH").removeKey("/A"); }},
        {"17-002", [](QPDF& pdf) { rename(pdf, "P", "Formula"); }},
        {"19-003", [](QPDF& pdf) { rename(pdf, "P", "Note"); }},
        {"19-004",
         [](QPDF& pdf) {
             for (int i = 0; i < 2; ++i) {
                 element(pdf, "P").replaceKey("/ID", parse("(same)"));
                 rename(pdf, "P", "Note");
             }
         }},
    };
}

inline std::vector<Damage> catalog_damages() {
    return {
        {"01-007", [](QPDF& pdf) { set(pdf, "/MarkInfo", "<</Marked true /Suspects true>>"); }},
        {"06-001", [](QPDF& pdf) { pdf.getRoot().removeKey("/Metadata"); }},
        {"06-002", [](QPDF& pdf) { replace_in_metadata(pdf, "pdfuaid:part", "pdfuaid:none"); }},
        {"06-002", [](QPDF& pdf) { replace_in_metadata(pdf, "part>1<", "part>2<"); }},
        {"06-003", [](QPDF& pdf) { replace_in_metadata(pdf, "dc:title", "dc:none"); }},
        {"07-001", [](QPDF& pdf) { set(pdf, "/ViewerPreferences", "<< >>"); }},
        {"07-002", [](QPDF& pdf) { set(pdf, "/ViewerPreferences", "<</DisplayDocTitle false>>"); }},
        {"11-001", [](QPDF& pdf) { pdf.getRoot().removeKey("/Lang"); }},
        {"11-004", [](QPDF& pdf) { pdf.getRoot().removeKey("/Lang"); }},
        {"11-006", [](QPDF& pdf) { set(pdf, "/Lang", "(deutsch und englisch)"); }},
        {"20-001", [](QPDF& pdf) { set(pdf, "/OCProperties", "<</Configs [<< >>]>>"); }},
        {"20-002", [](QPDF& pdf) { set(pdf, "/OCProperties", "<</D <</Name ()>> >>"); }},
        {"20-003", [](QPDF& pdf) { set(pdf, "/OCProperties", "<</D <</Name (x) /AS []>> >>"); }},
        {"21-001",
         [](QPDF& pdf) {
             pdf.getRoot().replaceKey(
                 "/AF", pdf.makeIndirectObject(parse("<</Type /Filespec /F (a) /EF << >> >>")));
         }},
        {"25-001",
         [](QPDF& pdf) {
             set(pdf, "/AcroForm", "<</Fields []>>");
             pdf.getRoot()
                 .getKey("/AcroForm")
                 .replaceKey("/XFA",
                             Pdf::newStream(&pdf, "<dynamicRender>required</dynamicRender>"));
         }},
    };
}

inline std::vector<Damage> content_damages() {
    return {
        {"01-003",
         [](QPDF& pdf) { paint(pdf, " /P <</MCID 0>> BDC /Artifact BMC 0 0 1 1 re f EMC EMC"); }},
        {"01-004",
         [](QPDF& pdf) { paint(pdf, " /Artifact BMC /P <</MCID 0>> BDC 0 0 1 1 re f EMC EMC"); }},
        {"01-005", [](QPDF& pdf) { paint(pdf, " 0 0 1 1 re f"); }},
        {"01-005", [](QPDF& pdf) { paint(pdf, " /P <</MCID 999>> BDC 0 0 1 1 re f EMC"); }},
        {"01-005", [](QPDF& pdf) { paint(pdf, " BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"); }},
        {"30-001",
         [](QPDF& pdf) {
             add_form(pdf, "", "/Ref << >>");
             paint(pdf, " /Artifact BMC /Fm Do EMC");
         }},
        {"30-002",
         [](QPDF& pdf) {
             add_form(pdf, "/P <</MCID 0>> BDC 0 0 1 1 re f EMC", "");
             paint(pdf, " /Fm Do /Fm Do");
         }},
        {"10-001", [](QPDF& pdf) { map_to(pdf, ""); }},
        {"31-006",
         [](QPDF& pdf) { composite_glyphs(pdf).replaceKey("/CIDToGIDMap", parse("/X")); }},
        {"31-007", [](QPDF& pdf) { composite_glyphs(pdf).removeKey("/CIDToGIDMap"); }},
        {"31-009",
         [](QPDF& pdf) {
             composite_glyphs(pdf).getKey("/FontDescriptor").removeKey("/FontFile2");
         }},
        {"31-027", [](QPDF& pdf) { composite_font(pdf).removeKey("/ToUnicode"); }},
        {"31-028", [](QPDF& pdf) { map_to(pdf, "<0000>"); }},
        {"31-029", [](QPDF& pdf) { map_to(pdf, "<FEFF>"); }},
        {"31-030",
         [](QPDF& pdf) {
             page(pdf).getKey("/Resources").getKey("/Font").replaceKey("/Cx", composite_font(pdf));
             paint(pdf, " /Artifact BMC BT /Cx 1 Tf <0000> Tj ET EMC");
         }},
    };
}

inline std::vector<Damage> annotation_damages() {
    const std::string place = "/Type /Annot /Rect [0 0 9 9]";
    return {
        {"28-002", [=](QPDF& pdf) { add_annotation(pdf, "<</Subtype /Text " + place + ">>"); }},
        {"28-004", [=](QPDF& pdf) { add_annotation(pdf, "<</Subtype /Text " + place + ">>"); }},
        {"28-005", [=](QPDF& pdf) { add_annotation(pdf, "<</Subtype /Widget " + place + ">>"); }},
        {"28-007", [=](QPDF& pdf) { add_annotation(pdf, "<</Subtype /TrapNet " + place + ">>"); }},
        {"28-008", [](QPDF& pdf) { page(pdf).removeKey("/Tabs"); }},
        {"28-009", [](QPDF& pdf) { page(pdf).replaceKey("/Tabs", parse("/R")); }},
        {"28-010", [=](QPDF& pdf) { add_annotation(pdf, "<</Subtype /Widget " + place + ">>"); }},
        {"28-011", [](QPDF& pdf) { rename(pdf, "Link", "Span"); }},
        {"28-012", [](QPDF& pdf) { link_annotation(pdf).removeKey("/Contents"); }},
    };
}

}  // namespace gordion::documents
