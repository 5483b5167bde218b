// SPDX-License-Identifier: EUPL-1.2
#include "documents/ua_check.hpp"

#include <algorithm>
#include <string>

#include "core/verify.hpp"
#include "documents/internal/qpdf.hpp"
#include "documents/internal/ua_content.hpp"
#include "documents/internal/ua_report.hpp"
#include "documents/internal/ua_structure.hpp"

namespace gordion::documents {
namespace internal {

void UaReport::add(std::string_view number, std::string place) {
    constexpr int most_of_one = 10;
    const std::string key(number);
    if (++counts_[key] > most_of_one) {
        return;
    }
    const std::vector<UaCondition>& all = ua_conditions();
    const auto condition = std::find_if(
        all.begin(), all.end(), [&](const UaCondition& one) { return one.number == number; });
    VERIFY(condition != all.end(), "every check stands in the list of conditions");
    std::string code = "documents." + ("ua_" + key);
    std::replace(code.begin(), code.end(), '-', '_');
    findings_.push_back({std::move(code),
                         Severity::Fault,
                         std::move(place),
                         {{"condition", key}},
                         std::string(condition->sentence)});
}

namespace {

bool is_true(QPDFObjectHandle object) {
    return object.isBool() && object.getBoolValue();
}

std::string stream_text(QPDFObjectHandle stream) {
    const std::shared_ptr<Buffer> data = stream.getStreamData(qpdf_dl_generalized);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

/// The value of an XMP property, written as an attribute or as an element.
std::string xmp_value(const std::string& xmp, const std::string& property) {
    const std::size_t at = xmp.find(property);
    if (at == std::string::npos) {
        return {};
    }
    std::size_t begin = at + property.size();
    if (xmp.compare(begin, 2, "=\"") == 0 || xmp.compare(begin, 2, "='") == 0) {
        const std::size_t end = xmp.find(xmp[begin + 1], begin + 2);
        return end == std::string::npos ? "" : xmp.substr(begin + 2, end - begin - 2);
    }
    // The first text inside the element, whatever containers stand around it.
    const std::size_t close = xmp.find("</" + property, begin);
    while (begin < close && begin != std::string::npos) {
        begin = xmp.find('>', begin);
        if (begin == std::string::npos || begin >= close) {
            return {};
        }
        const std::size_t end = std::min(xmp.find('<', ++begin), close);
        const std::string text = xmp.substr(begin, end - begin);
        if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
            return text;
        }
    }
    return {};
}

void check_metadata(QPDFObjectHandle catalog, UaReport& report) {
    QPDFObjectHandle metadata = catalog.getKey("/Metadata");
    if (!metadata.isStream()) {
        report.add("06-001", "catalog");
        return;
    }
    const std::string xmp = stream_text(metadata);
    if (xmp_value(xmp, "pdfuaid:part") != "1") {
        report.add("06-002", "metadata");
    }
    if (xmp_value(xmp, "dc:title").empty()) {
        report.add("06-003", "metadata");
    }
}

bool is_language(QPDFObjectHandle value) {
    if (!value.isString()) {
        return false;
    }
    const std::string text = value.getUTF8Value();
    return text.size() >= 2 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                      (c >= '0' && c <= '9');
           });
}

/// Text outside of every element with a language of its own has only that of the catalog.
void check_languages(QPDFObjectHandle catalog, const Structure& structure, UaReport& report) {
    if (is_language(catalog.getKey("/Lang"))) {
        return;
    }
    report.add("11-006", "catalog");
    for (const auto& [mark, owner] : structure.owner_of_mark) {
        std::size_t at = owner;
        while (at != 0 &&
               !is_language(QPDFObjectHandle(structure.elements[at].object).getKey("/Lang"))) {
            at = structure.elements[at].parent;
        }
        if (at == 0) {
            report.add("11-001", place_of(structure.elements[owner]));
            return;
        }
    }
}

void check_view(QPDFObjectHandle catalog, UaReport& report) {
    QPDFObjectHandle view = catalog.getKey("/ViewerPreferences");
    if (!view.isDictionary() || !view.hasKey("/DisplayDocTitle")) {
        report.add("07-001", "catalog");
    } else if (!is_true(view.getKey("/DisplayDocTitle"))) {
        report.add("07-002", "catalog");
    }
    QPDFObjectHandle mark = catalog.getKey("/MarkInfo");
    if (!mark.isDictionary() || !is_true(mark.getKey("/Marked")) ||
        !catalog.getKey("/StructTreeRoot").isDictionary()) {
        report.add("00-001", "catalog");
    }
    if (mark.isDictionary() && is_true(mark.getKey("/Suspects"))) {
        report.add("01-007", "catalog");
    }
}

void check_optional_content(QPDFObjectHandle catalog, UaReport& report) {
    QPDFObjectHandle layers = catalog.getKey("/OCProperties");
    if (!layers.isDictionary()) {
        return;
    }
    const auto check = [&](QPDFObjectHandle configuration, std::string_view number) {
        QPDFObjectHandle name = configuration.getKey("/Name");
        if (!name.isString() || name.getStringValue().empty()) {
            report.add(number, "optional content");
        }
        if (configuration.hasKey("/AS")) {
            report.add("20-003", "optional content");
        }
    };
    QPDFObjectHandle others = layers.getKey("/Configs");
    for (int i = 0; others.isArray() && i < std::min(others.getArrayNItems(), 1000); ++i) {
        if (others.getArrayItem(i).isDictionary()) {
            check(others.getArrayItem(i), "20-001");
        }
    }
    if (layers.getKey("/D").isDictionary()) {
        check(layers.getKey("/D"), "20-002");
    }
}

void check_attachments_and_forms(QPDF& pdf, UaReport& report) {
    for (QPDFObjectHandle& object : pdf.getAllObjects()) {
        const bool is_file = object.isDictionary() && object.hasKey("/EF");
        if (is_file && (!object.hasKey("/F") || !object.hasKey("/UF"))) {
            report.add("21-001", "object " + std::to_string(object.getObjectID()));
        }
    }
    QPDFObjectHandle form = pdf.getRoot().getKey("/AcroForm");
    QPDFObjectHandle xfa = form.isDictionary() ? form.getKey("/XFA") : QPDFObjectHandle::newNull();
    std::vector<QPDFObjectHandle> parts = {xfa};
    if (xfa.isArray()) {
        parts = xfa.getArrayAsVector();
    }
    for (QPDFObjectHandle& part : parts) {
        if (part.isStream()) {
            const std::string text = stream_text(part);
            const std::size_t at = text.find("dynamicRender");
            if (at != std::string::npos &&
                text.substr(at, 40).find("required") != std::string::npos) {
                report.add("25-001", "form");
            }
        }
    }
}

void check_encryption(QPDF& pdf, UaReport& report) {
    QPDFObjectHandle encryption = pdf.getTrailer().getKey("/Encrypt");
    if (!encryption.isDictionary()) {
        return;
    }
    QPDFObjectHandle permissions = encryption.getKey("/P");
    constexpr long long for_assistive_technology = 1LL << 9U;
    // Without permissions qpdf does not open the file at all: condition 26-001 is "unreadable".
    if (permissions.isInteger() && (permissions.getIntValue() & for_assistive_technology) == 0) {
        report.add("26-002", "encryption");
    }
}

void check_all(QPDF& pdf, UaReport& report) {
    QPDFObjectHandle catalog = pdf.getRoot();
    check_view(catalog, report);
    check_metadata(catalog, report);
    check_encryption(pdf, report);
    check_optional_content(catalog, report);
    check_attachments_and_forms(pdf, report);
    const Structure structure = read_structure(pdf, report);
    check_structure(structure, report);
    check_languages(catalog, structure, report);
    check_content(pdf, structure, report);
    check_annotations(pdf, structure, report);
}

Finding unreadable(const std::string& reason) {
    return {"documents.ua_unreadable",
            Severity::Fault,
            "",
            {{"reason", reason}},
            "The file cannot be read as a PDF."};
}

}  // namespace
}  // namespace internal

Findings check_pdf_ua(std::string_view pdf) {
    if (pdf.size() > ua_bytes) {
        return {internal::unreadable("larger than 64 MiB")};
    }
    internal::UaReport report;
    try {
        QPDF file;
        file.setSuppressWarnings(true);
        file.setAttemptRecovery(false);
        file.processMemoryFile("checked", pdf.data(), pdf.size());
        internal::check_all(file, report);
    } catch (const Bug&) {
        throw;
    } catch (const std::exception& problem) {
        return {internal::unreadable(problem.what())};
    }
    Findings findings = std::move(report).take();
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.code < b.code; });
    return findings;
}

}  // namespace gordion::documents
