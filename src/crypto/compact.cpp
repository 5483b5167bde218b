// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/compact.hpp"

#include "core/limits.hpp"
#include "crypto/hashes.hpp"

namespace gordion::crypto {
namespace {

Error malformed(std::string_view code, std::string why) {
    return {ErrorKind::Invalid, std::string(code), "", {}, std::move(why)};
}

}  // namespace

Result<formats::Json> read_jose_header(std::string_view segment, std::string_view code) {
    if (segment.size() > limits::jose_header_bytes) {
        return malformed(code, "The JOSE header is larger than allowed.");
    }
    const Result<std::string> text = from_base64url(segment);
    if (!text) {
        return malformed(code, "The JOSE header is not base64url.");
    }
    Result<formats::Json> header = formats::parse_json(text.value());
    if (!header || !header.value().is_object()) {
        return malformed(code, "The JOSE header is not a JSON object.");
    }
    if (header.value().find("crit") != nullptr) {
        return malformed(code, "The JOSE header demands extensions that are not known here.");
    }
    return header;
}

Result<Compact> read_compact(std::string_view text, std::size_t segment_count,
                             std::string_view code) {
    if (text.size() > limits::jose_bytes) {
        return Error{
            ErrorKind::TooLarge,
            std::string(code),
            "",
            {{"bytes", std::to_string(text.size())}, {"limit", std::to_string(limits::jose_bytes)}},
            "The JOSE object is larger than allowed."};
    }
    Compact compact;
    std::string_view rest = text;
    while (compact.segments.size() < segment_count) {
        const std::size_t dot = rest.find('.');
        const bool last = compact.segments.size() + 1 == segment_count;
        if (last != (dot == std::string_view::npos)) {
            return malformed(code, "A compact JOSE object of this kind has " +
                                       std::to_string(segment_count) + " segments.");
        }
        compact.segments.push_back(rest.substr(0, dot));
        rest.remove_prefix(last ? rest.size() : dot + 1);
    }
    compact.header = TRY(read_jose_header(compact.segments[0], code));
    return compact;
}

std::string write_header(const formats::Json& header) {
    return to_base64url(write_json(header));
}

}  // namespace gordion::crypto
