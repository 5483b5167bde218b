// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/internal/message_grammar.hpp"
#include "fim/schema.hpp"
#include "formats/xml.hpp"

namespace gordion::fim::internal {

/// Puts the pieces of a message together. Knows which object is open, not which element may follow.
class SchemaBuilder {
public:
    Result<void> open(Kind kind, Slot slot, const std::vector<formats::XmlAttribute>& attributes,
                      int line);
    void close(Kind kind, Slot slot, std::string text, int line);
    void report(std::string_view code, Severity severity, int line, Values values,
                std::string message);
    /// Appends a start tag to the text of an element that is kept as it stands.
    static void copy_start(std::string& to, std::string_view name,
                           const std::vector<formats::XmlAttribute>& attributes);
    /// Whether the text of a slot is known and still empty.
    [[nodiscard]] bool is_empty(Slot slot);
    [[nodiscard]] std::string current_id() const;
    Judged<Schema> take();

private:
    struct Attributes {
        std::string link;
        std::string uri;
    };

    Facts& facts();
    Group* open_group();
    Field* open_field();
    std::string* plain_text(Slot slot);
    std::string* element_text(Slot slot);
    std::string* rule_text(Slot slot);
    void read_praezisierung(const std::vector<formats::XmlAttribute>& attributes, int line);
    void store_leaf(Slot slot, std::string text, int line);
    void store_code(Slot slot, const std::string& code, int line);
    void store_identification(Slot slot, std::string text, int line);
    void close_position();
    void close_wert(int line);
    std::optional<std::size_t> parse_size(std::string_view text, std::string_view name, int line);

    Schema schema_;
    Findings findings_;
    std::vector<Position> open_positions_;
    std::size_t positions_ = 0;
    bool group_message_ = false;
    // At most one of these is open at a time.
    std::optional<Regel> regel_;
    std::optional<Relation> relation_;
    std::optional<Code> wert_;
    std::set<std::string> wert_codes_;  // of the list that is open
    bool in_reference_ = false;
    Attributes attributes_;
};

}  // namespace gordion::fim::internal
