// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/verbs.hpp"
#include "reuse/fork.hpp"

namespace gordion::cli {
namespace {

Result<void> save_files(const std::filesystem::path& folder, const reuse::PackageFiles& files) {
    std::error_code error;
    if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder, error)) {
        return Error{ErrorKind::Conflict,
                     "cli.folder_taken",
                     folder.string(),
                     {{"folder", folder.string()}},
                     "'" + folder.string() + "' is not empty. Name a new folder."};
    }
    for (const auto& [name, bytes] : files) {
        TRY(write_file(folder / name, bytes));
    }
    return {};
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const TenantId tenant{call.option("administration")};
    const auto reference = TRY(in->reference());
    const auto administration = reference->directory->administration_of(tenant.value);
    const auto files = TRY(in->reuse.load_files(call.option("package"), call.option("version")));
    const auto copy = TRY(reuse::fork_files(
        files, {call.option("id"), tenant, administration ? administration->name : tenant.value}));
    const std::filesystem::path folder = call.option("to");
    TRY(save_files(folder, copy));
    call.out << "Copied to " << folder.string() << ". Change it, then:\n"
             << "  gordion service publish " << folder.string() << " --tenant=" << tenant.value
             << "\n  gordion adoption add --administration=" << tenant.value
             << " --package=" << call.option("id", reuse::fork_id(call.option("package"), tenant))
             << "\n";
    return Exit::Done;
}

}  // namespace

Verb adoption_fork_verb() {
    return {"adoption fork",
            "",
            0,
            0,
            "Take a package as an administration's own copy, to change more than its values",
            {{"administration", "nine digits of the ARS", false, true},
             {"package", "id of the original", false, true},
             {"to", "a new folder", false, true},
             {"version", "default: the newest one"},
             {"id", "of the copy (default: that of the original and the key)"}},
            run};
}

}  // namespace gordion::cli
