// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/message_handler.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::xzufi::internal {
namespace {

using formats::Json;
using formats::XmlAttribute;

constexpr std::string_view namespace_stem = "http://xoev.de/schemata/xzufi/";
// Real objects have a third of it; JSON of such a depth is still within the limit of its reader.
constexpr std::size_t deepest_part = 24;
constexpr std::size_t element_cost = 128;  // what a small element takes besides its text

// "2_2_0" → "2.2.0" for the versions that are read, else "".
std::string version_of(std::string_view ns) {
    if (!ns.starts_with(namespace_stem)) {
        return {};
    }
    const std::string version =
        replace_all(std::string(ns.substr(namespace_stem.size())), "_", ".");
    const auto parts = split(version, '.');
    const bool shape = parts.size() == 3 && std::all_of(parts.begin(), parts.end(), is_digits);
    const bool known =
        shape && parts[0] == "2" && (parts[1] == "1" || parts[1] == "2" || parts[1] == "3");
    return known ? version : std::string();
}

// Attributes that the standard explains keep their names.
constexpr std::array<std::string_view, 8> named_attributes{
    "languageCode", "schemeAgencyID", "schemeAgencyName", "schemeID",
    "schemeName",   "schemeURI",      "schemeDataURI",    "schemeVersionID"};

std::string attribute_key(const XmlAttribute& attribute) {
    const std::string name(attribute.name);
    if (!attribute.ns.empty()) {
        return "@{" + std::string(attribute.ns) + "}" + name;
    }
    const bool named =
        std::find(named_attributes.begin(), named_attributes.end(), name) != named_attributes.end();
    return named ? name : "@" + name;
}

std::size_t cost_of(std::string_view name, const std::vector<XmlAttribute>& attributes) {
    std::size_t bytes = element_cost + name.size();
    for (const XmlAttribute& attribute : attributes) {
        bytes +=
            element_cost + attribute.name.size() + attribute.ns.size() + attribute.value.size();
    }
    return bytes;
}

Part parts_inside(Shape shape, Part part) {
    switch (shape) {
        case Shape::Code:
            return Part::CodeParts;
        case Shape::Id:
            return Part::IdParts;
        case Shape::Text:
            return Part::TextParts;
        default:
            return part;
    }
}

}  // namespace

Result<void> MessageHandler::open_root(std::string_view ns, std::string_view name,
                                       const std::vector<XmlAttribute>& attributes, int line) {
    read_.head.standard_version = version_of(ns);
    if (read_.head.standard_version.empty()) {
        const bool other = ns.starts_with(namespace_stem);
        return Error{ErrorKind::Unsupported,
                     other ? "xzufi.version_unsupported" : "xzufi.message_unsupported",
                     "line " + std::to_string(line),
                     {{"namespace", std::string(ns.substr(0, 200))},
                      {"root", std::string(name.substr(0, 80))}},
                     other ? "versions 2.1, 2.2 and 2.3 of XZuFi are read, not this one"
                           : "this is no XZuFi message: its namespace is unknown"};
    }
    namespace_ = ns;
    read_.head.root = name;
    Frame frame;
    frame.part = Part::Message;
    frame.name = name;
    frame.line = line;
    for (const XmlAttribute& attribute : attributes) {
        frame.value.set(attribute_key(attribute), attribute.value);
    }
    frames_.push_back(std::move(frame));
    return {};
}

