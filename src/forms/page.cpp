// SPDX-License-Identifier: EUPL-1.2
#include "forms/page.hpp"

namespace gordion::forms {

formats::Json to_json(const UploadedFile& file) {
    return formats::Json::object({{"name", file.name},
                                  {"media_type", file.media_type},
                                  {"size", file.size},
                                  {"blob", file.blob},
                                  {"sha512", file.sha512}});
}

Result<UploadedFile> parse_uploaded_file(const formats::Json& json) {
    const formats::Json* size = json.find("size");
    UploadedFile file{json.text_at("name"), json.text_at("media_type"), 0, json.text_at("blob"),
                      json.text_at("sha512")};
    if (size == nullptr || !size->is_int() || size->as_int() < 0 || file.name.empty() ||
        file.media_type.empty() || file.sha512.size() != 128) {
        return Error{ErrorKind::Invalid,
                     "forms.type_invalid",
                     "",
                     {},
                     "this is not the description of an uploaded file"};
    }
    file.size = static_cast<std::size_t>(size->as_int());
    return file;
}

}  // namespace gordion::forms
