// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "core/finding.hpp"
#include "core/text.hpp"
#include "regions/directory.hpp"
#include "reuse/effective.hpp"
#include "reuse/package_reader.hpp"

/// What the tests of this module share: the shipped packages, and a Germany of nine regions.
namespace gordion::reuse::testing {

inline std::filesystem::path packages_folder() {
    return std::filesystem::path(GORDION_SOURCE_DIR) / "packages";
}

inline PackageFiles shipped_files(const std::string& id) {
    return read_files(packages_folder() / id).value();
}

/// The shipped dog tax package with few of its examples, because each is run when it is checked.
inline PackageFiles slim_files() {
    PackageFiles files = shipped_files("hundesteuer-anmeldung");
    std::erase_if(files, [](const auto& file) {
        return file.first.starts_with("examples/") &&
               file.first.find("gueltig-ein-hund") == std::string::npos &&
               file.first.find("gueltig-grenzfaelle") == std::string::npos &&
               file.first.find("fehler-kein-hund") == std::string::npos;
    });
    return files;
}

/// The same with one change to one file; the change must hit.
inline PackageFiles changed_files(const std::string& file, const std::string& from,
                                  const std::string& to) {
    PackageFiles files = slim_files();
    std::string& text = files.at(file);
    VERIFY(text.find(from) != std::string::npos, "the test changes something that is there");
    text = replace_all(text, from, to);
    return files;
}

inline const Finding* find_code(const Findings& findings, std::string_view code) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& f) { return f.code == code; });
    return found == findings.end() ? nullptr : &*found;
}

inline StoredValues point_at(const std::vector<ParameterValue>& values) {
    StoredValues stored;
    for (const ParameterValue& value : values) {
        stored.push_back(&value);
    }
    return stored;
}

inline std::string to_text(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.to_text() + "\n";
    }
    return text;
}

inline regions::Region make_region(std::string ars, regions::RegionLevel level, std::string name,
                                   std::string kind, std::string postcode) {
    regions::Region region;
    region.ars = std::move(ars);
    region.level = level;
    region.seat = level == regions::RegionLevel::Verband ? "Husum" : "";
    region.name = std::move(name);
    region.kind = std::move(kind);
    region.postcode = std::move(postcode);
    region.population = 100;
    return region;
}

inline std::shared_ptr<const regions::Directory> small_directory() {
    using regions::RegionLevel;
    regions::DirectoryContent content;
    content.date = parse_date("2025-11-30").value();
    content.regions = {
        make_region("01", RegionLevel::Land, "Schleswig-Holstein", "", ""),
        make_region("01054", RegionLevel::Kreis, "Nordfriesland", "42", ""),
        make_region("010545459", RegionLevel::Verband, "Pellworm", "51", ""),
        make_region("010545459039", RegionLevel::Gemeinde, "Gröde", "64", "25869"),
        make_region("010545459103", RegionLevel::Gemeinde, "Pellworm", "64", "25849"),
        make_region("05", RegionLevel::Land, "Nordrhein-Westfalen", "", ""),
        make_region("05315", RegionLevel::Kreis, "Köln, Stadt", "41", ""),
        make_region("053150000", RegionLevel::Verband, "Köln, Stadt", "50", ""),
        make_region("053150000000", RegionLevel::Gemeinde, "Köln, Stadt", "61", "50667"),
    };
    return regions::Directory::make(std::move(content));
}

}  // namespace gordion::reuse::testing
