// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/schema_builder.hpp"

#include <algorithm>
#include <set>

#include "core/limits.hpp"

namespace gordion::fim::internal {
namespace {

std::string_view attribute_of(const std::vector<formats::XmlAttribute>& attributes,
                              std::string_view name) {
    for (const auto& candidate : attributes) {
        if (candidate.ns.empty() && candidate.name == name) {
            return candidate.value;
        }
    }
    return {};
}

// In memory, without texts. What stands once is part of something else.
std::size_t size_of(const ChildRule& rule) {
    switch (rule.kind) {
        case Kind::Struktur:
            return sizeof(Position);
        case Kind::Regel:
            return sizeof(Regel);
        case Kind::Wert:
            return sizeof(Code);
        case Kind::Relation:
            return sizeof(Relation);
        default:
            return rule.many ? sizeof(Bezug) : 0;
    }
}

template <typename T>
T& as(Object object) {
    return *std::get<T*>(object);
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

Result<void> SchemaBuilder::count(const ChildRule& rule, int line) {
    bytes_ += size_of(rule);
    if (bytes_ > limits::schema_bytes) {
        return Error{ErrorKind::TooLarge,
                     "fim.too_many_parts",
                     "line " + std::to_string(line),
                     {{"max", std::to_string(limits::schema_bytes)}},
                     "the schema has so many parts that they do not fit into memory"};
    }
    return {};
}

Result<Object> SchemaBuilder::open_position(Object parent, int line) {
    if (++positions_ > limits::schema_elements) {
        return Error{ErrorKind::TooLarge,
                     "fim.too_many_elements",
                     "line " + std::to_string(line),
                     {{"max", std::to_string(limits::schema_elements)}},
                     "the schema has more positions than this server reads"};
    }
    Group** group = std::get_if<Group*>(&parent);
    auto& siblings = group != nullptr ? (*group)->positions : as<Schema>(parent).positions;
    // Closed siblings may move; whatever is open stands further in and is not among them.
    Position& position = siblings.emplace_back();
    position.line = line;
    return Object(&position);
}

Object SchemaBuilder::open_element(Position& position, Kind kind, int line) {
    if (kind == Kind::Group) {
        Group& group = position.element.emplace<Group>();
        group.line = line;
        return &group;
    }
    Field& field = std::get<Field>(position.element);  // what a position begins with
    field.line = line;
    return &field;
}

Result<Object> SchemaBuilder::open(Object parent, const ChildRule& rule,
                                   const std::vector<formats::XmlAttribute>& attributes, int line) {
    switch (rule.kind) {
        case Kind::Schema:
            schema_.line = line;
            return parent;
        case Kind::Struktur:
            return open_position(parent, line);
        case Kind::Group:
        case Kind::Field:
            if (std::holds_alternative<Schema*>(parent)) {
                // A message about one element has no struktur around it.
                parent = TRY(open_position(parent, line));
            }
            return open_element(as<Position>(parent), rule.kind, line);
        case Kind::Regel:
            rules_of(parent)->emplace_back().line = line;
            return Object(&rules_of(parent)->back());
        case Kind::Identification:
            return Object(&facts_of(parent)->identification);
        case Kind::Reference:
            if (Relation** relation = std::get_if<Relation*>(&parent)) {
                return Object(&(*relation)->objekt);
            }
            if (CodeListReference** list = std::get_if<CodeListReference*>(&parent)) {
                return Object(&(*list)->identification);
            }
            return Object(&schema_.dokumentsteckbrief.emplace());
        case Kind::Relation:
            return Object(&facts_of(parent)->relation.emplace_back());
        case Kind::Wert:
            return Object(&as<Field>(parent).codes.emplace_back());
        case Kind::CodeList:
            return Object(&as<Field>(parent).code_list.emplace());
        case Kind::Coded:
            remember_edition(rule, attributes);
            return parent;
        case Kind::Leaf:
            line_ = line;
            if (rule.slot == Slot::Praezisierung && !attributes.empty()) {
                read_bounds(as<Field>(parent).praezisierung, attributes);
            } else if (!attributes.empty()) {
                attribute_ =
                    attribute_of(attributes, rule.slot == Slot::Stichwort ? "uri" : "link");
            }
            return parent;
        default:
            return parent;
    }
}

void SchemaBuilder::remember_edition(const ChildRule& rule,
                                     const std::vector<formats::XmlAttribute>& attributes) {
    if (std::find(remembered_.begin(), remembered_.end(), &rule) != remembered_.end()) {
        return;
    }
    remembered_.push_back(&rule);
    for (const ListEdition& known : schema_.list_editions) {
        if (known.element == rule.name) {
            return;
        }
    }
    schema_.list_editions.push_back({std::string(rule.name),
                                     std::string(attribute_of(attributes, "listURI")),
                                     std::string(attribute_of(attributes, "listVersionID"))});
}

void SchemaBuilder::read_bounds(Praezisierung& bounds,
                                const std::vector<formats::XmlAttribute>& attributes) {
    bounds.min_length = parse_size(attribute_of(attributes, "minLength"), "minLength");
    bounds.max_length = parse_size(attribute_of(attributes, "maxLength"), "maxLength");
    bounds.min_value = attribute_of(attributes, "minValue");
    bounds.max_value = attribute_of(attributes, "maxValue");
    bounds.pattern = attribute_of(attributes, "pattern");
}

void SchemaBuilder::close(Object object, Kind kind) {
    switch (kind) {
        case Kind::Werte:
            drop_repeated_codes(as<Field>(object));
            return;
        case Kind::Schema:
            report_repeated_positions(as<Schema>(object).positions);
            return;
        case Kind::Group:
            report_repeated_positions(as<Group>(object).positions);
            return;
        default:
            return;
    }
}

void SchemaBuilder::drop_repeated_codes(Field& field) {
    std::set<std::string_view> seen;
    const auto repeated = [&](const Code& code) { return !seen.insert(code.code).second; };
    if (std::none_of(field.codes.begin(), field.codes.end(), repeated)) {
        return;
    }
    seen.clear();
    std::vector<Code> kept;
    for (const Code& code : field.codes) {
        if (!repeated(code)) {
            kept.push_back(code);
            continue;
        }
        report("fim.code_duplicate", Severity::Fault, field.line,
               {{"element", field.identification.id}, {"code", code.code.substr(0, 80)}},
               "the code stands twice in one list");
    }
    field.codes = std::move(kept);
}

void SchemaBuilder::report_repeated_positions(const std::vector<Position>& positions) {
    std::vector<const Position*> by_id;
    by_id.reserve(positions.size());
    for (const Position& position : positions) {
        by_id.push_back(&position);
    }
    std::stable_sort(by_id.begin(), by_id.end(), [](const Position* left, const Position* right) {
        return left->id() < right->id();
    });
    for (std::size_t i = 1; i < by_id.size(); ++i) {
        if (!by_id[i]->id().empty() && by_id[i]->id() == by_id[i - 1]->id()) {
            report("fim.position_duplicate", Severity::Fault, by_id[i]->line,
                   {{"element", by_id[i]->id()}},
                   "the element stands twice in one group: the two places cannot be told apart");
        }
    }
}

void SchemaBuilder::finish() {
    if (schema_.message != MessageKind::Schema && !schema_.positions.empty()) {
        const ElementFacts& element = schema_.positions.front().facts();
        schema_.identification = element.identification;
        schema_.name = element.name;
        schema_.bezeichnung = element.bezeichnung_eingabe;
    }
    if (schema_.standard == XdfVersion::V1) {
        report("fim.version_outdated", Severity::Warning, schema_.line,
               {{"version", std::string(to_string(schema_.standard))}},
               "XDatenfelder 1 is read as far as it can be mapped; names and texts of its code "
               "lists are not kept");
    }
}

}  // namespace gordion::fim::internal
