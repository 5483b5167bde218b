// SPDX-License-Identifier: EUPL-1.2
// The receive pipeline beside the private operations that this machine can do at all: submissions
// wait at a delivery server in this process, and are fetched, proved, opened, checked and answered.
// Each costs three private operations: metadata, data, and the signature of the answer.
// gordion_receive_bench [SUBMISSIONS] – one JSON object.
#include <cstdio>
#include <iostream>

#include "core/stopwatch.hpp"
#include "fitconnect/sealing.hpp"
#include "fitconnect/subscriber.hpp"
#include "fitconnect/testing/delivery_double.hpp"

namespace {

using namespace gordion;

constexpr int private_operations = 3;
constexpr int rounds = 5;

class NoInbox final : public fitconnect::ReceivedInbox {
public:
    Result<std::vector<fitconnect::Problem>> take_in(
        const fitconnect::ReceivedSubmission&) override {
        return std::vector<fitconnect::Problem>{};
    }
};

// Signatures per second over all cores, as openssl itself counts them.
double openssl_rate() {
    const std::string command = "openssl speed -seconds 2 -multi " +
                                std::to_string(std::thread::hardware_concurrency()) +
                                " rsa4096 2>/dev/null | tail -1";
    std::FILE* pipe = popen(command.c_str(), "r");
    char line[300] = {};
    const bool read = pipe != nullptr && std::fgets(line, sizeof(line), pipe) != nullptr;
    pclose(pipe);
    double signing_s = 0;
    double verifying_s = 0;
    double rate = 0;
    VERIFY(read && std::sscanf(line, "rsa 4096 bits %lfs %lfs %lf", &signing_s, &verifying_s,
                               &rate) == 3,
           "openssl speed prints seconds, seconds, signatures per second");
    return rate;
}

struct Town {
    Town() : http(fitconnect::testing::DeliveryDouble::http_config()) { clock.set(server.now); }

    void send(int count) {
        const auto ready =
            fitconnect::prepare_destination(api,
                                            {fitconnect::testing::destination_id,
                                             fitconnect::testing::service_urn, "DE01", "2.1.0"},
                                            fitconnect::testing::trust_in_itself(), clock.now())
                .value();
        fitconnect::Outgoing outgoing;
        outgoing.service_identifier = fitconnect::testing::service_urn;
        outgoing.schema = {fitconnect::testing::schema_uri, "application/json"};
        outgoing.data = Sensitive("{\"text\":\"" + std::string(4096, 'x') + "\"}");
        fitconnect::Sender sender(api, events);
        for (int i = 0; i < count; ++i) {
            const auto sealed = fitconnect::seal(outgoing, ready, clock, random).value();
            (void)sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }).value();
        }
    }
    // Private operations per second.
    double receive(int count) {
        const fitconnect::Subscription subscription{
            api.load_destination(fitconnect::testing::destination_id).value(),
            {server.encryption_key},
            server.signing_key};
        fitconnect::Subscriber subscriber({api, events, inbox, clock, random}, {}, {});
        const Stopwatch watch;
        const auto report = subscriber.receive(subscription).value();
        const double seconds = watch.elapsed_ms() / 1000;
        VERIFY(report.accepted == static_cast<std::size_t>(count), "all were taken in");
        return private_operations * count / seconds;
    }

    fitconnect::testing::DeliveryDouble server;
    FakeClock clock;
    SystemRandom random;
    http::Client http;
    fitconnect::ApiClient api{http, clock, server.settings()};
    fitconnect::EventLogReader events{api, clock, fitconnect::testing::trust_in_itself()};
    NoInbox inbox;
};

}  // namespace

int main(int count, char** arguments) {
    const int submissions = count > 1 ? std::stoi(arguments[1]) : 100;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        Town town;
        town.send(submissions);
        const double reference = openssl_rate();
        const double rate = town.receive(submissions);
        ratios.push_back(rate / reference);
        std::cout << "{\"private_operations_per_s\":" << rate << ",\"openssl\":" << reference
                  << ",\"ratio\":" << ratios.back() << "}\n";
    }
    std::sort(ratios.begin(), ratios.end());
    std::cout << "{\"median_ratio\":" << ratios[ratios.size() / 2] << "}\n";
    return 0;
}
