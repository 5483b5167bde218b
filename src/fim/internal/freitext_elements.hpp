// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fim/freitext.hpp"

namespace gordion::fim {

namespace internal {

using WordSequence = std::vector<std::string>;  ///< words of fold_german

/// One position, as rules may name it.
struct RegelElement {
    const Position* position = nullptr;
    std::string path;
    std::vector<std::string> ids;     ///< the path at its periods
    std::vector<WordSequence> names;  ///< different ones, without empty ones
};

}  // namespace internal

struct RegelElements::Index {
    std::vector<internal::RegelElement> elements;  ///< in schema order
    std::unordered_map<std::string, std::vector<std::size_t>> by_id;
    std::unordered_map<std::string, std::size_t> by_path;
    std::unordered_map<std::string, std::vector<std::size_t>> by_first_word;
    CodesOf referenced;

    [[nodiscard]] const internal::RegelElement* find(const std::string& path) const;
    /// Every element that a path of ids could mean, seen from `owner`: those in the innermost group
    /// around the owner that has any.
    [[nodiscard]] std::vector<std::size_t> resolve(const std::vector<std::string>& ids,
                                                   const std::string& owner) const;
    /// The same by name.
    [[nodiscard]] std::vector<std::size_t> resolve_name(const internal::WordSequence& name,
                                                        const std::string& owner) const;
    /// The list of a field; nullptr if it has none or it is not at hand.
    [[nodiscard]] const std::vector<Code>* codes_of(const Field& field) const;

private:
    [[nodiscard]] std::vector<std::size_t> nearest(const std::vector<std::size_t>& all,
                                                   const std::string& owner) const;
};

namespace internal {

WordSequence words_of(std::string_view text);

}  // namespace internal
}  // namespace gordion::fim
