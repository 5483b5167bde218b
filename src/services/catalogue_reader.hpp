// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/catalogue.hpp"

namespace gordion::services {

/// The files of an import, as bytes (CSV, see data/SOURCES.md for their columns).
struct CatalogueFiles {
    Date date;  ///< the state of the list; the files do not say it
    std::string themenfeld_file;
    std::string lagen;
    std::string bundles;
    std::string services;
    std::string verrichtung_file;
};

/// Reads the files. A broken row is left out and becomes a finding with file and line:
/// services.key_length, services.key_invalid, services.key_duplicate, services.reference_missing,
/// services.name_missing, services.typ_unknown, and those of formats::parse_csv.
/// Errors: services.catalogue_empty, and those of parse_csv and column().
Result<Judged<CatalogueContent>> read_catalogue(const CatalogueFiles& files);

/// The date of the catalogue that this project carries (data/SOURCES.md).
Date shipped_catalogue_date();

/// Reads the five files of a folder under their names in data/ozg-katalog. Error codes as
/// load_file().
Result<CatalogueFiles> load_catalogue_files(const std::filesystem::path& folder, Date date);

}  // namespace gordion::services
