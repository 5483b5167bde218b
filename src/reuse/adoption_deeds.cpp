// SPDX-License-Identifier: EUPL-1.2
// The deeds of an administration on its adoptions: join, change the version, stay, leave.
#include <algorithm>

#include "audit/audit.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;
using Snapshot = std::shared_ptr<const AdoptionSnapshot>;
using Adopted = Result<Judged<std::optional<Adoption>>>;

constexpr std::size_t reason_characters = 500;

Error not_adopted(const TenantId& tenant, std::string_view package_id) {
    return {ErrorKind::NotFound,
            "reuse.not_adopted",
            tenant.value,
            {{"tenant", tenant.value}, {"package", std::string(package_id)}},
            tenant.value + " does not use '" + std::string(package_id) + "'."};
}

Error day_past(const Date& day) {
    return {ErrorKind::Invalid,
            "reuse.day_past",
            "",
            {{"day", day.to_german()}},
            "What has been cannot be decided any more: name today or a later day."};
}

Result<void> check_tenant(const regions::Directory& directory, const Scope& scope,
                          const TenantId& tenant) {
    const regions::Region* region = directory.find(tenant.value);
    if (region == nullptr || region->ars != tenant.value || region->ars.size() == 12) {
        return Error{ErrorKind::NotFound,
                     "reuse.tenant_unknown",
                     tenant.value,
                     {{"tenant", tenant.value}},
                     "'" + tenant.value + "' is no administration of the directory of " +
                         directory.date().to_iso() + ". Give the first nine digits of the ARS."};
    }
    if (!scope.all_tenants && scope.tenant != tenant) {
        return scope_too_narrow(tenant.value);
    }
    return {};
}

std::string audit_event_of(AdoptionCause cause) {
    switch (cause) {
        case AdoptionCause::Joined:
            return "reuse.offer_adopted";
        case AdoptionCause::Ended:
            return "reuse.adoption_ended";
        case AdoptionCause::Rollout:
            return "reuse.version_moved";
        case AdoptionCause::Rollback:
            return "reuse.version_returned";
    }
    return "";
}

/// A wish that may be judged: its version is offered to the tenant.
struct Candidate {
    const AdoptionWish* wish = nullptr;
    std::string version;
    std::shared_ptr<const LoadedPackage> package;
};

Json details_of(const Adoption& adoption) {
    return Json::object({{"package", adoption.package_id},
                         {"version", adoption.version},
                         {"valid_from", adoption.valid_from.to_iso()}});
}

}  // namespace

std::vector<Adopted> Reuse::adopt_offers(const Scope& scope, std::span<const AdoptionWish> wishes) {
    std::vector<Adopted> all;
    for (std::size_t from = 0; from < wishes.size(); from += limits::rows_per_pipeline) {
        const auto part =
            wishes.subspan(from, std::min(limits::rows_per_pipeline, wishes.size() - from));
        std::vector<Adopted> adopted = state_->adopt_together(scope, part);
        std::move(adopted.begin(), adopted.end(), std::back_inserter(all));
    }
    return all;
}

Adopted Reuse::adopt_offer(const Scope& scope, const AdoptionWish& wish) {
    return std::move(state_->adopt_together(scope, std::span(&wish, 1)).front());
}

std::vector<Adopted> Reuse::State::adopt_together(const Scope& scope,
                                                  std::span<const AdoptionWish> wishes) {
    const auto fail_all = [&](const Error& error) {
        return std::vector<Adopted>(wishes.size(), Adopted(error));
    };
    const Result<Snapshot> known = load_snapshot();
    const auto directory = load_directory();
    if (!known || !directory) {
        return fail_all(known ? directory.error() : known.error());
    }
    std::vector<Adopted> answers;
    std::vector<Candidate> candidates(wishes.size());
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const auto prepare = [&]() -> Adopted {
            const AdoptionWish& wish = wishes[i];
            const Offer& offer = *TRY(load_offer(*known.value(), wish.package_id, wish.version));
            TRY(check_tenant(*directory.value(), scope, wish.tenant));
            if (offer.is_private && offer.provider != wish.tenant) {
                return offer_missing(wish.package_id, wish.version);
            }
            auto package = TRY(load_package(offer));
            candidates[i] = {&wish, offer.version, std::move(package)};
            return Judged<std::optional<Adoption>>();
        };
        answers.push_back(prepare());
    }
    const Scope writing = writing_scope(scope);
    const Result<void> written =
        database.write(writing, [&](Connection& connection) -> Result<void> {
            Snapshot current = TRY(extend(connection, known.value()));
            std::vector<Adoption> made;
            for (std::size_t i = 0; i < wishes.size(); ++i) {
                if (candidates[i].wish == nullptr) {
                    continue;
                }
                auto& judged = answers[i].value();
                const AdoptionWish& wish = *candidates[i].wish;
                judged.findings = find_missing(*candidates[i].package, *current, *directory.value(),
                                               wish.tenant, wish.valid_from);
                judged.value.reset();
                if (has_faults(judged.findings)) {
                    continue;
                }
                const Adoption* before =
                    current->find_adoption(wish.tenant, wish.package_id, wish.valid_from);
                if (before != nullptr && before->version == candidates[i].version) {
                    judged.value = *before;
                    continue;
                }
                judged.value = make_step(*current, scope, wish.tenant, wish.package_id);
                judged.value->version = candidates[i].version;
                judged.value->valid_from = wish.valid_from;
                made.push_back(*judged.value);
                end_covered(*current, scope, *candidates[i].package, wish, made);
                current = current->with({current->change_count(), {}, {*judged.value}, {}, {}});
            }
            return store_steps(connection, writing, made);
        });
    return written ? std::move(answers) : fail_all(written.error());
}

