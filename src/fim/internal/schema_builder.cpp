// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/schema_builder.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::fim::internal {
namespace {

std::string attribute(const std::vector<formats::XmlAttribute>& attributes, std::string_view name) {
    for (const auto& candidate : attributes) {
        if (candidate.ns.empty() && candidate.name == name) {
            return candidate.value;
        }
    }
    return {};
}

}  // namespace

void SchemaBuilder::report(std::string_view code, Severity severity, int line, Values values,
                           std::string message) {
    if (findings_.size() == limits::findings) {
        findings_.push_back({"fim.more_findings",
                             Severity::Fault,
                             "line " + std::to_string(line),
                             {},
                             "the list of findings ends here"});
    }
    if (findings_.size() > limits::findings) {
        return;
    }
    findings_.push_back({std::string(code), severity, "line " + std::to_string(line),
                         std::move(values), std::move(message)});
}

void SchemaBuilder::copy_start(std::string& to, std::string_view name,
                               const std::vector<formats::XmlAttribute>& attributes) {
    to += "<" + std::string(name);
    for (const auto& each : attributes) {
        to += " " + each.name + "=\"" + formats::escape_xml(each.value) + "\"";
    }
    to += ">";
}

Facts& SchemaBuilder::facts() {
    if (open_positions_.empty()) {
        return schema_;
    }
    Position& position = open_positions_.back();
    if (Field* field = std::get_if<Field>(&position.element)) {
        return *field;
    }
    return std::get<Group>(position.element);
}

Group* SchemaBuilder::open_group() {
    return open_positions_.empty() ? nullptr : std::get_if<Group>(&open_positions_.back().element);
}

Field* SchemaBuilder::open_field() {
    return open_positions_.empty() ? nullptr : std::get_if<Field>(&open_positions_.back().element);
}

bool SchemaBuilder::is_empty(Slot slot) {
    const std::string* text = plain_text(slot);
    return text != nullptr && text->empty();
}

std::string SchemaBuilder::current_id() const {
    if (regel_) {
        return regel_->identification.id;
    }
    return open_positions_.empty() ? schema_.identification.id : open_positions_.back().id();
}

Result<void> SchemaBuilder::open(Kind kind, Slot slot,
                                 const std::vector<formats::XmlAttribute>& attributes, int line) {
    attributes_ = {attribute(attributes, "link"), attribute(attributes, "uri")};
    if (kind == Kind::Schema) {
        schema_.line = line;
    } else if (kind == Kind::Struktur || (kind == Kind::Group && open_positions_.empty())) {
        // A group message has no struktur around its group.
        group_message_ = group_message_ || kind == Kind::Group;
        if (++positions_ > limits::schema_elements) {
            return Error{ErrorKind::TooLarge,
                         "fim.too_many_elements",
                         "line " + std::to_string(line),
                         {{"max", std::to_string(limits::schema_elements)}},
                         "the schema has more positions than this server reads"};
        }
        open_positions_.push_back(Position{{}, {}, Field(), line});
    }
    if (kind == Kind::Field || kind == Kind::Group) {
        if (kind == Kind::Group) {
            open_positions_.back().element = Group();
        }
        facts().line = line;
    } else if (kind == Kind::Regel) {
        regel_.emplace();
        regel_->line = line;
    } else if (kind == Kind::Relation) {
        relation_.emplace();
    } else if (kind == Kind::Werte) {
        wert_codes_.clear();
    } else if (kind == Kind::Wert) {
        wert_.emplace();
    } else if (kind == Kind::Reference) {
        in_reference_ = true;
        if (!relation_) {
            schema_.dokumentsteckbrief.emplace();
        }
    } else if (kind == Kind::CodeList) {
        open_field()->code_list.emplace();
    } else if (slot == Slot::Praezisierung) {
        read_praezisierung(attributes, line);
    }
    return {};
}

std::optional<std::size_t> SchemaBuilder::parse_size(std::string_view text, std::string_view name,
                                                     int line) {
    text = trim(text);
    if (text.empty()) {
        return std::nullopt;
    }
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        report("fim.number_invalid", Severity::Fault, line,
               {{"element", current_id()}, {"name", std::string(name)}},
               "a whole number is expected here");
        return std::nullopt;
    }
    return value;
}

void SchemaBuilder::read_praezisierung(const std::vector<formats::XmlAttribute>& attributes,
                                       int line) {
    Praezisierung& bounds = open_field()->praezisierung;
    bounds.min_length = parse_size(attribute(attributes, "minLength"), "minLength", line);
    bounds.max_length = parse_size(attribute(attributes, "maxLength"), "maxLength", line);
    bounds.min_value = trim(attribute(attributes, "minValue"));
    bounds.max_value = trim(attribute(attributes, "maxValue"));
    bounds.pattern = attribute(attributes, "pattern");
}

void SchemaBuilder::close(Kind kind, Slot slot, std::string text, int line) {
    switch (kind) {
        case Kind::Leaf:
            store_leaf(slot, std::move(text), line);
            return;
        case Kind::Opaque: {
            auto& list = slot == Slot::RegelParam  ? regel_->param
                         : slot == Slot::RegelZiel ? regel_->ziel
                                                   : regel_->fehler;
            list.push_back(std::move(text));
            return;
        }
        case Kind::Regel: {
            Group* group = open_group();
            Field* field = open_field();
            auto& rules = group != nullptr   ? group->regeln
                          : field != nullptr ? field->regeln
                                             : schema_.regeln;
            rules.push_back(std::move(*regel_));
            regel_.reset();
            return;
        }
        case Kind::Relation:
            facts().relation.push_back(std::move(*relation_));
            relation_.reset();
            return;
        case Kind::Reference:
            in_reference_ = false;
            return;
        case Kind::Wert:
            close_wert(line);
            return;
        case Kind::Struktur:
            close_position();
            return;
        case Kind::Group:
            if (group_message_ && open_positions_.size() == 1) {
                close_position();
            }
            return;
        default:
            return;
    }
}

void SchemaBuilder::close_position() {
    Position closed = std::move(open_positions_.back());
    open_positions_.pop_back();
    Group* parent = open_group();
    (parent != nullptr ? parent->positions : schema_.positions).push_back(std::move(closed));
}

void SchemaBuilder::close_wert(int line) {
    if (!wert_codes_.insert(wert_->code).second) {
        report("fim.code_duplicate", Severity::Fault, line,
               {{"element", current_id()}, {"code", wert_->code.substr(0, 80)}},
               "the code stands twice in one list");
    } else {
        open_field()->codes.push_back(std::move(*wert_));
    }
    wert_.reset();
}

Judged<Schema> SchemaBuilder::take() {
    if (group_message_ && !schema_.positions.empty()) {
        const ElementFacts& group = schema_.positions.front().facts();
        schema_.identification = group.identification;
        schema_.name = group.name;
        schema_.bezeichnung = group.bezeichnung_eingabe;
    }
    return {std::move(schema_), std::move(findings_)};
}

}  // namespace gordion::fim::internal
