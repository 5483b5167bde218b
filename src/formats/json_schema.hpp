// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "core/limits.hpp"
#include "formats/json.hpp"

namespace gordion::formats {

enum class SchemaDialect { Draft7, Draft2020 };

/// What `format` means: a remark, as draft 2020-12 has it, or a demand. Demanded are uri,
/// uri-reference, uuid, date, time, date-time, email and ipv4; other formats remain remarks.
enum class SchemaFormats { Note, Demand };

struct JsonSchemaOptions {
    /// Gives the document that a foreign $ref or $schema names (absolute URI without fragment), or
    /// nothing. Nothing is ever fetched. Called only while a schema is compiled.
    std::function<std::optional<Json>(std::string_view uri)> resolve;
    SchemaFormats formats = SchemaFormats::Note;
    SchemaDialect dialect = SchemaDialect::Draft2020;    ///< where no $schema says another
    std::string base_uri;                                ///< of a document without an absolute $id
    std::size_t most_steps = limits::json_schema_steps;  ///< of one judgement
};

namespace internal {
struct CompiledSchema;
}

/// A JSON Schema (draft 2020-12 or 7), ready to judge. Immutable; used from any thread; copies
/// share. Schemas and instances may be hostile: number and depth of what is compiled are bounded,
/// every judgement by work (limits::json_schema_steps), depth and number of findings. Where a bound
/// is met the instance is refused, never let through.
///
/// Patterns are ECMA 262 in Unicode mode, run in time linear to the text. Numbers are compared as
/// the decimals that were written: 0.07 is a multiple of 0.01.
///
/// DEVIATION: lookaround and back references in patterns, names in $schema that `resolve` does not
/// know, and the other drafts are faults when the schema is compiled. `content…` and `default` are
/// remarks without effect, as the drafts have it.
class JsonSchema {
public:
    /// The schema, or none and why. Findings have the place as JSON pointer in the schema
    /// ("/properties/a", after the document's URI and "#" if it is a foreign one). Codes, all
    /// faults: formats.schema_invalid (a keyword has a wrong value), formats.schema_pattern,
    /// formats.schema_reference (leads nowhere), formats.schema_dialect, formats.schema_too_large.
    static Judged<std::optional<JsonSchema>> compile(const Json& schema,
                                                     const JsonSchemaOptions& options = {});

    /// What is wrong with the instance; empty if it is valid. Places are JSON pointers into it, ""
    /// for the whole. Every finding has the value "keyword", and most "expected", what that keyword
    /// demands; values come from the schema, never from the instance. Codes:
    /// formats.instance_*. formats.instance_too_costly says that a bound was met;
    /// formats.instance_more that there are more faults than limits::json_schema_findings.
    [[nodiscard]] Findings validate(const Json& instance) const;

    /// Whether validate() finds nothing. Stops at the first fault.
    [[nodiscard]] bool accepts(const Json& instance) const;

private:
    explicit JsonSchema(std::shared_ptr<const internal::CompiledSchema> compiled);
    std::shared_ptr<const internal::CompiledSchema> compiled_;
};

}  // namespace gordion::formats
