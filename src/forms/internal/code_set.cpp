// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/code_set.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::forms::internal {

CodeSet::CodeSet(std::vector<fim::Code> codes) : codes_(std::move(codes)) {
    folded_.reserve(codes_.size());
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        folded_.push_back(fold_german(codes_[i].name));
        by_code_.try_emplace(codes_[i].code, i);
    }
}

const fim::Code* CodeSet::find(std::string_view code) const {
    constexpr std::size_t few = 12;  // comparing these is faster than hashing
    if (codes_.size() <= few) {
        const auto same = std::find_if(codes_.begin(), codes_.end(),
                                       [&](const fim::Code& each) { return each.code == code; });
        return same == codes_.end() ? nullptr : &*same;
    }
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? nullptr : &codes_[found->second];
}

}  // namespace gordion::forms::internal
