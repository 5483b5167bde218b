// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_folder.hpp"

#include <algorithm>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/code_list_reader.hpp"

namespace gordion::fim {
namespace {

std::vector<std::filesystem::path> list_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".gc.xml") || name.ends_with(".json")) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<Judged<CodeList>> read_file(const std::filesystem::path& file) {
    return read_code_list(*TRY(open_file(file, limits::xml_bytes)));
}

}  // namespace

Judged<CodeListShelf> load_code_lists(const std::filesystem::path& folder) {
    Judged<CodeListShelf> loaded;
    for (const auto& file : list_files(folder)) {
        const std::string name = file.filename().string();
        auto read = read_file(file);
        if (!read) {
            const Error& error = read.error();
            loaded.findings.push_back({error.code, Severity::Fault, name + ": " + error.place,
                                       error.values, error.message});
            continue;
        }
        const bool usable = !has_faults(read.value().findings);
        for (Finding& finding : read.value().findings) {
            finding.place = name + ": " + finding.place;
        }
        append(loaded.findings, std::move(read.value().findings));
        if (usable) {
            loaded.value.add(std::move(read.value().value));
        }
    }
    return loaded;
}

}  // namespace gordion::fim
