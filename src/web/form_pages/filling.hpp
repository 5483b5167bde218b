// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/sensitive.hpp"
#include "forms/form.hpp"
#include "web/page.hpp"

namespace gordion::web {

/// A form while somebody fills it in, as its pages need it: where the answers lie, and what stands
/// around the questions. The citizen's draft is one, the preview another; the pages are the same.
/// Lives as long as one request.
class Filling {
public:
    Filling() = default;
    virtual ~Filling() = default;
    Filling(const Filling&) = delete;
    Filling& operator=(const Filling&) = delete;

    [[nodiscard]] virtual const forms::Form& form() const = 0;
    [[nodiscard]] virtual const formats::Json& answers() const = 0;
    [[nodiscard]] virtual forms::FormContext context() const = 0;

    /// Replaces all answers; afterwards answers() gives them. Error code: forms.draft_changed
    /// (another request saved since these answers were read).
    virtual Result<void> save(const formats::Json& answers) = 0;
    /// Reads again what is saved.
    virtual Result<void> reload() = 0;
    virtual Result<forms::UploadedFile> put_upload(const forms::FileRule& rule,
                                                   std::string_view file_name,
                                                   std::string_view bytes) = 0;
    virtual Result<Sensitive<std::string>> load_upload(const forms::UploadedFile& file) = 0;
    virtual Result<void> remove_upload(std::string_view blob) = 0;

    /// What the addresses of all pages begin with: "/antrag". Below it lie the pages by their id,
    /// "weiter", "pruefen", "suche/{path}" and "datei/{blob}".
    [[nodiscard]] virtual std::string base() const = 0;
    /// Where "back" leads on the first page; "" for nowhere.
    [[nodiscard]] virtual std::string entry_url() const = 0;
    [[nodiscard]] virtual std::string title() const = 0;
    /// Whether the pages offer to go on another day.
    [[nodiscard]] virtual bool can_be_remembered() const = 0;
    /// Puts authority, bars and the like around a page.
    virtual void put_frame(Page& page) const = 0;

    [[nodiscard]] std::string url(std::string_view step) const;
};

}  // namespace gordion::web
