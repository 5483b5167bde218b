// SPDX-License-Identifier: EUPL-1.2
#include "cli/package_folder.hpp"
#include "cli/verbs/diff_text.hpp"
#include "cli/verbs/verbs.hpp"
#include "fim/code_list_folder.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::cli {
namespace {

// A published version, "latest", or the folder of another version.
Result<std::shared_ptr<const reuse::LoadedPackage>> load_other(
    Call& call, const reuse::LoadedPackage& now, const fim::CodeListSources& code_lists) {
    const std::string against = call.option("against");
    if (std::filesystem::is_directory(against)) {
        return load_package_folder(call, against, code_lists,
                                   {ErrorKind::Invalid,
                                    "cli.against_faulty",
                                    "--against",
                                    {},
                                    "The package to compare with has faults itself."});
    }
    const auto in = TRY(call.open());
    return in->reuse.load_package(now.service().id, against == "latest" ? "" : against);
}

Result<void> print_succession(Call& call, const reuse::LoadedPackage& now,
                              const fim::CodeListSources& code_lists) {
    const auto other = TRY(load_other(call, now, code_lists));
    const auto changes = reuse::diff_packages(*other, now);
    if (call.json) {
        call.out << formats::write_json(diff_json(other->service().version, changes)) << "\n";
    } else {
        print_diff(call, other->service().version, changes);
    }
    if (std::filesystem::is_directory(call.option("against"))) {
        return {};
    }
    const auto in = TRY(call.open());
    const auto affected = TRY(reuse::Succession(in->reuse).list_affected(now, call.clock.today()));
    if (call.json) {
        call.out << formats::write_json(affected_json(affected)) << "\n";
    } else {
        print_affected(call, affected);
    }
    return {};
}

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
    const auto shipped = fim::load_code_lists(call.config.product_data / "codelists");
    const fim::CodeListSources code_lists =
        in != nullptr ? in->code_list_sources() : fim::CodeListSources{&shipped.value};
    auto checked = reuse::check_package(
        std::move(read.value), reference ? reference->catalogue.get() : nullptr, code_lists);
    append(findings, std::move(checked.findings));
    print_findings_short(call, findings);
    if (!call.json) {
        call.out << (has_faults(findings) ? "Not publishable.\n" : "Publishable.\n");
    }
    if (call.has("against") && checked.loaded != nullptr) {
        TRY(print_succession(call, *checked.loaded, code_lists));
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb service_check_verb() {
    return {"service check",
            "DIR",
            1,
            1,
            "Judge a service package without publishing it",
            {{"against", "compare with this version of it: a number, latest, or a folder"},
             verbose_option},
            run};
}

}  // namespace gordion::cli
