// SPDX-License-Identifier: EUPL-1.2
#include "conformity/judging.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gordion::conformity {

using formats::Json;

namespace {

enum class Kind { And, Or, Not, If, Leaf };

Kind kind_of(std::string_view name) {
    if (name == "and") {
        return Kind::And;
    }
    if (name == "or") {
        return Kind::Or;
    }
    if (name == "!") {
        return Kind::Not;
    }
    return name == "if" ? Kind::If : Kind::Leaf;
}

void add_once(std::vector<std::string>& to, const std::vector<std::string>& more) {
    for (const std::string& text : more) {
        if (std::find(to.begin(), to.end(), text) == to.end()) {
            to.push_back(text);
        }
    }
}

Judged3 negate(Judged3 judged) {
    if (judged.truth != Truth::Unknown) {
        judged.truth = judged.truth == Truth::True ? Truth::False : Truth::True;
    }
    return judged;
}

// Operators that ask whether something is there would turn "unknown" into an answer.
const Json* find_refused(const Json& logic, std::string& name) {
    static constexpr std::array<std::string_view, 3> refused{"missing", "missing_some", "filled"};
    if (logic.is_array()) {
        for (const Json& item : logic.as_array()) {
            if (const Json* found = find_refused(item, name)) {
                return found;
            }
        }
    }
    if (logic.is_object()) {
        for (const auto& [member, value] : logic.as_object()) {
            if (std::find(refused.begin(), refused.end(), member) != refused.end()) {
                name = member;
                return &value;
            }
            if (const Json* found = find_refused(value, name)) {
                return found;
            }
        }
    }
    return nullptr;
}

}  // namespace

struct Expression::Node {
    Kind kind = Kind::Leaf;
    std::vector<std::shared_ptr<const Node>> members;
    std::optional<fim::Logic> leaf;

    [[nodiscard]] Result<Judged3> judge(const Json& evidence) const;
    [[nodiscard]] Result<Judged3> judge_leaf(const Json& evidence) const;
    // One that decides ends it: false for "and", true for "or".
    [[nodiscard]] Result<Judged3> judge_all(const Json& evidence, Truth deciding) const;
    [[nodiscard]] Result<Judged3> judge_choice(const Json& evidence) const;
    void collect(std::vector<std::string>& paths) const;
};

Result<Judged3> Expression::Node::judge_leaf(const Json& evidence) const {
    Judged3 judged;
    for (const std::string& path : leaf->variables()) {
        if (find_evidence(evidence, path) == nullptr) {
            judged.missing.push_back(path);
        }
    }
    if (judged.missing.empty()) {
        judged.truth = fim::is_truthy(TRY(leaf->evaluate(evidence))) ? Truth::True : Truth::False;
    }
    return judged;
}

Result<Judged3> Expression::Node::judge_all(const Json& evidence, Truth deciding) const {
    Judged3 all{deciding == Truth::False ? Truth::True : Truth::False, {}};
    for (const auto& member : members) {
        Judged3 one = TRY(member->judge(evidence));
        if (one.truth == deciding) {
            return one;
        }
        if (one.truth == Truth::Unknown) {
            all.truth = Truth::Unknown;
            add_once(all.missing, one.missing);
        }
    }
    return all;
}

// [condition, then, condition, then …, else]; without an else false.
Result<Judged3> Expression::Node::judge_choice(const Json& evidence) const {
    std::size_t at = 0;
    for (; at + 1 < members.size(); at += 2) {
        Judged3 condition = TRY(members[at]->judge(evidence));
        if (condition.truth == Truth::Unknown) {
            return condition;
        }
        if (condition.truth == Truth::True) {
            return members[at + 1]->judge(evidence);
        }
    }
    return at < members.size() ? members[at]->judge(evidence)
                               : Result<Judged3>(Judged3{Truth::False, {}});
}

Result<Judged3> Expression::Node::judge(const Json& evidence) const {
    switch (kind) {
        case Kind::And:
            return judge_all(evidence, Truth::False);
        case Kind::Or:
            return judge_all(evidence, Truth::True);
        case Kind::Not:
            return negate(TRY(members.front()->judge(evidence)));
        case Kind::If:
            return judge_choice(evidence);
        case Kind::Leaf:
            return judge_leaf(evidence);
    }
    throw Bug("every kind is judged");
}

void Expression::Node::collect(std::vector<std::string>& paths) const {
    if (leaf) {
        add_once(paths, leaf->variables());
    }
    for (const auto& member : members) {
        member->collect(paths);
    }
}

Result<std::shared_ptr<const Expression::Node>> Expression::compile_node(const Json& logic) {
    auto node = std::make_shared<Node>();
    if (logic.is_object() && logic.as_object().size() == 1) {
        const auto& [name, arguments] = *logic.as_object().begin();
        node->kind = kind_of(name);
        if (node->kind != Kind::Leaf) {
            const bool is_list = arguments.is_array();
            const std::size_t count = is_list ? arguments.size() : 1;
            for (std::size_t i = 0; i < count; ++i) {
                node->members.push_back(
                    TRY(compile_node(is_list ? arguments.as_array()[i] : arguments)));
            }
            if (node->members.empty()) {
                return Error{ErrorKind::Invalid,
                             "conformity.operator",
                             "",
                             {{"operator", std::string(name)}},
                             "The operator needs something to judge."};
            }
            return std::shared_ptr<const Node>(std::move(node));
        }
    }
    node->leaf = TRY(fim::Logic::compile(logic));
    return std::shared_ptr<const Node>(std::move(node));
}

Result<Expression> Expression::compile(const Json& logic) {
    std::string refused;
    if (find_refused(logic, refused) != nullptr) {
        return Error{ErrorKind::Invalid,
                     "conformity.operator",
                     "",
                     {{"operator", refused}},
                     "Evidence that is not there is unknown; this operator would make an answer "
                     "of it."};
    }
    // Depth and size of the whole are judged before it is taken apart.
    TRY(fim::Logic::compile(logic));
    Expression expression;
    expression.root_ = TRY(compile_node(logic));
    expression.root_->collect(expression.paths_);
    return expression;
}

Result<Judged3> Expression::judge(const Json& evidence) const {
    return root_->judge(evidence);
}

const Json* find_evidence(const Json& evidence, std::string_view path) {
    const Json* at = &evidence;
    for (const std::string& part : split(path, '.')) {
        at = at->is_object() ? at->find(part) : nullptr;
        if (at == nullptr) {
            return nullptr;
        }
    }
    return at->is_null() ? nullptr : at;
}

}  // namespace gordion::conformity