void Reuse::State::end_covered(const AdoptionSnapshot& current, const Scope& scope,
                               const LoadedPackage& joined, const AdoptionWish& wish,
                               std::vector<Adoption>& made) {
    const std::vector<std::string>& keys = joined.service().leistungsschluessel;
    for (const Adoption* other : current.uses_of(wish.tenant, wish.valid_from)) {
        const Offer* offer = current.find_offer(other->package_id, other->version);
        const bool is_covered =
            other->package_id != joined.service().id && offer != nullptr &&
            std::all_of(offer->leistungsschluessel.begin(), offer->leistungsschluessel.end(),
                        [&](const std::string& key) {
                            return std::find(keys.begin(), keys.end(), key) != keys.end();
                        });
        if (is_covered) {
            Adoption ended = make_step(current, scope, wish.tenant, other->package_id);
            ended.valid_from = wish.valid_from;
            ended.cause = AdoptionCause::Ended;
            made.push_back(std::move(ended));
        }
    }
}

Adoption Reuse::State::make_step(const AdoptionSnapshot& current, const Scope& scope,
                                 const TenantId& tenant, std::string_view package_id) {
    Adoption step;
    step.id = {make_uuid(clock, random)};
    step.tenant = tenant;
    step.package_id = package_id;
    step.adopted_by = scope.actor.value;
    step.adopted_at = clock.now();
    step.number = next_step(current, tenant, package_id);
    return step;
}

Result<void> Reuse::State::store_steps(Connection& connection, const Scope& scope,
                                       std::span<const Adoption> steps) {
    if (steps.empty()) {
        return {};
    }
    TRY(insert_adoptions(connection, TRY(count_change(connection)), steps));
    for (const Adoption& step : steps) {
        Json details = details_of(step);
        if (!step.rollout.empty()) {
            details.set("rollout", step.rollout);
        }
        TRY(audit::append(connection, scope.narrowed_to(step.tenant), clock,
                          {audit_event_of(step.cause), step.id.value, std::move(details)}));
    }
    return {};
}

Result<Adoption> Reuse::end_adoption(const Scope& scope, const TenantId& tenant,
                                     std::string_view package_id, Date from) {
    const Snapshot known = TRY(state_->load_snapshot());
    TRY(check_tenant(*TRY(state_->load_directory()), scope, tenant));
    if (from < state_->clock.today()) {
        return day_past(from);
    }
    const Scope narrow = scope.narrowed_to(tenant);
    return state_->database.write(narrow, [&](Connection& connection) -> Result<Adoption> {
        const Snapshot current = TRY(State::extend(connection, known));
        if (current->find_adoption(tenant, package_id, from) == nullptr) {
            return not_adopted(tenant, package_id);
        }
        Adoption step = state_->make_step(*current, scope, tenant, package_id);
        step.valid_from = from;
        step.cause = AdoptionCause::Ended;
        TRY(state_->store_steps(connection, narrow, std::span(&step, 1)));
        return step;
    });
}