Result<void> MessageHandler::open_object(std::string_view ns, std::string_view name,
                                         const std::vector<XmlAttribute>& attributes, int line) {
    const auto rule = ns == namespace_ ? find_object_rule(name) : std::nullopt;
    if (!rule) {
        report("xzufi.object_unknown", Severity::Warning, line,
               {{"name", std::string(name.substr(0, 80))}},
               "this kind of object is not read and was left out");
        skipped_depth_ = 1;
        return {};
    }
    if (++read_.objects > static_cast<std::int64_t>(limits_.objects)) {
        return Error{ErrorKind::TooLarge,
                     "xzufi.too_many_objects",
                     "line " + std::to_string(line),
                     {{"limit", std::to_string(limits_.objects)}},
                     "one message may not carry so many objects; ask the sender to split it"};
    }
    kind_ = rule->kind;
    deed_ = frames_.back().name == "loesche" ? Deed::Remove : Deed::Write;
    object_name_ = to_string(rule->kind);
    held_bytes_ = 0;
    Frame frame;
    frame.part = rule->part;
    frame.name = name;
    frame.line = line;
    for (const XmlAttribute& attribute : attributes) {
        frame.value.set(attribute_key(attribute), attribute.value);
    }
    if (name != to_string(rule->kind)) {
        frame.value.set("@element", name);
    }
    frames_.push_back(std::move(frame));
    return {};
}

bool MessageHandler::charge(std::size_t bytes, std::size_t pending) {
    if (kind_) {
        held_bytes_ += bytes;
        if (held_bytes_ <= limits_.object_bytes) {
            return true;
        }
        report("xzufi.object_too_large", Severity::Fault, frames_.at(2).line,
               {{"object", object_name_}, {"limit", std::to_string(limits_.object_bytes)}},
               "the object is larger than any that can be used and was refused");
        ++read_.counts[*kind_].refused;
        drop(pending);
        kind_.reset();
        object_name_ = outside_objects;
        return false;
    }
    if (frames_.size() > 1 && frames_[1].shape == Shape::Deeds) {
        return true;
    }
    head_bytes_ += bytes;
    if (head_bytes_ <= limits_.head_bytes) {
        return true;
    }
    if (head_bytes_ - bytes <= limits_.head_bytes) {
        report("xzufi.head_too_large", Severity::Warning, frames_.back().line,
               {{"limit", std::to_string(limits_.head_bytes)}},
               "there is more around the objects than is kept; the rest was left out");
    }
    drop(pending);
    return false;
}

// Forgets the open object, or the open part of the head, and skips to its end.
void MessageHandler::drop(std::size_t pending) {
    const std::size_t base = kind_ ? 2 : 1;
    skipped_depth_ = frames_.size() - base + (copy_ ? copy_->depth() : 0) + pending;
    frames_.resize(base);
    copy_.reset();
}

Result<void> MessageHandler::on_start(std::string_view ns, std::string_view name,
                                      const std::vector<XmlAttribute>& attributes, int line) {
    if (skipped_depth_ > 0) {
        ++skipped_depth_;
        return {};
    }
    if (frames_.empty()) {
        return open_root(ns, name, attributes, line);
    }
    if (!copy_ && frames_.back().shape == Shape::Deeds) {
        return open_object(ns, name, attributes, line);
    }
    const Frame& parent = frames_.back();
    const bool ours = ns == namespace_ || ns.empty();
    const bool readable = !copy_ && ours && frames_.size() < deepest_part;
    const ElementRule* rule =
        readable ? find_rule(parts_inside(parent.shape, parent.part), name) : nullptr;
    const bool deeds = rule != nullptr && rule->shape == Shape::Deeds;
    if (!deeds && !charge(cost_of(name, attributes), 1)) {
        return {};
    }
    if (copy_) {
        copy_->start(ns, name, attributes);
        return {};
    }
    if (rule == nullptr && parent.shape == Shape::Text && ours && name == parent.name) {
        // Exports wrap the texts of one name in an element of that name.
        frames_.back().has_inner_text = true;
        rule = parent.rule;
    }
    if (rule != nullptr && rule->shape != Shape::Kept) {
        open_element(*rule, name, attributes, line);
        return {};
    }
    if (rule == nullptr && !is_inline(ns)) {
        findings_.add_repeated(
            "unknown " + parent.name + "/" + std::string(name),
            {"xzufi.element_unknown",
             Severity::Note,
             "line " + std::to_string(line),
             {{"name", std::string(name.substr(0, 80))}, {"parent", parent.name.substr(0, 80)}},
             "the element is not known here; it is kept as it stands"});
    }
    begin_copy(rule == nullptr ? "other" : std::string(rule->kept_as()), ns, name, attributes);
    return {};
}

