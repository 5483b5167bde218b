// SPDX-License-Identifier: EUPL-1.2
#include "forms/media_type.hpp"

#include <magic.h>

#include <array>
#include <mutex>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::forms {
namespace {

Error refuse(std::string_view code, const FileRule& rule, Values values, std::string message) {
    return {ErrorKind::Invalid, std::string(code), rule.path, std::move(values),
            std::move(message)};
}

}  // namespace

struct MediaTypeSniffer::Handle {
    // libmagic keeps state in its handle, so only one thread may ask at a time.
    std::mutex mutex;
    magic_t magic = nullptr;

    Handle() : magic(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR)) {
        if (magic != nullptr && magic_load(magic, nullptr) != 0) {
            log(LogLevel::Error, "forms.magic_unusable", {{"reason", magic_error(magic)}});
            magic_close(magic);
            magic = nullptr;
        }
    }
    ~Handle() {
        if (magic != nullptr) {
            magic_close(magic);
        }
    }
};

MediaTypeSniffer::MediaTypeSniffer() : handle_(std::make_unique<Handle>()) {}
MediaTypeSniffer::~MediaTypeSniffer() = default;
MediaTypeSniffer::MediaTypeSniffer(MediaTypeSniffer&&) noexcept = default;
MediaTypeSniffer& MediaTypeSniffer::operator=(MediaTypeSniffer&&) noexcept = default;

std::string MediaTypeSniffer::sniff(std::string_view bytes) const {
    const std::scoped_lock lock(handle_->mutex);
    const char* found = handle_->magic == nullptr
                            ? nullptr
                            : magic_buffer(handle_->magic, bytes.data(), bytes.size());
    return found != nullptr ? found : "application/octet-stream";
}

bool is_allowed_media_type(std::string_view found, const std::vector<std::string>& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& each) {
        // Parameters such as "; charset=utf-8" say nothing about the kind of file.
        const std::string_view type = trim(std::string_view(each).substr(0, each.find(';')));
        if (type.size() > 2 && type.ends_with("/*")) {
            return found.starts_with(type.substr(0, type.size() - 1));
        }
        return type == found || (found == "text/plain" && type.starts_with("text/"));
    });
}

const std::vector<std::string>& default_media_types() {
    static const std::vector<std::string> types{"application/pdf", "image/jpeg", "image/png"};
    return types;
}

std::string name_media_types(const std::vector<std::string>& types) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> names{{
        {"application/pdf", "PDF"},
        {"image/jpeg", "JPG"},
        {"image/png", "PNG"},
        {"image/gif", "GIF"},
        {"image/tiff", "TIFF"},
        {"image/webp", "WebP"},
        {"image/*", "Bild"},
        {"text/plain", "TXT"},
        {"text/csv", "CSV"},
        {"application/json", "JSON"},
        {"application/xml", "XML"},
        {"application/zip", "ZIP"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"},
        {"application/vnd.oasis.opendocument.text", "ODT"},
    }};
    std::vector<std::string> all;
    for (const std::string& type : types) {
        const auto* known = std::find_if(names.begin(), names.end(),
                                         [&](const auto& each) { return each.first == type; });
        all.emplace_back(known != names.end() ? known->second : std::string_view(type));
    }
    return join(all, ", ");
}

std::string show_size(std::size_t bytes) {
    constexpr std::size_t megabyte = 1024 * 1024;
    return bytes >= megabyte
               ? std::to_string(bytes / megabyte) + " MB"
               : std::to_string(std::max<std::size_t>(bytes / 1024, bytes > 0 ? 1 : 0)) + " kB";
}

Result<UploadedFile> judge_upload(const MediaTypeSniffer& sniffer, const FileRule& rule,
                                  std::string_view file_name, std::string_view bytes) {
    if (bytes.empty()) {
        return refuse("forms.file_empty", rule, {}, "the file is empty");
    }
    const std::size_t most = std::min(rule.max_size_bytes, limits::upload_file_bytes);
    if (bytes.size() > most) {
        Error error = refuse("forms.file_too_large", rule, {{"max", show_size(most)}},
                             "the file is too large");
        error.kind = ErrorKind::TooLarge;
        return error;
    }
    UploadedFile file;
    file.name = make_safe_file_name(file_name);
    file.size = bytes.size();
    file.media_type = sniffer.sniff(bytes);
    if (!is_allowed_media_type(file.media_type, rule.media_types)) {
        return refuse("forms.file_type", rule,
                      {{"found", file.media_type}, {"allowed", name_media_types(rule.media_types)}},
                      "the content of the file is of a kind that is not asked for");
    }
    file.sha512 = crypto::to_hex(crypto::sha512(bytes));
    return file;
}

std::string make_safe_file_name(std::string_view name) {
    constexpr std::size_t longest = 120;
    const auto folder = name.find_last_of("/\\");
    if (folder != std::string_view::npos) {
        name.remove_prefix(folder + 1);
    }
    std::string safe;
    for (const char c : is_utf8(name) ? name : std::string_view()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool forbidden = byte < 0x20 || byte == 0x7F || c == '"' || c == '<' || c == '>' ||
                               c == '|' || c == ':' || c == '*' || c == '?';
        safe += forbidden ? '_' : c;
    }
    safe = std::string(trim(safe));
    // Keep the ending when the name is cut, and never cut inside a character.
    while (count_characters(safe) > longest) {
        const auto dot = safe.rfind('.');
        const std::size_t end =
            dot != std::string::npos && dot > 0 && safe.size() - dot < 12 ? dot : safe.size();
        std::size_t begin = end - 1;
        while (begin > 0 && (static_cast<unsigned char>(safe[begin]) & 0xC0U) == 0x80U) {
            --begin;
        }
        safe.erase(begin, end - begin);
    }
    return safe.empty() || safe == "." || safe == ".." ? "Datei" : safe;
}

}  // namespace gordion::forms
