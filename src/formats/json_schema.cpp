// SPDX-License-Identifier: EUPL-1.2
#include "formats/json_schema.hpp"

#include "formats/internal/schema_compiler.hpp"
#include "formats/internal/schema_evaluator.hpp"

namespace gordion::formats {

JsonSchema::JsonSchema(std::shared_ptr<const internal::CompiledSchema> compiled)
    : compiled_(std::move(compiled)) {}

Judged<std::optional<JsonSchema>> JsonSchema::compile(const Json& schema,
                                                      const JsonSchemaOptions& options) {
    Judged<std::optional<JsonSchema>> judged;
    internal::SchemaCompiler compiler(options, judged.findings);
    auto compiled = compiler.compile(schema);
    if (judged.findings.empty()) {
        judged.value = JsonSchema(std::move(compiled));
    }
    return judged;
}

Findings JsonSchema::validate(const Json& instance) const {
    Findings findings;
    internal::SchemaEvaluator evaluator(*compiled_, &findings);
    evaluator.judge(instance);
    return findings;
}

bool JsonSchema::accepts(const Json& instance) const {
    internal::SchemaEvaluator evaluator(*compiled_, nullptr);
    return evaluator.judge(instance);
}

}  // namespace gordion::formats
