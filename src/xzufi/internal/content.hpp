// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json.hpp"
#include "xzufi/identifier.hpp"
#include "xzufi/values.hpp"

namespace gordion::xzufi::internal {

/// Reads the JSON of an object by the names of the standard. What is absent or of another form is
/// empty. Lives as long as the JSON.
class Content {
public:
    explicit Content(const formats::Json& json) : json_(&json) {}

    [[nodiscard]] bool has(std::string_view key) const { return json_->find(key) != nullptr; }
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] std::int64_t number(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] std::optional<Date> date(std::string_view key) const;
    [[nodiscard]] Code code(std::string_view key) const;
    [[nodiscard]] std::vector<Code> codes(std::string_view key) const;
    [[nodiscard]] Identifier id(std::string_view key) const;
    [[nodiscard]] std::vector<Identifier> ids(std::string_view key) const;
    [[nodiscard]] Texts texts(std::string_view key) const;
    [[nodiscard]] std::vector<Link> links(std::string_view key) const;
    [[nodiscard]] Periods periods() const;  ///< gueltigkeit
    /// The parts under a key, one or many; those that are XML or text are left out.
    [[nodiscard]] std::vector<Content> parts(std::string_view key) const;

private:
    const formats::Json* json_;
};

}  // namespace gordion::xzufi::internal
