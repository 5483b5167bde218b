// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>

#include "fim/internal/logic_program.hpp"

namespace gordion::fim::internal {

/// A value that either lies in the data (no copy) or was made by the evaluation.
class LogicValue {
public:
    LogicValue() = default;
    LogicValue(formats::Json made) : made_(std::move(made)) {}
    static LogicValue borrow(const formats::Json& lying) {
        LogicValue value;
        value.lying_ = &lying;
        return value;
    }
    [[nodiscard]] const formats::Json& json() const { return lying_ != nullptr ? *lying_ : made_; }
    [[nodiscard]] bool is_borrowed() const { return lying_ != nullptr; }
    formats::Json release() { return std::move(made_); }

private:
    const formats::Json* lying_ = nullptr;
    formats::Json made_;
};

/// > >= < <=, the last two also between three values.
formats::Json compare(Op op, std::span<const LogicValue> values);
/// + - * / % max min
formats::Json calculate(Op op, std::span<const LogicValue> values);

}  // namespace gordion::fim::internal
