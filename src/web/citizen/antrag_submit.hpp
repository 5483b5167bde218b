// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/antraege.hpp"
#include "web/components/components.hpp"
#include "web/endpoint.hpp"

/// What the files of the Antrag pages share.
namespace gordion::web {

Result<http::Response> show_check_page(const Exchange& exchange, const app::Draft& draft,
                                       const std::vector<FieldError>& errors);
http::Response show_resume_page(const Exchange& exchange, const std::vector<FieldError>& errors);

/// POST of the summary: hands over and shows number and code.
Result<http::Response> submit_antrag_page(Exchange& exchange);

}  // namespace gordion::web
