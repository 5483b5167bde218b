// SPDX-License-Identifier: EUPL-1.2
// Every shipped package judged with every administration. Prints one JSON object; bench/run.mjs
// shows it. Usage: gordion_conformity_bench DATA [DATABASE-URL] (in the project's folder), where
// DATA holds the municipal directory and the shipped packages are published.
#include <iostream>

#include "app/evidence.hpp"
#include "core/random.hpp"
#include "core/stopwatch.hpp"
#include "must.hpp"

namespace gordion {
namespace {

int measure(const std::string& folder, const std::string& url) {
    const SystemClock clock;
    SystemRandom random;
    app::Config config = app::default_config(folder);
    if (!url.empty()) {
        config.database = url;
    }
    const auto in = must(app::open_modules(config, clock, random));
    const conformity::Catalogue* efa =
        conformity::find_catalogue(conformity::built_in_catalogues(), "efa", clock.today());
    std::set<std::string> packages;
    for (const reuse::Offer& offer : must(in->reuse.list_offers(system_scope("bench")))) {
        packages.insert(offer.package_id);
    }
    const auto administrations = must(in->reference())->directory->administrations();
    const Stopwatch stopwatch;
    const auto book = must(app::EvidenceBook::open(*in));
    std::size_t judgements = 0;
    for (const std::string& package : packages) {
        judgements +=
            must(app::check_published(*book, *efa, package, "", clock.now())).judgements.size();
        for (const regions::Administration& administration : administrations) {
            judgements += must(app::check_administration(*book, *efa, administration.id, package,
                                                         clock.now()))
                              .judgements.size();
        }
    }
    std::cout << formats::write_json(
                     formats::Json::object({{"packages", packages.size()},
                                            {"administrations", administrations.size()},
                                            {"judgements", judgements},
                                            {"all_ms", stopwatch.elapsed_ms()}}))
              << "\n";
    return 0;
}

}  // namespace
}  // namespace gordion

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: gordion_conformity_bench DATA [DATABASE-URL]\n";
        return 2;
    }
    return gordion::measure(words[1], count > 2 ? words[2] : "");
}
