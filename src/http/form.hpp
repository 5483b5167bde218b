// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/limits.hpp"
#include "core/result.hpp"
#include "http/message.hpp"

namespace gordion::http {

/// One file of a posted form. Files live in memory only: plaintext must never reach a temporary
/// file. `file_name` is the last part of what the browser sent, UTF-8 without control characters;
/// `media_type` is what the browser claims. A file over the limit keeps its name and `size`, but no
/// bytes, so that the page can say it at the field instead of losing the other answers.
struct UploadedFile {
    std::string field;
    std::string file_name;
    std::string media_type;
    std::string bytes;
    std::size_t size = 0;
    bool is_too_large = false;
};

struct FormPost {
    Fields fields;
    std::vector<UploadedFile> files;  ///< fields left empty by the user are not in here

    [[nodiscard]] const UploadedFile* find_file(std::string_view field) const;
};

struct FormLimits {
    std::size_t fields = limits::form_fields;  ///< fields and files together
    std::size_t name_bytes = 256;
    std::size_t part_header_bytes = 4096;
    std::size_t file_bytes = limits::upload_file_bytes;
};

/// Reads the body of a POST by its Content-Type: application/x-www-form-urlencoded or
/// multipart/form-data (RFC 7578). All kinds but TooLarge and Unsupported are Invalid.
/// Error codes: http.form_media_type (Unsupported), those of parse_urlencoded and parse_multipart.
Result<FormPost> parse_form(const Request& request, const FormLimits& limits = {});

/// Error codes: http.percent_invalid, http.text_invalid, http.form_too_many_fields (TooLarge),
/// http.form_name_too_long (TooLarge).
Result<Fields> parse_urlencoded(std::string_view text, const FormLimits& limits = {});

/// `content_type` is the whole header value, with its boundary. Nested multiparts, preambles and
/// transfer encodings are refused: no browser sends them.
/// Error codes: http.multipart_boundary, http.multipart_truncated, http.multipart_part,
/// http.multipart_nested (Unsupported), http.file_name_invalid, http.text_invalid,
/// http.form_too_many_fields, http.form_name_too_long, http.multipart_header_too_large (TooLarge).
Result<FormPost> parse_multipart(std::string_view content_type, std::string_view body,
                                 const FormLimits& limits = {});

}  // namespace gordion::http
