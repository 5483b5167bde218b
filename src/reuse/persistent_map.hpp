// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gordion::reuse {

/// Texts → values, of which many versions live at once and share what they have in common: a copy
/// and one change cost the same however many entries there are (up to some hundred thousand). What
/// a copy holds is never changed through another one, so copies are read from any thread; one copy
/// is changed by one thread. Values are cheap to copy (a shared_ptr).
template <typename Value>
class PersistentMap {
public:
    /// nullptr if it is absent; lives as long as any copy that holds the entry.
    [[nodiscard]] const Value* find(std::string_view key) const {
        const auto [upper, lower] = slot_of(key);
        const std::shared_ptr<const Branch>& branch = branches_[upper];
        const Bucket* bucket = branch == nullptr ? nullptr : branch->buckets[lower].get();
        if (bucket == nullptr) {
            return nullptr;
        }
        for (const auto& [known, value] : *bucket) {
            if (known == key) {
                return &value;
            }
        }
        return nullptr;
    }

    void set(std::string_view key, Value value) {
        const auto [upper, lower] = slot_of(key);
        auto branch = branches_[upper] == nullptr ? std::make_shared<Branch>()
                                                  : std::make_shared<Branch>(*branches_[upper]);
        auto bucket = branch->buckets[lower] == nullptr
                          ? std::make_shared<Bucket>()
                          : std::make_shared<Bucket>(*branch->buckets[lower]);
        bool is_new = true;
        for (auto& [known, old] : *bucket) {
            if (known == key) {
                old = value;
                is_new = false;
            }
        }
        if (is_new) {
            bucket->emplace_back(std::string(key), std::move(value));
        }
        branch->buckets[lower] = std::move(bucket);
        branches_[upper] = std::move(branch);
    }

    /// visit(key, value) for each entry, in no order.
    template <typename Visit>
    void visit(Visit&& visit) const {
        for (const std::shared_ptr<const Branch>& branch : branches_) {
            for (std::size_t i = 0; branch != nullptr && i < fan; ++i) {
                if (branch->buckets[i] == nullptr) {
                    continue;
                }
                for (const auto& [key, value] : *branch->buckets[i]) {
                    visit(key, value);
                }
            }
        }
    }

private:
    static constexpr std::size_t fan = 64;
    using Bucket = std::vector<std::pair<std::string, Value>>;
    struct Branch {
        std::array<std::shared_ptr<const Bucket>, fan> buckets;
    };

    static std::pair<std::size_t, std::size_t> slot_of(std::string_view key) {
        const std::size_t hash = std::hash<std::string_view>()(key);
        return {hash % fan, hash / fan % fan};
    }

    std::array<std::shared_ptr<const Branch>, fan> branches_;
};

}  // namespace gordion::reuse
