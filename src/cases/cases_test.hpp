// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include "audit/audit.hpp"
#include "cases/back_office.hpp"
#include "crypto/access_code.hpp"
#include "crypto/test_keys.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/handover.hpp"
#include "storage/jobs.hpp"
#include "tests/support/databases.hpp"

/// A back office on both databases, with a way to hand something over to it.
namespace gordion::cases {

inline const TenantId pellworm{"010545459"};
inline const TenantId other_amt{"010545488"};
inline const TenantId munich{"091620000"};
inline constexpr const char* hundesteuer = "99102013002000";

inline const crypto::PrivateKey& destination_key() {
    static const crypto::PrivateKey key =
        crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096.jwk.json")).value();
    return key;
}

inline const TenantId tax_office{"01-finanzamt-nord"};

class OfficeTest : public testing::OnBothDatabases {
protected:
    FakeClock clock;
    SystemRandom random;
    crypto::MasterKey master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    std::filesystem::path blob_folder =
        std::filesystem::temp_directory_path() / ("gordion-blobs-" + make_uuid(clock, random));
    storage::BlobStore blobs{blob_folder, random};
    storage::Database* database = nullptr;
    std::unique_ptr<routing::DestinationStore> destinations;
    std::unique_ptr<delivery::SubmissionStore> submissions;
    std::unique_ptr<MandateStore> mandates;
    std::unique_ptr<BackOffice> office;
    Scope worker{pellworm, {"worker"}, "test", {}, false};

    void open_all() {
        database = &open({audit::audit_migrations(), storage::job_migrations(),
                          routing::routing_migrations(), delivery::delivery_migrations(),
                          case_migrations()});
        destinations = std::make_unique<routing::DestinationStore>(*database, master, random);
        submissions = std::make_unique<delivery::SubmissionStore>(*database, clock);
        mandates = std::make_unique<MandateStore>(*database, clock, random);
        office = std::make_unique<BackOffice>(
            BackOffice::Parts{*database, blobs, *destinations, *submissions, *mandates, clock,
                              random, [this](const delivery::Submission&) { return automatic; }});
    }
    void TearDown() override {
        std::filesystem::remove_all(blob_folder);
        OnBothDatabases::TearDown();
    }

    routing::Destination make_destination(const TenantId& tenant,
                                          const std::string& receiver = {}) {
        const Scope scope{tenant, {"admin"}, "test", {}, false};
        for (const auto& known : destinations->list_destinations(scope, tenant).value()) {
            if (known.receiver == receiver) {
                return known;
            }
        }
        routing::Destination destination;
        destination.tenant = tenant;
        destination.area = region_part(tenant);
        destination.name = "Stelle " + tenant.value;
        destination.receiver = receiver;
        destination.channel = "backoffice";
        destination.valid_from = parse_date("2025-01-01").value();
        return destinations->create_destination(scope, destination, destination_key(), clock)
            .value();
    }

    /// Handed over and delivered; `copies` go along.
    delivery::Submission submit(const TenantId& tenant,
                                std::vector<delivery::HandoverCopy> copies = {}) {
        const Scope scope{tenant, {"admin"}, "test", {}, false};
        const routing::Destination destination = make_destination(tenant);
        delivery::Handover handover;
        handover.number = crypto::make_case_number(tenant.value, random);
        handover.service = hundesteuer;
        handover.package_id = "hundesteuer-anmeldung";
        handover.package_version = "1.0.0";
        handover.ars = tenant.value + "000";
        handover.destination = destination;
        handover.fachdaten = Sensitive(std::string(R"({"F1":"Bello"})"));
        handover.enclosures = Sensitive(
            std::vector<delivery::Enclosure>{{"F2", "nachweis.txt", "text/plain", "Inhalt"}});
        handover.copy_pdf = Sensitive(std::string("%PDF"));
        handover.code = crypto::make_access_code(random);
        handover.idempotency_key = make_uuid(clock, random);
        handover.copies = std::move(copies);
        delivery::HandoverDesk desk(*database, blobs, master, clock, random);
        const auto receipt = desk.accept(scope, handover, {});
        EXPECT_TRUE(receipt) << receipt.error().to_text();
        mailbox_jwk = receipt.value().mailbox_jwk;
        delivery::Dispatcher dispatcher(*database, clock, delivery::all_channels(*office));
        storage::JobRunner runner(*database, clock, random);
        runner.add_handler("delivery.deliver",
                           [&](const storage::Job& job) { return dispatcher.deliver(job); });
        EXPECT_TRUE(runner.run_due());
        return submissions->load_submission(scope, tenant, receipt.value().id).value();
    }

    Case only_case(const Scope& scope) {
        const auto page = office->inbox(scope, {});
        EXPECT_TRUE(page) << page.error().to_text();
        EXPECT_EQ(page.value().cases.size(), 1U);
        return page.value().cases.at(0);
    }

    std::vector<std::string> audit_events(const TenantId& tenant) {
        const Scope scope{tenant, {"t"}, "test", {}, false};
        std::vector<std::string> events;
        const auto entries = database->read(scope, [&](storage::Connection& connection) {
            return audit::list_entries(connection, scope, {});
        });
        for (const auto& entry : entries.value()) {
            events.insert(events.begin(), entry.event);
        }
        return events;
    }

    Mandate make_mandate(Power power) {
        Mandate mandate;
        mandate.tenant = other_amt;
        mandate.team = pellworm;
        mandate.services = {hundesteuer};
        mandate.power = power;
        mandate.legal_basis = "Öffentlich-rechtlicher Vertrag vom 01.02.2025";
        mandate.valid_from = parse_date("2025-02-01").value();
        return mandate;
    }

    Scope scope_of(const TenantId& tenant, const char* actor = "worker") {
        return {tenant, {actor}, "test", {}, false};
    }

    std::string mailbox_jwk;
    bool automatic = false;  ///< what the package of the next submission says
};

}  // namespace gordion::cases
