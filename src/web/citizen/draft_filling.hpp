// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/antraege.hpp"
#include "web/exchange.hpp"
#include "web/form_pages/filling.hpp"

namespace gordion::web {

ShownAuthority shown(const app::Authority& authority);

/// The draft of the citizen whose session the exchange has.
class DraftFilling final : public Filling {
public:
    static Result<DraftFilling> open(Exchange& exchange);
    DraftFilling(Exchange& exchange, app::Draft draft)
        : exchange_(exchange), draft_(std::move(draft)) {}
    DraftFilling(DraftFilling&& other) noexcept
        : exchange_(other.exchange_), draft_(std::move(other.draft_)) {}

    [[nodiscard]] const app::Draft& draft() const { return draft_; }

    [[nodiscard]] const forms::Form& form() const override { return *draft_.package->form; }
    [[nodiscard]] const formats::Json& answers() const override { return draft_.answers(); }
    [[nodiscard]] forms::FormContext context() const override { return draft_.context(); }
    Result<void> save(const formats::Json& answers) override;
    Result<void> reload() override;
    Result<forms::UploadedFile> put_upload(const forms::FileRule& rule, std::string_view file_name,
                                           std::string_view bytes) override;
    Result<Sensitive<std::string>> load_upload(const forms::UploadedFile& file) override;
    Result<void> remove_upload(std::string_view blob) override;
    [[nodiscard]] std::string base() const override { return "/antrag"; }
    [[nodiscard]] std::string entry_url() const override;
    [[nodiscard]] std::string title() const override { return draft_.service_name; }
    [[nodiscard]] bool can_be_remembered() const override { return true; }
    void put_frame(Page& page) const override;

private:
    [[nodiscard]] Scope scope(std::string_view purpose) const;

    Exchange& exchange_;
    app::Draft draft_;
};

}  // namespace gordion::web
