// SPDX-License-Identifier: EUPL-1.2
#include "app/evidence.hpp"

#include <algorithm>
#include <array>

#include "app/places.hpp"
#include "conformity/declaration.hpp"
#include "conformity/package_evidence.hpp"
#include "reuse/overview.hpp"
#include "reuse/package_check.hpp"

namespace gordion::app {
namespace {

using conformity::merge_evidence;
using formats::Json;

constexpr std::size_t listed_places = 10;
constexpr std::array<std::size_t, 5> area_digits{2, 3, 5, 9, 12};
constexpr std::int64_t ms_of_day = 86'400'000;

Json system_part(Json members) {
    return Json::object({{"system", std::move(members)}});
}

// Our own back office answers into the citizen's mailbox, and FIT-Connect by replies.
bool answers(std::string_view channel) {
    return channel == "backoffice" || channel == "fitconnect";
}

bool has_provider(const identity::AccountProviders& providers, identity::AccountKind kind) {
    return std::any_of(providers.begin(), providers.end(),
                       [&](const auto& one) { return one->settings().kind == kind; });
}

bool is_reachable(const Authority& authority) {
    return !authority.name.empty() && !authority.city.empty() &&
           !(authority.email.empty() && authority.phone.empty());
}

std::string first_key(const reuse::ServiceDeclaration& service) {
    return service.leistungsschluessel.empty() ? std::string()
                                               : service.leistungsschluessel.front();
}

}  // namespace

struct EvidenceBook::Tally {
    std::size_t asked = 0;
    std::size_t resolved = 0;
    std::size_t contacts = 0;
    std::size_t reachable = 0;
    bool all_answer = true;
    std::string channel;
    std::vector<std::string> unresolved;
    std::set<std::string> destinations;
    std::set<std::string> with_key;

    void add(const Tally& other) {
        asked += other.asked;
        resolved += other.resolved;
        contacts += other.contacts;
        reachable += other.reachable;
        all_answer = all_answer && other.all_answer;
        destinations.insert(other.destinations.begin(), other.destinations.end());
        with_key.insert(other.with_key.begin(), other.with_key.end());
        for (const std::string& place : other.unresolved) {
            if (unresolved.size() < listed_places) {
                unresolved.push_back(place);
            }
        }
    }

