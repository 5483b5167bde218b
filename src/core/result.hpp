// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/error.hpp"
#include "core/verify.hpp"

namespace gordion {

/// Either a T or the Error why there is none. What may go wrong is in the type; exceptions are
/// bugs (core/verify.hpp). Unwrap with TRY, or ask has_value() first.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] const T& value() const& {
        VERIFY(has_value(), "value() is called only after has_value()");
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T& value() & {
        VERIFY(has_value(), "value() is called only after has_value()");
        return *std::get_if<0>(&state_);
    }
    // By value, because TRY gives it out of a block in which the Result ends. Not [[nodiscard]]: a
    // TRY may stand alone.
    T value() && {
        VERIFY(has_value(), "value() is called only after has_value()");
        return std::move(*std::get_if<0>(&state_));
    }
    [[nodiscard]] const Error& error() const {
        VERIFY(!has_value(), "error() is called only where there is no value");
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] Error take_error() {
        VERIFY(!has_value(), "take_error() is called only where there is no value");
        return std::move(*std::get_if<1>(&state_));
    }

private:
    std::variant<T, Error> state_;
};

/// A deed that returns nothing but may fail. A default-made one says that it went well.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    // Written out: `return {};` would first fill a defaulted one with zeros, room for an Error and
    // all, and it is what most functions end with.
    Result() noexcept {}
    Result(Error error) : error_(std::move(error)) {}

    [[nodiscard]] bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    void value() const { VERIFY(has_value(), "value() is called only after has_value()"); }
    [[nodiscard]] const Error& error() const {
        VERIFY(!has_value(), "error() is called only where there is one");
        return *error_;
    }
    [[nodiscard]] Error take_error() {
        VERIFY(!has_value(), "take_error() is called only where there is one");
        return std::move(*error_);
    }

private:
    std::optional<Error> error_;
};

}  // namespace gordion

/// Unwraps a Result or returns its Error from the enclosing function.
/// The one compiler extension (statement expression) that our code allows itself; the counter in
/// the name lets one TRY stand inside another. In a braced list it may stand first only: returning
/// out of a list half made loses what is made of it (g++ 12, clang 14); a test looks for it.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): only a macro can return from its caller.
#define TRY(expression) GORDION_TRY(expression, __COUNTER__)
#define GORDION_TRY(expression, number) GORDION_TRY_NAMED(expression, number)
#define GORDION_TRY_NAMED(expression, number)            \
    __extension__({                                      \
        auto&& gordion_result_##number = (expression);   \
        if (!gordion_result_##number.has_value()) {      \
            return gordion_result_##number.take_error(); \
        }                                                \
        std::move(gordion_result_##number).value();      \
    })
