// SPDX-License-Identifier: EUPL-1.2
#include <array>

#include "crypto/streamed_jwe.hpp"

namespace {

// Bob's key in RFC 7518, appendix C: public knowledge, and without a costly RSA operation.
constexpr const char* bob = R"({"kty":"EC","crv":"P-256",
    "x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
    "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
    "d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})";

bool drain(gordion::ByteSource& source) {
    std::array<char, 1000> into{};
    for (;;) {
        const auto got = source.read(into);
        if (!got || got.value() == 0) {
            return got.has_value();
        }
    }
}

}  // namespace

// Whole and in pieces of three bytes: both ways of reading take the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PrivateKey key =
        crypto::PrivateKey::from_jwk(formats::parse_json(bob).value()).value();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::array<bool, 2> opened{};
    const std::array<std::size_t, 2> pieces{3, size + 1};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto source = crypto::open_jwe_source(std::make_unique<MemorySource>(text, pieces[i]), key,
                                              1'000'000);
        opened[i] = source && drain(*source.value());
    }
    if (opened[0] != opened[1]) {
        __builtin_trap();
    }
    return 0;
}
