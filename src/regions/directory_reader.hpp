// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "regions/directory.hpp"

namespace gordion::regions {

/// What a GV100AD file says, before it is stored.
struct GvDraft {
    Date date;                         ///< Gebietsstand of the records
    std::vector<Region> regions;       ///< in the order of the file; the Bund is not among them
    std::size_t records = 0;           ///< lines that carried a record, also broken ones
    std::size_t planning_regions = 0;  ///< type 30 (Region, Baden-Württemberg): read, not a level
    DirectoryCounts counts;
};

/// Reads the official municipality directory GV100AD (Destatis, "Satzaufbau GV100AD"): one record
/// per line, 220 characters, positions count characters. UTF-8 and ISO-8859-1 are told apart by the
/// bytes. A broken record becomes a finding with its line and is left out; the rest is read.
///
/// Errors, kind Invalid: regions.directory_empty, regions.not_a_directory (binary, or no line looks
/// like a record; value "line" shows how the file begins). Kind TooLarge:
/// regions.directory_too_large. Findings: regions.record_length, regions.record_type,
/// regions.record_field, regions.record_date, regions.duplicate, regions.parent_missing,
/// regions.part_missing.
Result<Judged<GvDraft>> read_gv100(std::string_view bytes);

/// The same from a file, whose size is looked at before a byte is read.
Result<Judged<GvDraft>> read_gv100_file(const std::filesystem::path& path);

struct PostcodeDraft {
    std::vector<PostcodePair> pairs;  ///< sorted, each once
};

/// Reads a CSV file with the columns `plz` and `ags`. Findings: regions.postcode_invalid,
/// regions.ags_invalid, and those of formats::parse_csv. Error regions.postcodes_empty where no row
/// is good.
Result<Judged<PostcodeDraft>> read_postcodes(std::string_view bytes);

}  // namespace gordion::regions
