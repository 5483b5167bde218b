// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/lookup_store.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "xzufi/internal/match_store.hpp"

namespace gordion::xzufi {
namespace {

using internal::ObjectCache;
using internal::Wanted;
using storage::Connection;

Result<Wanted> wanted_by_key(ObjectKind kind, const Question& question) {
    if (question.service_key.size() != 14 || !is_digits(question.service_key)) {
        return Error{ErrorKind::Invalid,
                     "xzufi.key_invalid",
                     "",
                     {{"key", question.service_key.substr(0, 40)}},
                     "a Leistungsschluessel has 14 digits"};
    }
    return Wanted{kind, question.service_key, {}};
}

// An office may say the same twice, by an entry and by an object of its own.
void keep_first_of_each(FoundList& list) {
    std::set<Identity> seen;
    std::erase_if(list.all, [&](const Found& found) { return !seen.insert(found.object).second; });
}

void add_parameters(const Found& found, const OnlineService& service,
                    std::map<std::string, ParameterFound>& by_name) {
    for (const Parameter& parameter : service.parameters) {
        ParameterFound& known = by_name[parameter.name];
        known.name = parameter.name;
        const bool on_best_rank =
            !known.values.empty() &&
            known.values.front().online_service.area.rank() == found.area.rank();
        known.ambiguous =
            known.ambiguous || (on_best_rank && known.values.front().value != parameter.value);
        known.values.push_back({parameter.value, found});
    }
}

// Texts of one code replace each other; those of the editors' own are told apart by their titles.
std::string slot_of(const TextModule& text) {
    return text.code.empty() ? "own " + text_in(text.title, "de") : text.code.code;
}

void mark_ambiguous(std::vector<EffectiveText>& texts) {
    std::map<std::string, std::set<Identity>> origins;
    for (const EffectiveText& text : texts) {
        origins[slot_of(text.text)].insert(text.origin);
    }
    for (EffectiveText& text : texts) {
        text.ambiguous = origins[slot_of(text.text)].size() > 1;
    }
}

// Collects texts from the most specific to the general: a slot belongs to the first rank that
// has something for it.
class TextCollector {
public:
    explicit TextCollector(Stichtag day) : day_(day) {}

    void add(const std::vector<TextModule>& texts, const EffectiveText& origin, int rank) {
        for (const TextModule& text : texts) {
            const bool holds = is_valid_on(text.facts.validity, day_);
            if (holds && ranks_.emplace(slot_of(text), rank).first->second == rank) {
                texts_.push_back(origin);
                texts_.back().text = text;
            }
        }
    }

    std::vector<EffectiveText> take() {
        mark_ambiguous(texts_);
        std::stable_sort(texts_.begin(), texts_.end(),
                         [](const EffectiveText& a, const EffectiveText& b) {
                             return slot_of(a.text) < slot_of(b.text);
                         });
        return std::move(texts_);
    }

private:
    Stichtag day_;
    std::map<std::string, int> ranks_;
    std::vector<EffectiveText> texts_;
};

constexpr int rank_of_the_description = -1000;  // below every Specialization

std::vector<TextModule> all_texts(const ServiceDescription& service) {
    std::vector<TextModule> texts = service.texts;
    texts.insert(texts.end(), service.own_texts.begin(), service.own_texts.end());
    return texts;
}

Result<std::vector<EffectiveText>> collect_texts(ObjectCache& cache, const Identity& service,
                                                 const std::vector<RegionKey>& keys, Stichtag day) {
    const StoredObject* described = TRY(cache.load(ObjectKind::Service, service));
    if (described == nullptr) {
        return Error{ErrorKind::NotFound,
                     "xzufi.object_missing",
                     "",
                     {{"object", service.to_text().substr(0, 300)}},
                     "no Leistung of this office and number is stored"};
    }
    TextCollector collector(day);
    FoundList variants =
        TRY(find_holders(cache, {ObjectKind::Specialization, "", service}, keys, day));
    keep_first_of_each(variants);
    for (const Found& found : variants.all) {
        const StoredObject* variant = TRY(cache.load(ObjectKind::Specialization, found.object));
        VERIFY(variant != nullptr, "find_holders looked at it in the same snapshot");
        collector.add(all_texts(read_service_description(variant->content)),
                      {{}, ObjectKind::Specialization, found.object, found.area, false},
                      found.area.rank());
    }
    collector.add(all_texts(read_service_description(described->content)),
                  {{}, ObjectKind::Service, service, {}, false}, rank_of_the_description);
    return collector.take();
}

}  // namespace

std::size_t FoundList::best() const {
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Found& found) {
        return found.area.rank() == all.front().area.rank();
    }));
}

LookupStore::LookupStore(storage::Database& database) : database_(&database) {}

Result<ParametersFound> LookupStore::find_parameters(const Scope& scope, const Question& question) {
    const Wanted wanted = TRY(wanted_by_key(ObjectKind::OnlineService, question));
    const auto keys = TRY(region_keys_of(question.directory, question.region));
    return database_->read(scope, [&](Connection& connection) -> Result<ParametersFound> {
        ObjectCache cache(connection);
        ParametersFound answer;
        answer.online_services = TRY(find_holders(cache, wanted, keys, question.day));
        keep_first_of_each(answer.online_services);
        std::map<std::string, ParameterFound> by_name;
        for (const Found& found : answer.online_services.all) {
            const StoredObject* object = TRY(cache.load(ObjectKind::OnlineService, found.object));
            if (object != nullptr) {
                add_parameters(found, read_online_service(object->content), by_name);
            }
        }
        for (auto& [name, parameter] : by_name) {
            answer.parameters.push_back(std::move(parameter));
        }
        return answer;
    });
}

Result<std::vector<CompetentUnits>> LookupStore::find_competent_units(const Scope& scope,
                                                                      const Question& question) {
    const Wanted wanted = TRY(wanted_by_key(ObjectKind::OrganizationalUnit, question));
    const auto keys = TRY(region_keys_of(question.directory, question.region));
    FoundList all = TRY(database_->read(scope, [&](Connection& connection) {
        ObjectCache cache(connection);
        return find_holders(cache, wanted, keys, question.day);
    }));
    std::map<std::string, CompetentUnits> by_role;
    for (Found& found : all.all) {
        CompetentUnits& units = by_role[found.role.code];
        units.role = found.role;
        units.units.truncated = all.truncated;
        units.units.all.push_back(std::move(found));
    }
    std::vector<CompetentUnits> answer;
    for (auto& [role, units] : by_role) {
        keep_first_of_each(units.units);
        answer.push_back(std::move(units));
    }
    return answer;
}

Result<FoundList> LookupStore::find_services(const Scope& scope, const Question& question) {
    const Wanted wanted = TRY(wanted_by_key(ObjectKind::Service, question));
    const auto keys = TRY(region_keys_of(question.directory, question.region));
    FoundList list = TRY(database_->read(scope, [&](Connection& connection) {
        ObjectCache cache(connection);
        return find_holders(cache, wanted, keys, question.day);
    }));
    keep_first_of_each(list);
    return list;
}

Result<std::vector<EffectiveText>> LookupStore::find_texts(const Scope& scope,
                                                           const Question& question,
                                                           const Identity& service) {
    const auto keys = TRY(region_keys_of(question.directory, question.region));
    return database_->read(scope, [&](Connection& connection) {
        ObjectCache cache(connection);
        return collect_texts(cache, service, keys, question.day);
    });
}

}  // namespace gordion::xzufi