Result<Pin> Reuse::pin_version(const Scope& scope, const PinWish& wish) {
    const Snapshot known = TRY(state_->load_snapshot());
    TRY(check_tenant(*TRY(state_->load_directory()), scope, wish.tenant));
    const Date today = state_->clock.today();
    if (wish.until && *wish.until < today) {
        return day_past(*wish.until);
    }
    const std::string reason(trim(wish.reason));
    if (reason.empty() || count_characters(reason) > reason_characters) {
        return Error{ErrorKind::Invalid,
                     "reuse.pin_reason",
                     "reason",
                     {{"max", std::to_string(reason_characters)}},
                     "Say in one or two sentences why the version stays."};
    }
    const Scope narrow = scope.narrowed_to(wish.tenant);
    return state_->database.write(narrow, [&](Connection& connection) -> Result<Pin> {
        const Snapshot current = TRY(State::extend(connection, known));
        const Adoption* used = current->find_adoption(wish.tenant, wish.package_id, today);
        if (used == nullptr) {
            return not_adopted(wish.tenant, wish.package_id);
        }
        if (used->version != wish.version) {
            return Error{ErrorKind::Conflict,
                         "reuse.version_changed",
                         "version",
                         {{"version", used->version}},
                         "By now version " + used->version + " is used. Look at it first."};
        }
        Pin pin{wish.tenant, wish.package_id,   wish.version,        wish.until,
                reason,      scope.actor.value, state_->clock.now(), 1};
        const std::vector<Pin>& pins = current->pins_of(wish.tenant, wish.package_id);
        pin.number = pins.empty() ? 1 : pins.back().number + 1;
        TRY(insert_pin(connection, TRY(count_change(connection)), pin));
        TRY(audit::append(connection, narrow, state_->clock,
                          {"reuse.version_pinned", pin.package_id,
                           Json::object({{"version", pin.version},
                                         {"until", pin.until ? pin.until->to_iso() : ""}})}));
        return pin;
    });
}

Result<void> Reuse::unpin_version(const Scope& scope, const TenantId& tenant,
                                  std::string_view package_id) {
    const Snapshot known = TRY(state_->load_snapshot());
    TRY(check_tenant(*TRY(state_->load_directory()), scope, tenant));
    const Scope narrow = scope.narrowed_to(tenant);
    return state_->database.write(narrow, [&](Connection& connection) -> Result<void> {
        const Snapshot current = TRY(State::extend(connection, known));
        const std::vector<Pin>& pins = current->pins_of(tenant, package_id);
        if (pins.empty() || pins.back().version.empty()) {
            return {};
        }
        const Pin taken_back{tenant,
                             std::string(package_id),
                             "",
                             {},
                             "",
                             scope.actor.value,
                             state_->clock.now(),
                             pins.back().number + 1};
        TRY(insert_pin(connection, TRY(count_change(connection)), taken_back));
        return audit::append(connection, narrow, state_->clock,
                             {"reuse.version_unpinned", taken_back.package_id});
    });
}

Result<AdoptionLife> Reuse::view_adoption(const TenantId& tenant, std::string_view package_id,
                                          Stichtag day) {
    const Snapshot current = TRY(state_->load_snapshot());
    AdoptionLife life;
    life.steps = current->steps_of(tenant, package_id);
    life.pins = current->pins_of(tenant, package_id);
    if (const Adoption* used = current->find_adoption(tenant, package_id, day)) {
        life.current = *used;
        if (!life.pins.empty() && life.pins.back().holds(used->version, day)) {
            life.pin = life.pins.back();
        }
    }
    for (const Adoption& step : life.steps) {
        const bool sooner = !life.planned || step.valid_from <= life.planned->valid_from;
        if (step.valid_from > day && sooner) {
            life.planned = step;
        }
    }
    std::reverse(life.steps.begin(), life.steps.end());
    std::reverse(life.pins.begin(), life.pins.end());
    return life;
}

Result<Findings> Reuse::judge_version(const TenantId& tenant, std::string_view package_id,
                                      std::string_view version, Stichtag day) {
    const Snapshot current = TRY(state_->load_snapshot());
    const Offer& offer = *TRY(state_->load_offer(*current, package_id, version));
    return find_missing(*TRY(state_->load_package(offer)), *current, *TRY(state_->load_directory()),
                        tenant, day);
}

Result<std::vector<Adoption>> Reuse::list_adoptions(const Scope& scope) {
    const Snapshot current = TRY(state_->load_snapshot());
    std::vector<Adoption> adoptions;
    for (const Adoption* adoption : current->all_steps()) {
        if (scope.reaches(adoption->tenant)) {
            adoptions.push_back(*adoption);
        }
    }
    return adoptions;
}

Result<std::vector<Adoption>> Reuse::list_adopters(std::string_view package_id, Stichtag day) {
    const Snapshot current = TRY(state_->load_snapshot());
    std::vector<Adoption> adopters;
    for (const Adoption* adoption : current->adopters_of(package_id, day)) {
        adopters.push_back(*adoption);
    }
    return adopters;
}

}  // namespace gordion::reuse
