// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/ua_fonts.hpp"

#include <cstdlib>

namespace gordion::documents::internal {
namespace {

constexpr std::uint32_t most_codes = 65536;

std::string font_place(const QPDFObjectHandle& font) {
    return "font, object " + std::to_string(QPDFObjectHandle(font).getObjectID());
}

std::string name_of(QPDFObjectHandle object) {
    return object.isName() ? object.getName() : std::string();
}

bool is_embedded(QPDFObjectHandle descriptor) {
    return descriptor.isDictionary() && (descriptor.getKey("/FontFile").isStream() ||
                                         descriptor.getKey("/FontFile2").isStream() ||
                                         descriptor.getKey("/FontFile3").isStream());
}

/// A reader of the parts of a ToUnicode CMap that matter: bfchar and bfrange (ISO 32000-1, 9.10.3).
class CMapReader : public QPDFObjectHandle::ParserCallbacks {
public:
    explicit CMapReader(std::map<std::uint32_t, std::uint32_t>& to_unicode)
        : to_unicode_(to_unicode) {}

    void handleObject(QPDFObjectHandle object) override {
        if (!object.isOperator()) {
            if (waiting_.size() < 4096) {
                waiting_.push_back(object);
            }
            return;
        }
        const std::string word = object.getOperatorValue();
        if (word == "endbfchar") {
            for (std::size_t i = 0; i + 1 < waiting_.size(); i += 2) {
                add(number(waiting_[i]), waiting_[i + 1], 0);
            }
        } else if (word == "endbfrange") {
            for (std::size_t i = 0; i + 2 < waiting_.size(); i += 3) {
                add_range(number(waiting_[i]), number(waiting_[i + 1]), waiting_[i + 2]);
            }
        }
        waiting_.clear();
    }

    void handleEOF() override {}

private:
    static std::uint32_t number(QPDFObjectHandle text) {
        std::uint32_t value = 0;
        if (text.isString()) {
            for (const char c : text.getStringValue().substr(0, 4)) {
                value = (value << 8U) | static_cast<unsigned char>(c);
            }
        }
        return value;
    }

    void add(std::uint32_t code, QPDFObjectHandle target, std::uint32_t offset) {
        if (target.isString() && to_unicode_.size() < most_codes) {
            const std::string text = target.getStringValue();
            const auto unit = [&](std::size_t at) {
                return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at]));
            };
            std::uint32_t first = text.size() == 1 ? unit(0) : 0;
            if (text.size() >= 2) {
                first = (unit(0) << 8U) | unit(1);
            }
            to_unicode_[code] = first + offset;
        }
    }

    void add_range(std::uint32_t first, std::uint32_t last, QPDFObjectHandle target) {
        for (std::uint32_t code = first; code <= last && code - first < most_codes; ++code) {
            const std::uint32_t offset = code - first;
            if (target.isArray() && static_cast<int>(offset) < target.getArrayNItems()) {
                add(code, target.getArrayItem(static_cast<int>(offset)), 0);
            } else if (target.isString()) {
                add(code, target, offset);
            }
        }
    }

    std::map<std::uint32_t, std::uint32_t>& to_unicode_;
    std::vector<QPDFObjectHandle> waiting_;
};

void check_descendant(QPDFObjectHandle font, UaReport& report) {
    QPDFObjectHandle list = font.getKey("/DescendantFonts");
    QPDFObjectHandle inner = list.isArray() && list.getArrayNItems() > 0
                                 ? list.getArrayItem(0)
                                 : QPDFObjectHandle::newNull();
    if (!inner.isDictionary() || !is_embedded(inner.getKey("/FontDescriptor"))) {
        report.add("31-009", font_place(font));
        return;
    }
    QPDFObjectHandle glyphs = inner.getKey("/CIDToGIDMap");
    if (name_of(inner.getKey("/Subtype")) != "/CIDFontType2") {
        return;
    }
    if (glyphs.isNull()) {
        report.add("31-007", font_place(font));
    } else if (!glyphs.isStream() && name_of(glyphs) != "/Identity") {
        report.add("31-006", font_place(font));
    }
}

bool is_standard_encoding(QPDFObjectHandle font) {
    QPDFObjectHandle encoding = font.getKey("/Encoding");
    const std::string name =
        name_of(encoding.isDictionary() ? encoding.getKey("/BaseEncoding") : encoding);
    const bool is_listed =
        name == "/WinAnsiEncoding" || name == "/MacRomanEncoding" || name == "/MacExpertEncoding";
    return is_listed && !(encoding.isDictionary() && encoding.hasKey("/Differences"));
}

}  // namespace

FontFacts check_font(const QPDFObjectHandle& font, UaReport& report) {
    FontFacts facts;
    QPDFObjectHandle object = font;
    const std::string kind = name_of(object.getKey("/Subtype"));
    facts.is_composite = kind == "/Type0";
    facts.is_mapped_by_rule = !facts.is_composite && is_standard_encoding(object);
    if (facts.is_composite) {
        check_descendant(object, report);
    } else if (kind != "/Type3" && !is_embedded(object.getKey("/FontDescriptor"))) {
        report.add("31-009", font_place(font));
    }
    QPDFObjectHandle map = object.getKey("/ToUnicode");
    if (map.isStream()) {
        CMapReader reader(facts.to_unicode);
        QPDFObjectHandle::parseContentStream(map, &reader);
    } else if (!facts.is_mapped_by_rule) {
        report.add("31-027", font_place(font));
        facts.is_mapped_by_rule = true;  // said once; every character would say it again
    }
    for (const auto& [code, unicode] : facts.to_unicode) {
        if (unicode == 0) {
            report.add("31-028", font_place(font));
        } else if (unicode == 0xFEFF || unicode == 0xFFFE) {
            report.add("31-029", font_place(font));
        }
    }
    return facts;
}

std::vector<std::uint32_t> codes_of(const FontFacts& font, std::string_view shown) {
    std::vector<std::uint32_t> codes;
    const std::size_t step = font.is_composite ? 2 : 1;
    for (std::size_t i = 0; i + step <= shown.size(); i += step) {
        std::uint32_t code = static_cast<unsigned char>(shown[i]);
        if (font.is_composite) {
            code = (code << 8U) | static_cast<unsigned char>(shown[i + 1]);
        }
        codes.push_back(code);
    }
    return codes;
}

}  // namespace gordion::documents::internal
