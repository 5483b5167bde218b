// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/limits.hpp"
#include "core/time.hpp"
#include "xzufi/object.hpp"

namespace gordion::xzufi {

/// What a message says about itself.
struct MessageHead {
    std::string standard_version;  ///< "2.2.0", from the namespace
    std::string root;              ///< local name of the root element
    std::string id;                ///< nachrichtenID; may be empty
    std::optional<Instant> created_at;
    std::string transaction_id;
    std::int64_t transaction_position = 0;
    /// Everything around the objects, as JSON: attributes with "@" before their names, the head.
    formats::Json content;
};

struct ObjectCounts {
    std::int64_t write = 0;
    std::int64_t remove = 0;
    std::int64_t refused = 0;
};

struct ReadMessage {
    MessageHead head;
    std::map<ObjectKind, ObjectCounts> counts;
    std::int64_t objects = 0;  ///< of all kinds, refused ones as well
    Findings findings;
};

struct MessageLimits {
    std::size_t bytes = limits::xzufi_file_bytes;
    std::size_t object_bytes = limits::xzufi_object_bytes;
    std::size_t head_bytes = limits::xzufi_head_bytes;
    std::size_t objects = limits::xzufi_objects;
};

/// Takes one object after another, in the order of the message. An error ends the reading with it.
using ObjectListener = std::function<Result<void>(TransferObject)>;

/// Reads a transfer message of XZuFi 2.1, 2.2 or 2.3 as a stream: in memory are one piece of the
/// source and one object. The namespace decides about the version, never the prefix; the name of
/// the root element does not matter. Elements may stand in any order.
///
/// Findings, each with place "line N" and the object as value "object":
///   xzufi.identity_missing       fault: an object without id or schemeAgencyID; refused
///   xzufi.identity_too_long      fault: refused
///   xzufi.object_too_large       fault: more than limits::xzufi_object_bytes; refused
///   xzufi.object_twice           warning: the same identity again; the later one counts
///   xzufi.object_unknown         warning: a kind of object that is not read; left out
///   xzufi.element_duplicate      warning: a second value where one is allowed; kept in "other"
///   xzufi.choice_ambiguous       warning: two of several alternatives; the first one counts
///   xzufi.value_invalid          warning: no number, date or yes/no; kept as it stands
///   xzufi.text_unexpected        note: text between elements; kept in "other"
///   xzufi.element_unknown        note: kept in "other"; value "times"
///   xzufi.element_other_version  note: a spelling of another version; read; value "times"
///   xzufi.head_too_large         warning: more around the objects than is kept
///   xzufi.message_empty          warning: no object at all
///   xzufi.more_findings          note: the list ends here (limits::findings, faults by themselves)
/// Error codes: xzufi.version_unsupported (value "namespace"), xzufi.message_unsupported (no XZuFi;
/// values "namespace", "root"), xzufi.too_many_objects, and those of formats::read_xml. What the
/// listener got before an error must then be taken back by whoever kept it.
Result<ReadMessage> read_message(ByteSource& source, const ObjectListener& listener,
                                 const MessageLimits& limits = {});

}  // namespace gordion::xzufi
