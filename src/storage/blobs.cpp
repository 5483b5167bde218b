// SPDX-License-Identifier: EUPL-1.2
#include "storage/blobs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/time.hpp"

namespace gordion::storage {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t id_length = 32;

/// Ids come back from database rows and urls: anything but 32 hex digits names nothing.
bool is_blob_id(std::string_view id) {
    return id.size() == id_length && id.find_first_not_of(hex_digits) == std::string_view::npos;
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

Error write_error(const std::filesystem::path& path) {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT;
    return {ErrorKind::Unavailable,
            full ? "storage.full" : "storage.blob_write",
            path.string(),
            {{"errno", std::to_string(reason)}},
            full ? "No space left for attachments; nothing was kept."
                 : std::string("An attachment cannot be written: ") + std::strerror(reason)};
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

bool sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && ::fsync(opened.number()) == 0;
}

/// What a crash left behind was never named to anybody. Young ones stay: another node may be
/// writing them into the same folder right now.
void remove_leftovers(const std::filesystem::path& folder) {
    constexpr std::int64_t old_s = 3600;
    const std::int64_t now_s = SystemClock().now().ms / 1000;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        struct stat found {};
        if (entry.path().extension() == ".partial" && ::stat(entry.path().c_str(), &found) == 0 &&
            now_s - found.st_mtime > old_s) {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

/// Under a name of its own until the bytes are safe, then renamed: a name never leads to half a
/// file.
Result<void> write_durably(const std::filesystem::path& path, std::string_view bytes) {
    const std::filesystem::path partial = path.string() + ".partial";
    {
        const Descriptor file(
            ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (!file.is_open()) {
            return write_error(partial);
        }
        if (!write_all(file.number(), bytes) || ::fsync(file.number()) != 0) {
            Error error = write_error(partial);
            ::unlink(partial.c_str());
            return error;
        }
    }
    if (::rename(partial.c_str(), path.c_str()) != 0 || !sync_folder(path.parent_path())) {
        Error error = write_error(path);
        ::unlink(partial.c_str());
        ::unlink(path.c_str());
        return error;
    }
    return {};
}

}  // namespace

BlobStore::BlobStore(std::filesystem::path folder, Random& random)
    : folder_(std::move(folder)), random_(&random) {
    std::error_code ignored;  // put() reports a folder that is not there.
    std::filesystem::create_directories(folder_, ignored);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, ignored);
    remove_leftovers(folder_);
}

Result<std::string> BlobStore::put(std::string_view bytes) {
    std::string id = random_->characters(id_length, hex_digits);
    TRY(write_durably(folder_ / id, bytes));
    return id;
}

Result<std::string> BlobStore::load(std::string_view id) const {
    const Error missing{
        ErrorKind::NotFound, "storage.blob_missing", "", {}, "There is no attachment of this id."};
    if (!is_blob_id(id)) {
        return missing;
    }
    std::ifstream file(folder_ / id, std::ios::binary);
    if (!file) {
        return missing;
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<void> BlobStore::remove(std::string_view id) {
    if (is_blob_id(id) && ::unlink((folder_ / id).c_str()) != 0 && errno != ENOENT) {
        return write_error(folder_ / id);
    }
    return {};
}

}  // namespace gordion::storage
