// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_reader.hpp"

#include <array>
#include <span>

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
using internal::Need;
using internal::Object;
using internal::Slot;

constexpr std::string_view namespace_any = "urn:xoev-de:fim:standard:xdatenfelder_";

// Walks the message with a stack of open elements. Which child may stand where is data
// (message_grammar); what a child means is the builder's business.
class SchemaHandler final : public formats::XmlHandler {
public:
    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<XmlAttribute>& attributes, int line) override;
    Result<void> on_text(std::string_view text) override;
    Result<void> on_end(std::string_view ns, std::string_view name, int line) override;
    Judged<Schema> take() { return {std::move(schema_), std::move(findings_)}; }

private:
    struct Frame {
        Frame(const ChildRule& is, const Object& belongs_to, int at,
              std::span<const ChildRule> may_hold)
            : rule(&is), object(belongs_to), line(at), children(may_hold) {}

        const ChildRule* rule;  // what the element is
        Object object;          // to what its content belongs
        int line;
        std::uint64_t seen = 0;  // children by their place in the grammar
        std::size_t next = 0;    // where the next child probably stands in the grammar
        std::span<const ChildRule> children;
    };

    Result<void> open_root(std::string_view ns, std::string_view name, int line);
    void skip(std::string_view code, std::string_view name, int line, std::string message);
    /// The rule of a child, or nullptr if the standard has no such element here.
    const ChildRule* find_rule(Frame& parent, std::string_view ns, std::string_view name);
    [[nodiscard]] bool may_be_filled(const Frame& parent, const ChildRule& rule) const;
    void report_missing(const Frame& frame);
    [[nodiscard]] std::string current_id() const;
    void push(const ChildRule& rule, const Object& object, int line);
    void close_leaf(const Frame& frame, std::string_view name);
    void copy_start(std::string_view ns, std::string_view name,
                    const std::vector<XmlAttribute>& attributes);

    Schema schema_;
    Findings findings_;
    internal::SchemaBuilder builder_{schema_, findings_, [this] { return current_id(); }};
    ChildRule root_;
    std::array<std::span<const ChildRule>, internal::kind_count> children_;  // by kind
    std::vector<Frame> open_;
    const char* namespace_ = nullptr;  // the parser keeps each URI once
    std::string text_;                 // of the leaf that is open
    bool refills_ = false;             // that leaf stands a second time; the first one was empty
    std::vector<std::string_view> opaque_;  // prefixes of the elements that are being copied
    std::size_t skipped_depth_ = 0;
};

Result<void> SchemaHandler::open_root(std::string_view ns, std::string_view name, int line) {
    const std::string place = "line " + std::to_string(line);
    const auto version = internal::version_of_namespace(ns);
    if (!version) {
        const bool other_version = ns.substr(0, namespace_any.size()) == namespace_any;
        return Error{ErrorKind::Unsupported,
                     other_version ? "fim.version_unsupported" : "fim.message_unsupported",
                     place,
                     {{"namespace", std::string(ns.substr(0, 200))},
                      {"root", std::string(name.substr(0, 80))}},
                     other_version
                         ? "XDatenfelder 1, 2 and 3.0.0 are read; convert the file in the "
                           "FIM portal or ask the editorial office for version 3"
                         : "this is no XDatenfelder message: its namespace is unknown"};
    }
    const internal::MessageRoot* root = internal::find_root(name, *version);
    if (root == nullptr) {
        return Error{ErrorKind::Unsupported,
                     "fim.message_unsupported",
                     place,
                     {{"namespace", std::string(ns)}, {"root", std::string(name.substr(0, 80))}},
                     "only messages 0102 (schema), 0103 (group) and 0104 (field) are read"};
    }
    schema_.standard = *version;
    schema_.message = root->kind == Kind::GroupMessage   ? MessageKind::Group
                      : root->kind == Kind::FieldMessage ? MessageKind::Field
                                                         : MessageKind::Schema;
    root_ = {"message", root->kind};
    namespace_ = ns.data();
    for (std::size_t kind = 0; kind < children_.size(); ++kind) {
        children_[kind] = internal::children_of(static_cast<Kind>(kind), *version);
    }
    open_.reserve(64);
    push(root_, &schema_, line);
    return {};
}

