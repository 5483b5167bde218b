// SPDX-License-Identifier: EUPL-1.2
#include <cmath>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/internal/logic_run.hpp"

namespace gordion::fim::internal {
namespace {

using formats::Json;

std::size_t count_nodes(const Json& json) {
    std::size_t count = 1;
    if (json.is_string()) {
        count += json.as_string().size() / 64;
    } else if (json.is_array()) {
        for (const Json& item : json.as_array()) {
            count += count_nodes(item);
        }
    } else if (json.is_object()) {
        for (const Json::Member& member : json.as_object()) {
            count += count_nodes(member.second);
        }
    }
    return count;
}

}  // namespace

void LogicRun::fail(std::string_view code, std::string message) {
    if (!failure) {
        failure = Error{ErrorKind::TooLarge, std::string(code), "", {}, std::move(message)};
    }
}

bool LogicRun::charge(std::size_t steps) {
    steps_ += steps;
    if (steps_ > limits::logic_steps) {
        fail("fim.logic_steps", "the evaluation takes too many steps");
    }
    return !failure;
}

Json LogicRun::copy(Value value) {
    if (!value.is_borrowed()) {
        return value.release();
    }
    return charge(count_nodes(value.json())) ? value.json() : Json();
}

Value LogicRun::argument(const LogicNode& node, std::size_t index, const Json* item) {
    return index < node.arguments.size() ? value(node.arguments[index], item) : Value();
}

Value LogicRun::look_up(const std::vector<std::string>& path, const Json* item, bool& found) {
    found = true;
    std::size_t next = 0;
    const Json* here = item != nullptr ? item : data_.whole;
    if (here == nullptr) {
        if (path.empty()) {
            Json whole = Json::object();
            for (const LogicVariable& each : data_.variables) {
                whole.set(each.name, copy(Value::borrow(*each.value)));
            }
            return whole;
        }
        for (const LogicVariable& each : data_.variables) {
            here = each.name == path[0] ? each.value : here;
        }
        next = 1;
    }
    for (; here != nullptr && next < path.size(); ++next) {
        const std::string& step = path[next];
        if (here->is_array()) {
            const bool index = is_digits(step) && step.size() < 8;
            const std::size_t at = index ? std::stoul(step) : here->size();
            here = at < here->size() ? &here->as_array()[at] : nullptr;
        } else {
            here = here->find(step);
        }
    }
    found = here != nullptr;
    return found ? Value::borrow(*here) : Value();
}

Value LogicRun::variable(const LogicNode& node, const Json* item) {
    const Json* scope = node.op == Op::Root ? nullptr : item;
    bool found = false;
    Value value;
    if (node.path) {
        value = look_up(*node.path, scope, found);
    } else {
        const Value computed = argument(node, 0, item);
        const std::string name =
            computed.json().is_null() ? std::string() : to_js_string(computed.json());
        value = look_up(name.empty() ? std::vector<std::string>() : split(name, '.'), scope, found);
    }
    return found ? std::move(value) : argument(node, 1, item);
}

// Operators that do not evaluate all of their arguments.
Value LogicRun::lazy(const LogicNode& node, const Json* item, bool& known) {
    known = true;
    const std::size_t count = node.arguments.size();
    switch (node.op) {
        case Op::Literal:
            return Value::borrow(node.literal);
        case Op::Var:
        case Op::Root:
            return variable(node, item);
        case Op::If: {
            std::size_t at = 0;
            for (; at + 1 < count; at += 2) {
                if (is_truthy(argument(node, at, item).json())) {
                    return argument(node, at + 1, item);
                }
            }
            return argument(node, at, item);
        }
        case Op::And:
        case Op::Or: {
            Value last;
            for (std::size_t at = 0; at < count; ++at) {
                last = argument(node, at, item);
                if (is_truthy(last.json()) == (node.op == Op::Or)) {
                    break;
                }
            }
            return last;
        }
        case Op::Map:
        case Op::Filter:
        case Op::Reduce:
        case Op::All:
        case Op::None:
        case Op::Some:
            return over_items(node, item);
        default:
            known = false;
            return {};
    }
}

Json LogicRun::concatenate(const Values& values) {
    std::string text;
    for (const Value& each : values) {
        text += each.json().is_null() ? std::string() : to_js_string(each.json());
        if (text.size() > limits::logic_bytes || !charge(text.size() / 64)) {
            fail("fim.logic_size", "a text grows too long");
            return {};
        }
    }
    return text;
}

Value LogicRun::param_row(const Values& values) {
    const Json* table = &values[0].json();
    bool found = true;
    Value named;
    if (table->is_string()) {
        named = look_up({"params", table->as_string()}, nullptr, found);
        table = &named.json();
    }
    charge(table->size());
    const Json* row = find_row(*table, to_js_string(values[1].json()), values[2].json());
    if (row != nullptr && values.size() > 3) {
        row = row->find(to_js_string(values[3].json()));
    }
    return row != nullptr ? Value(copy(Value::borrow(*row))) : Value();
}

Json LogicRun::contains_text(const std::string& text, const std::string& part) {
    // Searching takes the product of both in the worst case, and the worst case can be written.
    return charge((text.size() / 64 + 1) * (part.size() / 64 + 1)) &&
           text.find(part) != std::string::npos;
}

bool LogicRun::matches(const LogicNode& node, const Json& text) {
    return node.pattern && text.is_string() && charge(text.as_string().size() / 64) &&
           node.pattern->matches(text.as_string());
}

Value LogicRun::addition(const LogicNode& node, const Values& values) {
    const auto json = [&](std::size_t at) -> const Json& {
        static const Json null;
        return at < values.size() ? values[at].json() : null;
    };
    switch (node.op) {
        case Op::DateDiffDays:
            return date_diff_days(json(0), json(1));
        case Op::AgeYears:
            return age_years(json(0), json(1));
        case Op::MonthOf:
        case Op::YearOf:
            return date_part(json(0), node.op);
        case Op::Matches:
            return Json(matches(node, json(0)));
        case Op::Length:
            return length_of(json(0));
        case Op::Round:
            return round_commercially(json(0), json(1));
        case Op::Money:
            return to_cents(json(0));
        case Op::VarOf: {
            const Json* member = json(0).find(to_js_string(json(1)));
            return member != nullptr ? Value(copy(Value::borrow(*member))) : Value();
        }
        case Op::DateAddDays:
            return date_add_days(json(0), json(1));
        case Op::DateAddMonths:
            return date_add_months(json(0), json(1));
        case Op::Floor:
            return floor_of(json(0));
        case Op::IbanValid:
            return Json(is_valid_iban(json(0)));
        case Op::ParamRow:
            return param_row(values);
        case Op::Filled:
            return Json(charge(count_nodes(json(0))) && is_filled(json(0)));
        case Op::DateOfParts:
            return date_of_parts(json(0), json(1), json(2));
        default:
            return {};
    }
}

Value LogicRun::eager(const LogicNode& node, Values values, const Json* item) {
    const auto json = [&](std::size_t at) -> const Json& {
        static const Json null;
        return at < values.size() ? values[at].json() : null;
    };
    switch (node.op) {
        case Op::Equal:
            return Json(is_loosely_equal(json(0), json(1)));
        case Op::NotEqual:
            return Json(!is_loosely_equal(json(0), json(1)));
        case Op::StrictEqual:
            return Json(is_strictly_equal(json(0), json(1)));
        case Op::StrictNotEqual:
            return Json(!is_strictly_equal(json(0), json(1)));
        case Op::Not:
            return Json(!is_truthy(json(0)));
        case Op::Truth:
            return Json(is_truthy(json(0)));
        case Op::Greater:
        case Op::GreaterEqual:
        case Op::Less:
        case Op::LessEqual:
            return compare(node.op, values);
        case Op::Missing: {
            if (json(0).is_array()) {
                return missing(json(0), item);
            }
            Json keys = Json::array();
            for (const Value& each : values) {
                keys.push(each.json());
            }
            return missing(keys, item);
        }
        case Op::MissingSome:
            return missing_some(values, item);
        case Op::Cat:
            return concatenate(values);
        case Op::Merge:
            return merge(std::move(values));
        case Op::In: {
            if (json(1).is_string()) {
                return contains_text(json(1).as_string(), to_js_string(json(0)));
            }
            const auto equals = [&](const Json& each) { return is_strictly_equal(each, json(0)); };
            charge(json(1).size());
            return Json(json(1).is_array() &&
                        std::any_of(json(1).as_array().begin(), json(1).as_array().end(), equals));
        }
        case Op::Substr:
            return substring(
                to_js_string(json(0)), to_js_number(json(1)),
                values.size() > 2 ? std::optional(to_js_number(json(2))) : std::nullopt);
        default:
            return node.op >= Op::DateDiffDays ? addition(node, values)
                                               : calculate(node.op, values);
    }
}

Value LogicRun::value(const LogicNode& node, const Json* item) {
    if (!charge(1)) {
        return {};
    }
    bool known = false;
    Value early = lazy(node, item, known);
    if (known) {
        return early;
    }
    if (node.op == Op::List) {
        Json list = Json::array();
        for (const LogicNode& each : node.arguments) {
            list.push(copy(value(each, item)));
        }
        return list;
    }
    Values values;
    values.reserve(node.arguments.size());
    for (const LogicNode& each : node.arguments) {
        values.push_back(value(each, item));
    }
    return failure ? Value() : eager(node, std::move(values), item);
}

namespace {

// What JSON cannot write comes out as null, as JSON.stringify does it.
void drop_non_numbers(Json& json) {
    if (json.is_number() && !std::isfinite(json.as_number())) {
        json = nullptr;
    } else if (json.is_array()) {
        for (Json& item : json.as_array()) {
            drop_non_numbers(item);
        }
    }
}

}  // namespace

Result<Json> run_logic(const LogicNode& node, const LogicData& data) {
    LogicRun run(data);
    Json result = run.owned(node, nullptr);
    if (run.failure) {
        return std::move(*run.failure);
    }
    drop_non_numbers(result);
    return result;
}

}  // namespace gordion::fim::internal
