// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/decisions.hpp"
#include "web/components/components.hpp"
#include "web/exchange.hpp"

/// How a case looks; the deeds on it stand in case_pages.cpp.
namespace gordion::web {

/// "/backoffice/vorgang/010545459/019a…"
std::string case_url(const cases::Case& found);

http::Response show_case_page(const Exchange& exchange, const app::CaseView& view,
                              const std::vector<FieldError>& errors);

/// Where an effective value comes from, in words.
std::string source_text(const Exchange& exchange, const reuse::EffectiveValue& value);

}  // namespace gordion::web
