// SPDX-License-Identifier: EUPL-1.2
#include "http/form.hpp"

#include <algorithm>

#include "http/percent.hpp"

namespace gordion::http {

const UploadedFile* FormPost::find_file(std::string_view field) const {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const UploadedFile& file) { return file.field == field; });
    return found == files.end() ? nullptr : &*found;
}

Result<Fields> parse_urlencoded(std::string_view text, const FormLimits& limits) {
    Fields fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) {
            continue;
        }
        if (fields.size() == limits.fields) {
            return Error{ErrorKind::TooLarge,
                         "http.form_too_many_fields",
                         "",
                         {{"limit", std::to_string(limits.fields)}},
                         "the form has more fields than any page of ours"};
        }
        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::string name = TRY(percent_decode(pair.substr(0, equals), Plus::Blank));
        if (name.size() > limits.name_bytes) {
            return Error{ErrorKind::TooLarge,
                         "http.form_name_too_long",
                         "",
                         {{"limit", std::to_string(limits.name_bytes)}},
                         "the name of a form field is longer than any of ours"};
        }
        std::string value;
        if (equals < pair.size()) {
            value = TRY(percent_decode(pair.substr(equals + 1), Plus::Blank));
        }
        fields.add(std::move(name), std::move(value));
    }
    return fields;
}

Result<FormPost> parse_form(const Request& request, const FormLimits& limits) {
    const std::string type = request.media_type();
    if (type == "application/x-www-form-urlencoded") {
        FormPost post;
        post.fields = TRY(parse_urlencoded(request.body, limits));
        return post;
    }
    if (type == "multipart/form-data") {
        return parse_multipart(*request.find_header("content-type"), request.body, limits);
    }
    return Error{ErrorKind::Unsupported,
                 "http.form_media_type",
                 "Content-Type",
                 {},
                 "a form is posted as application/x-www-form-urlencoded or multipart/form-data"};
}

}  // namespace gordion::http
