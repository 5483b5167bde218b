// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <utility>

namespace gordion {

/// Personal data. It has no operator<<, no formatter and no comparison, so it neither prints nor
/// logs by accident; whoever needs the value says so by name.
template <typename T>
class Sensitive {
public:
    Sensitive() = default;
    explicit Sensitive(T value) : value_(std::move(value)) {}
    [[nodiscard]] const T& reveal() const { return value_; }
    [[nodiscard]] T& reveal() { return value_; }

private:
    T value_{};
};

}  // namespace gordion
