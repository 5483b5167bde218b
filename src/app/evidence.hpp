// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/modules.hpp"
#include "conformity/check.hpp"

namespace gordion::app {

/// What the running system proves about packages and administrations (evidence of the kind
/// "system"), and what was declared. Read once for many checks; a picture of the moment in which it
/// was opened. Used by one thread; `in` outlives it.
///
/// For a package, over everybody who uses it: `contact.asked complete`, `routing.asked resolved`
/// and `unresolved` (up to ten ARS), `destinations.count with_key`, `account.citizen organisation`,
/// `reply_channel`, `pdf`, `delivery.test_message` (a submission was accepted), `live`.
/// For an administration with it: `zustaendigkeit.known age_days`, `delivery.channel`,
/// `reply_channel`, `payment.complete`, `parameters.required filled missing`, `routing.…`,
/// `contact.…`. What cannot be known is left out.
class EvidenceBook {
public:
    static Result<std::unique_ptr<EvidenceBook>> open(Modules& in);

    /// A version of a published package; everything together: package, system, declared.
    Result<formats::Json> of_package(const std::string& package_id, const std::string& version);
    /// The same for an administration, whether or not it has joined. "": the version it uses, else
    /// the newest.
    Result<formats::Json> of_administration(const TenantId& tenant, const std::string& package_id,
                                            const std::string& version);
    [[nodiscard]] const Reference& reference() const { return *reference_; }

private:
    explicit EvidenceBook(Modules& in) : in_(&in) {}
    struct Place;
    struct Tally;
    /// Where submissions of the service go from a municipality; nullptr: nowhere, or it is not
    /// clear.
    [[nodiscard]] const routing::Destination* route(const std::string& service,
                                                    const std::string& ars) const;
    Result<Tally> tally(const TenantId& tenant, const reuse::LoadedPackage& package);
    Result<formats::Json> package_part(const reuse::LoadedPackage& package);
    Result<formats::Json> responsibility(const TenantId& tenant, const std::string& service);
    [[nodiscard]] bool was_reached(const TenantId& tenant,
                                   const reuse::ServiceDeclaration& service) const;

    Modules* in_;
    std::shared_ptr<const Reference> reference_;
    Stichtag day_;
    std::unordered_map<std::string, std::vector<routing::Destination>> destinations_;  // by area
    std::set<std::pair<std::string, std::string>> reached_;  // tenant, service
    std::map<std::string, formats::Json> declared_;          // of bodies, by tenant
    bool has_xzufi_ = false;
    std::vector<std::string> names_of_bodies_;
    std::map<std::string, formats::Json> packages_;  // evidence of packages, by id and version
};

/// Names of all municipalities, sorted, as conformity::package_evidence() wants them.
std::vector<std::string> names_of_bodies(const Reference& reference);

/// The report of a published version. Error codes: reuse.offer_missing.
Result<conformity::ConformityReport> check_published(EvidenceBook& book,
                                                     const conformity::Catalogue& catalogue,
                                                     const std::string& package_id,
                                                     const std::string& version, Instant at);
/// The report of an administration with a package.
Result<conformity::ConformityReport> check_administration(EvidenceBook& book,
                                                          const conformity::Catalogue& catalogue,
                                                          const TenantId& tenant,
                                                          const std::string& package_id,
                                                          Instant at);

}  // namespace gordion::app
