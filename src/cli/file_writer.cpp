// SPDX-License-Identifier: EUPL-1.2
#include "cli/file_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace gordion::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 64UL * 1024;

::mode_t mode_of(Readers readers) {
    constexpr ::mode_t everybody = 0666;
    constexpr ::mode_t owner = 0600;
    return readers == Readers::OwnerAlone ? owner : everybody;
}

Error write_error(const fs::path& path, const std::error_code& why) {
    return {ErrorKind::Unavailable,
            "cli.file_write",
            path.string(),
            {{"file", path.string()}},
            "'" + path.string() + "' cannot be written: " + why.message() +
                ". Check folder, permissions and disk."};
}

Error system_error(const fs::path& path) {
    return write_error(path, {errno, std::generic_category()});
}

// An open file or folder of the system.
class Descriptor {
public:
    Descriptor(const fs::path& path, int flags, ::mode_t mode = 0)
        : number_(::open(path.c_str(), flags, mode)) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    bool write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ::ssize_t count = ::write(number_, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(std::max<::ssize_t>(count, 0)));
        }
        return true;
    }
    [[nodiscard]] bool sync() const { return ::fsync(number_) == 0; }
    /// The system tells some faults of writing only here.
    bool close() { return ::close(std::exchange(number_, -1)) == 0; }

private:
    int number_;
};

Result<void> write_new(const fs::path& path, std::string_view bytes, Readers readers) {
    Descriptor file(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_TRUNC, mode_of(readers));
    const bool written = file.is_open() && file.write_all(bytes) && file.sync() && file.close();
    return written ? Result<void>() : Result<void>(system_error(path));
}

// A device or pipe: there is nothing to make durable.
Result<void> write_through(const fs::path& path, std::string_view bytes) {
    Descriptor file(path, O_WRONLY | O_CLOEXEC);
    const bool written = file.is_open() && file.write_all(bytes) && file.close();
    return written ? Result<void>() : Result<void>(system_error(path));
}

Result<void> sync_folder(const fs::path& folder) {
    const Descriptor open(folder.empty() ? fs::path(".") : folder,
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return open.is_open() && open.sync() ? Result<void>() : Result<void>(system_error(folder));
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        return write_error(to, error);
    }
    return sync_folder(to.parent_path());
}

Result<void> make_folders(const fs::path& folder) {
    std::error_code error;
    if (!folder.empty()) {
        fs::create_directories(folder, error);
    }
    return error ? Result<void>(write_error(folder, error)) : Result<void>();
}

}  // namespace

Result<void> write_file(const fs::path& named, std::string_view bytes, Readers readers) {
    std::error_code error;
    // Through a link to the file that it means.
    const fs::path file = fs::is_symlink(named, error) ? fs::weakly_canonical(named, error) : named;
    if (file.empty()) {
        return write_error(named, std::make_error_code(std::errc::no_such_file_or_directory));
    }
    const auto status = fs::status(file, error);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return fs::is_directory(status)
                   ? Result<void>(
                         write_error(file, std::make_error_code(std::errc::is_a_directory)))
                   : write_through(file, bytes);
    }
    TRY(make_folders(file.parent_path()));
    fs::path begun = file.parent_path() /
                     ("." + file.filename().string() + "." + std::to_string(::getpid()) + ".part");
    // What a broken try left there may be readable for others.
    ::unlink(begun.c_str());
    Result<void> written = write_new(begun, bytes, readers);
    if (written) {
        written = rename_durably(begun, file);
    }
    if (!written) {
        fs::remove(begun, error);
    }
    return written;
}

Result<void> write_new_file(const fs::path& file, ByteSource& bytes, Readers readers) {
    Descriptor to(file, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL, mode_of(readers));
    if (!to.is_open()) {
        return system_error(file);
    }
    std::string piece(piece_bytes, '\0');
    for (;;) {
        const std::size_t got = TRY(bytes.read(piece));
        if (got == 0) {
            return to.sync() && to.close() ? Result<void>() : Result<void>(system_error(file));
        }
        if (!to.write_all(std::string_view(piece).substr(0, got))) {
            return system_error(file);
        }
    }
}

Result<void> make_empty_folder(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    return error ? Result<void>(write_error(folder, error)) : make_folders(folder);
}

Result<void> publish_folder(const fs::path& begun, const fs::path& folder) {
    TRY(sync_folder(begun));
    return rename_durably(begun, folder);
}

}  // namespace gordion::cli
