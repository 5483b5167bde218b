// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fim/code_list.hpp"
#include "fim/schema.hpp"
#include "formats/json.hpp"

namespace gordion::forms {

/// What a form is made of, as the files of a package say it; Form::make judges it all.
///
/// layout (form.toml; null for none):
///   [[page]] id = "halter"  elements = ["G99…", "G98….F98…"]  – in order; ids or paths of ids
///   [[options]] field = "F99…"  from_param = "zonen"  code = "code"  label = "name"  help = "…"
///   [[value]] field = "F99…"  from_param = "satz" | content = "12,50" | from = "today" – what a
///   hidden or locked field holds, and what another one is prefilled with (decision 0016);
///   from_account = "family_name": what the account says, as the first answer of a question
/// rules (rules.json; null for none): conditions, checks, required – see README.md.
/// texts (language → texts/<language>.toml): [page.<id>] title, intro · [element.<id or path>]
///   label, help, add, item · [option.<id>] "code" = "label" · [message] "<finding code>" = "text".
///   German labels and help come from the schema where the file says nothing.
/// code_lists: where lists are looked for that the schema only refers to, in this order; must live
/// until Form::make returns.
struct FormSource {
    fim::Schema schema;
    formats::Json layout;
    formats::Json rules;
    std::map<std::string, formats::Json> texts;
    fim::CodeListSources code_lists;
};

}  // namespace gordion::forms
