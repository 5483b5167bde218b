// SPDX-License-Identifier: EUPL-1.2
#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <mutex>

namespace gordion::http {
namespace {

prometheus::Labels to_prometheus(const Labels& labels) {
    return {labels.begin(), labels.end()};
}

}  // namespace

void Counter::add(double amount) const {
    series_->Increment(amount);
}

void Gauge::set(double value) const {
    series_->Set(value);
}

void Gauge::add(double amount) const {
    series_->Increment(amount);
}

void Histogram::observe(double value) const {
    series_->Observe(value);
}

void RequestSeries::record(int status, double seconds) const {
    const int hundreds = std::clamp(status / 100, 1, 5);
    by_class_[static_cast<std::size_t>(hundreds - 1)].add();
    seconds_.observe(seconds);
}

struct Metrics::Registered {
    prometheus::Registry registry;
    std::mutex mutex;
    std::vector<std::function<void()>> sources;
};

Metrics::Metrics() : registered_(std::make_unique<Registered>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registered_->registry);
    return Counter(family.Add(to_prometheus(labels)));
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(registered_->registry);
    return Gauge(family.Add(to_prometheus(labels)));
}

Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             const std::vector<double>& bounds, const Labels& labels) {
    auto& family =
        prometheus::BuildHistogram().Name(name).Help(help).Register(registered_->registry);
    return Histogram(family.Add(to_prometheus(labels), bounds));
}

RequestSeries Metrics::request_series(const std::string& endpoint) {
    const auto of_class = [&](const char* status) {
        return counter("gordion_http_requests_total", "Answered requests by endpoint and status",
                       {{"endpoint", endpoint}, {"status", status}});
    };
    // From a page out of memory to one that waits for a private RSA key or a password hash.
    static const std::vector<double> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                            0.05,   0.1,   0.25,   0.5,   1.0,  5.0};
    return RequestSeries(
        {of_class("1xx"), of_class("2xx"), of_class("3xx"), of_class("4xx"), of_class("5xx")},
        histogram("gordion_http_request_seconds", "Time in the handler by endpoint", bounds,
                  {{"endpoint", endpoint}}));
}

void Metrics::add_source(std::function<void()> refresh) {
    const std::lock_guard lock(registered_->mutex);
    registered_->sources.push_back(std::move(refresh));
}

std::string Metrics::expose() const {
    std::vector<std::function<void()>> sources;
    {
        const std::lock_guard lock(registered_->mutex);
        sources = registered_->sources;
    }
    for (const auto& refresh : sources) {
        refresh();
    }
    return prometheus::TextSerializer().Serialize(registered_->registry.Collect());
}

}  // namespace gordion::http
