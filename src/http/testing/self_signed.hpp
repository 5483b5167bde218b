// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "http/server.hpp"

namespace gordion::http::testing {

/// A folder with a certificate for 127.0.0.1 that it has signed itself, and the key, for one test.
class SelfSigned {
public:
    SelfSigned() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-tls-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                      EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
        X509* made = certificate.get();
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made), 3600);
        X509_set_pubkey(made, key.get());
        X509_NAME* name = X509_get_subject_name(made);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("gordion test"), -1, -1,
                                   0);
        X509_set_issuer_name(made, name);
        for (const auto& [nid, value] : {std::pair{NID_subject_alt_name, "IP:127.0.0.1"},
                                         std::pair{NID_basic_constraints, "critical,CA:TRUE"}}) {
            X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
            X509_add_ext(made, extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(made, key.get(), EVP_sha256());
        write(certificate_file(), [&](FILE* file) { PEM_write_X509(file, made); });
        write(key_file(), [&](FILE* file) {
            PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    ~SelfSigned() { std::filesystem::remove_all(folder_); }
    SelfSigned(const SelfSigned&) = delete;
    SelfSigned& operator=(const SelfSigned&) = delete;

    [[nodiscard]] std::filesystem::path certificate_file() const { return folder_ / "chain.pem"; }
    [[nodiscard]] std::filesystem::path key_file() const { return folder_ / "key.pem"; }
    [[nodiscard]] TlsFiles files() const { return {certificate_file(), key_file()}; }

private:
    template <typename Write>
    static void write(const std::filesystem::path& path, Write print) {
        const std::unique_ptr<FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "w"),
                                                                 std::fclose);
        print(file.get());
    }

    std::filesystem::path folder_;
};

}  // namespace gordion::http::testing
