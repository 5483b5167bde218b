// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gordion::crypto {

/// Releases what a C library made: Owned<EVP_PKEY, EVP_PKEY_free>.
template <auto Release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        Release(object);
    }
};

template <typename T, auto Release>
using Owned = std::unique_ptr<T, Releaser<Release>>;

// OpenSSL speaks of bytes as unsigned char, our texts of bytes as char.
inline const unsigned char* to_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* to_bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace gordion::crypto
