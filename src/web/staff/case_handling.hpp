// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/decisions.hpp"
#include "web/components/components.hpp"
#include "web/exchange.hpp"

/// The parts of a case page that follow from the package's [[condition]] and [[consultation]] and
/// from automatic.json.
namespace gordion::web {

/// Inside the form that decides: a box for each condition, with its wording and its gaps. Names:
/// "condition" (value: the id) and "condition-ID-KEY". Nothing where the package declares none.
Html conditions_field(const Exchange& exchange, const app::CaseView& view,
                      const std::vector<FieldError>& errors);
/// What conditions_field() posts back.
std::vector<app::ConditionWish> posted_conditions(const Exchange& exchange,
                                                  const app::CaseView& view);

/// Who was asked and has answered, and a form for each authority that may be asked.
Html consultations_section(const Exchange& exchange, const app::CaseView& view,
                           const std::vector<FieldError>& errors);

/// For the authority that was asked: the question, and the form for its statement or what it said.
Html opinion_section(const Exchange& exchange, const app::CaseView& view,
                     const std::vector<FieldError>& errors);

/// That no person decided, or why one must; "" where the package issues nothing by itself.
std::string automatic_note(const Exchange& exchange, const app::CaseView& view);

}  // namespace gordion::web
