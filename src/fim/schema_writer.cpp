// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_writer.hpp"

#include <algorithm>

#include "fim/internal/slots.hpp"
#include "formats/json.hpp"
#include "formats/xml.hpp"

namespace gordion::fim {
namespace {

using formats::escape_xml;
using internal::ChildRule;
using internal::Kind;
using internal::Need;
using internal::Object;
using internal::Slot;

// The tables of slots serve reading, too, and therefore want to change what they point to. The
// writer only looks.
template <typename T>
Object object_of(const T& value) {
    return const_cast<T*>(&value);
}

class Writer {
public:
    explicit Writer(const Schema& schema) : schema_(schema), version_(schema.standard) {}
    std::string write();

private:
    void children(Object object, Kind kind);
    void child(Object object, const ChildRule& rule);
    void leaf(Object object, const ChildRule& rule);
    void leaf_list(Object object, const ChildRule& rule);
    void praezisierung(const Praezisierung& bounds);
    void coded(Object object, const ChildRule& rule);
    void opaque(const Regel& regel, const ChildRule& rule);
    /// What a relation, a code list or the schema refers to; nullptr if it refers to nothing.
    [[nodiscard]] const Identification* find_reference(Object object) const;
    void positions(const std::vector<Position>& all);
    void element(const Position& position);
    void with_children(std::string_view name, Object object, Kind kind);
    void text(std::string_view name, std::string_view value, std::string_view attributes = {});
    void begin_line();

