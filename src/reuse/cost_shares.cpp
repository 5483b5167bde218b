// SPDX-License-Identifier: EUPL-1.2
#include "reuse/cost_shares.hpp"

#include <algorithm>
#include <set>

#include "core/apportion.hpp"
#include "core/names.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

constexpr std::int64_t most_cents = 1'000'000'000'000'000;  // ten trillion euro
constexpr std::int64_t most_value = 1'000'000'000'000;

constexpr Names<CostType, 5> cost_types{{{CostType::Infrastructure, "infrastructure"},
                                         {CostType::FurtherDevelopment, "further_development"},
                                         {CostType::Platform, "platform"},
                                         {CostType::Operation, "operation"},
                                         {CostType::Cases, "cases"}}};
constexpr Names<ShareKey, 4> share_keys{{{ShareKey::Inhabitants, "inhabitants"},
                                         {ShareKey::Uses, "uses"},
                                         {ShareKey::TargetGroup, "target_group"},
                                         {ShareKey::Koenigsteiner, "koenigsteiner"}}};
constexpr Names<TermsKind, 3> terms_kinds{
    {{TermsKind::Free, "free"}, {TermsKind::PassedOn, "passed_on"}, {TermsKind::Shared, "shared"}}};

Error wrong(std::string code, std::string place, Values values, std::string message) {
    return {ErrorKind::Invalid, std::move(code), std::move(place), std::move(values),
            std::move(message)};
}

Error wrong_terms(std::string place, std::string message) {
    return wrong("reuse.cost_terms", std::move(place), {}, std::move(message));
}

Result<Money> money_at(const Json& json, std::string_view name) {
    const std::string text = json.text_at(name);
    if (text.empty()) {
        return Money{};
    }
    auto money = parse_money(text);
    return money ? std::move(money)
                 : Result<Money>(wrong_terms(std::string(name), "Write an amount as \"1234.50\"."));
}

Result<void> read_items(const Json& json, CostTerms& terms) {
    const Json* items = json.find("item");
    if (items == nullptr) {
        return {};
    }
    if (!items->is_array()) {
        return wrong_terms("item", "Write each cost as [[item]].");
    }
    for (const Json& item : items->as_array()) {
        const auto type = find_named(cost_types, item.text_at("type"));
        if (!type || item.text_at("name").empty()) {
            return wrong_terms("item",
                               "A cost has a name and a type: infrastructure, "
                               "further_development, platform, operation or cases. Others are "
                               "not shared.");
        }
        const Money yearly = TRY(money_at(item, "yearly"));
        terms.items.push_back({item.text_at("name"), *type, yearly});
    }
    return {};
}

Result<void> read_keys(const Json& json, CostTerms& terms) {
    const Json* keys = json.find("key");
    if (keys == nullptr) {
        return {};
    }
    if (!keys->is_array()) {
        return wrong_terms("key", "Write each key as [[key]].");
    }
    for (const Json& item : keys->as_array()) {
        const auto key = find_named(share_keys, item.text_at("by"));
        const Json* percent = item.find("percent");
        if (!key || percent == nullptr || !percent->is_int()) {
            return wrong_terms("key",
                               "A key has `by` (inhabitants, uses, target_group or koenigsteiner) "
                               "and a whole number `percent`.");
        }
        terms.keys.push_back({*key, percent->as_int()});
    }
    return {};
}

// What a participant has for a key; Königsteiner divides within a Land by inhabitants.
std::optional<std::int64_t> value_of(const Participant& participant, ShareKey key) {
    switch (key) {
        case ShareKey::Uses:
            return participant.uses;
        case ShareKey::TargetGroup:
            return participant.target_group;
        case ShareKey::Inhabitants:
        case ShareKey::Koenigsteiner:
            return participant.inhabitants;
    }
    throw Bug("every key has a value");
}

std::string land_of(const Participant& participant) {
    return participant.id.substr(0, 2);
}

class Sharing {
public:
    Sharing(const std::vector<Participant>& all, const KoenigsteinerKey& koenigsteiner)
        : all_(all), koenigsteiner_(koenigsteiner) {
        for (const Participant& participant : all) {
            out_.shares.push_back({participant.id,
                                   participant.payer.empty() ? participant.id : participant.payer,
                                   {},
                                   {}});
        }
    }

    Result<void> divide(const CostItem& item, const std::vector<WeightedKey>& keys) {
        std::vector<std::int64_t> percents;
        for (const WeightedKey& weighted : keys) {
            percents.push_back(weighted.percent);
        }
        const auto pots = apportion(item.yearly.cents, percents);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            TRY(divide_pot(
                {item.name, item.type, keys[i].key, keys[i].percent, {pots[i]}, 0, 0, {}}));
        }
        return {};
    }

    void pay(std::size_t index, Money amount) {
        CostShare& share = out_.shares[index];
        share.amount.cents += amount.cents;
        out_.total.cents += amount.cents;
        out_.by_payer[share.payer].cents += amount.cents;
    }

    CostSharing take(std::vector<WeightedKey> keys) {
        out_.keys = std::move(keys);
        return std::move(out_);
    }

