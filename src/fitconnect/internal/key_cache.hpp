// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect::internal {

/// Published keys as they were answered, by a name of the caller's. They are believed for an hour;
/// a failed question is not repeated within a minute, however many ask. Who asks while another's
/// question is under way waits for its answer. Owns its mutex and loads without it.
class KeyCache {
public:
    using Load = std::function<Result<formats::Json>()>;
    explicit KeyCache(const Clock& clock) : clock_(&clock) {}

    /// What is there, or what `load` gives. Error codes: those of `load`.
    Result<formats::Json> load_kept(const std::string& name, const Load& load);
    /// The same, unless it was asked within the last minute: for a key that is missing in a set.
    Result<formats::Json> load_fresh(const std::string& name, const Load& load);

private:
    struct Entry {
        std::optional<formats::Json> value;
        Instant value_at;
        std::optional<Error> error;
        Instant asked_at;
        bool is_asking = false;
    };
    Result<formats::Json> load_within(const std::string& name, std::int64_t lifetime_ms,
                                      const Load& load);
    Result<formats::Json> ask(const std::string& name, const Load& load);

    const Clock* clock_;
    std::mutex mutex_;
    std::condition_variable answered_;
    std::map<std::string, Entry> entries_;
};

}  // namespace gordion::fitconnect::internal
