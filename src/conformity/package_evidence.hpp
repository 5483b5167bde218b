// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "formats/json.hpp"
#include "reuse/loaded_package.hpp"

namespace gordion::conformity {

/// What a package itself shows, below "package": design, texts, schema, legal grounds, parameters,
/// account, fees, endpoints, examples, attachments; README.md lists every path. `findings` are
/// those of reuse::check_package. Names of bodies are looked for as people write them ("Stadt
/// Köln", "Landkreis Ahrweiler"), among `bodies` (names without the kind).
formats::Json package_evidence(const reuse::LoadedPackage& loaded, const Findings& findings,
                               std::span<const std::string> bodies);

/// "Stadt Köln" and the like among the texts, each once. `bodies` is sorted.
std::vector<std::string> find_bodies(std::string_view text, std::span<const std::string> bodies);

/// Puts the members of `more` into `evidence`, objects member by member; what is in both comes from
/// `more`.
void merge_evidence(formats::Json& evidence, const formats::Json& more);

}  // namespace gordion::conformity
