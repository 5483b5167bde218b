// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "fim/schema.hpp"
#include "formats/json.hpp"

namespace gordion::fim {

/// The JSON Schema (draft 2020-12) of the Fachdaten that belong to a data schema: an object keyed
/// by element ids, elements in `$defs` under "<id>V<version>". Labels are left out, because they
/// hold no data; hidden and locked fields are never required, because nobody is asked for them.
/// Rules are not expressed. Two forms of one (id, version) with different content get numbered
/// definitions ("…V1.0.0-2"). A list of the single code "_" stands for one that is only known per
/// municipality, so any text is allowed.
/// DEVIATION: an attachment is an object {name, media_type, size, blob, sha512} instead of text,
/// and time and datetime are local times given by a pattern, because RFC 3339 formats demand an
/// offset that a form on paper never had.
formats::Json to_json_schema(const Schema& schema);

}  // namespace gordion::fim
