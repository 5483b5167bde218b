// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_board.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/log.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr auto pause = std::chrono::seconds(1);
constexpr std::size_t signed_between_looks = 50;

SharedBytes no_routes(const Page& page) {
    return std::make_shared<const std::string>(begin_route_answer(0, page.offset, 0) + "]}");
}

}  // namespace

RouteBoard::RouteBoard(const Foundation& foundation, const Settings& settings,
                       const crypto::PrivateKey& portal_key)
    : clock_(&foundation.clock), signatures_(foundation, settings, portal_key) {}

RouteBoard::~RouteBoard() {
    stop();
}

void RouteBoard::add_source(RouteSource& source) {
    sources_.push_back(&source);
}

void RouteBoard::prefer_source(RouteSource& source) {
    sources_.insert(sources_.begin(), &source);
}

void RouteBoard::set_areas(std::shared_ptr<const AreaIndex> areas) {
    const std::lock_guard lock(mutex_);
    areas_ = std::move(areas);
}

std::shared_ptr<const AreaIndex> RouteBoard::areas() const {
    const std::lock_guard lock(mutex_);
    return areas_;
}

std::shared_ptr<const RouteSnapshot> RouteBoard::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

// The clock is asked only where there is a day to wait for.
bool RouteBoard::is_over(const RouteSnapshot& snapshot) const {
    return snapshot.over_at_ms() != std::numeric_limits<std::int64_t>::max() &&
           clock_->now().ms >= snapshot.over_at_ms();
}

Result<std::string> RouteBoard::state_of_sources() {
    std::string state;
    for (RouteSource* source : sources_) {
        state += TRY(source->state()) + "|";
    }
    return state;
}

Result<bool> RouteBoard::refresh() {
    const std::lock_guard building(building_);
    const Date today = clock_->today();
    const auto earlier = current();
    // The state is asked before the content: what changes between the two is seen next time.
    std::string state = TRY(state_of_sources());
    if (earlier && earlier->is_of(today) && state == state_) {
        return false;
    }
    RouteSnapshotBuilder builder(today, earlier);
    for (RouteSource* source : sources_) {
        builder.begin_source(source == sources_.back() ? RouteSnapshotBuilder::Place::Last
                                                       : RouteSnapshotBuilder::Place::BeforeOthers);
        TRY(source->visit(
            [&](RoutedDestination destination) { builder.add(std::move(destination)); }));
    }
    auto made = builder.finish();
    if (!has_loaded_signatures_) {
        std::unordered_map<std::string_view, RouteEntry*> by_content;
        for (const auto& entry : made->entries()) {
            by_content.emplace(entry->claims().content, entry.get());
        }
        TRY(signatures_.visit([&](const RouteSignatureStore::Kept& kept) {
            const auto found = by_content.find(kept.content);
            if (found != by_content.end()) {
                found->second->adopt(kept.signature);
            }
        }));
        has_loaded_signatures_ = true;
    }
    state_ = std::move(state);
    const std::lock_guard lock(mutex_);
    current_ = std::move(made);
    return true;
}

Result<SharedBytes> RouteBoard::compose(const RouteSnapshot& snapshot,
                                        std::span<const std::uint32_t> entries, const Page& page) {
    const std::size_t total = entries.size();
    const std::size_t begin = std::min(page.offset, total);
    const std::size_t end = begin + std::min(page.limit, total - begin);
    std::string answer = begin_route_answer(end - begin, page.offset, total);
    for (std::size_t i = begin; i < end; ++i) {
        RouteEntry& entry = *snapshot.entry(entries[i]);
        TRY(entry.sign([&](const RouteEntry::Claims& claims) { return signatures_.sign(claims); }));
        answer += i == begin ? "" : ",";
        answer += entry.route();
    }
    return std::make_shared<const std::string>(answer + "]}");
}

Result<SharedBytes> RouteBoard::answer(const Question& question) {
    // Without a thread of its own (tests, tools) the board looks itself, when there is a reason.
    const bool looks = !thread_.joinable() && must_look_.exchange(false, std::memory_order_relaxed);
    auto snapshot = current();
    if (looks || !snapshot || is_over(*snapshot)) {
        TRY(refresh());
        snapshot = current();
    }
    const auto entries = snapshot->find(question.leistungsschluessel, question.area);
    if (entries.empty()) {
        return no_routes(question.page);
    }
    if (entries.size() > 1 || question.page.offset != 0) {
        return compose(*snapshot, entries, question.page);
    }
    const std::shared_ptr<RouteEntry>& entry = snapshot->entry(entries.front());
    if (!entry->is_signed()) {
        TRY(entry->sign(
            [&](const RouteEntry::Claims& claims) { return signatures_.sign(claims); }));
    }
    return SharedBytes(entry, &entry->answer());
}

Result<std::size_t> RouteBoard::sign_ahead(std::size_t most) {
    const auto snapshot = current();
    std::size_t made = 0;
    for (const auto& entry :
         snapshot ? snapshot->entries() : std::vector<std::shared_ptr<RouteEntry>>()) {
        if (made == most) {
            break;
        }
        if (!entry->is_signed()) {
            TRY(entry->sign(
                [&](const RouteEntry::Claims& claims) { return signatures_.sign(claims); }));
            ++made;
        }
    }
    return made;
}

void RouteBoard::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void RouteBoard::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void RouteBoard::wake() {
    must_look_.store(true, std::memory_order_relaxed);
    woken_.notify_all();
}

void RouteBoard::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        must_look_.store(false, std::memory_order_relaxed);
        const auto refreshed = refresh();
        if (!refreshed) {
            log(LogLevel::Error, "fitconnect.routes_not_refreshed",
                {{"code", refreshed.error().code}});
        }
        const auto made = sign_ahead(signed_between_looks);
        if (made && made.value() > 0) {
            continue;
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, pause,
                        [&] { return must_look_.load(std::memory_order_relaxed); });
    }
}

}  // namespace gordion::zustelldienst
