// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/diff_text.hpp"

#include "cli/verbs/rollout_text.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
using reuse::ChangeEffect;

std::string_view judgement_of(ChangeEffect effect) {
    switch (effect) {
        case ChangeEffect::Compatible:
            return "compatible";
        case ChangeEffect::NeedsParameters:
            return "needs new parameters";
        case ChangeEffect::Breaking:
            return "breaking";
    }
    return "";
}

}  // namespace

void print_diff(Call& call, std::string_view from,
                const std::vector<reuse::PackageChange>& changes) {
    call.out << "Compared with " << from << ": " << judgement_of(reuse::effect_of(changes)) << "\n";
    std::size_t texts = 0;
    for (const reuse::PackageChange& change : changes) {
        if (change.area == reuse::PackageArea::Texts) {
            ++texts;
        } else {
            call.out << "  " << reuse::to_text(change) << "\n";
        }
    }
    if (texts > 0) {
        call.out << "  texts: " << texts << " changed [compatible]\n";
    }
}

void print_affected(Call& call, const std::vector<reuse::AffectedAdoption>& affected) {
    std::size_t compatible = 0;
    for (const reuse::AffectedAdoption& one : affected) {
        compatible += one.effect == ChangeEffect::Compatible ? 1 : 0;
    }
    call.out << affected.size() << " adoptions use an older version; " << compatible
             << " can come along as they are\n";
    for (const reuse::AffectedAdoption& one : affected) {
        if (one.effect == ChangeEffect::Compatible) {
            continue;
        }
        call.out << "  " << judgement_of(one.effect) << ": " << one.adoption.tenant.value << " "
                 << one.contact.name << " (" << one.adoption.version << ")";
        if (!one.reasons.empty()) {
            call.out << ": " << name_reasons(one.reasons);
        }
        call.out << "  → " << one.contact.email
                 << (one.contact.phone.empty() ? "" : ", " + one.contact.phone) << "\n";
    }
}

Json diff_json(std::string_view from, const std::vector<reuse::PackageChange>& changes) {
    Json list = Json::array();
    for (const reuse::PackageChange& change : changes) {
        list.push(Json::object({{"area", reuse::to_string(change.area)},
                                {"kind", fim::to_string(change.kind)},
                                {"effect", reuse::to_string(change.effect)},
                                {"place", change.place},
                                {"attribute", change.attribute},
                                {"label", change.label},
                                {"before", change.before},
                                {"after", change.after},
                                {"reason", change.reason}}));
    }
    return Json::object({{"against", from},
                         {"effect", reuse::to_string(reuse::effect_of(changes))},
                         {"changes", std::move(list)}});
}

Json affected_json(const std::vector<reuse::AffectedAdoption>& affected) {
    Json list = Json::array();
    for (const reuse::AffectedAdoption& one : affected) {
        Json keys = Json::array();
        for (const Finding& reason : one.reasons) {
            keys.push(reason.values.empty() ? reason.code : reason.values.front().second);
        }
        list.push(Json::object({{"administration", one.adoption.tenant.value},
                                {"version", one.adoption.version},
                                {"effect", reuse::to_string(one.effect)},
                                {"keys", std::move(keys)},
                                {"name", one.contact.name},
                                {"email", one.contact.email},
                                {"phone", one.contact.phone}}));
    }
    return list;
}

}  // namespace gordion::cli
