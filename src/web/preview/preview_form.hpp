// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "fim/code_list.hpp"
#include "fim/schema.hpp"
#include "forms/form.hpp"
#include "reuse/loaded_package.hpp"

namespace gordion::web {

/// A form to look at, with what is to be said about it.
struct PreviewForm {
    std::string key;  ///< tells the forms of one desk apart
    std::string title;
    std::shared_ptr<const forms::Form> form;
    formats::Json params;            ///< what rules see: sample values of the package
    Findings findings;               ///< about schema, layout, rules, texts
    std::vector<std::string> rules;  ///< the FIM rules, as their editors wrote them
};

/// A schema with what its reader found, and what a package says about it (nullptr: nothing). What
/// is faulty is left out and said. Error code: web.preview_empty (Invalid: the schema asks
/// nothing).
Result<PreviewForm> make_preview(Judged<fim::Schema> schema, const reuse::Package* package,
                                 const fim::CodeListSources& code_lists);
/// A published package.
PreviewForm make_preview(std::shared_ptr<const reuse::LoadedPackage> package);

}  // namespace gordion::web
