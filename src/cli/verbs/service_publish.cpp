// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/diff_text.hpp"
#include "cli/verbs/verbs.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto files = TRY(reuse::read_files(call.arguments.at(0)));
    const auto in = TRY(call.open());
    const Scope scope{{call.option("tenant", "00")}, {"cli"}, "service.publish", {}, false};
    const auto published = TRY(in->reuse.publish_package(scope, files));
    print_findings_short(call, published.findings);
    if (!published.value) {
        call.err << "Refused: mend the faults above and publish again.\n";
        return Exit::Faults;
    }
    const reuse::Offer& offer = *published.value;
    reuse::Succession succession(in->reuse);
    const std::string previous = TRY(succession.find_previous(offer.package_id, offer.version));
    const auto package = TRY(in->reuse.load_package(offer.package_id, offer.version));
    const auto affected = TRY(succession.list_affected(*package, call.clock.today()));
    std::vector<reuse::PackageChange> changes;
    if (!previous.empty()) {
        changes = TRY(succession.diff_versions(offer.package_id, previous, offer.version));
    }
    if (call.json) {
        call.out << formats::write_json(
                        formats::Json::object({{"package", offer.package_id},
                                               {"version", offer.version},
                                               {"hash", offer.hash},
                                               {"difference", diff_json(previous, changes)},
                                               {"affected", affected_json(affected)}}))
                 << "\n";
        return Exit::Done;
    }
    call.out << "Published " << offer.package_id << " " << offer.version << " (" << offer.title
             << ").\n";
    if (!previous.empty()) {
        print_diff(call, previous, changes);
        print_affected(call, affected);
    }
    return Exit::Done;
}

}  // namespace

Verb service_publish_verb() {
    return {"service publish",
            "DIR",
            1,
            1,
            "Check a service package, offer it, and say what it means for those who use an older "
            "version",
            {{"tenant", "who publishes (ARS of a Land or administration; default the Bund, 00)"},
             verbose_option},
            run};
}

}  // namespace gordion::cli
