// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "formats/xml.hpp"
#include "xzufi/internal/finding_list.hpp"
#include "xzufi/internal/opaque_copy.hpp"
#include "xzufi/internal/transfer_grammar.hpp"
#include "xzufi/message_reader.hpp"

namespace gordion::xzufi::internal {

/// Walks a transfer message with a stack of open elements and builds one object at a time. Which
/// element may stand where is data (transfer_grammar). An element that is not known is copied as
/// XML into "other" of the part around it.
class MessageHandler final : public formats::XmlHandler {
public:
    MessageHandler(const ObjectListener& listener, const MessageLimits& limits)
        : listener_(listener), limits_(limits) {}

    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<formats::XmlAttribute>& attributes, int line) override;
    Result<void> on_text(std::string_view text) override;
    Result<void> on_end(std::string_view ns, std::string_view name, int line) override;

    /// After the last element.
    ReadMessage take();

private:
    struct Frame {
        const ElementRule* rule = nullptr;  ///< none for the message and for objects
        Shape shape = Shape::Nested;
        Part part = Part::None;
        std::string name;
        int line = 0;
        formats::Json value = formats::Json::object();
        std::string text;
        bool has_inner_text = false;  ///< a text inside a text, see start_text_child
    };

    Result<void> open_root(std::string_view ns, std::string_view name,
                           const std::vector<formats::XmlAttribute>& attributes, int line);
    Result<void> open_object(std::string_view ns, std::string_view name,
                             const std::vector<formats::XmlAttribute>& attributes, int line);
    void open_element(const ElementRule& rule, std::string_view name,
                      const std::vector<formats::XmlAttribute>& attributes, int line);
    /// Begins the copy of an element that is kept as XML under `key`, or inside a text.
    void begin_copy(std::string key, std::string_view ns, std::string_view name,
                    const std::vector<formats::XmlAttribute>& attributes);
    void end_copy();
    bool is_inline(std::string_view ns) const;
    void note_other_version(const ElementRule& rule, std::string_view name, int line);

    Result<void> close(Frame frame);
    void close_leaf(Frame& frame);
    void close_code(Frame& frame);
    void close_id(Frame& frame);
    void close_text(Frame& frame);
    void close_choice(Frame& frame);
    Result<void> close_object(Frame& frame);
    void keep_stray_text(Frame& frame);
    void merge(formats::Json value, int line);
    void add(std::string_view key, Times times, formats::Json value, int line);
    void add_other(std::string_view name, formats::Json value);
    Frame& target();

    /// Counts what is held in memory; false after it dropped what was open.
    bool charge(std::size_t bytes, std::size_t pending);
    void drop(std::size_t pending);
    void report(std::string_view code, Severity severity, int line, Values values,
                std::string message);
    bool is_known_before(const Identity& identity, ObjectKind kind);

    const ObjectListener& listener_;
    const MessageLimits& limits_;
    ReadMessage read_;
    FindingList findings_;
    std::string namespace_;
    std::vector<Frame> frames_;
    std::optional<OpaqueCopy> copy_;
    std::string copy_key_;
    std::size_t skipped_depth_ = 0;
    std::size_t held_bytes_ = 0;      // of the open object
    std::size_t head_bytes_ = 0;      // of everything around the objects
    std::optional<ObjectKind> kind_;  // of the open object
    Deed deed_ = Deed::Write;
    static constexpr std::string_view outside_objects = "nachrichtenkopf";
    std::string object_name_{outside_objects};  // what findings are about
    std::unordered_set<std::uint64_t> seen_;
};

}  // namespace gordion::xzufi::internal
