// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "forms/media_type.hpp"

namespace gordion::web {

/// What people write into forms that they only look at: in the memory of this process, never
/// elsewhere, until they begin anew, stay away for two hours, or others need the room. Bounded in
/// visitors and bytes; the one who was away the longest goes first. Shared between threads.
class PreviewDesk {
public:
    PreviewDesk(const Clock& clock, Random& random);

    /// What one visitor wrote into one form.
    struct Sheet {
        formats::Json answers = formats::Json::object();
        std::int64_t revision = 0;
    };

    /// The visitor's token if the desk knows it, else a new one.
    std::string admit(std::string_view token);
    /// `form` tells the forms of one visitor apart. An unknown visitor has an empty sheet.
    [[nodiscard]] Sheet read(const std::string& token, const std::string& form);
    /// Error code: forms.draft_changed (Conflict: the revision is not the one that is there).
    Result<std::int64_t> save(const std::string& token, const std::string& form,
                              std::int64_t revision, const formats::Json& answers);
    /// Forgets answers and files.
    void clear(const std::string& token, const std::string& form);

    /// Keeps a file and returns the name under which it lies. Error code: web.preview_full
    /// (TooLarge).
    Result<std::string> put_file(const std::string& token, const std::string& form,
                                 std::string_view bytes);
    [[nodiscard]] std::optional<std::string> find_file(const std::string& token,
                                                       const std::string& form,
                                                       std::string_view blob);
    void remove_file(const std::string& token, const std::string& form, std::string_view blob);

    [[nodiscard]] const forms::MediaTypeSniffer& sniffer() const { return sniffer_; }

private:
    struct Form {
        Sheet sheet;
        std::size_t sheet_bytes = 0;
        std::map<std::string, std::string, std::less<>> files;
    };
    struct Visitor {
        std::map<std::string, Form> forms;
        Instant seen_at;
    };
    Form& form_of(const std::string& token, const std::string& form);
    void make_room();
    void forget(const Form& form);
    void forget(std::map<std::string, Visitor>::iterator visitor);

    const Clock* clock_;
    Random* random_;
    forms::MediaTypeSniffer sniffer_;
    std::mutex mutex_;
    std::map<std::string, Visitor> visitors_;
    std::size_t bytes_ = 0;
};

}  // namespace gordion::web
