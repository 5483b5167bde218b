// SPDX-License-Identifier: EUPL-1.2
#include "forms/media_type.hpp"

#include <magic.h>

#include <mutex>

#include "core/log.hpp"
#include "core/text.hpp"

namespace gordion::forms {

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
        return type == found ||
               (found == "text/plain" && type.starts_with("text/") && type != "text/html");
    });
}

const std::vector<std::string>& default_media_types() {
    static const std::vector<std::string> types{"application/pdf", "image/jpeg", "image/png"};
    return types;
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
