// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace gordion::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Handles to one time series each. Cheap to copy and to use from every thread; valid as long as
/// their Metrics. Looking one up takes a lock: keep the handle, do not ask per request.
class Counter {
public:
    explicit Counter(prometheus::Counter& series) : series_(&series) {}
    void add(double amount = 1) const;

private:
    prometheus::Counter* series_;
};

class Gauge {
public:
    explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
    void set(double value) const;
    void add(double amount) const;

private:
    prometheus::Gauge* series_;
};

class Histogram {
public:
    explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
    void observe(double value) const;

private:
    prometheus::Histogram* series_;
};

/// Count by class of status, and duration, of one endpoint:
/// gordion_http_requests_total{endpoint,status="2xx"}, gordion_http_request_seconds{endpoint}.
class RequestSeries {
public:
    RequestSeries(std::array<Counter, 5> by_class, Histogram seconds)
        : by_class_(by_class), seconds_(seconds) {}
    void record(int status, double seconds) const;

private:
    std::array<Counter, 5> by_class_;
    Histogram seconds_;
};

/// The numbers of this process in the text format of Prometheus. Safe from every thread.
/// Asking twice for the same name and labels gives the same series. Names follow Prometheus:
/// "gordion_submissions_total"; labels take few values and never personal data.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram histogram(const std::string& name, const std::string& help,
                        const std::vector<double>& bounds, const Labels& labels = {});
    /// `endpoint` is the pattern ("/antrag/{id}"), never the path itself.
    RequestSeries request_series(const std::string& endpoint);

    /// Called before each expose(), to set gauges from what is known elsewhere. It may still be
    /// running on another thread when this object's owner goes: stop the server first.
    void add_source(std::function<void()> refresh);
    [[nodiscard]] std::string expose() const;

    static constexpr const char* media_type = "text/plain; version=0.0.4; charset=utf-8";

private:
    struct Registered;
    std::unique_ptr<Registered> registered_;
};

}  // namespace gordion::http