void SchemaHandler::push(const ChildRule& rule, const Object& object, int line) {
    open_.emplace_back(rule, object, line, children_[static_cast<std::size_t>(rule.kind)]);
}

std::string SchemaHandler::current_id() const {
    for (auto frame = open_.rbegin(); frame != open_.rend(); ++frame) {
        const Facts* facts = internal::facts_of(frame->object);
        if (facts != nullptr && !facts->identification.id.empty()) {
            return facts->identification.id;
        }
    }
    return {};
}

void SchemaHandler::skip(std::string_view code, std::string_view name, int line,
                         std::string message) {
    builder_.report(code, Severity::Fault, line,
                    {{"element", current_id()},
                     {"name", std::string(name.substr(0, 80))},
                     {"parent", std::string(open_.back().rule->name)}},
                    std::move(message));
    skipped_depth_ = 1;
}

const ChildRule* SchemaHandler::find_rule(Frame& parent, std::string_view ns,
                                          std::string_view name) {
    const bool known =
        ns.data() == namespace_ || ns.empty() || ns == internal::namespace_of(schema_.standard);
    if (!known) {
        return nullptr;
    }
    const std::span<const ChildRule> rules = parent.children;
    // Exports keep the order of the standard, so the next child is found at once.
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::size_t at =
            parent.next + i < rules.size() ? parent.next + i : parent.next + i - rules.size();
        if (rules[at].name == name) {
            parent.next = at;
            return &rules[at];
        }
    }
    return nullptr;
}

// Exports write an empty optional element and then the same one with its text.
bool SchemaHandler::may_be_filled(const Frame& parent, const ChildRule& rule) const {
    if (rule.kind != Kind::Leaf || rule.need != Need::Optional ||
        parent.rule->kind == Kind::Coded) {
        return false;
    }
    const std::string* text = internal::text_of(parent.object, rule.slot);
    return text != nullptr && text->empty();
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
    if (open_.back().rule->kind == Kind::Opaque) {
        copy_start(ns, name, attributes);
        return {};
    }
    Frame& parent = open_.back();
    const ChildRule* rule = find_rule(parent, ns, name);
    if (rule == nullptr) {
        skip("fim.element_unexpected", name, line, "the standard has no such element here");
        return {};
    }
    const std::uint64_t bit = std::uint64_t{1} << parent.next;
    const bool second_choice = parent.rule->kind == Kind::Enthaelt && parent.seen != 0;
    refills_ = false;
    if (second_choice || (!rule->many && (parent.seen & bit) != 0)) {
        if (!may_be_filled(parent, *rule)) {
            skip("fim.element_duplicate", name, line,
                 "only one value is allowed; the first one stays");
            return {};
        }
        refills_ = true;
    }
    parent.seen |= bit;
    if (rule->many) {
        TRY(builder_.count(*rule, line));
    }
    if (rule->kind == Kind::Leaf || rule->kind == Kind::Opaque) {
        text_.clear();
    }
    if (rule->kind == Kind::Leaf && attributes.empty()) {
        builder_.open_leaf(line);
        push(*rule, parent.object, line);
        return {};
    }
    push(*rule, TRY(builder_.open(parent.object, *rule, attributes, line)), line);
    return {};
}

