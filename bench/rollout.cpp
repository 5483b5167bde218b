// SPDX-License-Identifier: EUPL-1.2
// Administrations join one service, get one update, and go back. Prints one JSON object;
// bench/run.mjs shows it. Usage: gordion_rollout_bench DATA COUNT [DATABASE-URL], where DATA holds
// the municipal directory and nobody has joined yet.
#include <iostream>
#include <thread>

#include "app/modules.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/stopwatch.hpp"
#include "core/text.hpp"
#include "formats/json.hpp"
#include "must.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/package_reader.hpp"

namespace gordion {
namespace {

constexpr const char* dog_tax = "hundesteuer-anmeldung";
constexpr const char* dog_key = "99102013002000";
/// So many administrators press "join" at once; each waits until it is durable.
constexpr std::size_t senders = 16;

/// The dog tax whose values may all be set for the whole Bund, and with its required ones set.
reuse::PackageFiles package_files(const std::string& version) {
    reuse::PackageFiles files =
        must(reuse::read_files(std::filesystem::path("packages") / dog_tax));
    std::string& service = files.at("service.toml");
    service = replace_all(service, "version = \"1.0.0\"", "version = \"" + version + "\"");
    service = replace_all(service, "levels = [", "levels = [\"bund\", ");
    return files;
}

void set_values(app::Modules& in, const Scope& scope) {
    const std::string text = must(load_file("packages/demo-parameters.toml", limits::toml_bytes));
    std::vector<reuse::ParameterChange> values;
    for (reuse::ParameterChange value :
         must(reuse::parse_adoption_plan(text, "plan")).value.values) {
        const bool is_wanted = value.region == "01" || value.region == "010545459";
        if (is_wanted && value.package_id == dog_tax) {
            value.region = "00";
            values.push_back(std::move(value));
        }
    }
    for (const auto& set : in.reuse.set_parameters(scope, values)) {
        VERIFY(set.has_value(), set.error().to_text().c_str());
    }
}

double join_all(app::Modules& in, const std::vector<TenantId>& tenants) {
    const Date today = in.clock.today();
    const Stopwatch stopwatch;
    std::vector<std::thread> threads;
    for (std::size_t mine = 0; mine < senders; ++mine) {
        threads.emplace_back([&, mine] {
            for (std::size_t i = mine; i < tenants.size(); i += senders) {
                const Scope scope{tenants[i], {"bench"}, "adoption.add", {}, false};
                const auto joined =
                    must(in.reuse.adopt_offer(scope, {tenants[i], dog_tax, "", today}));
                VERIFY(joined.value.has_value(), "all values are there");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return stopwatch.elapsed_ms();
}

double carry_on(app::Modules& in, const reuse::RolloutId& id) {
    const Stopwatch stopwatch;
    VERIFY(in.rollouts.carry_on(id).has_value(), "the rollout works");
    return stopwatch.elapsed_ms();
}

std::size_t count_on(app::Modules& in, const char* version) {
    const auto adopters = must(in.reuse.list_adopters(dog_tax, in.clock.today()));
    return static_cast<std::size_t>(
        std::count_if(adopters.begin(), adopters.end(),
                      [&](const auto& adoption) { return adoption.version == version; }));
}

int measure(const std::string& folder, std::size_t count, const std::string& url) {
    const SystemClock clock;
    SystemRandom random;
    app::Config config = app::default_config(folder);
    if (!url.empty()) {
        config.database = url;
    }
    const auto in = must(app::open_modules(config, clock, random));
    const auto reference = must(in->reference());
    const auto administrations = reference->directory->administrations();
    // From all over the country: in some Länder one administration has thirty municipalities.
    std::vector<TenantId> tenants;
    for (std::size_t i = 0; i < std::min(count, administrations.size()); ++i) {
        tenants.push_back(administrations[i * administrations.size() / count].id);
    }
    const Scope provider{{"00"}, {"bench"}, "service.publish", {}, false};
    VERIFY(must(in->reuse.publish_package(provider, package_files("1.0.0"))).value, "valid");
    set_values(*in, provider);
    const double join_ms = join_all(*in, tenants);
    VERIFY(must(in->reuse.publish_package(provider, package_files("1.1.0"))).value, "valid");
    const std::string place = reference->directory->municipalities_of(tenants.front())[0]->ars;
    must(in->reuse.find_adoption(dog_key, place, clock.today()));
    const reuse::Rollout rollout =
        must(in->rollouts.start_rollout(provider, {dog_tax, "1.1.0", 100, {}, clock.today()}));
    const double rollout_ms = carry_on(*in, rollout.id);
    VERIFY(count_on(*in, "1.1.0") == tenants.size(), "everybody was moved");
    const Stopwatch first;
    const auto found = must(in->reuse.find_adoption(dog_key, place, clock.today()));
    const double first_ms = first.elapsed_ms();
    VERIFY(found->adoption.version == "1.1.0", "the next request sees it");
    must(in->rollouts.roll_back(provider, rollout.id));
    const double back_ms = carry_on(*in, rollout.id);
    VERIFY(count_on(*in, "1.0.0") == tenants.size(), "everybody is back");
    std::cout << formats::write_json(formats::Json::object({{"count", tenants.size()},
                                                            {"join_ms", join_ms},
                                                            {"rollout_ms", rollout_ms},
                                                            {"first_ms", first_ms},
                                                            {"back_ms", back_ms}}))
              << "\n";
    return 0;
}

}  // namespace
}  // namespace gordion

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: gordion_rollout_bench DATA COUNT [DATABASE-URL]\n";
        return 2;
    }
    return gordion::measure(argv[1], static_cast<std::size_t>(std::atoi(argv[2])),
                            argc > 3 ? argv[3] : "");
}
