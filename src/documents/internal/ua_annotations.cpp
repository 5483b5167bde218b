// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/ua_content.hpp"

namespace gordion::documents::internal {
namespace {

std::string kind_of(QPDFObjectHandle annotation) {
    QPDFObjectHandle kind = annotation.getKey("/Subtype");
    return kind.isName() ? kind.getName().substr(1) : std::string();
}

bool is_text(QPDFObjectHandle value) {
    return value.isString() && !value.getStringValue().empty();
}

bool is_hidden(QPDFObjectHandle annotation) {
    constexpr long long hidden = 2;
    QPDFObjectHandle flags = annotation.getKey("/F");
    return flags.isInteger() && (flags.getIntValue() & hidden) != 0;
}

/// Fields inherit what is said of their parents; chains are short, but may be hostile.
bool has_field_description(QPDFObjectHandle field) {
    for (int i = 0; i < 20 && field.isDictionary(); ++i) {
        if (is_text(field.getKey("/TU"))) {
            return true;
        }
        field = field.getKey("/Parent");
    }
    return false;
}

class AnnotationChecker {
public:
    AnnotationChecker(QPDFObjectHandle catalog, const Structure& structure, UaReport& report)
        : structure_(structure), report_(report), has_language_(is_text(catalog.getKey("/Lang"))) {}

    void check(QPDFObjectHandle annotation, const std::string& page) {
        const std::string kind = kind_of(annotation);
        if (kind == "TrapNet") {
            report_.add("28-007", page);
        }
        if (kind == "Popup" || kind == "PrinterMark" || is_hidden(annotation)) {
            return;
        }
        const auto owner = structure_.owner_of_object.find(annotation.getObjectID());
        const Element* element = owner == structure_.owner_of_object.end()
                                     ? nullptr
                                     : &structure_.elements[owner->second];
        const std::string role = element == nullptr ? "" : element->role;
        const bool has_alternative =
            element != nullptr && is_text(QPDFObjectHandle(element->object).getKey("/Alt"));
        const bool has_contents = is_text(annotation.getKey("/Contents"));
        if (kind == "Widget") {
            require(role == "Form", "28-010", page);
            require(has_field_description(annotation) || has_alternative, "28-005", page);
        } else if (kind == "Link") {
            require(role == "Link" || role == "Reference", "28-011", page);
            require(has_contents, "28-012", page);
        } else {
            require(role == "Annot", "28-002", page);
            require(has_contents || has_alternative, "28-004", page);
        }
        const bool has_own_language =
            element != nullptr && is_text(QPDFObjectHandle(element->object).getKey("/Lang"));
        require(!has_contents || has_language_ || has_own_language, "11-004", page);
    }

private:
    void require(bool is_met, std::string_view number, const std::string& page) {
        if (!is_met) {
            report_.add(number, page);
        }
    }

    const Structure& structure_;
    UaReport& report_;
    bool has_language_;
};

}  // namespace

void check_annotations(QPDF& pdf, const Structure& structure, UaReport& report) {
    AnnotationChecker checker(pdf.getRoot(), structure, report);
    int number = 0;
    for (QPDFObjectHandle page : pdf.getAllPages()) {
        const std::string place = "page " + std::to_string(++number);
        QPDFObjectHandle annotations = page.getKey("/Annots");
        if (!annotations.isArray() || annotations.getArrayNItems() == 0) {
            continue;
        }
        QPDFObjectHandle tabs = page.getKey("/Tabs");
        if (!tabs.isName()) {
            report.add("28-008", place);
        } else if (tabs.getName() != "/S") {
            report.add("28-009", place);
        }
        for (QPDFObjectHandle& annotation : annotations.getArrayAsVector()) {
            if (annotation.isDictionary()) {
                checker.check(annotation, place);
            }
        }
    }
}

}  // namespace gordion::documents::internal