// Markup inside a text belongs to the text.
bool MessageHandler::is_inline(std::string_view ns) const {
    return frames_.back().shape == Shape::Text && ns != namespace_;
}

void MessageHandler::begin_copy(std::string key, std::string_view ns, std::string_view name,
                                const std::vector<XmlAttribute>& attributes) {
    copy_key_ = key == "other" && is_inline(ns) ? std::string() : std::move(key);
    copy_.emplace();
    copy_->start(ns, name, attributes);
}

void MessageHandler::end_copy() {
    copy_->end();
    if (copy_->depth() > 0) {
        return;
    }
    std::string xml = copy_->take();
    copy_.reset();
    if (copy_key_.empty()) {
        frames_.back().text += xml;
        return;
    }
    Json& value = target().value;
    Json* list = value.find(copy_key_);
    (list == nullptr ? value.set(copy_key_, Json::array()) : *list).push(std::move(xml));
}

void MessageHandler::note_other_version(const ElementRule& rule, std::string_view name, int line) {
    const bool is_23 = read_.head.standard_version.starts_with("2.3");
    if (rule.home == Home::Any || (rule.home == Home::From23) == is_23) {
        return;
    }
    findings_.add_repeated("version " + std::string(name),
                           {"xzufi.element_other_version",
                            Severity::Note,
                            "line " + std::to_string(line),
                            {{"name", std::string(name)}, {"version", read_.head.standard_version}},
                            "another version of the standard writes this element so; it was read"});
}

void MessageHandler::open_element(const ElementRule& rule, std::string_view name,
                                  const std::vector<XmlAttribute>& attributes, int line) {
    note_other_version(rule, name, line);
    Frame frame;
    frame.rule = &rule;
    frame.shape = rule.shape;
    frame.part = rule.part;
    frame.name = name;
    frame.line = line;
    for (const XmlAttribute& attribute : attributes) {
        frame.value.set(attribute_key(attribute), attribute.value);
    }
    frames_.push_back(std::move(frame));
}

Result<void> MessageHandler::on_text(std::string_view text) {
    if (skipped_depth_ > 0 || frames_.empty()) {
        return {};
    }
    Frame& frame = frames_.back();
    const bool around = frame.part == Part::Message || frame.shape == Shape::Deeds;
    if (around && !copy_) {
        if (!trim(text).empty()) {
            findings_.add_repeated("text", {"xzufi.text_unexpected",
                                            Severity::Note,
                                            "line " + std::to_string(frame.line),
                                            {{"parent", frame.name}},
                                            "text between elements is not kept"});
        }
        return {};
    }
    if (!charge(text.size(), 0)) {
        return {};
    }
    if (copy_) {
        copy_->text(text);
    } else {
        frame.text.append(text);
    }
    return {};
}

Result<void> MessageHandler::on_end(std::string_view, std::string_view, int) {
    if (skipped_depth_ > 0) {
        --skipped_depth_;
        return {};
    }
    if (copy_) {
        end_copy();
        return {};
    }
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    return close(std::move(frame));
}

bool MessageHandler::is_known_before(const Identity& identity, ObjectKind kind) {
    // A cryptographic hash, because a sender could choose numbers that collide in a simple one.
    const std::string hash = crypto::sha256(std::string(to_string(kind)) + '\0' + identity.agency +
                                            '\0' + identity.value);
    std::uint64_t head = 0;
    std::memcpy(&head, hash.data(), sizeof(head));
    return !seen_.insert(head).second;
}

void MessageHandler::report(std::string_view code, Severity severity, int line, Values values,
                            std::string message) {
    findings_.add({std::string(code), severity, "line " + std::to_string(line), std::move(values),
                   std::move(message)});
}

}  // namespace gordion::xzufi::internal
