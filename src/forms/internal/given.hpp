// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "forms/internal/compiled_form.hpp"

/// Values that nobody types: of hidden and locked fields, and what others are prefilled with;
/// decision 0016 says where they come from.
namespace gordion::forms::internal {

/// The value now, typed as an answer (an array where the field is repeated). Nothing if there is no
/// source, if it is empty, or if it is no value of the field.
std::optional<formats::Json> given_value(const Node& node, const FormContext& context);

/// What the account says for a question that names an attribute of it, typed likewise. Nothing if
/// nobody is signed in, if the account does not say, or if it is no value of the field. It is no
/// given value: once it stands among the answers it is the citizen's own.
std::optional<formats::Json> account_value(const Node& node, const FormContext& context);

/// Puts the values of hidden and locked fields over the answers, in every instance that is there.
/// An optional group that nobody began stays away.
void overlay_given(const Compiled& form, const formats::Json& answers, const FormContext& context,
                   formats::Json& to);

/// Whether somebody answered something in there that was not given: what is prefilled begins
/// nothing. `value` is the content of the group `node`.
bool is_begun(const Compiled& form, const Node& node, const formats::Json& value,
              const FormContext& context);

}  // namespace gordion::forms::internal
