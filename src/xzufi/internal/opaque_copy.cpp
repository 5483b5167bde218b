// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/opaque_copy.hpp"

#include "core/text.hpp"

namespace gordion::xzufi::internal {
namespace {

constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";

// A reader turns bare line ends and tabs of an attribute into blanks.
std::string escape_attribute(std::string_view value) {
    std::string escaped = formats::escape_xml(value);
    escaped = replace_all(std::move(escaped), "\n", "&#10;");
    return replace_all(std::move(escaped), "\t", "&#9;");
}

void append_attribute(std::string& xml, std::string_view name, std::string_view value) {
    xml.append(" ").append(name).append("=\"").append(escape_attribute(value)).append("\"");
}

}  // namespace

void OpaqueCopy::start(std::string_view ns, std::string_view name,
                       const std::vector<formats::XmlAttribute>& attributes) {
    const std::string_view around = open_.empty() ? std::string_view() : open_.back().ns;
    xml_.append("<").append(name);
    if (ns != around) {
        append_attribute(xml_, "xmlns", ns);
    }
    int prefixes = 0;
    for (const formats::XmlAttribute& attribute : attributes) {
        std::string prefix;
        if (attribute.ns == xml_namespace) {
            prefix = "xml:";
        } else if (!attribute.ns.empty()) {
            const std::string made = "a" + std::to_string(prefixes++);
            append_attribute(xml_, "xmlns:" + made, attribute.ns);
            prefix = made + ":";
        }
        append_attribute(xml_, prefix.append(attribute.name), attribute.value);
    }
    xml_ += ">";
    open_.push_back({std::string(ns), std::string(name)});
}

void OpaqueCopy::text(std::string_view text) {
    xml_ += formats::escape_xml(text);
}

void OpaqueCopy::end() {
    xml_.append("</").append(open_.back().name).append(">");
    open_.pop_back();
}

}  // namespace gordion::xzufi::internal
