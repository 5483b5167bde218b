// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "zustelldienst/area_index.hpp"
#include "zustelldienst/route_signature_store.hpp"
#include "zustelldienst/route_snapshot.hpp"

namespace gordion::zustelldienst {

/// The routes as they are now. A look-up takes the current snapshot; refresh() makes a newer one
/// beside it and swaps, and nobody waits for that, except at the beginning of a day on which some
/// route begins or ends: yesterday's routes are answered to nobody. Shared between threads; sources
/// are added before the first refresh().
class RouteBoard {
public:
    RouteBoard(const Foundation& foundation, const Settings& settings,
               const crypto::PrivateKey& portal_key);
    ~RouteBoard();
    RouteBoard(const RouteBoard&) = delete;
    RouteBoard& operator=(const RouteBoard&) = delete;

    /// The last one in their order; what earlier ones decide, it cannot change.
    void add_source(RouteSource& source);
    /// The first one.
    void prefer_source(RouteSource& source);
    /// The areas of Germany; absent until somebody sets them. A newer directory replaces them.
    void set_areas(std::shared_ptr<const AreaIndex> areas);
    [[nodiscard]] std::shared_ptr<const AreaIndex> areas() const;

    /// Makes a new snapshot if a source changed or a route began or ended; returns whether it did.
    /// Several nodes and callers may do so at once.
    Result<bool> refresh();
    [[nodiscard]] std::shared_ptr<const RouteSnapshot> current() const;

    struct Question {
        std::string_view leistungsschluessel;
        std::string_view area;  ///< part of the ARS
        Page page;
    };
    /// The bytes of the answer. Of an answer asked for before nothing is computed or copied.
    Result<SharedBytes> answer(const Question& question);

    /// Signs what is not signed yet, at most so many; returns how many it signed.
    Result<std::size_t> sign_ahead(std::size_t most);

    /// A thread of its own that refreshes every second or when told, and signs ahead meanwhile.
    void start();
    void stop();
    /// Something changed here: the thread looks at once; without one the next answer does.
    void wake();

private:
    Result<SharedBytes> compose(const RouteSnapshot& snapshot,
                                std::span<const std::uint32_t> entries, const Page& page);
    [[nodiscard]] bool is_over(const RouteSnapshot& snapshot) const;
    Result<std::string> state_of_sources();
    void run(const std::stop_token& stop);

    const Clock* clock_;
    RouteSignatureStore signatures_;
    std::vector<RouteSource*> sources_;
    std::mutex building_;
    std::string state_;  ///< of the sources, when the current snapshot was made
    bool has_loaded_signatures_ = false;

    mutable std::mutex mutex_;
    std::shared_ptr<const RouteSnapshot> current_;
    std::shared_ptr<const AreaIndex> areas_;
    std::condition_variable_any woken_;
    std::atomic<bool> must_look_ = true;
    std::jthread thread_;
};

}  // namespace gordion::zustelldienst
