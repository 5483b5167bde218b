// SPDX-License-Identifier: EUPL-1.2
#include "app/transfers.hpp"

#include "core/files.hpp"
#include "core/limits.hpp"
#include "xzufi/file_index.hpp"

namespace gordion::app {
namespace {

void name_file(std::string& place, const std::string& file) {
    if (place != file) {
        place = place.empty() ? file : file + ", " + place;
    }
}

}  // namespace

Result<std::vector<std::filesystem::path>> list_transfer_files(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        return std::vector<std::filesystem::path>{path};
    }
    const auto index = path / "index.txt";
    const std::string bytes = TRY(load_file(index, limits::xzufi_index_bytes));
    auto names = xzufi::read_file_index(bytes);
    if (!names) {
        Error error = names.take_error();
        name_file(error.place, index.string());
        return error;
    }
    std::vector<std::filesystem::path> files;
    for (const std::string& name : names.value()) {
        files.push_back(path / name);
    }
    return files;
}

Result<xzufi::MessageImport> import_transfer_file(Modules& in, const std::filesystem::path& file,
                                                  const xzufi::ImportOptions& options) {
    const OpenSource open = [&file] { return open_file(file, limits::xzufi_file_bytes); };
    auto import = xzufi::import_message(in.xzufi, system_scope("xzufi.import"),
                                        file.filename().string(), open, options);
    if (!import) {
        Error error = import.take_error();
        name_file(error.place, file.string());
        return error;
    }
    for (Finding& finding : import.value().findings) {
        name_file(finding.place, file.string());
    }
    return import;
}

}  // namespace gordion::app
