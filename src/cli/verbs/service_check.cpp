// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::cli {
namespace {

// The catalogue of an installation, if there is one here: a package can be judged anywhere, and
// judging must not leave an empty database behind.
std::shared_ptr<const app::Reference> find_reference(const Call& call) {
    constexpr std::string_view sqlite = "sqlite:";
    const std::string& database = call.config.database;
    if (database.starts_with(sqlite) && !std::filesystem::exists(database.substr(sqlite.size()))) {
        return nullptr;
    }
    const auto modules = call.open();
    const auto reference = modules ? modules.value()->reference()
                                   : Result<std::shared_ptr<const app::Reference>>(modules.error());
    return reference ? reference.value() : nullptr;
}

Result<Exit> run(Call& call) {
    auto read = TRY(reuse::read_package(std::filesystem::path(call.arguments.at(0))));
    Findings findings = std::move(read.findings);
    const auto reference = find_reference(call);
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
