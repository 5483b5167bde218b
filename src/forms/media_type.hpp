// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"

namespace gordion::forms {

/// Tells from the bytes what a file is, whatever its name says. Owns a handle of libmagic and a
/// mutex; shared between threads.
class MediaTypeSniffer {
public:
    MediaTypeSniffer();
    ~MediaTypeSniffer();
    MediaTypeSniffer(MediaTypeSniffer&&) noexcept;
    MediaTypeSniffer& operator=(MediaTypeSniffer&&) noexcept;

    /// "application/pdf"; "application/octet-stream" if nothing is recognized.
    [[nodiscard]] std::string sniff(std::string_view bytes) const;

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

/// Whether a found type is one of the allowed ones; "image/*" allows every image. Plain text stands
/// for text formats that look like it (text/csv).
bool is_allowed_media_type(std::string_view found, const std::vector<std::string>& allowed);

/// What a question accepts if its schema names no types.
const std::vector<std::string>& default_media_types();

/// "PDF, JPG, PNG": what people call these types.
std::string name_media_types(const std::vector<std::string>& types);
/// "10 MB", "500 kB" – rounded down, so that a file of exactly that size is accepted.
std::string show_size(std::size_t bytes);

/// Whether bytes may answer a question: not empty, not larger than asked for, and of a kind that is
/// asked for, whatever the name says. The value lacks the blob. Error codes: forms.file_empty,
/// forms.file_too_large (value "max"), forms.file_type (values "found", "allowed").
Result<UploadedFile> judge_upload(const MediaTypeSniffer& sniffer, const FileRule& rule,
                                  std::string_view file_name, std::string_view bytes);

/// A file name that is safe to show and to hand out again: without folders and control characters,
/// at most 120 characters; "Datei" if nothing is left.
std::string make_safe_file_name(std::string_view name);

}  // namespace gordion::forms
