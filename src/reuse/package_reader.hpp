// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string_view>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "reuse/package.hpp"

namespace gordion::reuse {

/// Takes the files of a package folder into memory. Symbolic links, special files and names that
/// lead outside are refused, not followed; the number of files, their depth and their total size
/// are bounded. Error codes: reuse.folder_missing, reuse.folder_link, reuse.folder_file (a special
/// file or a foreign name), reuse.folder_files (too many), formats.too_large.
Result<PackageFiles> read_files(const std::filesystem::path& folder);

/// Reads a package. Reading goes on after a broken file; each problem is a finding whose place is
/// "file:line" and whose message says what to do. Only a package without a readable service.toml
/// is an Error (code reuse.service_missing, or that of the TOML reader).
Result<Judged<Package>> read_package(const PackageFiles& files);
Result<Judged<Package>> read_package(const std::filesystem::path& folder);

/// service.toml alone. Codes of the findings: reuse.service_key (missing), reuse.service_value,
/// reuse.service_unknown (a member that nobody reads), reuse.parameter_declaration.
Result<Judged<ServiceDeclaration>> parse_service_toml(std::string_view bytes);

/// The bytes of all files in one blob and back. Error code: reuse.package_corrupt.
std::string pack_files(const PackageFiles& files);
Result<PackageFiles> unpack_files(std::string_view blob);
/// The package's identity: changes with every byte of every file.
std::string hash_files(const PackageFiles& files);

}  // namespace gordion::reuse
