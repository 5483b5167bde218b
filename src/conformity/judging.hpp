// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "fim/logic.hpp"
#include "formats/json.hpp"

namespace gordion::conformity {

enum class Truth {
    True,
    False,
    Unknown,  ///< depends on evidence that is not there
};

/// What an expression comes to over evidence that may be incomplete.
struct Judged3 {
    Truth truth = Truth::Unknown;
    std::vector<std::string> missing;  ///< Unknown: the paths that would decide it, each once
};

/// An expression about evidence: JsonLogic (fim::Logic) in three values. A path that is not there,
/// or null, is unknown – not false. `and`, `or`, `!`, `!!` and `if` follow Kleene: what is known
/// decides where it can ("or" with one true member is true, whatever the others are). Every other
/// expression is unknown as soon as a path that it reads is. `filled` and `missing` therefore make
/// no sense here and are refused. Immutable; used from any thread.
class Expression {
public:
    /// Error codes: those of fim::check_logic; conformity.operator (Invalid; value operator).
    static Result<Expression> compile(const formats::Json& logic);

    /// Error codes: those of fim::Logic::evaluate.
    [[nodiscard]] Result<Judged3> judge(const formats::Json& evidence) const;
    /// All paths that it reads, each once, in order.
    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

private:
    struct Node;
    static Result<std::shared_ptr<const Node>> compile_node(const formats::Json& logic);
    std::shared_ptr<const Node> root_;
    std::vector<std::string> paths_;
};

/// The value at a dotted path, or nullptr where there is none or null.
const formats::Json* find_evidence(const formats::Json& evidence, std::string_view path);

}  // namespace gordion::conformity
