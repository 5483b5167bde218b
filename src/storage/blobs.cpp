// SPDX-License-Identifier: EUPL-1.2
#include "storage/blobs.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/time.hpp"
#include "core/verify.hpp"

namespace gordion::storage {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t id_length = 32;
constexpr std::string_view partial_suffix = ".partial";
// Every so many bytes the kernel is asked to begin writing them to disk, so that the fsync at the
// end of a large blob has little left to wait for.
constexpr std::uint64_t flush_bytes = 8ULL * 1024 * 1024;
constexpr int begin_attempts = 8;

/// Ids come back from database rows and urls: anything but 32 hex digits names nothing.
bool is_blob_id(std::string_view id) {
    return id.size() == id_length && id.find_first_not_of(hex_digits) == std::string_view::npos;
}

Error missing_blob() {
    return {
        ErrorKind::NotFound, "storage.blob_missing", "", {}, "There is no attachment of this id."};
}

Error write_error(const std::filesystem::path& path) {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
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

std::filesystem::path partial_of(const std::filesystem::path& path) {
    return path.string().append(partial_suffix);
}

enum class Lock { Taken, HeldByOther, Unsupported };

Lock lock_now(int descriptor) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        return Lock::Taken;
    }
    return errno == EWOULDBLOCK ? Lock::HeldByOther : Lock::Unsupported;
}

bool is_old(int descriptor) {
    constexpr std::int64_t old_s = 3600;
    struct stat found {};
    return ::fstat(descriptor, &found) == 0 &&
           SystemClock().now().ms / 1000 - found.st_mtime > old_s;
}

bool has_name(int descriptor) {
    struct stat found {};
    return ::fstat(descriptor, &found) == 0 && found.st_nlink > 0;
}

/// What a crash left behind was never named to anybody. Who writes holds a lock, and the kernel
/// lets go of it with the process; where a file system has no locks, only old ones go.
void remove_leftovers(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().extension() != partial_suffix) {
            continue;
        }
        const Descriptor file(::open(entry.path().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        const Lock lock = file.is_open() ? lock_now(file.number()) : Lock::HeldByOther;
        if (lock == Lock::Taken || (lock == Lock::Unsupported && is_old(file.number()))) {
            ::unlink(entry.path().c_str());
        }
    }
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

BlobWriter::BlobWriter(std::filesystem::path path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

BlobWriter::BlobWriter(BlobWriter&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::move(other.file_)),
      size_(other.size_),
      flushed_(other.flushed_),
      failure_(std::move(other.failure_)) {}

BlobWriter::~BlobWriter() {
    discard();
}

void BlobWriter::discard() {
    if (file_.is_open()) {
        ::unlink(partial_of(path_).c_str());
        const Descriptor closed = std::move(file_);
    }
}

Error BlobWriter::fail(const std::filesystem::path& place) {
    failure_ = write_error(place);
    discard();
    return *failure_;
}

Result<void> BlobWriter::append(std::string_view bytes) {
    if (failure_) {
        return *failure_;
    }
    VERIFY(file_.is_open(), "nothing is appended to what was committed");
    if (!write_all(file_.number(), bytes)) {
        return fail(partial_of(path_));
    }
    size_ += bytes.size();
    if (size_ - flushed_ >= flush_bytes) {
        // A hint: whether it helped shows at the fsync.
        ::sync_file_range(file_.number(), static_cast<off_t>(flushed_),
                          static_cast<off_t>(size_ - flushed_), SYNC_FILE_RANGE_WRITE);
        flushed_ = size_;
    }
    return {};
}

/// Under a name of its own until the bytes are safe, then renamed: a name never leads to half a
/// file.
Result<std::string> BlobWriter::commit() {
    if (failure_) {
        return *failure_;
    }
    VERIFY(file_.is_open(), "a blob is committed once");
    const std::filesystem::path partial = partial_of(path_);
    if (::fsync(file_.number()) != 0) {
        return fail(partial);
    }
    if (::rename(partial.c_str(), path_.c_str()) != 0) {
        return fail(path_);
    }
    if (!sync_folder(path_.parent_path())) {
        const int reason = errno;
        ::unlink(path_.c_str());
        errno = reason;
        return fail(path_);
    }
    const Descriptor closed = std::move(file_);
    return path_.filename().string();
}

Result<std::size_t> BlobReader::read(std::span<char> into) {
    for (;;) {
        const ssize_t count =
            ::pread(file_.number(), into.data(), into.size(), static_cast<off_t>(offset_));
        if (count >= 0) {
            offset_ += static_cast<std::uint64_t>(count);
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR) {
            return Error{ErrorKind::Unavailable,
                         "storage.blob_read",
                         "",
                         {{"errno", std::to_string(errno)}},
                         std::string("An attachment cannot be read: ") + std::strerror(errno)};
        }
    }
}

BlobStore::BlobStore(std::filesystem::path folder, Random& random)
    : folder_(std::move(folder)), random_(&random) {
    std::error_code ignored;  // begin() reports a folder that is not there.
    std::filesystem::create_directories(folder_, ignored);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, ignored);
    remove_leftovers(folder_);
}

Result<BlobWriter> BlobStore::begin() {
    for (int attempt = 0; attempt < begin_attempts; ++attempt) {
        const std::filesystem::path path = folder_ / random_->characters(id_length, hex_digits);
        Descriptor file(::open(partial_of(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                               S_IRUSR | S_IWUSR));
        if (!file.is_open()) {
            return write_error(partial_of(path));
        }
        // A process that starts right now may have swept the file before it was locked.
        if (lock_now(file.number()) != Lock::HeldByOther && has_name(file.number())) {
            return BlobWriter(path, std::move(file));
        }
        ::unlink(partial_of(path).c_str());
    }
    return Error{ErrorKind::Unavailable,
                 "storage.blob_write",
                 folder_.string(),
                 {},
                 "Another process keeps sweeping the folder of the attachments."};
}

Result<std::string> BlobStore::put(std::string_view bytes) {
    BlobWriter writer = TRY(begin());
    TRY(writer.append(bytes));
    return writer.commit();
}

Result<std::string> BlobStore::load(std::string_view id) const {
    BlobReader reader = TRY(open(id));
    std::string bytes(reader.size(), '\0');
    std::size_t held = 0;
    while (held < bytes.size()) {
        const std::size_t count = TRY(reader.read(std::span(bytes).subspan(held)));
        if (count == 0) {
            break;
        }
        held += count;
    }
    bytes.resize(held);
    return bytes;
}

Result<BlobReader> BlobStore::open(std::string_view id) const {
    if (!is_blob_id(id)) {
        return missing_blob();
    }
    Descriptor file(::open((folder_ / id).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat found {};
    if (!file.is_open() || ::fstat(file.number(), &found) != 0) {
        return missing_blob();
    }
    return BlobReader(std::move(file), static_cast<std::uint64_t>(found.st_size));
}

Result<void> BlobStore::remove(std::string_view id) {
    if (is_blob_id(id) && ::unlink((folder_ / id).c_str()) != 0 && errno != ENOENT) {
        return write_error(folder_ / id);
    }
    return {};
}

}  // namespace gordion::storage
