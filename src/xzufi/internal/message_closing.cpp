// SPDX-License-Identifier: EUPL-1.2
// What becomes of an element when it ends.
#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "xzufi/internal/message_handler.hpp"

namespace gordion::xzufi::internal {
namespace {

using formats::Json;

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    const std::size_t point = text.find_first_of(".,");
    return is_digits(text.substr(0, point)) &&
           (point == std::string_view::npos || is_digits(text.substr(point + 1)));
}

// A date of XML Schema, with or without time and zone.
bool is_moment(std::string_view text) {
    const std::string_view rest = text.substr(std::min<std::size_t>(10, text.size()));
    const bool tail = rest.empty() || rest.front() == 'T' || rest.front() == 'Z' ||
                      rest.front() == '+' || rest.front() == '-';
    return tail && parse_date(text.substr(0, 10)).has_value();
}

std::optional<bool> find_flag(std::string_view text) {
    if (text == "true" || text == "1") {
        return true;
    }
    return text == "false" || text == "0" ? std::optional<bool>(false) : std::nullopt;
}

bool is_empty(const Json& value) {
    return value.is_null() || (value.is_string() && value.as_string().empty());
}

Json without_blank(Json value) {
    return value.size() == 0 && value.is_object() ? Json() : std::move(value);
}

}  // namespace

MessageHandler::Frame& MessageHandler::target() {
    const auto found = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& frame) {
        return frame.shape == Shape::Nested || frame.shape == Shape::Choice ||
               frame.shape == Shape::Through;
    });
    VERIFY(found != frames_.rend(), "the message itself is such a frame");
    return *found;
}

void MessageHandler::add_other(std::string_view name, Json value) {
    Json& into = target().value;
    Json* list = into.find("other");
    (list == nullptr ? into.set("other", Json::array()) : *list)
        .push(Json(Json::Object{{std::string(name), std::move(value)}}));
}

void MessageHandler::add(std::string_view key, Times times, Json value, int line) {
    // What a code, identifier or text consists of goes into it, everything else into the part.
    Frame& frame = frames_.back();
    Json& into = frame.value;
    Json* there = into.find(key);
    if (times != Times::One) {
        const bool first = there == nullptr || !there->is_array();
        Json& list = first ? into.set(key, Json::array()) : *there;
        const bool is_23 = read_.head.standard_version.starts_with("2.3");
        if (times == Times::ManyFrom23 && !first && !is_23) {
            report("xzufi.element_duplicate", Severity::Warning, line,
                   {{"object", object_name_}, {"name", std::string(key)}},
                   "this version allows one only; all are kept");
        }
        list.push(std::move(value));
        return;
    }
    if (there == nullptr || is_empty(*there)) {
        into.set(key, std::move(value));
        return;
    }
    if (*there == value || is_empty(value)) {
        return;
    }
    report("xzufi.element_duplicate", Severity::Warning, line,
           {{"object", object_name_}, {"name", std::string(key)}},
           "only one value is allowed; the first one counts, the other is kept aside");
    add_other(key, std::move(value));
}

void MessageHandler::merge(Json value, int line) {
    for (auto& [key, member] : value.as_object()) {
        if (!member.is_array()) {
            add(key, Times::One, std::move(member), line);
            continue;
        }
        for (Json& item : member.as_array()) {
            add(key, Times::Many, std::move(item), line);
        }
    }
}

void MessageHandler::keep_stray_text(Frame& frame) {
    if (trim(frame.text).empty()) {
        return;
    }
    report("xzufi.text_unexpected", Severity::Note, frame.line,
           {{"object", object_name_}, {"parent", frame.name}},
           "text between elements is kept aside");
    Json* list = frame.value.find("other");
    (list == nullptr ? frame.value.set("other", Json::array()) : *list)
        .push(Json::object({{"#text", trim(frame.text)}}));
}

Result<void> MessageHandler::close(Frame frame) {
    switch (frame.shape) {
        case Shape::Deeds:
        case Shape::Kept:
            return {};
        case Shape::Plain:
        case Shape::Number:
        case Shape::Moment:
        case Shape::Flag:
            close_leaf(frame);
            return {};
        case Shape::Code:
            close_code(frame);
            return {};
        case Shape::Id:
            close_id(frame);
            return {};
        case Shape::Text:
            close_text(frame);
            return {};
        case Shape::Choice:
        case Shape::Through:
            close_choice(frame);
            return {};
        case Shape::Nested:
            break;
    }
    if (frame.part == Part::Message) {
        read_.head.content = std::move(frame.value);
        return {};
    }
    if (frame.rule == nullptr) {
        Result<void> taken = close_object(frame);
        object_name_ = outside_objects;
        return taken;
    }
    keep_stray_text(frame);
    add(frame.rule->kept_as(), frame.rule->times, std::move(frame.value), frame.line);
    return {};
}

void MessageHandler::close_leaf(Frame& frame) {
    const std::string text(trim(frame.text));
    Json value = text;
    const std::optional<bool> flag = find_flag(text);
    const bool fits = text.empty() || frame.shape == Shape::Plain ||
                      (frame.shape == Shape::Number && is_decimal(text)) ||
                      (frame.shape == Shape::Moment && is_moment(text)) ||
                      (frame.shape == Shape::Flag && flag.has_value());
    if (!fits) {
        report("xzufi.value_invalid", Severity::Warning, frame.line,
               {{"object", object_name_}, {"name", frame.name}, {"value", text.substr(0, 80)}},
               "the value does not have the form it should have; it is kept as it stands");
    }
    if (frame.shape == Shape::Flag && flag) {
        value = *flag;
    }
    if (frame.value.size() > 0) {
        frame.value.set("value", std::move(value));
        value = std::move(frame.value);
    }
    add(frame.rule->kept_as(), frame.rule->times, std::move(value), frame.line);
}

