// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fim/internal/logic_value.hpp"

namespace gordion::fim::internal {

using Values = std::vector<LogicValue>;
using Value = LogicValue;

// One evaluation. After a failure every step returns null at once and the error stands in
// `failure`; that keeps the operators free of plumbing.
class LogicRun {
public:
    explicit LogicRun(const LogicData& data) : data_(data) {}

    Value value(const LogicNode& node, const formats::Json* item);
    formats::Json owned(const LogicNode& node, const formats::Json* item) {
        return copy(value(node, item));
    }
    std::optional<Error> failure;

private:
    void fail(std::string_view code, std::string message);
    bool charge(std::size_t steps);
    formats::Json copy(Value value);
    Value argument(const LogicNode& node, std::size_t index, const formats::Json* item);
    Value look_up(const std::vector<std::string>& path, const formats::Json* item, bool& found);
    Value variable(const LogicNode& node, const formats::Json* item);
    bool is_missing(const formats::Json& key, const formats::Json* item);
    formats::Json missing(const formats::Json& keys, const formats::Json* item);
    Value lazy(const LogicNode& node, const formats::Json* item, bool& known);
    Value over_items(const LogicNode& node, const formats::Json* item);
    Value quantify(const LogicNode& node, const formats::Json& list);
    Value reduce(const LogicNode& node, const formats::Json& list, const formats::Json* item);
    formats::Json concatenate(const Values& values);
    formats::Json merge(Values values);
    formats::Json missing_some(const Values& values, const formats::Json* item);
    Value param_row(const Values& values);
    formats::Json contains_text(const std::string& text, const std::string& part);
    bool matches(const LogicNode& node, const formats::Json& text);
    Value addition(const LogicNode& node, const Values& values);
    Value eager(const LogicNode& node, Values values, const formats::Json* item);

    LogicData data_;
    std::size_t steps_ = 0;
};

}  // namespace gordion::fim::internal
