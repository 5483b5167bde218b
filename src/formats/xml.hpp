// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"

namespace gordion::formats {

/// Valid only during the call that hands it over.
struct XmlAttribute {
    std::string_view ns;
    std::string_view name;
    std::string_view value;
};

/// Receives an XML document piece by piece, in document order. Names are local; `ns` is the
/// namespace URI ("" for none). Text may come in several pieces. Returning an error stops the
/// reading with exactly that error.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual Result<void> on_start(std::string_view ns, std::string_view name,
                                  const std::vector<XmlAttribute>& attributes, int line) = 0;
    virtual Result<void> on_text(std::string_view text) = 0;
    virtual Result<void> on_end(std::string_view ns, std::string_view name, int line) = 0;
};

struct XmlLimits {
    std::size_t bytes = limits::xml_bytes;
    std::size_t depth = limits::xml_depth;
};

/// Reads a whole document as a stream in bounded memory. A DOCTYPE is refused, so no entity is
/// ever expanded and nothing is fetched. Error codes: formats.xml_invalid (place: "line N"),
/// formats.xml_doctype, formats.too_large, formats.too_deep.
Result<void> read_xml(std::string_view bytes, XmlHandler& handler, const XmlLimits& limits = {});

/// The same for bytes that come in pieces, of which one (64 KiB) is in memory at a time; with
/// limits of the caller's that may be far beyond what fits into memory. Errors of the source are
/// handed on.
Result<void> read_xml(ByteSource& source, XmlHandler& handler, const XmlLimits& limits);

/// Text made safe for element content and for attribute values in double quotes. Characters that
/// XML 1.0 does not allow are left out.
std::string escape_xml(std::string_view text);

}  // namespace gordion::formats
