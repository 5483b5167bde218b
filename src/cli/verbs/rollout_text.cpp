// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/rollout_text.hpp"

#include <array>

#include "core/text.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
using Standing = reuse::RolloutStanding;

std::string value_of(const Finding& finding, std::string_view name) {
    for (const auto& [known, value] : finding.values) {
        if (known == name) {
            return value;
        }
    }
    return "";
}

std::string heading_of(const reuse::Rollout& rollout) {
    const std::string who = rollout.targets.empty()
                                ? std::to_string(rollout.share()) + " %"
                                : std::to_string(rollout.targets.size()) + " named administrations";
    return "Rollout " + rollout.id.value + ": " + rollout.package_id + " " + rollout.version +
           " for " + who + " from " + rollout.starts_on.to_german() + ", " +
           std::string(reuse::to_string(rollout.state()));
}

void print_row(Call& call, const reuse::RolloutRow& row) {
    const reuse::AdoptionContact& contact = row.contact;
    const Findings reasons = row.result ? row.result->reasons : Findings();
    if (call.json) {
        Json list = Json::array();
        for (const Finding& reason : reasons) {
            list.push(Json::object({{"code", reason.code},
                                    {"key", value_of(reason, "key")},
                                    {"place", reason.place}}));
        }
        call.out << formats::write_json(Json::object(
                        {{"administration", row.tenant.value},
                         {"name", contact.name},
                         {"version", row.version},
                         {"standing", reuse::to_string(row.standing)},
                         {"reasons", std::move(list)},
                         {"email", contact.email},
                         {"phone", contact.phone},
                         {"last_set_by", contact.last_set_by},
                         {"last_set_at",
                          contact.last_set_by.empty() ? "" : contact.last_set_at.to_iso()}}))
                 << "\n";
        return;
    }
    call.out << "  " << reuse::to_string(row.standing) << "  " << row.tenant.value << " "
             << contact.name << " (" << (row.version.empty() ? "ended" : row.version) << ")";
    if (!reasons.empty()) {
        call.out << ": " << name_reasons(reasons);
    }
    if (!contact.email.empty() || !contact.phone.empty()) {
        call.out << "  → " << contact.email << (contact.phone.empty() ? "" : ", " + contact.phone);
    }
    if (!contact.last_set_by.empty()) {
        call.out << "; values last set by " << contact.last_set_by << ", "
                 << contact.last_set_at.to_german();
    }
    call.out << "\n";
}

}  // namespace

std::string name_reasons(const Findings& reasons) {
    std::vector<std::string> named;
    for (const Finding& reason : reasons) {
        const std::string key = value_of(reason, "key");
        named.push_back(key.empty() ? reason.code
                                    : key + " (" + value_of(reason, "label") + ") " + reason.place);
    }
    return join(named, "; ");
}

Result<Scope> provider_scope(Call& call, app::Modules& in, std::string_view package_id,
                             std::string_view purpose) {
    TenantId provider{call.option("tenant")};
    if (provider.empty()) {
        provider = {"00"};
        for (const reuse::Offer& offer : TRY(in.reuse.list_offers(system_scope("cli")))) {
            if (offer.package_id == package_id) {
                provider = offer.provider;
            }
        }
    }
    return Scope{provider, {"cli"}, std::string(purpose), {}, false};
}

Result<void> print_rollout(Call& call, app::Modules& in, const reuse::RolloutId& id) {
    const reuse::RolloutReport report = TRY(in.rollouts.report_rollout(id, call.clock.today()));
    constexpr std::array<Standing, 8> standings{
        Standing::Moved,    Standing::Held, Standing::Pinned,  Standing::Waiting,
        Standing::Returned, Standing::Kept, Standing::Already, Standing::Outside};
    Json counts = Json::object();
    std::string numbers;
    for (const Standing standing : standings) {
        const std::size_t count = report.count(standing);
        counts.set(std::string(reuse::to_string(standing)), count);
        if (count > 0) {
            numbers += (numbers.empty() ? "" : ", ") + std::to_string(count) + " " +
                       std::string(reuse::to_string(standing));
        }
    }
    const reuse::Rollout& rollout = report.rollout;
    if (call.json) {
        call.out << formats::write_json(Json::object({{"rollout", rollout.id.value},
                                                      {"package", rollout.package_id},
                                                      {"version", rollout.version},
                                                      {"starts_on", rollout.starts_on.to_iso()},
                                                      {"share", rollout.share()},
                                                      {"state", reuse::to_string(rollout.state())},
                                                      {"counts", std::move(counts)}}))
                 << "\n";
    } else {
        call.out << heading_of(rollout) << "\n  " << (numbers.empty() ? "nobody" : numbers) << "\n";
    }
    const bool is_ahead = rollout.starts_on > call.clock.today();
    if (is_ahead && !call.json) {
        call.out << "  until " << rollout.starts_on.to_german()
                 << " everybody stays on the version in use\n";
    }
    for (const reuse::RolloutRow& row : report.rows) {
        const bool stayed = row.standing == Standing::Held || row.standing == Standing::Pinned ||
                            row.standing == Standing::Kept;
        if (stayed || call.has("all")) {
            print_row(call, row);
        }
    }
    return {};
}

}  // namespace gordion::cli