// The prefix of the writer, so that the copy can stand in a message again.
void SchemaHandler::copy_start(std::string_view ns, std::string_view name,
                               const std::vector<XmlAttribute>& attributes) {
    const bool ours = ns == internal::namespace_of(schema_.standard);
    opaque_.push_back(ours ? "xdf:" : "");
    text_.append("<").append(opaque_.back()).append(name);
    if (!ours && !ns.empty()) {
        text_.append(" xmlns=\"").append(formats::escape_xml(ns)).append("\"");
    }
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        const XmlAttribute& each = attributes[i];
        std::string prefix;
        if (!each.ns.empty()) {
            prefix = "a" + std::to_string(i);
            text_.append(" xmlns:").append(prefix).append("=\"");
            text_.append(formats::escape_xml(each.ns)).append("\"");
            prefix += ":";
        }
        text_.append(" ").append(prefix).append(each.name).append("=\"");
        text_.append(formats::escape_xml(each.value)).append("\"");
    }
    text_.append(">");
}

Result<void> SchemaHandler::on_text(std::string_view text) {
    if (skipped_depth_ > 0 || open_.empty()) {
        return {};
    }
    const Kind kind = open_.back().rule->kind;
    if (kind == Kind::Leaf) {
        text_.append(text);
    } else if (kind == Kind::Opaque) {
        text_.append(formats::escape_xml(text));
    } else if (!trim(text).empty()) {
        builder_.report(
            "fim.text_unexpected", Severity::Warning, open_.back().line,
            {{"element", current_id()}, {"parent", std::string(open_.back().rule->name)}},
            "text between elements is not kept");
    }
    return {};
}

void SchemaHandler::report_missing(const Frame& frame) {
    if (frame.rule->kind == Kind::Enthaelt && frame.seen == 0) {
        builder_.report("fim.element_missing", Severity::Fault, frame.line,
                        {{"element", current_id()},
                         {"name", "datenfeld | datenfeldgruppe"},
                         {"parent", "enthaelt"}},
                        "a position holds exactly one field or group");
    }
    const std::span<const ChildRule> rules = frame.children;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].need == Need::Optional || (frame.seen >> i & 1) != 0) {
            continue;
        }
        builder_.report("fim.element_missing",
                        rules[i].need == Need::Should ? Severity::Warning : Severity::Fault,
                        frame.line,
                        {{"element", current_id()},
                         {"name", std::string(rules[i].name)},
                         {"parent", std::string(frame.rule->name)}},
                        "a required element is missing");
    }
}

void SchemaHandler::close_leaf(const Frame& frame, std::string_view name) {
    const std::string_view text = trim(text_);
    const Frame& around = open_[open_.size() - 2];
    if (around.rule->kind == Kind::Coded) {
        builder_.store_code(frame.object, *around.rule, text);
        return;
    }
    if (refills_) {
        builder_.report("fim.element_duplicate", text.empty() ? Severity::Fault : Severity::Warning,
                        frame.line, {{"element", current_id()}, {"name", std::string(name)}},
                        text.empty() ? "the element stands twice, and both are empty"
                                     : "the element stands twice; the first one is empty");
    }
    builder_.store(frame.object, *frame.rule, text);
}

Result<void> SchemaHandler::on_end(std::string_view, std::string_view name, int) {
    if (skipped_depth_ > 0) {
        --skipped_depth_;
        return {};
    }
    if (!opaque_.empty()) {
        text_.append("</").append(opaque_.back()).append(name).append(">");
        opaque_.pop_back();
        return {};
    }
    const Frame& frame = open_.back();
    if (frame.rule->kind == Kind::Leaf || frame.rule->kind == Kind::Opaque) {
        close_leaf(frame, name);
    } else {
        report_missing(frame);
        builder_.close(frame.object, frame.rule->kind);
    }
    open_.pop_back();
    if (open_.empty()) {
        builder_.finish();
    }
    return {};
}

}  // namespace

Result<Judged<Schema>> read_schema(std::string_view bytes) {
    SchemaHandler handler;
    TRY(formats::read_xml(bytes, handler));
    return handler.take();
}

Result<Judged<Schema>> read_schema(ByteSource& message) {
    SchemaHandler handler;
    TRY(formats::read_xml(message, handler, {}));
    return handler.take();
}

}  // namespace gordion::fim
