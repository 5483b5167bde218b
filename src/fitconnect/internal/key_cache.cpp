// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/internal/key_cache.hpp"

#include "core/limits.hpp"

namespace gordion::fitconnect::internal {

using formats::Json;

namespace {

constexpr std::size_t kept_entries = 1000;

}  // namespace

Result<Json> KeyCache::load_kept(const std::string& name, const Load& load) {
    return load_within(name, limits::provider_cache_ms, load);
}

Result<Json> KeyCache::load_fresh(const std::string& name, const Load& load) {
    return load_within(name, limits::provider_refetch_ms, load);
}

Result<Json> KeyCache::load_within(const std::string& name, std::int64_t lifetime_ms,
                                   const Load& load) {
    {
        std::unique_lock lock(mutex_);
        if (entries_.size() >= kept_entries && !entries_.contains(name)) {
            std::erase_if(entries_, [](const auto& entry) { return !entry.second.is_asking; });
        }
        answered_.wait(lock, [&] { return !entries_[name].is_asking; });
        Entry& entry = entries_[name];
        const Instant now = clock_->now();
        if (entry.value && now < entry.value_at.plus_ms(lifetime_ms)) {
            return *entry.value;
        }
        if (entry.error && now < entry.asked_at.plus_ms(limits::provider_refetch_ms)) {
            return *entry.error;
        }
        entry.is_asking = true;
    }
    return ask(name, load);
}

Result<Json> KeyCache::ask(const std::string& name, const Load& load) {
    // Also when the question throws: nobody may wait for its answer then.
    struct Asked {
        KeyCache& cache;
        const std::string& name;
        ~Asked() {
            const std::lock_guard lock(cache.mutex_);
            cache.entries_[name].is_asking = false;
            cache.answered_.notify_all();
        }
    };
    const Asked asked{*this, name};
    Result<Json> answer = load();
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[name];
    entry.asked_at = clock_->now();
    entry.error.reset();
    if (answer) {
        entry.value = answer.value();
        entry.value_at = entry.asked_at;
    } else {
        entry.error = answer.error();
    }
    return answer;
}

}  // namespace gordion::fitconnect::internal
