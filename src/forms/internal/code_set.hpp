// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fim/schema.hpp"

namespace gordion::forms::internal {

/// The codes of one list, ready to be looked up and searched. Immutable; all fields that use the
/// same list share one.
class CodeSet {
public:
    explicit CodeSet(std::vector<fim::Code> codes);
    CodeSet(const CodeSet&) = delete;
    CodeSet& operator=(const CodeSet&) = delete;

    [[nodiscard]] const std::vector<fim::Code>& codes() const { return codes_; }
    /// nullptr if the list has no such code.
    [[nodiscard]] const fim::Code* find(std::string_view code) const;
    /// fold_german of each name, in the order of codes().
    [[nodiscard]] const std::vector<std::string>& folded_names() const { return folded_; }

private:
    std::vector<fim::Code> codes_;
    std::vector<std::string> folded_;
    std::unordered_map<std::string_view, std::size_t> by_code_;
};

}  // namespace gordion::forms::internal
