// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "fim/internal/message_grammar.hpp"

/// Where the content of each leaf lies in the values of schema.hpp. Reader and writer both go
/// through here, so that what is read can be written.
namespace gordion::fim::internal {

/// What is open while a message is read or written.
using Object = std::variant<Schema*, Group*, Field*, Regel*, Position*, Code*, CodeListReference*,
                            Relation*, Identification*>;

/// The text of a slot; nullptr if it is no plain text of this object.
std::string* text_of(Object object, Slot slot);

/// The code of a Coded element as the standard writes it; "" for none.
std::string code_of(Object object, Slot slot);
/// False if the code is not in the list of the standard; then nothing is changed but plain texts.
bool set_code(Object object, Slot slot, std::string_view code);

/// What schema, group, field and Regel have in common; nullptr for the others.
Facts* facts_of(Object object);
/// The rules of a schema, group or field; nullptr for the others.
std::vector<Regel>* rules_of(Object object);

}  // namespace gordion::fim::internal
