// SPDX-License-Identifier: EUPL-1.2
#include "web/preview/preview_desk.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"

namespace gordion::web {

using formats::Json;

PreviewDesk::PreviewDesk(const Clock& clock, Random& random) : clock_(&clock), random_(&random) {}

std::string PreviewDesk::admit(std::string_view token) {
    const std::scoped_lock lock(mutex_);
    const auto known = visitors_.find(std::string(token));
    if (known != visitors_.end()) {
        known->second.seen_at = clock_->now();
        return known->first;
    }
    make_room();
    std::string made = crypto::to_base64url(random_->bytes(32));
    visitors_[made].seen_at = clock_->now();
    return made;
}

// Room for one more visitor, or for what one just wrote.
void PreviewDesk::make_room() {
    const std::int64_t oldest = clock_->now().ms - limits::preview_idle_ms;
    for (auto visitor = visitors_.begin(); visitor != visitors_.end();) {
        const auto next = std::next(visitor);
        if (visitor->second.seen_at.ms < oldest) {
            forget(visitor);
        }
        visitor = next;
    }
    while (visitors_.size() > 1 &&
           (visitors_.size() >= limits::preview_visitors || bytes_ > limits::preview_bytes)) {
        forget(std::min_element(visitors_.begin(), visitors_.end(),
                                [](const auto& left, const auto& right) {
                                    return left.second.seen_at < right.second.seen_at;
                                }));
    }
}

void PreviewDesk::forget(const Form& form) {
    bytes_ -= form.sheet_bytes;
    for (const auto& [blob, bytes] : form.files) {
        bytes_ -= bytes.size();
    }
}

void PreviewDesk::forget(std::map<std::string, Visitor>::iterator visitor) {
    for (const auto& [name, form] : visitor->second.forms) {
        forget(form);
    }
    visitors_.erase(visitor);
}

PreviewDesk::Form& PreviewDesk::form_of(const std::string& token, const std::string& form) {
    Visitor& visitor = visitors_[token];
    visitor.seen_at = clock_->now();
    return visitor.forms[form];
}

PreviewDesk::Sheet PreviewDesk::read(const std::string& token, const std::string& form) {
    const std::scoped_lock lock(mutex_);
    const auto visitor = visitors_.find(token);
    if (visitor == visitors_.end()) {
        return {};
    }
    const auto known = visitor->second.forms.find(form);
    return known == visitor->second.forms.end() ? Sheet() : known->second.sheet;
}

Result<std::int64_t> PreviewDesk::save(const std::string& token, const std::string& form,
                                       std::int64_t revision, const Json& answers) {
    const std::scoped_lock lock(mutex_);
    Form& kept = form_of(token, form);
    if (kept.sheet.revision != revision) {
        return Error{ErrorKind::Conflict,
                     "forms.draft_changed",
                     "",
                     {},
                     "the answers were saved in another window in the meantime"};
    }
    const std::size_t size = formats::write_json(answers).size();
    bytes_ = bytes_ - kept.sheet_bytes + size;
    kept.sheet_bytes = size;
    kept.sheet = {answers, revision + 1};
    make_room();
    return revision + 1;
}

void PreviewDesk::clear(const std::string& token, const std::string& form) {
    const std::scoped_lock lock(mutex_);
    const auto visitor = visitors_.find(token);
    if (visitor == visitors_.end()) {
        return;
    }
    const auto kept = visitor->second.forms.find(form);
    if (kept != visitor->second.forms.end()) {
        forget(kept->second);
        visitor->second.forms.erase(kept);
    }
}

Result<std::string> PreviewDesk::put_file(const std::string& token, const std::string& form,
                                          std::string_view bytes) {
    const std::scoped_lock lock(mutex_);
    Form& kept = form_of(token, form);
    std::size_t own = bytes.size();
    for (const auto& [blob, file] : kept.files) {
        own += file.size();
    }
    if (own > limits::preview_visitor_bytes) {
        return Error{ErrorKind::TooLarge,
                     "web.preview_full",
                     "",
                     {{"max", forms::show_size(limits::preview_visitor_bytes)}},
                     "a preview keeps no more files than this"};
    }
    std::string blob = crypto::to_hex(random_->bytes(16));
    kept.files.emplace(blob, bytes);
    bytes_ += bytes.size();
    make_room();
    return blob;
}

std::optional<std::string> PreviewDesk::find_file(const std::string& token, const std::string& form,
                                                  std::string_view blob) {
    const std::scoped_lock lock(mutex_);
    const auto visitor = visitors_.find(token);
    if (visitor == visitors_.end()) {
        return std::nullopt;
    }
    const auto kept = visitor->second.forms.find(form);
    if (kept == visitor->second.forms.end()) {
        return std::nullopt;
    }
    const auto file = kept->second.files.find(blob);
    return file == kept->second.files.end() ? std::nullopt : std::optional(file->second);
}

void PreviewDesk::remove_file(const std::string& token, const std::string& form,
                              std::string_view blob) {
    const std::scoped_lock lock(mutex_);
    Form& kept = form_of(token, form);
    const auto file = kept.files.find(blob);
    if (file != kept.files.end()) {
        bytes_ -= file->second.size();
        kept.files.erase(file);
    }
}

}  // namespace gordion::web
