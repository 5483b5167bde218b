// SPDX-License-Identifier: EUPL-1.2
// The reader of multipart/form-data (RFC 7578 over RFC 2046, section 5.1). It works on the complete
// body in memory and copies each value once.
#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "http/form.hpp"

namespace gordion::http {
namespace {

Error refuse(ErrorKind kind, std::string code, std::string place, std::string message) {
    return Error{kind, std::move(code), std::move(place), {}, std::move(message)};
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

// The value of a parameter such as boundary= or name=, which begins at `text`; takes it off.
// Browsers write a quote inside quotes as %22 (HTML, multipart/form-data encoding), older clients
// as \"; a backslash before anything else belongs to a Windows path and stays.
std::optional<std::string> take_parameter_value(std::string_view& text) {
    std::string value;
    if (text.empty() || text.front() != '"') {
        const std::size_t end = std::min(text.find(';'), text.size());
        value = trim(text.substr(0, end));
        text.remove_prefix(end);
        return value;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') {
            ++i;
        }
        value += text[i];
    }
    return std::nullopt;  // the closing quote is missing
}

struct HeaderValue {
    std::string kind;  // "form-data" of "form-data; name=…"
    Fields parameters;
};

std::optional<HeaderValue> parse_header_value(std::string_view text) {
    HeaderValue value;
    const std::size_t end = std::min(text.find(';'), text.size());
    value.kind = trim(text.substr(0, end));
    text.remove_prefix(end);
    while (!text.empty()) {
        if (text.front() != ';') {
            return std::nullopt;
        }
        text = trim(text.substr(1));
        if (text.empty()) {
            break;
        }
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        std::string name(trim(text.substr(0, equals)));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; });
        text = trim(text.substr(equals + 1));
        std::optional<std::string> parameter = take_parameter_value(text);
        if (!parameter || value.parameters.has(name)) {
            return std::nullopt;
        }
        value.parameters.add(std::move(name), std::move(*parameter));
        text = trim(text);
    }
    return value;
}

// RFC 2046, section 5.1.1: one to seventy characters of a small set.
Result<std::string> parse_boundary(std::string_view content_type) {
    constexpr std::string_view others = "'()+_,-./:=? ";
    const auto is_fit = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.find(c) != std::string_view::npos;
    };
    const std::optional<HeaderValue> value = parse_header_value(content_type);
    const std::string_view boundary =
        value ? value->parameters.find_or("boundary", "") : std::string_view();
    if (boundary.empty() || boundary.size() > 70 || boundary.back() == ' ' ||
        !std::all_of(boundary.begin(), boundary.end(), is_fit)) {
        return refuse(ErrorKind::Invalid, "http.multipart_boundary", "Content-Type",
                      "the boundary is missing or not as RFC 2046 allows it");
    }
    return std::string(boundary);
}

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;
    std::string media_type;
};

// What a browser sends as the name of a file: the last part of a path, without characters that
// would make a case worker read another name than the one that is there.
Result<std::string> clean_file_name(std::string_view raw, const std::string& field) {
    if (has_control(raw) || !is_utf8(raw) || raw.size() > 1024) {
        return refuse(ErrorKind::Invalid, "http.file_name_invalid", field,
                      "the name of the file has control characters, is too long or not UTF-8");
    }
    const std::size_t slash = raw.find_last_of("/\\");
    std::string name(slash == std::string_view::npos ? raw : raw.substr(slash + 1));
    name = replace_all(std::move(name), "%22", "\"");
    for (const std::string_view turn : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066",
                                        "\u2067", "\u2068", "\u2069", "\u200E", "\u200F"}) {
        name = replace_all(std::move(name), turn, "");
    }
    if (name.size() > 255) {
        return refuse(ErrorKind::Invalid, "http.file_name_invalid", field,
                      "the name of the file is longer than 255 bytes");
    }
    return name == "." || name == ".." ? std::string() : name;
}

Result<void> read_disposition(std::string_view text, const FormLimits& limits, PartHead& head) {
    const std::optional<HeaderValue> value = parse_header_value(text);
    if (!value || !equals_ignoring_case(value->kind, "form-data") ||
        !value->parameters.has("name") || !head.name.empty()) {
        return refuse(ErrorKind::Invalid, "http.multipart_part", "Content-Disposition",
                      "a part needs exactly one Content-Disposition: form-data with a name");
    }
    head.name = replace_all(std::string(*value->parameters.find("name")), "%22", "\"");
    if (head.name.empty() || has_control(head.name) || !is_utf8(head.name)) {
        return refuse(ErrorKind::Invalid, "http.multipart_part", "Content-Disposition",
                      "the name of a field is empty, has control characters or is not UTF-8");
    }
    if (head.name.size() > limits.name_bytes) {
        return refuse(ErrorKind::TooLarge, "http.form_name_too_long", "Content-Disposition",
                      "the name of a form field is longer than any of ours");
    }
    if (const auto file_name = value->parameters.find("filename")) {
        head.file_name = TRY(clean_file_name(*file_name, head.name));
    }
    return {};
}

