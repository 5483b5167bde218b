// SPDX-License-Identifier: EUPL-1.2
#include "reuse/package_diff.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "reuse/diff_parts.hpp"

namespace gordion::reuse {
namespace {

using enum ChangeEffect;
using fim::ChangeKind;

/// Facts of service.toml that are one text each.
struct Fact {
    std::string_view name;
    std::string before;
    std::string after;
    ChangeEffect effect = Compatible;
    std::string reason = "reuse.change_fact";
};

std::string list_text(std::vector<std::string> list) {
    std::sort(list.begin(), list.end());
    return join(list, ", ");
}

bool lost_something(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    return std::any_of(before.begin(), before.end(), [&](const std::string& one) {
        return std::find(after.begin(), after.end(), one) == after.end();
    });
}

std::string recipient_text(const RecipientFields& fields) {
    std::vector<std::string> parts;
    for (const auto* list : {&fields.name, &fields.street, &fields.postcode, &fields.city}) {
        parts.push_back(join(*list, " + "));
    }
    parts.push_back(fields.email);
    return join(parts, "; ");
}

std::string frist_text(const ServiceDeclaration& service) {
    return service.frist_days == 0
               ? ""
               : std::to_string(service.frist_days) + " (" + service.frist_ground + ")";
}

/// Who may apply, as service.toml names them. Another trust level says by itself whether somebody
/// has to sign in, so `none` is told only where the level stays.
std::vector<std::string> account_kinds(const AccountDemand& account, bool same_level) {
    std::vector<std::string> kinds;
    for (const auto& [is_taken, name] :
         {std::pair(account.none && same_level, "none"), std::pair(account.citizen, "citizen"),
          std::pair(account.organisation, "organisation")}) {
        if (is_taken) {
            kinds.emplace_back(name);
        }
    }
    return kinds;
}

Fact account_fact(std::string_view name, const std::vector<std::string>& before,
                  const std::vector<std::string>& after) {
    const bool lost = lost_something(before, after);
    return {name, list_text(before), list_text(after), lost ? Breaking : Compatible,
            lost ? "reuse.change_account_lost" : "reuse.change_fact"};
}

std::vector<Fact> facts_of(const ServiceDeclaration& old, const ServiceDeclaration& now) {
    const bool keys_lost = lost_something(old.leistungsschluessel, now.leistungsschluessel);
    const bool languages_lost = lost_something(old.languages, now.languages);
    const bool same_level = old.trust_level == now.trust_level;
    const bool fees_begin = old.fees == Fees::None && now.fees == Fees::Due;
    const auto fee = [](const ServiceDeclaration& service) {
        return std::string(service.fees == Fees::Due ? "due" : "none");
    };
    return {
        {"title", std::string(in_language(old.title, "de")),
         std::string(in_language(now.title, "de"))},
        {"leistungsschluessel", list_text(old.leistungsschluessel),
         list_text(now.leistungsschluessel), keys_lost ? Breaking : Compatible,
         keys_lost ? "reuse.change_key_lost" : "reuse.change_fact"},
        {"languages", list_text(old.languages), list_text(now.languages),
         languages_lost ? Breaking : Compatible,
         languages_lost ? "reuse.change_language_lost" : "reuse.change_fact"},
        {"trust_level", old.trust_level, now.trust_level, Breaking, "reuse.change_trust_level"},
        account_fact("account_kinds", account_kinds(old.account, same_level),
                     account_kinds(now.account, same_level)),
        account_fact("account_attributes", old.account.attributes, now.account.attributes),
        {"fees", fee(old), fee(now), fees_begin ? Breaking : Compatible,
         fees_begin ? "reuse.change_fees" : "reuse.change_fact"},
        {"target_group", list_text(old.target_group), list_text(now.target_group)},
        {"provider_name", old.provider_name, now.provider_name},
        {"frist_days", frist_text(old), frist_text(now)},
        {"terms", old.terms, now.terms},
        {"recipient", recipient_text(old.recipient), recipient_text(now.recipient)},
    };
}

void diff_facts(const ServiceDeclaration& old, const ServiceDeclaration& now,
                PackageChanges& changes) {
    for (Fact& fact : facts_of(old, now)) {
        if (fact.before != fact.after) {
            changes.push_back({PackageArea::Facts, ChangeKind::Changed, fact.effect,
                               std::string(fact.name), "", "", std::move(fact.before),
                               std::move(fact.after), std::move(fact.reason)});
        }
    }
}

/// fim's word for why → the code of its text.
std::string schema_reason(const std::string& reason) {
    static const std::map<std::string, std::string, std::less<>> codes{
        {"text", "reuse.change_words"},
        {"state", "reuse.change_words"},
        {"order", "reuse.change_order"},
        {"added_optional", "reuse.change_added_optional"},
        {"added_required", "reuse.change_added_required"},
        {"removed", "reuse.change_removed"},
        {"removed_content", "reuse.change_words"},
        {"widened", "reuse.change_widened"},
        {"narrowed", "reuse.change_narrowed"},
        {"meaning", "reuse.change_meaning"},
        {"prefill", "reuse.change_prefill"},
        {"rule_added", "reuse.change_rule_added"},
        {"rule_changed", "reuse.change_rule_changed"},
        {"rule_removed", "reuse.change_rule_removed"},
    };
    const auto found = codes.find(reason);
    return found == codes.end() ? "reuse.change_meaning" : found->second;
}

std::map<std::string, std::string> names_in(const fim::Schema& schema) {
    std::map<std::string, std::string> names;
    fim::visit_positions(
        schema.positions, "", [&](const fim::Position& position, const std::string& path) {
            const fim::ElementFacts& facts = position.facts();
            names[path] =
                facts.bezeichnung_eingabe.empty() ? facts.name : facts.bezeichnung_eingabe;
        });
    return names;
}

void diff_schema(const fim::Schema& old, const fim::Schema& now, PackageChanges& changes) {
    std::map<std::string, std::string> names = names_in(old);
    names.merge(names_in(now));
    for (fim::SchemaChange& change : fim::compare_schemas(old, now)) {
        const auto name = names.find(change.path);
        changes.push_back(
            {PackageArea::Schema, change.kind,
             change.impact == fim::ChangeImpact::Breaking ? Breaking : Compatible, change.path,
             std::move(change.attribute), name == names.end() ? std::string() : name->second,
             std::move(change.before), std::move(change.after), schema_reason(change.reason)});
    }
}

std::string cut(const std::string& text) {
    constexpr std::size_t shown = 60;
    const std::string line = replace_all(text, "\n", " ");
    std::size_t end = std::min(line.size(), shown);
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end == line.size() ? line : line.substr(0, end) + "…";
}

}  // namespace

std::string_view to_string(PackageArea area) {
    switch (area) {
        case PackageArea::Facts:
            return "facts";
        case PackageArea::Parameters:
            return "parameters";
        case PackageArea::Schema:
            return "schema";
        case PackageArea::Rules:
            return "rules";
        case PackageArea::Handling:
            return "handling";
        case PackageArea::Calculation:
            return "calculation";
        case PackageArea::Letter:
            return "letter";
        case PackageArea::Pages:
            return "pages";
        case PackageArea::Texts:
            return "texts";
    }
    return "";
}

std::string_view to_string(ChangeEffect effect) {
    switch (effect) {
        case Compatible:
            return "compatible";
        case NeedsParameters:
            return "needs_parameters";
        case Breaking:
            return "breaking";
    }
    return "";
}

std::vector<PackageChange> diff_packages(const LoadedPackage& old, const LoadedPackage& now) {
    PackageChanges changes;
    diff_facts(old.service(), now.service(), changes);
    diff_parameters(old.service(), now.service(), changes);
    diff_schema(old.form->schema(), now.form->schema(), changes);
    diff_documents(old.package, now.package, changes);
    std::stable_sort(changes.begin(), changes.end(),
                     [](const PackageChange& left, const PackageChange& right) {
                         return left.area < right.area;
                     });
    return changes;
}

ChangeEffect effect_of(const std::vector<PackageChange>& changes) {
    ChangeEffect worst = Compatible;
    for (const PackageChange& change : changes) {
        worst = std::max(worst, change.effect);
    }
    return worst;
}

bool is_large_enough(std::string_view from, std::string_view to, ChangeEffect effect) {
    const std::vector<std::string> old = split(from, '.');
    const std::vector<std::string> now = split(to, '.');
    switch (effect) {
        case Compatible:
            return true;
        case NeedsParameters:
            return old[0] != now[0] || old[1] != now[1];
        case Breaking:
            return old[0] != now[0];
    }
    return true;
}

std::string to_text(const PackageChange& change) {
    std::string text = std::string(to_string(change.area)) + ": " +
                       (change.place.empty() ? "whole" : change.place);
    if (!change.label.empty()) {
        text += " (" + cut(change.label) + ")";
    }
    if (change.kind != fim::ChangeKind::Changed) {
        text += " " + std::string(fim::to_string(change.kind));
    }
    if (!change.attribute.empty()) {
        text += " " + change.attribute;
    }
    if (change.kind == fim::ChangeKind::Changed) {
        text += " " + cut(change.before) + " → " + cut(change.after);
    }
    return text + " [" + std::string(to_string(change.effect)) + "]";
}

}  // namespace gordion::reuse
