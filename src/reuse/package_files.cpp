// SPDX-License-Identifier: EUPL-1.2
// A package as a folder, as files in memory, and as one blob in the database.
#include <algorithm>
#include <charconv>
#include <system_error>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::reuse {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view blob_mark = "gordion-package-1\n";
constexpr int folder_depth = 3;

Error make_error(ErrorKind kind, std::string code, const fs::path& place, std::string message) {
    return Error{kind, std::move(code), place.string(), {}, std::move(message)};
}

/// Plain names only, so that a package unpacks the same on every system.
bool is_plain_name(std::string_view path) {
    if (path.empty() || path.size() > 200 || path.front() == '/') {
        return false;
    }
    for (const std::string& part : split(path, '/')) {
        const bool plain = std::all_of(part.begin(), part.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '.' || c == '-' || c == '_';
        });
        if (part.empty() || part.front() == '.' || !plain) {
            return false;
        }
    }
    return true;
}

/// Hidden files (.git, .DS_Store) belong to tools, not to the package.
bool is_hidden(const fs::path& path) {
    const std::string name = path.filename().string();
    return !name.empty() && name.front() == '.';
}

Result<void> take_file(const fs::path& folder, const fs::path& path, PackageFiles& files,
                       std::size_t& bytes) {
    const std::string name = path.lexically_relative(folder).generic_string();
    if (!is_plain_name(name)) {
        return make_error(ErrorKind::Invalid, "reuse.folder_file", path,
                          "File names in a package have letters, digits, dot, hyphen and "
                          "underscore only. Rename the file.");
    }
    if (files.size() >= limits::package_files) {
        return make_error(ErrorKind::TooLarge, "reuse.folder_files", folder,
                          "The package has more than " + std::to_string(limits::package_files) +
                              " files. Is this the folder of one package?");
    }
    std::string content = TRY(load_file(path, limits::package_bytes - bytes));
    bytes += content.size();
    files.emplace(name, std::move(content));
    return {};
}

/// Reads "<digits><end>" at the beginning of `rest` and drops it.
std::optional<std::size_t> take_number(std::string_view& rest, char end) {
    std::size_t number = 0;
    const auto [stop, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const std::size_t length = static_cast<std::size_t>(stop - rest.data());
    if (failure != std::errc() || length >= rest.size() || rest[length] != end) {
        return std::nullopt;
    }
    rest.remove_prefix(length + 1);
    return number;
}

}  // namespace

Result<PackageFiles> read_files(const fs::path& folder) {
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(folder, failure);
    if (failure || status.type() == fs::file_type::not_found) {
        return make_error(ErrorKind::NotFound, "reuse.folder_missing", folder,
                          "There is no such folder. Name the folder that holds service.toml.");
    }
    if (status.type() != fs::file_type::directory) {
        return make_error(ErrorKind::Invalid, "reuse.folder_missing", folder,
                          "This is no folder. Name the folder that holds service.toml.");
    }
    PackageFiles files;
    std::size_t bytes = 0;
    std::size_t entries = 0;
    fs::recursive_directory_iterator walk(folder, failure);
    for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
        const fs::path& path = walk->path();
        if (++entries > limits::package_files * 10) {
            return make_error(ErrorKind::TooLarge, "reuse.folder_files", folder,
                              "The folder holds far more than one package.");
        }
        const fs::file_type type = walk->symlink_status(failure).type();
        if (is_hidden(path)) {
            walk.disable_recursion_pending();
        } else if (type == fs::file_type::symlink) {
            return make_error(ErrorKind::Invalid, "reuse.folder_link", path,
                              "Links are not followed, because they may lead outside of the "
                              "package. Put a copy of the file there.");
        } else if (type == fs::file_type::directory) {
            if (walk.depth() >= folder_depth) {
                walk.disable_recursion_pending();
            }
        } else if (type == fs::file_type::regular) {
            TRY(take_file(folder, path, files, bytes));
        } else {
            return make_error(ErrorKind::Invalid, "reuse.folder_file", path,
                              "This is neither a file nor a folder. Remove it.");
        }
    }
    if (failure) {
        return make_error(ErrorKind::Invalid, "reuse.folder_missing", folder,
                          "The folder cannot be read: " + failure.message() + ".");
    }
    return files;
}

std::string hash_files(const PackageFiles& files) {
    return crypto::to_hex(crypto::sha256(pack_files(files)));
}

std::string pack_files(const PackageFiles& files) {
    std::string blob(blob_mark);
    for (const auto& [name, bytes] : files) {
        blob += std::to_string(name.size()) + " " + std::to_string(bytes.size()) + "\n";
        blob += name;
        blob += bytes;
    }
    return blob;
}

Result<PackageFiles> unpack_files(std::string_view blob) {
    const Error corrupt{ErrorKind::Corrupt,
                        "reuse.package_corrupt",
                        "",
                        {},
                        "The stored package is damaged. Publish it again or restore a backup."};
    if (!blob.starts_with(blob_mark)) {
        return corrupt;
    }
    blob.remove_prefix(blob_mark.size());
    PackageFiles files;
    while (!blob.empty()) {
        const std::optional<std::size_t> name_size = take_number(blob, ' ');
        const std::optional<std::size_t> size = take_number(blob, '\n');
        if (!name_size || !size || *name_size > 200 || *size > blob.size() ||
            *name_size > blob.size() - *size) {
            return corrupt;
        }
        const std::string name(blob.substr(0, *name_size));
        if (!is_plain_name(name) || files.size() >= limits::package_files ||
            !files.emplace(name, blob.substr(*name_size, *size)).second) {
            return corrupt;
        }
        blob.remove_prefix(*name_size + *size);
    }
    return files;
}

}  // namespace gordion::reuse
