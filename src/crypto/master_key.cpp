// SPDX-License-Identifier: EUPL-1.2
#include "crypto/master_key.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/text.hpp"
#include "core/verify.hpp"
#include "crypto/hashes.hpp"

namespace gordion::crypto {
namespace {

constexpr std::size_t key_bytes = 32;

Result<std::string> parse_key(std::string_view base64, std::string place) {
    Result<std::string> bytes = from_base64(trim(base64));
    if (!bytes || bytes.value().size() != key_bytes) {
        return Error{ErrorKind::Invalid,
                     "crypto.master_key_invalid",
                     std::move(place),
                     {},
                     "The master key must be 32 bytes in base64. Restore it from the backup; a new "
                     "key cannot open what the old one sealed."};
    }
    return std::move(bytes).value();
}

Error file_error(const std::filesystem::path& file) {
    return {ErrorKind::Unavailable,
            "crypto.master_key_file",
            file.string(),
            {},
            "The master key file cannot be read or made. Check the folder and its owner."};
}

Result<std::string> make_file(const std::filesystem::path& file, Random& random) {
    std::string bytes = random.bytes(key_bytes);
    const std::string text = to_base64(bytes) + "\n";
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return file_error(file);
    }
    const bool written =
        write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        fsync(descriptor) == 0;
    if (close(descriptor) != 0 || !written) {
        return file_error(file);
    }
    return bytes;
}

}  // namespace

Result<MasterKey> MasterKey::load_or_make(const std::filesystem::path& file, Random& random) {
    if (const char* text = std::getenv("GORDION_MASTER_KEY"); text != nullptr && *text != '\0') {
        return MasterKey(TRY(parse_key(text, "GORDION_MASTER_KEY")));
    }
    if (!std::filesystem::exists(file)) {
        return MasterKey(TRY(make_file(file, random)));
    }
    std::ifstream stream(file);
    if (!stream) {
        return file_error(file);
    }
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return MasterKey(TRY(parse_key(text, file.string())));
}

MasterKey MasterKey::from_bytes(std::string bytes) {
    VERIFY(bytes.size() == key_bytes, "callers make the key themselves");
    return MasterKey(std::move(bytes));
}

std::string MasterKey::key_for(std::string_view purpose) const {
    return derive_key(bytes_, purpose, key_bytes);
}

}  // namespace gordion::crypto
