// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    auto read = TRY(reuse::read_package(std::filesystem::path(call.arguments.at(0))));
    Findings findings = std::move(read.findings);
    const auto in = call.open_if_there();
    std::shared_ptr<const app::Reference> reference;
    if (in != nullptr) {
        if (const auto loaded = in->reference()) {
            reference = loaded.value();
        }
    }
    auto checked = reuse::check_package(std::move(read.value),
                                        reference ? reference->catalogue.get() : nullptr);
    append(findings, std::move(checked.findings));
    print_findings(call, findings);
    if (!call.json) {
        call.out << (has_faults(findings) ? "Not publishable.\n" : "Publishable.\n");
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb service_check_verb() {
    return {"service check", "DIR", 1, 1, "Judge a service package without publishing it", {}, run};
}

}  // namespace gordion::cli
