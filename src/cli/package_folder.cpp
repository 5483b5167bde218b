// SPDX-License-Identifier: EUPL-1.2
#include "cli/package_folder.hpp"

#include "reuse/package_reader.hpp"

namespace gordion::cli {

Result<std::shared_ptr<const reuse::LoadedPackage>> load_package_folder(
    Call& call, const std::string& folder, const fim::CodeListSources& code_lists, Error faulty) {
    auto read = TRY(reuse::read_package(std::filesystem::path(folder)));
    auto compiled = reuse::compile_package(std::move(read.value), code_lists);
    if (compiled.value == nullptr) {
        append(read.findings, std::move(compiled.findings));
        print_findings(call, read.findings);
        return faulty;
    }
    return compiled.value;
}

}  // namespace gordion::cli
