// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/internal/slots.hpp"
#include "fim/schema.hpp"
#include "formats/xml.hpp"

namespace gordion::fim::internal {

/// Makes the values of a message in place, piece by piece. Knows where content belongs, not which
/// element may follow: that is the reader's business.
class SchemaBuilder {
public:
    /// `current_id` tells the id of the element that is open, for findings.
    SchemaBuilder(Schema& schema, Findings& findings, std::function<std::string()> current_id)
        : schema_(schema), findings_(findings), current_id_(std::move(current_id)) {}

    /// Counts what the element will be in memory: one of eight bytes may stand for a hundred times
    /// as many. Error code: fim.too_many_parts.
    Result<void> count(const ChildRule& rule, int line);
    /// The object that an element's children belong to: a new one inside `parent`, or `parent`.
    Result<Object> open(Object parent, const ChildRule& rule,
                        const std::vector<formats::XmlAttribute>& attributes, int line);
    /// A leaf without attributes begins; nothing is made for it.
    void open_leaf(int line) { line_ = line; }
    /// `text` is trimmed.
    void store(Object object, const ChildRule& rule, std::string_view text);
    void store_code(Object object, const ChildRule& coded, std::string_view code);
    void close(Object object, Kind kind);
    /// What only can be judged when everything was read.
    void finish();

    void report(std::string_view code, Severity severity, int line, Values values,
                std::string message);

private:
    Result<Object> open_position(Object parent, int line);
    static Object open_element(Position& position, Kind kind, int line);
    void remember_edition(const ChildRule& rule,
                          const std::vector<formats::XmlAttribute>& attributes);
    void read_bounds(Praezisierung& bounds, const std::vector<formats::XmlAttribute>& attributes);
    void read_bounds_of_version_2(Praezisierung& bounds);
    void store_in_list(Object object, Slot slot, std::string_view text);
    std::optional<std::size_t> parse_size(std::string_view text, std::string_view name);
    void drop_repeated_codes(Field& field);
    void report_repeated_positions(const std::vector<Position>& positions);

    Schema& schema_;
    Findings& findings_;
    std::function<std::string()> current_id_;
    std::size_t positions_ = 0;
    std::size_t bytes_ = 0;                     // of all objects, without their texts
    std::vector<const ChildRule*> remembered_;  // whose list edition is known
    std::string attribute_;                     // link or uri of the leaf that is open
    int line_ = 0;                              // where that leaf begins
};

}  // namespace gordion::fim::internal
