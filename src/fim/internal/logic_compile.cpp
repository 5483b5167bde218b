// SPDX-License-Identifier: EUPL-1.2
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/internal/logic_program.hpp"

namespace gordion::fim::internal {
namespace {

using formats::Json;

constexpr std::size_t any = 1'000'000;

struct Operator {
    std::string_view name;
    Op op;
    std::size_t least;
    std::size_t most;
};

constexpr std::array<Operator, 51> operators{{
    {"var", Op::Var, 0, 2},
    {"missing", Op::Missing, 0, any},
    {"missing_some", Op::MissingSome, 2, 2},
    {"if", Op::If, 0, any},
    {"?:", Op::If, 3, 3},
    {"==", Op::Equal, 2, 2},
    {"===", Op::StrictEqual, 2, 2},
    {"!=", Op::NotEqual, 2, 2},
    {"!==", Op::StrictNotEqual, 2, 2},
    {"!", Op::Not, 1, 1},
    {"!!", Op::Truth, 1, 1},
    {"or", Op::Or, 1, any},
    {"and", Op::And, 1, any},
    {">", Op::Greater, 2, 2},
    {">=", Op::GreaterEqual, 2, 2},
    {"<", Op::Less, 2, 3},
    {"<=", Op::LessEqual, 2, 3},
    {"max", Op::Max, 1, any},
    {"min", Op::Min, 1, any},
    {"+", Op::Add, 1, any},
    {"*", Op::Multiply, 1, any},
    {"-", Op::Subtract, 1, 2},
    {"/", Op::Divide, 2, 2},
    {"%", Op::Modulo, 2, 2},
    {"map", Op::Map, 2, 2},
    {"filter", Op::Filter, 2, 2},
    {"reduce", Op::Reduce, 2, 3},
    {"all", Op::All, 2, 2},
    {"none", Op::None, 2, 2},
    {"some", Op::Some, 2, 2},
    {"merge", Op::Merge, 0, any},
    {"in", Op::In, 2, 2},
    {"cat", Op::Cat, 0, any},
    {"substr", Op::Substr, 2, 3},
    // Additions to the notation; logic.hpp is their manual.
    {"root", Op::Root, 1, 2},
    {"date_diff_days", Op::DateDiffDays, 2, 2},
    {"age_years", Op::AgeYears, 2, 2},
    {"month_of", Op::MonthOf, 1, 1},
    {"year_of", Op::YearOf, 1, 1},
    {"matches", Op::Matches, 2, 2},
    {"length", Op::Length, 1, 1},
    {"round", Op::Round, 1, 2},
    {"money", Op::Money, 1, 1},
    {"param_row", Op::ParamRow, 3, 4},
    {"var_of", Op::VarOf, 2, 2},
    {"date_add_days", Op::DateAddDays, 2, 2},
    {"date_add_months", Op::DateAddMonths, 2, 2},
    {"floor", Op::Floor, 1, 1},
    {"iban_valid", Op::IbanValid, 1, 1},
    {"filled", Op::Filled, 1, 1},
    {"date_of_parts", Op::DateOfParts, 3, 3},
}};

bool takes_item(Op op) {
    return op == Op::Map || op == Op::Filter || op == Op::Reduce || op == Op::All ||
           op == Op::None || op == Op::Some;
}

// Whose names an expression reads at some place.
enum class Names { Outermost, OfItem };

class Compiler {
public:
    LogicNode compile(const Json& logic, const std::string& place, std::size_t depth, Names names);
    Findings findings;
    std::vector<std::string> variables;

private:
    void fault(std::string_view code, const std::string& place, Values values,
               std::string message) {
        findings.push_back(
            {std::string(code), Severity::Fault, place, std::move(values), std::move(message)});
    }
    void judge_arity(const Operator& known, std::size_t found, const std::string& place);
    LogicNode compile_list(const Json& logic, const std::string& place, std::size_t depth,
                           Names names);
    LogicNode compile_operation(const Json::Member& operation, const std::string& place,
                                std::size_t depth, Names names);
    void finish(LogicNode& node, const std::string& place, Names names);
    void finish_name(LogicNode& node, Names names);
    void note_variable(std::string path);