    [[nodiscard]] Json to_json() const {
        Json places = Json::array();
        for (const std::string& place : unresolved) {
            places.push(place);
        }
        Json made = Json::object();
        made.set("routing", Json::object({{"asked", asked},
                                          {"resolved", resolved},
                                          {"unresolved", std::move(places)}}));
        made.set("contact", Json::object({{"asked", contacts}, {"complete", reachable}}));
        made.set("destinations",
                 Json::object({{"count", destinations.size()}, {"with_key", with_key.size()}}));
        if (!destinations.empty()) {
            made.set("reply_channel", all_answer && resolved == asked);
        }
        return made;
    }
};

Result<std::unique_ptr<EvidenceBook>> EvidenceBook::open(Modules& in) {
    std::unique_ptr<EvidenceBook> book(new EvidenceBook(in));
    const Scope scope = system_scope("conformity.check");
    book->reference_ = TRY(in.reference());
    book->day_ = in.clock.today();
    for (routing::Destination& one : TRY(in.destinations.list_all_candidates(scope))) {
        book->destinations_[one.area].push_back(std::move(one));
    }
    for (const auto& reached : TRY(in.submissions.list_reached(scope))) {
        book->reached_.emplace(reached.tenant.value, reached.service);
    }
    for (auto& [tenant, evidence] : TRY(in.declarations.list_of_bodies(scope))) {
        book->declared_.emplace(tenant.value, std::move(evidence));
    }
    book->has_xzufi_ = !TRY(in.xzufi.list_ages(scope)).empty();
    book->names_of_bodies_ = names_of_bodies(*book->reference_);
    return book;
}

const routing::Destination* EvidenceBook::route(const std::string& service,
                                                const std::string& ars) const {
    // The most specific area that has a destination for the service decides, as in choose_route().
    for (auto digits = area_digits.rbegin(); digits != area_digits.rend(); ++digits) {
        const auto here = destinations_.find(ars.substr(0, *digits));
        if (here == destinations_.end()) {
            continue;
        }
        const auto chosen = routing::choose_route(here->second, service, ars, day_);
        if (chosen) {
            const auto found = std::find_if(here->second.begin(), here->second.end(),
                                            [&](const routing::Destination& one) {
                                                return one.id == chosen.value().destination.id;
                                            });
            return &*found;
        }
        if (chosen.error().kind == ErrorKind::Conflict) {
            return nullptr;
        }
    }
    return nullptr;
}

Result<EvidenceBook::Tally> EvidenceBook::tally(const TenantId& tenant,
                                                const reuse::LoadedPackage& package) {
    Tally made;
    const std::string service = first_key(package.service());
    for (const regions::Region* place : reference_->directory->municipalities_of(tenant)) {
        ++made.asked;
        const routing::Destination* to = route(service, place->ars);
        if (to == nullptr) {
            if (made.unresolved.size() < listed_places) {
                made.unresolved.push_back(place->ars);
            }
            continue;
        }
        ++made.resolved;
        made.channel = to->channel;
        made.all_answer = made.all_answer && answers(to->channel);
        made.destinations.insert(to->id.value);
        if (!to->public_jwk.is_null()) {
            made.with_key.insert(to->id.value);
        }
    }
    const auto places = reference_->directory->municipalities_of(tenant);
    const std::string sample = places.empty() ? tenant.value : places.front()->ars;
    const auto placed =
        TRY(in_->reuse.load_placed(package.service().id, package.service().version, sample, day_));
    made.contacts = 1;
    made.reachable =
        is_reachable(authority_of(tenant, placed->values, *reference_->directory)) ? 1 : 0;
    return made;
}

bool EvidenceBook::was_reached(const TenantId& tenant,
                               const reuse::ServiceDeclaration& service) const {
    return std::any_of(service.leistungsschluessel.begin(), service.leistungsschluessel.end(),
                       [&](const std::string& key) {
                           return reached_.contains({tenant.value, key});
                       });
}

Result<Json> EvidenceBook::package_part(const reuse::LoadedPackage& package) {
    const std::string name = package.service().id + " " + package.service().version;
    const auto known = packages_.find(name);
    if (known != packages_.end()) {
        return known->second;
    }
    const auto checked = reuse::check_package(package.package, reference_->catalogue.get(),
                                              in_->code_list_sources());
    Json evidence = conformity::package_evidence(package, checked.findings, names_of_bodies_);
    const auto offers = TRY(in_->reuse.list_offers(system_scope("conformity.check")));
    for (const reuse::Offer& offer : offers) {
        if (offer.package_id == package.service().id &&
            offer.version == package.service().version) {
            merge_evidence(
                evidence,
                conformity::declared_evidence(TRY(in_->declarations.list_declarations(
                    system_scope("conformity.check"), offer.provider, offer.package_id))));
        }
    }
    packages_.emplace(name, evidence);
    return evidence;
}

Result<Json> EvidenceBook::of_package(const std::string& package_id, const std::string& version) {
    const auto package = TRY(in_->reuse.load_package(package_id, version));
    Tally all;
    bool is_reached = false;
    const auto adopters = TRY(in_->reuse.list_adopters(package_id, day_));
    for (const reuse::Adoption& adoption : adopters) {
        all.add(TRY(tally(adoption.tenant, *package)));
        is_reached = is_reached || was_reached(adoption.tenant, package->service());
    }
    Json evidence = TRY(package_part(*package));
    Json system = adopters.empty() ? Json::object() : all.to_json();
    system.set("live", adopters.size());
    system.set("pdf", true);
    if (is_reached) {
        system.set("delivery", Json::object({{"test_message", true}}));
    }
    system.set("account",
               Json::object({{"citizen",
                              has_provider(in_->account_providers, identity::AccountKind::Citizen)},
                             {"organisation", has_provider(in_->account_providers,
                                                           identity::AccountKind::Organisation)}}));
    merge_evidence(evidence, system_part(std::move(system)));
    return evidence;
}

Result<Json> EvidenceBook::responsibility(const TenantId& tenant, const std::string& service) {
    const auto places = reference_->directory->municipalities_of(tenant);
    if (!has_xzufi_ || places.empty() || service.empty()) {
        return Json();
    }
    const auto found = TRY(in_->xzufi_lookups.find_competent_units(
        system_scope("conformity.check"),
        {service, *reference_->directory, places.front()->ars, day_}));
    Json made = Json::object({{"known", !found.empty()}});
    std::optional<Instant> newest;
    for (const xzufi::CompetentUnits& units : found) {
        for (const xzufi::Found& unit : units.units.all) {
            const auto at = unit.message_created_at ? unit.message_created_at : unit.read_at;
            if (at && (!newest || *at > *newest)) {
                newest = at;
            }
        }
    }
    if (newest) {
        made.set("age_days", (in_->clock.now().ms - newest->ms) / ms_of_day);
    }
    return made;
}

Result<Json> EvidenceBook::of_administration(const TenantId& tenant, const std::string& package_id,
                                             const std::string& version) {
    const reuse::Completeness filled =
        TRY(reuse::Overview(in_->reuse).find_completeness(tenant, package_id, version, day_));
    const auto package = TRY(in_->reuse.load_package(package_id, filled.version));
    Json evidence = TRY(package_part(*package));
    const Tally own = TRY(tally(tenant, *package));
    Json system = own.to_json();
    bool is_payment_complete = true;
    Json missing = Json::array();
    std::set<std::string> named;
    for (const Finding& finding : filled.missing) {
        const std::string key = finding.values.empty() ? "" : finding.values.front().second;
        const auto* parameter = package->service().find_parameter(key);
        is_payment_complete =
            is_payment_complete && !(parameter != nullptr && parameter->parameter_class == 'c');
        if (named.insert(key).second) {
            missing.push(key);
        }
    }
    system.set("parameters", Json::object({{"required", filled.required},
                                           {"filled", filled.filled},
                                           {"missing", std::move(missing)}}));
    system.set("payment", Json::object({{"complete", is_payment_complete}}));
    Json delivery = Json::object();
    if (!own.channel.empty()) {
        delivery.set("channel", own.channel);
    }
    if (was_reached(tenant, package->service())) {
        delivery.set("test_message", true);
    }
    system.set("delivery", std::move(delivery));
    if (Json known = TRY(responsibility(tenant, first_key(package->service()))); !known.is_null()) {
        system.set("zustaendigkeit", std::move(known));
    }
    merge_evidence(evidence, system_part(std::move(system)));
    const auto declared = declared_.find(tenant.value);
    if (declared != declared_.end()) {
        merge_evidence(evidence, declared->second);
    }
    return evidence;
}

std::vector<std::string> names_of_bodies(const Reference& reference) {
    std::vector<std::string> names;
    for (const regions::Region* municipality : reference.directory->municipalities_of("00")) {
        names.push_back(municipality->name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<conformity::ConformityReport> check_published(EvidenceBook& book,
                                                     const conformity::Catalogue& catalogue,
                                                     const std::string& package_id,
                                                     const std::string& version, Instant at) {
    const Json evidence = TRY(book.of_package(package_id, version));
    const Json* about = evidence.find("package");
    return conformity::check(catalogue, {conformity::Addressee::Provider}, evidence,
                             package_id + " " + about->text_at("version"), at);
}

Result<conformity::ConformityReport> check_administration(EvidenceBook& book,
                                                          const conformity::Catalogue& catalogue,
                                                          const TenantId& tenant,
                                                          const std::string& package_id,
                                                          Instant at) {
    const Json evidence = TRY(book.of_administration(tenant, package_id, ""));
    const Json* about = evidence.find("package");
    const auto administration = book.reference().directory->administration_of(tenant.value);
    return conformity::check(catalogue, {conformity::Addressee::Administration}, evidence,
                             tenant.value + " " +
                                 (administration ? administration->name : std::string()) + ", " +
                                 package_id + " " + about->text_at("version"),
                             at);
}

}  // namespace gordion::app
