// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/schema.hpp"

namespace gordion::fim {

/// The schema as a message of its own version (2 or 3.0.0), elements in the order of the standard.
/// Reading it again gives an equal schema; of a file that was read without findings, the same
/// document but for layout, order, prefixes and empty optional elements. An element that no message
/// of the version has is left out.
/// DEVIATION: list editions (listURI, listVersionID) are written per element name as the file had
/// them first; exports use one edition throughout.
/// Error code: fim.version_not_written (version 1: convert first).
Result<std::string> write_schema(const Schema& schema);

/// A schema of version 1 or 2 as one of version 3.0.0: ids TnnRRRRRR become Tnn000RRRRRR, versions
/// get a patch number, status becomes freigabestatus, bounds become attributes, a script stays in
/// `skript`. Findings (notes and warnings): fim.converted_id (an id that has not the expected
/// form), fim.converted_status (status without counterpart), fim.converted_change (letzteAenderung,
/// which is required, is taken from the message), fim.converted_label (an empty bezeichnungEingabe,
/// required in version 3, is taken from the name), fim.converted_bounds (a praezisierung that is no
/// JSON stays as text). A schema of version 3 comes back as it is.
Judged<Schema> to_version_3(Schema schema);

/// "F60000231" → "F60000000231"; anything else unchanged.
std::string to_long_id(const std::string& id);

}  // namespace gordion::fim
