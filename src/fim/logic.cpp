// SPDX-License-Identifier: EUPL-1.2
#include "fim/logic.hpp"

#include <cmath>

#include "fim/internal/logic_program.hpp"

namespace gordion::fim {

struct Logic::Program {
    internal::LogicNode root;
    std::vector<std::string> variables;
};

Result<Logic> Logic::compile(const formats::Json& logic) {
    internal::LogicJudgement judged = internal::compile_logic(logic, "");
    for (Finding& finding : judged.findings) {
        return Error{ErrorKind::Invalid, std::move(finding.code), std::move(finding.place),
                     std::move(finding.values), std::move(finding.message)};
    }
    auto program = std::make_shared<Program>();
    program->root = std::move(judged.node);
    program->variables = std::move(judged.variables);
    return Logic(std::move(program));
}

Result<formats::Json> Logic::evaluate(const formats::Json& data) const {
    return internal::run_logic(program_->root, {&data, {}});
}

Result<formats::Json> Logic::evaluate(std::span<const LogicVariable> data) const {
    return internal::run_logic(program_->root, {nullptr, data});
}

const std::vector<std::string>& Logic::variables() const {
    return program_->variables;
}

bool is_truthy(const formats::Json& value) {
    if (value.is_bool()) {
        return value.as_bool();
    }
    if (value.is_number()) {
        const double number = value.as_number();
        return number != 0 && !std::isnan(number);
    }
    if (value.is_string()) {
        return !value.as_string().empty();
    }
    return value.is_object() || (value.is_array() && value.size() > 0);
}

Findings check_logic(const formats::Json& logic, std::string_view place) {
    return internal::compile_logic(logic, place).findings;
}

Result<formats::Json> evaluate(const formats::Json& logic, const formats::Json& data) {
    const Logic compiled = TRY(Logic::compile(logic));
    return compiled.evaluate(data);
}

}  // namespace gordion::fim