Result<PartHead> parse_part_head(std::string_view text, const FormLimits& limits) {
    PartHead head;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\r\n"), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t' ||
            has_control(replace_all(std::string(line), "\t", ""))) {
            return refuse(ErrorKind::Invalid, "http.multipart_part", "",
                          "a header line of a part is malformed");
        }
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = trim(line.substr(colon + 1));
        if (equals_ignoring_case(name, "content-disposition")) {
            TRY(read_disposition(value, limits, head));
        } else if (equals_ignoring_case(name, "content-type")) {
            head.media_type = value;
        } else if (equals_ignoring_case(name, "content-transfer-encoding") &&
                   !equals_ignoring_case(value, "binary") && !equals_ignoring_case(value, "8bit") &&
                   !equals_ignoring_case(value, "7bit")) {
            return refuse(ErrorKind::Unsupported, "http.multipart_part", std::string(name),
                          "transfer encodings inside forms are not supported");
        }
    }
    if (head.name.empty()) {
        return refuse(ErrorKind::Invalid, "http.multipart_part", "",
                      "a part has no Content-Disposition");
    }
    if (head.media_type.size() >= 10 &&
        equals_ignoring_case(std::string_view(head.media_type).substr(0, 10), "multipart/")) {
        return refuse(ErrorKind::Unsupported, "http.multipart_nested", head.name,
                      "a part of a form is itself a multipart");
    }
    return head;
}

Result<void> add_part(PartHead head, std::string_view content, const FormLimits& limits,
                      FormPost& post) {
    if (!head.file_name) {
        if (content.find('\0') != std::string_view::npos || !is_utf8(content)) {
            return refuse(ErrorKind::Invalid, "http.text_invalid", head.name,
                          "the text of a field is not UTF-8, or contains the character NUL");
        }
        post.fields.add(std::move(head.name), std::string(content));
        return {};
    }
    if (head.file_name->empty() && content.empty()) {
        return {};  // A file field that the user left empty.
    }
    UploadedFile file;
    file.field = std::move(head.name);
    file.file_name = head.file_name->empty() ? "upload" : std::move(*head.file_name);
    file.media_type = std::move(head.media_type);
    file.size = content.size();
    file.is_too_large = content.size() > limits.file_bytes;
    if (!file.is_too_large) {
        file.bytes = content;
    }
    post.files.push_back(std::move(file));
    return {};
}

Error truncated() {
    return refuse(ErrorKind::Invalid, "http.multipart_truncated", "",
                  "the body ends before its closing boundary");
}

}  // namespace

Result<FormPost> parse_multipart(std::string_view content_type, std::string_view body,
                                 const FormLimits& limits) {
    const std::string delimiter = "\r\n--" + TRY(parse_boundary(content_type));
    const std::string_view opening = std::string_view(delimiter).substr(2);
    if (body.substr(0, opening.size()) != opening) {
        return refuse(ErrorKind::Invalid, "http.multipart_boundary", "",
                      "the body does not begin with the boundary that its Content-Type names");
    }
    body.remove_prefix(opening.size());
    FormPost post;
    for (std::size_t parts = 0; body.substr(0, 2) != "--"; ++parts) {
        if (parts == limits.fields) {
            return refuse(ErrorKind::TooLarge, "http.form_too_many_fields", "",
                          "the form has more parts than any page of ours");
        }
        if (body.substr(0, 2) != "\r\n") {
            return body.size() < 2
                       ? truncated()
                       : refuse(ErrorKind::Invalid, "http.multipart_part", "",
                                "a boundary is followed by neither a line break nor two hyphens");
        }
        body.remove_prefix(2);
        if (body.substr(0, 2) == "\r\n") {
            return refuse(ErrorKind::Invalid, "http.multipart_part", "", "a part has no header");
        }
        const std::size_t head_end = body.substr(0, limits.part_header_bytes + 4).find("\r\n\r\n");
        if (head_end == std::string_view::npos) {
            return body.size() <= limits.part_header_bytes
                       ? truncated()
                       : refuse(ErrorKind::TooLarge, "http.multipart_header_too_large", "",
                                "the header of a part is too large");
        }
        PartHead head = TRY(parse_part_head(body.substr(0, head_end), limits));
        body.remove_prefix(head_end + 4);
        const std::size_t end = body.find(delimiter);
        if (end == std::string_view::npos) {
            return truncated();
        }
        TRY(add_part(std::move(head), body.substr(0, end), limits, post));
        body.remove_prefix(end + delimiter.size());
    }
    return post;
}

}  // namespace gordion::http