private:
    Result<void> divide_pot(const SharePart& part) {
        if (part.key != ShareKey::Koenigsteiner) {
            std::vector<std::size_t> everybody(all_.size());
            for (std::size_t i = 0; i < everybody.size(); ++i) {
                everybody[i] = i;
            }
            return divide_among(part, everybody);
        }
        std::map<std::string, std::vector<std::size_t>> by_land;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            by_land[land_of(all_[i])].push_back(i);
        }
        std::vector<std::int64_t> weights;
        for (const auto& [land, members] : by_land) {
            const auto share = koenigsteiner_.shares.find(land);
            if (share == koenigsteiner_.shares.end()) {
                return wrong("reuse.cost_land", "", {{"participant", all_[members.front()].id}},
                             "The Königsteiner Schlüssel has no share for this Land.");
            }
            weights.push_back(share->second);
        }
        const auto pots = apportion(part.pot.cents, weights);
        std::size_t next = 0;
        for (const auto& [land, members] : by_land) {
            SharePart of_land = part;
            of_land.pot = {pots[next++]};
            TRY(divide_among(of_land, members));
        }
        return {};
    }

    Result<void> divide_among(SharePart part, const std::vector<std::size_t>& members) {
        std::vector<std::int64_t> values;
        part.sum = 0;
        for (const std::size_t index : members) {
            const auto value = value_of(all_[index], part.key);
            if (!value || *value < 0 || *value > most_value) {
                return wrong(
                    "reuse.cost_value", all_[index].id,
                    {{"participant", all_[index].name}, {"key", std::string(to_string(part.key))}},
                    "The key needs a value that is absent, negative or too large.");
            }
            values.push_back(*value);
            part.sum += *value;
        }
        if (part.sum == 0) {
            return wrong("reuse.cost_key_empty", part.item,
                         {{"key", std::string(to_string(part.key))}},
                         "All values of this key are 0: nothing can be divided by it.");
        }
        const auto amounts = apportion(part.pot.cents, values);
        for (std::size_t i = 0; i < members.size(); ++i) {
            part.value = values[i];
            part.amount = {amounts[i]};
            out_.shares[members[i]].parts.push_back(part);
            pay(members[i], part.amount);
        }
        return {};
    }

    const std::vector<Participant>& all_;
    const KoenigsteinerKey& koenigsteiner_;
    CostSharing out_;
};

Result<std::vector<WeightedKey>> applied_keys(const CostTerms& terms) {
    if (!terms.is_unanimous) {
        return std::vector<WeightedKey>{{ShareKey::Uses, 100}};
    }
    std::int64_t sum = 0;
    std::set<ShareKey> seen;
    for (const WeightedKey& weighted : terms.keys) {
        sum += weighted.percent;
        if (weighted.percent <= 0 || weighted.percent > 100 || !seen.insert(weighted.key).second) {
            return wrong("reuse.cost_keys", std::string(to_string(weighted.key)), {},
                         "Each key stands once, with 1 to 100 per cent.");
        }
    }
    if (sum != 100) {
        return wrong("reuse.cost_keys", "", {{"sum", std::to_string(sum)}},
                     "The per cents of the keys sum to 100.");
    }
    return terms.keys;
}

Result<void> check_amount(const std::string& place, Money amount) {
    if (amount.cents < 0) {
        return wrong("reuse.cost_negative", place, {}, "A cost is not negative.");
    }
    if (amount.cents > most_cents) {
        return wrong("reuse.cost_too_large", place, {}, "The amount is too large.");
    }
    return {};
}

Result<CostSharing> pass_on(const CostTerms& terms, const std::vector<Participant>& all,
                            Sharing sharing) {
    TRY(check_amount("price_a_year", terms.price_a_year));
    TRY(check_amount("price_a_use", terms.price_a_use));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool needs_uses = terms.price_a_use.cents > 0;
        if (needs_uses && (!all[i].uses || *all[i].uses < 0 || *all[i].uses > most_value)) {
            return wrong("reuse.cost_value", all[i].id,
                         {{"participant", all[i].name}, {"key", "uses"}},
                         "The price a use needs the number of uses.");
        }
        __extension__ using Wide = __int128;
        const Wide amount = static_cast<Wide>(terms.price_a_use.cents) * all[i].uses.value_or(0) +
                            terms.price_a_year.cents;
        if (amount > most_cents) {
            return wrong("reuse.cost_too_large", all[i].id, {}, "The amount is too large.");
        }
        sharing.pay(i, {static_cast<std::int64_t>(amount)});
    }
    return sharing.take({});
}

}  // namespace

std::string_view to_string(CostType type) {
    return name_of(cost_types, type);
}

std::string_view to_string(ShareKey key) {
    return name_of(share_keys, key);
}

std::string_view to_string(TermsKind kind) {
    return name_of(terms_kinds, kind);
}

Result<CostTerms> read_cost_terms(const Json& json) {
    CostTerms terms;
    const auto kind = find_named(terms_kinds, json.text_at("kind"));
    if (!kind) {
        return wrong_terms("kind", "The terms are free, passed_on or shared.");
    }
    terms.kind = *kind;
    if (const Json* unanimous = json.find("unanimous")) {
        if (!unanimous->is_bool()) {
            return wrong_terms("unanimous", "Write true or false.");
        }
        terms.is_unanimous = unanimous->as_bool();
    }
    TRY(read_items(json, terms));
    TRY(read_keys(json, terms));
    terms.price_a_year = TRY(money_at(json, "price_a_year"));
    terms.price_a_use = TRY(money_at(json, "price_a_use"));
    return terms;
}

Result<CostSharing> share_costs(const CostTerms& terms, const std::vector<Participant>& all,
                                const KoenigsteinerKey& koenigsteiner) {
    if (all.empty()) {
        return wrong("reuse.cost_nobody", "", {}, "Nobody takes part: there is nothing to divide.");
    }
    Sharing sharing(all, koenigsteiner);
    if (terms.kind == TermsKind::Free) {
        return sharing.take({});
    }
    if (terms.kind == TermsKind::PassedOn) {
        return pass_on(terms, all, std::move(sharing));
    }
    auto keys = TRY(applied_keys(terms));
    for (const CostItem& item : terms.items) {
        TRY(check_amount(item.name, item.yearly));
        TRY(sharing.divide(item, keys));
    }
    return sharing.take(std::move(keys));
}

}  // namespace gordion::reuse