    std::size_t nodes_ = 0;
};

void Compiler::note_variable(std::string path) {
    if (std::find(variables.begin(), variables.end(), path) == variables.end()) {
        variables.push_back(std::move(path));
    }
}

void Compiler::judge_arity(const Operator& known, std::size_t found, const std::string& place) {
    if (found >= known.least && found <= known.most) {
        return;
    }
    std::string expected = std::to_string(known.least);
    if (known.most == any) {
        expected += " or more";
    } else if (known.most != known.least) {
        expected += " to " + std::to_string(known.most);
    }
    fault("fim.logic_arity", place,
          {{"operator", std::string(known.name)},
           {"expected", expected},
           {"found", std::to_string(found)}},
          "the operator needs another number of arguments");
}

LogicNode Compiler::compile_list(const Json& logic, const std::string& place, std::size_t depth,
                                 Names names) {
    LogicNode node;
    node.op = Op::List;
    bool constant = true;
    for (std::size_t i = 0; i < logic.size(); ++i) {
        node.arguments.push_back(
            compile(logic.as_array()[i], place + "/" + std::to_string(i), depth + 1, names));
        constant = constant && node.arguments.back().op == Op::Literal;
    }
    if (constant) {
        return LogicNode{Op::Literal, logic, {}, {}, {}};
    }
    return node;
}

LogicNode Compiler::compile(const Json& logic, const std::string& place, std::size_t depth,
                            Names names) {
    if (!findings.empty() && findings.back().code == "fim.logic_too_large") {
        return {};
    }
    if (++nodes_ > limits::logic_nodes) {
        fault("fim.logic_too_large", place, {{"max", std::to_string(limits::logic_nodes)}},
              "the expression has too many parts");
        return {};
    }
    if (depth > limits::logic_depth) {
        fault("fim.logic_too_deep", place, {{"max", std::to_string(limits::logic_depth)}},
              "the expression is nested too deeply");
        return {};
    }
    if (logic.is_array()) {
        return compile_list(logic, place, depth, names);
    }
    if (logic.is_object() && logic.size() == 1) {
        return compile_operation(logic.as_object().front(), place, depth, names);
    }
    return LogicNode{Op::Literal, logic, {}, {}, {}};
}

LogicNode Compiler::compile_operation(const Json::Member& operation, const std::string& place,
                                      std::size_t depth, Names names) {
    const std::string& name = operation.first;
    const Json& values = operation.second;
    const std::string here = place + "/" + name.substr(0, 40);
    const auto known = std::find_if(operators.begin(), operators.end(),
                                    [&](const Operator& each) { return each.name == name; });
    if (known == operators.end()) {
        if (name == "log") {
            fault("fim.logic_operator_refused", here, {{"operator", name}},
                  "log would write answers of people into a log");
        } else {
            fault("fim.logic_operator_unknown", here, {{"operator", name.substr(0, 40)}},
                  "there is no such operator; an object of one member is always an operation");
        }
        return {};
    }
    LogicNode node;
    node.op = known->op;
    const std::size_t count = values.is_array() ? values.size() : 1;
    judge_arity(*known, count, here);
    for (std::size_t i = 0; i < count; ++i) {
        const Json& argument = values.is_array() ? values.as_array()[i] : values;
        const bool over_item = takes_item(node.op) && i == 1;
        node.arguments.push_back(compile(argument, here + "/" + std::to_string(i), depth + 1,
                                         over_item ? Names::OfItem : names));
    }
    finish(node, here, names);
    return node;
}

void Compiler::finish(LogicNode& node, const std::string& place, Names names) {
    if (node.op == Op::Var || node.op == Op::Root) {
        finish_name(node, node.op == Op::Root ? Names::Outermost : names);
    } else if (node.op == Op::Matches && node.arguments.size() == 2) {
        const LogicNode& written = node.arguments[1];
        if (written.op != Op::Literal || !written.literal.is_string()) {
            fault("fim.logic_argument", place, {{"operator", "matches"}},
                  "the pattern must be literal text, so that it can be judged");
            return;
        }
        Result<Pattern> pattern = Pattern::compile(written.literal.as_string());
        if (!pattern) {
            fault("fim.logic_pattern", place, pattern.error().values, pattern.error().message);
            return;
        }
        node.pattern = std::move(pattern).value();
    } else if (node.op == Op::ParamRow && !node.arguments.empty()) {
        const LogicNode& table = node.arguments[0];
        if (table.op == Op::Literal && table.literal.is_string()) {
            note_variable("params." + table.literal.as_string());
        }
    } else if ((node.op == Op::Missing || node.op == Op::MissingSome) &&
               names == Names::Outermost) {
        for (const LogicNode& argument : node.arguments) {
            if (argument.op == Op::Literal && argument.literal.is_string()) {
                note_variable(argument.literal.as_string());
            } else if (argument.op == Op::Literal && argument.literal.is_array()) {
                for (const Json& each : argument.literal.as_array()) {
                    note_variable(to_js_string(each));
                }
            } else if (argument.op != Op::Literal) {
                note_variable("");
            }
        }
    }
}

void Compiler::finish_name(LogicNode& node, Names names) {
    const bool whole = node.arguments.empty();
    if (whole || (node.arguments[0].op == Op::Literal && !node.arguments[0].literal.is_array() &&
                  !node.arguments[0].literal.is_object())) {
        const std::string name = whole || node.arguments[0].literal.is_null()
                                     ? std::string()
                                     : to_js_string(node.arguments[0].literal);
        node.path = name.empty() ? std::vector<std::string>() : split(name, '.');
        if (names == Names::Outermost) {
            note_variable(name);
        }
        return;
    }
    if (names != Names::Outermost) {
        return;
    }
    // A computed name: what it surely begins with is known if it is a cat with a literal first.
    const LogicNode& computed = node.arguments[0];
    std::string beginning;
    if (computed.op == Op::Cat && !computed.arguments.empty() &&
        computed.arguments[0].op == Op::Literal && computed.arguments[0].literal.is_string()) {
        beginning = computed.arguments[0].literal.as_string();
        beginning = beginning.substr(0, beginning.rfind('.') + 1);
        beginning = beginning.empty() ? beginning : beginning.substr(0, beginning.size() - 1);
    }
    note_variable(std::move(beginning));
}

}  // namespace

LogicJudgement compile_logic(const Json& logic, std::string_view place) {
    Compiler compiler;
    LogicNode node = compiler.compile(logic, std::string(place), 0, Names::Outermost);
    return {std::move(node), std::move(compiler.variables), std::move(compiler.findings)};
}

}  // namespace gordion::fim::internal
