// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>

#include "crypto/test_keys.hpp"
#include "storage/jobs.hpp"
#include "tests/support/databases.hpp"
#include "zustelldienst/migrations.hpp"
#include "zustelldienst/zustelldienst.hpp"

// What tests of the delivery server stand on. For tests only.
namespace gordion::zustelldienst {

/// A delivery server on the test's own database; the clock stands still until it is moved.
class OnAServer : public testing::OnBothDatabases {
protected:
    Zustelldienst& serve(Settings settings = {}) {
        database = &open({storage::job_migrations(), zustelldienst_migrations()});
        return serve_again(std::move(settings));
    }
    /// Another server on the same database, as after a restart.
    Zustelldienst& serve_again(Settings settings = {}) {
        const Foundation ground{*database, blobs, master_key, clock, random};
        // Small keys, because making large ones takes seconds; the size matters to clients only.
        ServerKeys keys = adopt_server_keys(ground, crypto::test_rsa_2048(),
                                            crypto::test_rsa_2048(), settings.host())
                              .value();
        server = std::make_unique<Zustelldienst>(ground, std::move(settings), std::move(keys));
        return *server;
    }
    void TearDown() override {
        server.reset();
        testing::OnBothDatabases::TearDown();
    }

    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master_key = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    storage::BlobStore blobs{std::filesystem::temp_directory_path() / "gordion-test-blobs", random};
    storage::Database* database = nullptr;
    std::unique_ptr<Zustelldienst> server;
};

inline const TenantId town{"010545459"};
inline const TenantId other_town{"091620000"};

inline Scope scope_of(const TenantId& tenant) {
    Scope scope = system_scope("test");
    scope.tenant = tenant;
    return scope;
}

/// Takes dog tax for the town, as JSON with this schema.
inline fitconnect::Destination some_destination() {
    fitconnect::Destination destination;
    destination.name = "Steueramt";
    destination.status = fitconnect::DestinationStatus::Active;
    destination.encryption_kid = "the-encryption-key";
    destination.metadata_versions = {"2.1.0"};
    destination.services = {{"urn:de:fim:leika:leistung:99102013104000",
                             {"DE010545459"},
                             {{"https://schema.example/dog.json", "application/json"}}}};
    destination.contact = fitconnect::Contact{"Amt", "", "", "amt@example.org", ""};
    return destination;
}

}  // namespace gordion::zustelldienst
