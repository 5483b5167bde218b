// SPDX-License-Identifier: EUPL-1.2
// A Gordion whose delivery server has a million routes, to be asked over HTTP beside /healthz, and
// the look-up alone in this process. Prints one JSON line, then serves until its input ends.
// Bench only: nothing of this is in the product.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/modules.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/stopwatch.hpp"
#include "regions/directory_reader.hpp"
#include "web/web_server.hpp"

namespace {

using namespace gordion;
using zustelldienst::RoutedDestination;

constexpr std::size_t destinations = 2'000;
constexpr std::size_t services_each = 20;
constexpr std::size_t areas_each = 25;
constexpr std::size_t service_count = 600;

// Every destination has some services of some municipalities, as a shared service centre has.
class ManyRoutes final : public zustelldienst::RouteSource {
public:
    explicit ManyRoutes(const regions::Directory& directory)
        : municipalities_(directory.municipalities_of("00")) {}

    Result<void> visit(const Take& take) override {
        for (std::size_t i = 0; i < destinations; ++i) {
            RoutedDestination destination;
            destination.id = "0193e2a0-0000-7000-8000-" + padded(i, 12);
            destination.tenant = {"010545459"};
            destination.name = "Zustellpunkt " + std::to_string(i);
            for (std::size_t s = 0; s < services_each; ++s) {
                destination.services.push_back({service(i, s), {}});
                for (std::size_t a = 0; a < areas_each; ++a) {
                    destination.services.back().areas.push_back(area(i, a));
                }
            }
            take(std::move(destination));
        }
        return {};
    }
    Result<std::string> state() override { return std::string("fixed"); }

    /// The number-th service of a destination.
    static std::string service(std::size_t destination, std::size_t number) {
        return "99" + padded((destination / 20 * services_each + number) % service_count, 12);
    }
    [[nodiscard]] std::string area(std::size_t destination, std::size_t number) const {
        return municipalities_[(destination * areas_each + number) % municipalities_.size()]->ars;
    }

    struct Question {
        std::string service;
        std::string area;
    };
    /// One that has an answer.
    [[nodiscard]] Question ask(Random& random) const {
        const std::size_t destination = random.below(destinations);
        return {service(destination, random.below(services_each)),
                area(destination, random.below(areas_each))};
    }

private:
    static std::string padded(std::size_t number, std::size_t width) {
        const std::string digits = std::to_string(number);
        return std::string(width - digits.size(), '0') + digits;
    }

    std::vector<const regions::Region*> municipalities_;
};

double median_lookup_ns(zustelldienst::RouteBoard& board, const ManyRoutes& routes) {
    SeededRandom random(2);
    std::vector<ManyRoutes::Question> questions;
    for (int i = 0; i < 100'000; ++i) {
        questions.push_back(routes.ask(random));
    }
    // Asked in groups of ten, because the clock itself costs as much as half a look-up.
    std::vector<double> times;
    std::size_t found = 0;
    for (std::size_t i = 0; i + 10 <= questions.size(); i += 10) {
        const auto began = std::chrono::steady_clock::now();
        for (std::size_t q = i; q < i + 10; ++q) {
            const auto answer = board.answer({questions[q].service, questions[q].area, {}});
            found += answer.value()->size();
        }
        times.push_back(
            std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - began)
                .count() /
            10);
    }
    VERIFY(found > 0, "answers have bytes");
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    return times[times.size() / 2];
}

std::shared_ptr<const regions::Directory> read_directory(const std::filesystem::path& data) {
    const auto bytes =
        load_file(data / "gemeindeverzeichnis" / "GV100AD_30112025.txt", limits::directory_bytes);
    auto draft = regions::read_gv100(bytes.value()).value();
    return regions::Directory::make({draft.value.date, draft.value.regions, {}});
}

double peak_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(6)) / 1024;
        }
    }
    return 0;
}

Result<void> run(const std::filesystem::path& folder) {
    SystemClock clock;
    SystemRandom random;
    app::Config config = app::default_config(folder);
    config.port = 0;
    config.workers = 2;
    config.fitconnect_server.emplace();
    // A limit nobody reaches: the three headers are sent all the same.
    config.fitconnect_server->rate_limit = 1'000'000'000;
    TRY(app::migrate(config));
    const auto in = TRY(app::open_modules(config, clock, random));
    const auto directory = read_directory(config.product_data);
    ManyRoutes routes(*directory);
    zustelldienst::RouteBoard& board = in->fitconnect_server->routes;
    board.set_areas(std::make_shared<const zustelldienst::AreaIndex>(directory));
    board.add_source(routes);
    const Stopwatch building;
    TRY(board.refresh());
    const double build_ms = building.elapsed_ms();
    const Stopwatch signing;
    const std::size_t made = TRY(board.sign_ahead(destinations));
    const double sign_ms = signing.elapsed_ms();
    const double lookup_ns = median_lookup_ns(board, routes);
    const auto server = TRY(web::WebServer::make(*in));
    TRY(server->start());
    std::cout << "{\"routes\":" << board.current()->route_count() << ",\"build_ms\":" << build_ms
              << ",\"signed\":" << made << ",\"sign_ms\":" << sign_ms
              << ",\"lookup_ns\":" << lookup_ns << ",\"peak_mb\":" << peak_mb()
              << ",\"url\":\"http://127.0.0.1:" << server->port() << "\",\"paths\":[";
    SeededRandom chance(3);
    for (int i = 0; i < 1'000; ++i) {
        const ManyRoutes::Question asked = routes.ask(chance);
        std::cout << (i == 0 ? "" : ",") << "\"/routing-api/v2/routes?leikaKey=" << asked.service
                  << "&ars=" << asked.area << "\"";
    }
    std::cout << "]}" << std::endl;
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());
    server->stop(0);
    return {};
}

}  // namespace

int main() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "gordion-routes-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        return 1;
    }
    const Result<void> ran = run(pattern);
    std::error_code ignored;
    std::filesystem::remove_all(pattern, ignored);
    if (!ran) {
        std::cerr << ran.error().to_text() << "\n";
        return 1;
    }
    return 0;
}
