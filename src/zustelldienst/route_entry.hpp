// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "zustelldienst/route_source.hpp"

namespace gordion::zustelldienst {

using SharedBytes = std::shared_ptr<const std::string>;

/// One destination in a snapshot of routes, with its answer. The destinationSignature costs some
/// milliseconds, so it is made when the first asks, or ahead while nobody does, and kept; a
/// destination that did not change takes it along into the next snapshot. Shared between threads.
class RouteEntry {
public:
    /// What is to be signed and shown. `content` tells one from another.
    struct Claims {
        std::string destination_id;
        TenantId tenant;
        std::string name;
        std::string services;  ///< JSON of the claim `services`
        std::string content;   ///< hash of all the above
    };
    explicit RouteEntry(Claims claims);

    [[nodiscard]] const Claims& claims() const { return claims_; }
    [[nodiscard]] bool is_signed() const { return signed_.load(std::memory_order_acquire); }
    /// Makes the signature if it is missing; of several callers one makes it, the others wait.
    using Signer = std::function<Result<std::string>(const Claims&)>;
    Result<void> sign(const Signer& signer);
    /// A signature made earlier for the same content.
    void adopt(const std::string& signature);

    /// The whole answer that has this route alone; only after is_signed().
    [[nodiscard]] const std::string& answer() const { return answer_; }
    /// The route itself, as member of "routes"; only after is_signed().
    [[nodiscard]] std::string_view route() const;

private:
    void publish(const std::string& signature);

    // First what every answer reads, in one line of memory with the counter of make_shared().
    std::atomic<bool> signed_ = false;
    std::string answer_;  ///< written once before signed_, never after
    Claims claims_;
    std::mutex mutex_;
};

RouteEntry::Claims make_claims(const RoutedDestination& destination);

/// {"count":…,"offset":…,"totalCount":…,"routes":[
std::string begin_route_answer(std::size_t count, std::size_t offset, std::size_t total);

}  // namespace gordion::zustelldienst