void MessageHandler::close_code(Frame& frame) {
    const std::string text(trim(frame.text));
    if (!text.empty()) {
        if (frame.value.find("code") == nullptr) {
            frame.value.set("code", text);
        } else {
            keep_stray_text(frame);
        }
    }
    add(frame.rule->kept_as(), frame.rule->times, without_blank(std::move(frame.value)),
        frame.line);
}

void MessageHandler::close_id(Frame& frame) {
    const std::string text(trim(frame.text));
    if (!text.empty()) {
        if (frame.value.find("value") == nullptr) {
            frame.value.set("value", text);
        } else {
            keep_stray_text(frame);
        }
    }
    const bool names_object = kind_ && frames_.size() == 3 && frame.rule->name == "id";
    if (names_object && frames_.back().value.find("id") == nullptr) {
        object_name_ = std::string(to_string(*kind_)) + " " +
                       frame.value.text_at("schemeAgencyID") + "/" + frame.value.text_at("value");
    }
    add(frame.rule->kept_as(), frame.rule->times, without_blank(std::move(frame.value)),
        frame.line);
}

void MessageHandler::close_text(Frame& frame) {
    if (frame.value.find("value") == nullptr) {
        frame.value.set("value", std::move(frame.text));
    } else {
        keep_stray_text(frame);
    }
    const std::string_view key = frame.rule->kept_as();
    const bool wrapper = frame.has_inner_text && trim(frame.value.text_at("value")).empty();
    if (wrapper) {
        if (frame.value.size() > 1) {
            add_other(frame.name, std::move(frame.value));
        }
        return;
    }
    Json& into = target().value;
    Json* list = into.find(key);
    (list == nullptr || !list->is_array() ? into.set(key, Json::array()) : *list)
        .push(std::move(frame.value));
}

// The elements inside count as those of the part around them.
void MessageHandler::close_choice(Frame& frame) {
    const std::string text(trim(frame.text));
    if (frame.shape == Shape::Choice) {
        if (frame.value.size() == 0 && !text.empty()) {
            // The same word for the alternative and for its only value: <dauer>14</dauer>.
            add(frame.rule->kept_as(), Times::One, text, frame.line);
            return;
        }
        if (frames_.back().value.find("auswahl") != nullptr) {
            report("xzufi.choice_ambiguous", Severity::Warning, frame.line,
                   {{"object", object_name_}, {"name", frame.name}},
                   "only one of several alternatives is allowed; the first one counts, the other "
                   "is kept aside");
            add_other(frame.name, std::move(frame.value));
            return;
        }
        add("auswahl", Times::One, frame.rule->kept_as(), frame.line);
    }
    keep_stray_text(frame);
    merge(std::move(frame.value), frame.line);
}

Result<void> MessageHandler::close_object(Frame& frame) {
    const ObjectKind kind = *kind_;
    kind_.reset();
    const Json* id = frame.value.find("id");
    Identity identity{
        id == nullptr ? frame.value.text_at("schemeAgencyID") : id->text_at("schemeAgencyID"),
        id == nullptr ? std::string(trim(frame.text)) : id->text_at("value")};
    if (id != nullptr || deed_ == Deed::Write) {
        keep_stray_text(frame);
    }
    identity.agency = trim(identity.agency);
    const std::size_t longest = std::max(identity.agency.size(), identity.value.size());
    const bool bare = id == nullptr && deed_ == Deed::Write;
    if (bare || !identity.is_complete() || longest > limits::xzufi_identity_bytes) {
        const bool too_long = longest > limits::xzufi_identity_bytes;
        const char* missing = bare || identity.value.empty() ? "id" : "schemeAgencyID";
        report(too_long ? "xzufi.identity_too_long" : "xzufi.identity_missing", Severity::Fault,
               frame.line,
               {{"object", object_name_.substr(0, 300)}, {"part", too_long ? "length" : missing}},
               too_long ? "the object's number or office is too long; it was refused"
                        : "the object cannot be told from others without number and office; it "
                          "was refused");
        ++read_.counts[kind].refused;
        return {};
    }
    if (is_known_before(identity, kind)) {
        report("xzufi.object_twice", Severity::Warning, frame.line, {{"object", object_name_}},
               "the object stands more than once in this message; the last one counts");
    }
    ObjectCounts& counts = read_.counts[kind];
    ++(deed_ == Deed::Write ? counts.write : counts.remove);
    return listener_({deed_, kind, std::move(identity),
                      deed_ == Deed::Write ? std::move(frame.value) : Json(), read_.objects,
                      frame.line, held_bytes_});
}

ReadMessage MessageHandler::take() {
    if (read_.objects == 0) {
        findings_.add(
            {"xzufi.message_empty", Severity::Warning, "", {}, "the message carries no object"});
    }
    read_.findings = findings_.take();
    return std::move(read_);
}

}  // namespace gordion::xzufi::internal
