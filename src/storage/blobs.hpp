// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/files.hpp"
#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::storage {

/// An open file, closed with its owner.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_ = -1;
};

/// A blob that is being written, piece by piece. Until commit() it has no name that anybody could
/// ask for, and without it nothing of it stays: not when the writer is destroyed, and not when the
/// process is killed (the next start sweeps). One thread at a time. May outlive its store.
class BlobWriter {
public:
    BlobWriter(BlobWriter&& other) noexcept;
    BlobWriter& operator=(BlobWriter&&) = delete;
    ~BlobWriter();

    /// After an error everything that follows fails with it; nothing is kept. Error codes:
    /// storage.full, storage.blob_write.
    Result<void> append(std::string_view bytes);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// The id, after the bytes are durable (fsync of file and folder). Once. Error codes as append.
    Result<std::string> commit();

private:
    friend class BlobStore;
    BlobWriter(std::filesystem::path path, Descriptor file);
    Error fail(const std::filesystem::path& place);
    void discard();

    std::filesystem::path path_;
    Descriptor file_;
    std::uint64_t size_ = 0;
    std::uint64_t flushed_ = 0;
    std::optional<Error> failure_;
};

/// A blob that is being read, from the front or at any place. It can be read to its end even if it
/// is removed meanwhile. One thread at a time.
class BlobReader final : public ByteSource {
public:
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Error code: storage.blob_read.
    Result<std::size_t> read(std::span<char> into) override;
    /// From where read() goes on; beyond the end there is nothing.
    void seek(std::uint64_t offset) { offset_ = offset; }

private:
    friend class BlobStore;
    BlobReader(Descriptor file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

    Descriptor file_;
    std::uint64_t size_;
    std::uint64_t offset_ = 0;
};

/// Large bytes outside the database, one file each, named by a random id. What is put here is
/// already encrypted. A crash leaves either the whole file or nothing that is ever named. Shared
/// between threads; several processes may share the folder.
class BlobStore {
public:
    /// Sweeps what a crash left half written; what another process is writing stays.
    BlobStore(std::filesystem::path folder, Random& random);

    /// Durable when it returns. Error codes: storage.full, storage.blob_write.
    Result<std::string> put(std::string_view bytes);
    /// For bytes that come in pieces. Error codes as put().
    Result<BlobWriter> begin();
    /// Error code: storage.blob_missing (kind NotFound).
    [[nodiscard]] Result<std::string> load(std::string_view id) const;
    /// For bytes that are sent on in pieces. Error code: storage.blob_missing (kind NotFound).
    [[nodiscard]] Result<BlobReader> open(std::string_view id) const;
    /// Removing what is not there is no error.
    Result<void> remove(std::string_view id);

private:
    std::filesystem::path folder_;
    Random* random_;
};

}  // namespace gordion::storage
