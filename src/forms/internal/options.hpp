// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/internal/compiled_form.hpp"

/// What a select field offers: an inline list, a list by reference, or the rows of a table
/// parameter.
namespace gordion::forms::internal {

/// More options than this are not listed but searched.
inline constexpr std::size_t most_listed = 15;

/// Where the labels of a field come from.
struct OptionLookup {
    const Compiled& form;
    const Node& node;
    const FormContext& context;
    std::string_view language;

    /// How many there are; 0 where any code may be given.
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] bool is_long() const { return count() > most_listed; }
    /// All of them, none chosen; nothing if any code may be given.
    [[nodiscard]] std::optional<std::vector<Option>> all() const;
    /// The option with this code.
    [[nodiscard]] std::optional<Option> find(std::string_view code) const;
    /// Those that fit what somebody typed, the best first: the code itself, the whole name, names
    /// that begin with the text, then names in which a word does, then names that contain it. Case,
    /// umlauts and accents do not matter. `total` counts those beyond `most`, too.
    struct Matches {
        std::vector<Option> options;
        std::size_t total = 0;
    };
    [[nodiscard]] Matches search(std::string_view text, std::size_t most) const;
    /// The one option that is meant: its code, its whole name, or the only one that fits.
    [[nodiscard]] std::optional<Option> resolve(std::string_view text) const;

private:
    [[nodiscard]] Option option(const fim::Code& code) const;
    [[nodiscard]] const formats::Json* rows() const;
};

/// Whether the code is one of the field's now.
bool is_option(const Node& node, std::string_view code, const FormContext& context);

}  // namespace gordion::forms::internal
