// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "http/server.hpp"
#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {

/// Watches every call: the trace of the sandbox, and its failure switches. Shared between threads.
class FitWatcher {
public:
    virtual ~FitWatcher() = default;
    /// Hears of the checks of one call.
    virtual std::unique_ptr<zustelldienst::CheckObserver> observe(const http::Request& request) = 0;
    /// May answer instead of the endpoint, after access was checked.
    virtual std::optional<http::Response> intercept(FitCall& call) = 0;
    /// May change what the endpoint answered.
    virtual void alter(FitCall& call, http::Response& response) = 0;
    /// After the answer was made; `checks` is what observe() gave.
    virtual void on_answer(const http::Request& request, const http::Response& response,
                           zustelldienst::CheckObserver& checks) = 0;
};

/// The HTTP door of a delivery server: finds the endpoint under all prefixes and both versions,
/// checks token, rate, User-Agent, media types and size, and makes problem+json of errors. Needs
/// nothing of Gordion's other pages. Shared between threads; never changed after it was made.
class FitDoor {
public:
    explicit FitDoor(zustelldienst::Zustelldienst& in, FitWatcher* watcher = nullptr);
    ~FitDoor();

    /// Whether the path is one of this door's: "/submission-api/…", "/v1/…", "/token" …
    [[nodiscard]] static bool serves(std::string_view path);
    http::Response answer(const http::Request& request);
    /// A refusal of the HTTP server itself, for a path of this door. The watcher hears of it as of
    /// a call with one failed check, the refusal's code.
    [[nodiscard]] http::Response refusal(const http::Refusal& refusal) const;

    // For http::ServerConfig.
    [[nodiscard]] std::size_t body_limit(http::Method method, std::string_view path) const;
    [[nodiscard]] std::optional<std::uint64_t> stream_limit(const http::Request& head) const;
    http::Admission admit(const http::Request& head);

private:
    struct Entry;
    struct Match;
    [[nodiscard]] Match find(http::Method method, std::string_view path) const;
    http::Response answer_watched(const http::Request& request,
                                  zustelldienst::CheckObserver& checks);
    Result<void> let_in(const Match& match, FitCall& call);
    Result<http::Response> run(const Match& match, FitCall& call);
    std::variant<std::unique_ptr<FitSink>, http::Response> open(
        const http::Request& head, zustelldienst::CheckObserver& checks);
    Result<std::unique_ptr<FitSink>> open_sink(const Match& match, FitCall& call,
                                               const Result<void>& entered);

    zustelldienst::Zustelldienst* in_;
    FitWatcher* watcher_;
    std::vector<Entry> entries_;
};

}  // namespace gordion::web
