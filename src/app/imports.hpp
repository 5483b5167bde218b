// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "app/modules.hpp"
#include "app/source_files.hpp"

namespace gordion::app {

/// What was imported stays in the house, byte by byte, named by its hash; under that name stands a
/// whole copy or none. Error codes: core.file_…, app.import_copy.
Result<ImportSource> keep_source(const Modules& in, const SourceFile& file);

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

/// How a list is called that does not say so itself, as older JSON exports do; "" otherwise.
struct CodeListName {
    std::string canonical_identification;
    std::string version;
};
/// A code list in genericode or the JSON of XRepository. Without a value the list has faults and
/// was not imported. Error codes: core.file_…, those of fim::read_code_list and of
/// CodeListStore::import_code_list.
Result<Judged<std::optional<fim::CodeListImport>>> import_code_list(
    Modules& in, const std::filesystem::path& file, const CodeListName& name, fim::Replace replace);

}  // namespace gordion::app
