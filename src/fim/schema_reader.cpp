// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_reader.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/internal/message_grammar.hpp"
#include "fim/internal/schema_builder.hpp"
#include "formats/xml.hpp"

namespace gordion::fim {
namespace {

using formats::XmlAttribute;
using internal::ChildRule;
using internal::Kind;
using internal::Slot;

constexpr std::string_view namespace_v3 = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0";
constexpr std::string_view namespace_any = "urn:xoev-de:fim:standard:xdatenfelder_";

// Walks the message with a stack of open elements. Which child may stand where is data
// (message_grammar); what a child means is the builder's business.
class SchemaHandler final : public formats::XmlHandler {
public:
    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<XmlAttribute>& attributes, int line) override;
    Result<void> on_text(std::string_view text) override;
    Result<void> on_end(std::string_view ns, std::string_view name, int line) override;

    internal::SchemaBuilder builder;

private:
    struct Frame {
        Kind kind = Kind::Message;
        Slot slot = Slot::Nothing;
        std::string_view name;
        int line = 0;
        std::uint64_t seen = 0;  // children by their place in the grammar
        std::string text;
    };

    Result<void> open_root(std::string_view ns, std::string_view name, int line);
    void skip(std::string_view code, std::string_view name, int line, std::string message);
    void report_missing(const Frame& frame);

    std::vector<Frame> open_;
    std::size_t skipped_depth_ = 0;
};

Result<void> SchemaHandler::open_root(std::string_view ns, std::string_view name, int line) {
    const std::string place = "line " + std::to_string(line);
    if (ns != namespace_v3) {
        const bool other_version = ns.substr(0, namespace_any.size()) == namespace_any;
        return Error{ErrorKind::Unsupported,
                     other_version ? "fim.version_unsupported" : "fim.message_unsupported",
                     place,
                     {{"namespace", std::string(ns)}, {"root", std::string(name)}},
                     other_version ? "only XDatenfelder 3.0.0 is read; convert the file in the FIM "
                                     "portal or ask the editorial office for version 3"
                                   : "this is no XDatenfelder message: its namespace is unknown"};
    }
    const Kind kind = internal::root_kind(name);
    if (kind == Kind::Leaf) {
        return Error{ErrorKind::Unsupported,
                     "fim.message_unsupported",
                     place,
                     {{"root", std::string(name)}},
                     "only messages 0102 (schema) and 0103 (group) are read"};
    }
    open_.push_back(Frame{kind, Slot::Nothing, "message", line, 0, {}});
    return {};
}

void SchemaHandler::skip(std::string_view code, std::string_view name, int line,
                         std::string message) {
    builder.report(code, Severity::Fault, line,
                   {{"element", builder.current_id()},
                    {"name", std::string(name.substr(0, 80))},
                    {"parent", std::string(open_.back().name)}},
                   std::move(message));
    skipped_depth_ = 1;
}

Result<void> SchemaHandler::on_start(std::string_view ns, std::string_view name,
                                     const std::vector<XmlAttribute>& attributes, int line) {
    if (skipped_depth_ > 0) {
        ++skipped_depth_;
        return {};
    }
    if (open_.empty()) {
        return open_root(ns, name, line);
    }
    Frame& parent = open_.back();
    if (parent.kind == Kind::Opaque) {
        builder.copy_start(parent.text, name, attributes);
        open_.push_back(Frame{Kind::Opaque, Slot::Nothing, "", line, 0, {}});
        return {};
    }
    const auto rules = internal::children_of(parent.kind);
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const ChildRule& candidate) {
        return candidate.name == name && (ns == namespace_v3 || ns.empty());
    });
    if (rule == rules.end()) {
        skip("fim.element_unexpected", name, line, "the standard has no such element here");
        return {};
    }
    const std::uint64_t bit = std::uint64_t{1} << (rule - rules.begin());
    const bool second_choice = parent.kind == Kind::Enthaelt && parent.seen != 0;
    if (second_choice || (!rule->many && (parent.seen & bit) != 0)) {
        // Exports write an empty optional element and then the same one with its text.
        const bool fills = rule->kind == Kind::Leaf && rule->need == internal::Need::Optional &&
                           parent.kind != Kind::Coded && builder.is_empty(rule->slot);
        if (!fills) {
            skip("fim.element_duplicate", name, line,
                 "only one value is allowed; the first one stays");
            return {};
        }
        builder.report("fim.element_duplicate", Severity::Warning, line,
                       {{"element", builder.current_id()}, {"name", std::string(name)}},
                       "the element stands twice; the first one is empty");
    }
    parent.seen |= bit;
    const Slot slot = parent.kind == Kind::Coded ? parent.slot : rule->slot;
    TRY(builder.open(rule->kind, slot, attributes, line));
    open_.push_back(Frame{rule->kind, slot, rule->name, line, 0, {}});
    return {};
}

Result<void> SchemaHandler::on_text(std::string_view text) {
    if (skipped_depth_ > 0 || open_.empty()) {
        return {};
    }
    const Kind kind = open_.back().kind;
    if (kind == Kind::Leaf) {
        open_.back().text.append(text);
    } else if (kind == Kind::Opaque) {
        open_.back().text.append(formats::escape_xml(text));
    } else if (!trim(text).empty()) {
        builder.report(
            "fim.text_unexpected", Severity::Warning, open_.back().line,
            {{"element", builder.current_id()}, {"parent", std::string(open_.back().name)}},
            "text between elements is not kept");
    }
    return {};
}

void SchemaHandler::report_missing(const Frame& frame) {
    if (frame.kind == Kind::Enthaelt && frame.seen == 0) {
        builder.report("fim.element_missing", Severity::Fault, frame.line,
                       {{"name", "datenfeld or datenfeldgruppe"}, {"parent", "enthaelt"}},
                       "a position holds exactly one field or group");
    }
    const auto rules = internal::children_of(frame.kind);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].need == internal::Need::Optional || (frame.seen >> i & 1) != 0) {
            continue;
        }
        builder.report("fim.element_missing",
                       rules[i].need == internal::Need::Must ? Severity::Fault : Severity::Warning,
                       frame.line,
                       {{"element", builder.current_id()},
                        {"name", std::string(rules[i].name)},
                        {"parent", std::string(frame.name)}},
                       "a required element is missing");
    }
}

Result<void> SchemaHandler::on_end(std::string_view, std::string_view name, int) {
    if (skipped_depth_ > 0) {
        --skipped_depth_;
        return {};
    }
    Frame frame = std::move(open_.back());
    open_.pop_back();
    if (frame.kind == Kind::Opaque && !open_.empty() && open_.back().kind == Kind::Opaque) {
        open_.back().text += frame.text + "</" + std::string(name) + ">";
        return {};
    }
    report_missing(frame);
    builder.close(frame.kind, frame.slot, std::move(frame.text), frame.line);
    return {};
}

}  // namespace

Result<Judged<Schema>> read_schema(std::string_view bytes) {
    SchemaHandler handler;
    TRY(formats::read_xml(bytes, handler));
    return handler.builder.take();
}

}  // namespace gordion::fim