    const Schema& schema_;
    XdfVersion version_;
    std::string out_;
    std::size_t depth_ = 0;
};

void Writer::begin_line() {
    out_.append("\n").append(2 * depth_, ' ');
}

void Writer::text(std::string_view name, std::string_view value, std::string_view attributes) {
    begin_line();
    out_.append("<xdf:").append(name).append(attributes);
    if (value.empty()) {
        out_.append("/>");
        return;
    }
    out_.append(">").append(escape_xml(value)).append("</xdf:").append(name).append(">");
}

void Writer::with_children(std::string_view name, Object object, Kind kind) {
    begin_line();
    out_.append("<xdf:").append(name).append(">");
    ++depth_;
    children(object, kind);
    --depth_;
    begin_line();
    out_.append("</xdf:").append(name).append(">");
}

void Writer::children(Object object, Kind kind) {
    for (const ChildRule& rule : internal::children_of(kind, version_)) {
        child(object, rule);
    }
}

std::string attribute(std::string_view name, std::string_view value) {
    return value.empty() ? std::string()
                         : " " + std::string(name) + "=\"" + escape_xml(value) + "\"";
}

std::string number(const std::optional<std::size_t>& value) {
    return value ? std::to_string(*value) : std::string();
}

void Writer::praezisierung(const Praezisierung& bounds) {
    const bool bounded = bounds.min_length || bounds.max_length || !bounds.min_value.empty() ||
                         !bounds.max_value.empty() || !bounds.pattern.empty();
    if (!bounded && bounds.text.empty()) {
        return;
    }
    if (version_ == XdfVersion::V3) {
        text("praezisierung", bounds.text,
             attribute("minLength", number(bounds.min_length)) +
                 attribute("maxLength", number(bounds.max_length)) +
                 attribute("minValue", bounds.min_value) + attribute("maxValue", bounds.max_value) +
                 attribute("pattern", bounds.pattern));
        return;
    }
    if (!bounds.text.empty()) {
        text("praezisierung", bounds.text);
        return;
    }
    formats::Json json = formats::Json::object();
    const auto set = [&json](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            json.set(name, value);
        }
    };
    set("minLength", number(bounds.min_length));
    set("maxLength", number(bounds.max_length));
    set("minValue", bounds.min_value);
    set("maxValue", bounds.max_value);
    set("pattern", bounds.pattern);
    text("praezisierung", formats::write_json(json));
}

void Writer::leaf_list(Object object, const ChildRule& rule) {
    const auto bezug = [&](const std::vector<Bezug>& all) {
        for (const Bezug& each : all) {
            text(rule.name, each.text, attribute("link", each.link));
        }
    };
    if (rule.slot == Slot::PositionBezug) {
        bezug(std::get<Position*>(object)->bezug);
    } else if (rule.slot == Slot::Bezug) {
        bezug(internal::facts_of(object)->bezug);
    } else if (rule.slot == Slot::Stichwort) {
        for (const Stichwort& each : internal::facts_of(object)->stichwort) {
            text(rule.name, each.text, attribute("uri", each.uri));
        }
    } else {
        for (const std::string& each : std::get<Field*>(object)->media_types) {
            text(rule.name, each);
        }
    }
}

void Writer::leaf(Object object, const ChildRule& rule) {
    switch (rule.slot) {
        case Slot::PositionBezug:
        case Slot::Bezug:
        case Slot::Stichwort:
        case Slot::MediaType:
            leaf_list(object, rule);
            return;
        case Slot::Anzahl:
            text(rule.name, std::get<Position*>(object)->multiplicity.to_text());
            return;
        case Slot::MaxSize:
            if (const auto& size = std::get<Field*>(object)->max_size_bytes) {
                text(rule.name, std::to_string(*size));
            }
            return;
        case Slot::Praezisierung:
            praezisierung(std::get<Field*>(object)->praezisierung);
            return;
        default:
            break;
    }
    const std::string* value = internal::text_of(object, rule.slot);
    const bool needed = rule.need == Need::Must || rule.need == Need::Filled;
    if (value != nullptr && (needed || !value->empty())) {
        text(rule.name, *value);
    }
}

void Writer::coded(Object object, const ChildRule& rule) {
    const std::string code = internal::code_of(object, rule.slot);
    if (code.empty()) {
        return;
    }
    const auto edition =
        std::find_if(schema_.list_editions.begin(), schema_.list_editions.end(),
                     [&rule](const ListEdition& each) { return each.element == rule.name; });
    const bool known = edition != schema_.list_editions.end();
    begin_line();
    out_.append("<xdf:").append(rule.name);
    out_.append(attribute("listURI", known ? edition->uri : rule.list));
    out_.append(attribute("listVersionID", known ? edition->version : rule.list_version));
    // The standard has this one element without a namespace, in every version.
    out_.append("><code>").append(escape_xml(code)).append("</code></xdf:");
    out_.append(rule.name).append(">");
}

void Writer::opaque(const Regel& regel, const ChildRule& rule) {
    const auto& all = rule.slot == Slot::Param  ? regel.param
                      : rule.slot == Slot::Ziel ? regel.ziel
                                                : regel.fehler;
    for (const std::string& each : all) {
        begin_line();
        out_.append("<xdf:").append(rule.name).append(">").append(each);
        out_.append("</xdf:").append(rule.name).append(">");
    }
}

void Writer::element(const Position& position) {
    if (const Field* field = position.field()) {
        with_children("datenfeld", object_of(*field), Kind::Field);
    } else {
        with_children("datenfeldgruppe", object_of(*position.group()), Kind::Group);
    }
}

void Writer::positions(const std::vector<Position>& all) {
    for (const Position& position : all) {
        with_children("struktur", object_of(position), Kind::Struktur);
    }
}

const Identification* Writer::find_reference(Object object) const {
    if (Relation** relation = std::get_if<Relation*>(&object)) {
        return &(*relation)->objekt;
    }
    if (CodeListReference** list = std::get_if<CodeListReference*>(&object)) {
        return (*list)->identification.id.empty() ? nullptr : &(*list)->identification;
    }
    return schema_.dokumentsteckbrief ? &*schema_.dokumentsteckbrief : nullptr;
}

void Writer::child(Object object, const ChildRule& rule) {
    switch (rule.kind) {
        case Kind::Leaf:
            leaf(object, rule);
            return;
        case Kind::Coded:
            coded(object, rule);
            return;
        case Kind::Opaque:
            opaque(*std::get<Regel*>(object), rule);
            return;
        case Kind::Identification:
            with_children(rule.name, object_of(internal::facts_of(object)->identification),
                          rule.kind);
            return;
        case Kind::Reference:
            if (const Identification* target = find_reference(object)) {
                with_children(rule.name, object_of(*target), rule.kind);
            }
            return;
        case Kind::Relation:
            for (const Relation& each : internal::facts_of(object)->relation) {
                with_children(rule.name, object_of(each), rule.kind);
            }
            return;
        case Kind::Regel:
            for (const Regel& each : *internal::rules_of(object)) {
                with_children(rule.name, object_of(each), rule.kind);
            }
            return;
        case Kind::Struktur: {
            Group** group = std::get_if<Group*>(&object);
            positions(group != nullptr ? (*group)->positions : schema_.positions);
            return;
        }
        case Kind::Enthaelt:
            begin_line();
            out_.append("<xdf:enthaelt>");
            ++depth_;
            element(*std::get<Position*>(object));
            --depth_;
            begin_line();
            out_.append("</xdf:enthaelt>");
            return;
        case Kind::Werte:
            if (!std::get<Field*>(object)->codes.empty()) {
                with_children(rule.name, object, rule.kind);
            }
            return;
        case Kind::Wert:
            for (const Code& each : std::get<Field*>(object)->codes) {
                with_children(rule.name, object_of(each), rule.kind);
            }
            return;
        case Kind::CodeList:
            if (const auto& list = std::get<Field*>(object)->code_list) {
                with_children(rule.name, object_of(*list), rule.kind);
            }
            return;
        default:
            with_children(rule.name, object, rule.kind);
            return;
    }
}

std::string Writer::write() {
    const internal::MessageRoot* root = internal::find_root(schema_.message, version_);
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xdf:" + std::string(root->name) +
           " xmlns:xdf=\"" + std::string(internal::namespace_of(version_)) + "\">";
    depth_ = 1;
    with_children("header", object_of(schema_), Kind::Header);
    if (schema_.message == MessageKind::Schema) {
        with_children("stammdatenschema", object_of(schema_), Kind::Schema);
    } else if (!schema_.positions.empty()) {
        element(schema_.positions.front());
    }
    out_ += "\n</xdf:" + std::string(root->name) + ">\n";
    return std::move(out_);
}

}  // namespace

Result<std::string> write_schema(const Schema& schema) {
    if (schema.standard == XdfVersion::V1) {
        return Error{ErrorKind::Unsupported,
                     "fim.version_not_written",
                     schema.identification.id,
                     {{"version", std::string(to_string(schema.standard))}},
                     "XDatenfelder 1 is only read. Convert the schema to version 3 to write it."};
    }
    return Writer(schema).write();
}

}  // namespace gordion::fim
