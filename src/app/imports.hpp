// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "app/modules.hpp"

namespace gordion::app {

/// The file is kept unchanged in the data folder under its hash; what could not be read is in the
/// findings. Afterwards Modules::load_reference() brings it into memory. Error codes: core.file_…,
/// regions.not_a_directory …, regions.directory_older.
Result<Judged<regions::DirectoryImport>> import_regions(Modules& in,
                                                        const std::filesystem::path& file,
                                                        Overwrite overwrite);
Result<Judged<std::int64_t>> import_postcodes(Modules& in, const std::filesystem::path& file);
/// A folder with the CSV files of data/ozg-katalog.
Result<Judged<services::CatalogueImport>> import_catalogue(Modules& in,
                                                           const std::filesystem::path& folder,
                                                           Date date, Overwrite overwrite);

}  // namespace gordion::app
