// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gordion::crypto {

/// SHA-512 of bytes that come in pieces. A copy goes on from where the other stands. Not shared
/// between threads.
class Sha512 {
public:
    Sha512();
    ~Sha512();
    Sha512(const Sha512& other);
    Sha512& operator=(Sha512&& other) noexcept;

    void add(std::string_view bytes);
    /// 64 raw bytes; nothing may be added afterwards.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gordion::crypto
