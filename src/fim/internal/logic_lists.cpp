// SPDX-License-Identifier: EUPL-1.2
// The operators over lists and over what is missing.
#include "core/text.hpp"
#include "fim/internal/logic_run.hpp"

namespace gordion::fim::internal {

using formats::Json;

bool LogicRun::is_missing(const Json& key, const Json* item) {
    bool found = false;
    const std::string name = key.is_null() ? std::string() : to_js_string(key);
    const Value value =
        look_up(name.empty() ? std::vector<std::string>() : split(name, '.'), item, found);
    const Json& json = value.json();
    return !found || json.is_null() || (json.is_string() && json.as_string().empty());
}

Json LogicRun::missing(const Json& keys, const Json* item) {
    Json absent = Json::array();
    for (const Json& key : keys.as_array()) {
        if (charge(1) && is_missing(key, item)) {
            absent.push(key);
        }
    }
    return absent;
}

Json LogicRun::missing_some(const Values& values, const Json* item) {
    const Json& options = values[1].json();
    if (!options.is_array()) {
        return Json::array();
    }
    Json absent = missing(options, item);
    const auto present = static_cast<double>(options.size() - absent.size());
    return present >= to_js_number(values[0].json()) ? Json::array() : absent;
}

Value LogicRun::over_items(const LogicNode& node, const Json* item) {
    const Value source = argument(node, 0, item);
    static const Json nothing = Json::array();
    const Json& list = source.json().is_array() ? source.json() : nothing;
    if (node.op == Op::Reduce) {
        return reduce(node, list, item);
    }
    if (node.op == Op::Map || node.op == Op::Filter) {
        Json made = Json::array();
        for (const Json& each : list.as_array()) {
            if (node.op == Op::Map) {
                made.push(copy(argument(node, 1, &each)));
            } else if (is_truthy(argument(node, 1, &each).json())) {
                made.push(copy(Value::borrow(each)));
            }
            if (failure) {
                break;
            }
        }
        return made;
    }
    return quantify(node, list);
}

Value LogicRun::quantify(const LogicNode& node, const Json& list) {
    // all: one false one decides; some and none: one true one decides.
    const bool deciding = node.op != Op::All;
    for (const Json& each : list.as_array()) {
        if (failure || is_truthy(argument(node, 1, &each).json()) == deciding) {
            return Json(node.op == Op::Some);
        }
    }
    const bool undecided = node.op == Op::None || (node.op == Op::All && list.size() > 0);
    return Json(undecided);
}

Value LogicRun::reduce(const LogicNode& node, const Json& list, const Json* item) {
    Json scope = Json::object({{"current", nullptr}, {"accumulator", nullptr}});
    scope.set("accumulator", copy(argument(node, 2, item)));
    for (const Json& each : list.as_array()) {
        scope.set("current", copy(Value::borrow(each)));
        scope.set("accumulator", copy(argument(node, 1, &scope)));
        if (failure) {
            break;
        }
    }
    return std::move(*scope.find("accumulator"));
}

Json LogicRun::merge(Values values) {
    Json merged = Json::array();
    for (Value& each : values) {
        if (!each.json().is_array()) {
            merged.push(copy(std::move(each)));
            continue;
        }
        for (const Json& item : each.json().as_array()) {
            merged.push(copy(Value::borrow(item)));
            if (failure) {
                return {};
            }
        }
    }
    return merged;
}

}  // namespace gordion::fim::internal
