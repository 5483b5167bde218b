// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <string>

#include "fitconnect/examination.hpp"
#include "formats/json_schema.hpp"

namespace gordion::fitconnect {

/// What a schema found, for the sender of the data: "PLACE: CODE", each once and at most ten, with
/// the place as JSON pointer, of a missing member the place where it should be. Never a value: the
/// data are a citizen's.
std::string describe_findings(const Findings& findings);

/// Schemas by the URI that submissions name. Filled first, then read from any thread.
class SchemaShelf {
public:
    /// `uri` empty: the schema's own $id. Error codes: fitconnect.schema_unnamed, and the first
    /// fault of formats::JsonSchema::compile().
    Result<void> add(const formats::Json& schema, std::string uri = {});
    [[nodiscard]] bool has(const std::string& uri) const { return schemas_.contains(uri); }

    /// A schema-violation where JSON data do not follow the announced schema; data whose schema is
    /// not on the shelf are not judged. It keeps what is on the shelf now.
    [[nodiscard]] DataJudge judge() const;

private:
    std::map<std::string, std::shared_ptr<const formats::JsonSchema>> schemas_;
};

}  // namespace gordion::fitconnect
