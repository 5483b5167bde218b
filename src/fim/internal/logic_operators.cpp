// SPDX-License-Identifier: EUPL-1.2
#include <cmath>

#include "fim/internal/logic_value.hpp"

namespace gordion::fim::internal {

using formats::Json;

namespace {

// Whole numbers are added exactly as long as they fit.
Json add(std::span<const LogicValue> values) {
    std::int64_t whole = 0;
    double sum = 0;
    bool is_whole = true;
    for (const LogicValue& each : values) {
        const Json& json = each.json();
        is_whole =
            is_whole && json.is_int() && !__builtin_add_overflow(whole, json.as_int(), &whole);
        sum += parse_js_float(json);
    }
    return is_whole ? Json(whole) : to_json_number(sum);
}

}  // namespace

Json compare(Op op, std::span<const LogicValue> values) {
    const auto holds = [&](std::size_t left) {
        const auto order = compare_js(values[left].json(), values[left + 1].json());
        if (!order) {
            return false;
        }
        switch (op) {
            case Op::Greater:
                return *order > 0;
            case Op::GreaterEqual:
                return *order >= 0;
            case Op::Less:
                return *order < 0;
            default:
                return *order <= 0;
        }
    };
    return holds(0) && (values.size() < 3 || holds(1));
}

Json calculate(Op op, std::span<const LogicValue> values) {
    const auto number = [&](std::size_t at) { return to_js_number(values[at].json()); };
    switch (op) {
        case Op::Add:
            return add(values);
        case Op::Multiply: {
            double product = parse_js_float(values[0].json());
            for (std::size_t i = 1; i < values.size(); ++i) {
                product *= parse_js_float(values[i].json());
            }
            return to_json_number(product);
        }
        case Op::Subtract:
            return to_json_number(values.size() == 1 ? 0 - number(0) : number(0) - number(1));
        case Op::Divide:
            return to_json_number(number(0) / number(1));
        case Op::Modulo:
            return to_json_number(std::fmod(number(0), number(1)));
        default: {
            double best = number(0);
            for (std::size_t i = 1; i < values.size() && !std::isnan(best); ++i) {
                const double next = number(i);
                const bool better = op == Op::Max ? next > best : next < best;
                best = better || std::isnan(next) ? next : best;
            }
            return to_json_number(best);
        }
    }
}

}  // namespace gordion::fim::internal
