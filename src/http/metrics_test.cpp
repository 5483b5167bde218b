// SPDX-License-Identifier: EUPL-1.2
#include "http/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordion::http {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, GiveTheSameSeriesForTheSameName) {
    Metrics metrics;
    metrics.counter("gordion_things_total", "Things", {{"kind", "a"}}).add();
    metrics.counter("gordion_things_total", "Things", {{"kind", "a"}}).add(2);
    metrics.counter("gordion_things_total", "Things", {{"kind", "b"}}).add();
    const std::string text = metrics.expose();
    EXPECT_THAT(text, HasSubstr("# TYPE gordion_things_total counter"));
    EXPECT_THAT(text, HasSubstr("gordion_things_total{kind=\"a\"} 3"));
    EXPECT_THAT(text, HasSubstr("gordion_things_total{kind=\"b\"} 1"));
}

TEST(Metrics, RefreshGaugesBeforeTheyAreShown) {
    Metrics metrics;
    const Gauge open = metrics.gauge("gordion_connections", "Open connections");
    double known = 7;
    metrics.add_source([&] { open.set(known); });
    EXPECT_THAT(metrics.expose(), HasSubstr("gordion_connections 7"));
    known = 8;
    EXPECT_THAT(metrics.expose(), HasSubstr("gordion_connections 8"));
}

TEST(Metrics, CountRequestsByEndpointAndClassOfStatus) {
    Metrics metrics;
    const RequestSeries series = metrics.request_series("/antrag/{id}");
    series.record(200, 0.002);
    series.record(303, 0.002);
    series.record(404, 0.2);
    series.record(999, 0.2);
    const std::string text = metrics.expose();
    EXPECT_THAT(text, HasSubstr("gordion_http_requests_total{endpoint=\"/antrag/{id}\","
                                "status=\"2xx\"} 1"));
    EXPECT_THAT(text, HasSubstr("status=\"4xx\"} 1"));
    EXPECT_THAT(text, HasSubstr("status=\"5xx\"} 1"));
    EXPECT_THAT(text, HasSubstr("gordion_http_request_seconds_count{endpoint=\"/antrag/{id}\"} 4"));
}

}  // namespace
}  // namespace gordion::http
