// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/match_store.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/limits.hpp"
#include "xzufi/internal/content.hpp"
#include "xzufi/internal/stored_row_store.hpp"

namespace gordion::xzufi::internal {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

// One statement text for any region: a municipality has at most 15 keys.
constexpr std::size_t keys_per_query = 20;
constexpr std::size_t most_rows = 20'000;

// Areas that contain the region: by key, and those without key of which a part does.
std::string matching_sql(std::string_view services) {
    std::string placeholders;
    for (std::size_t i = 0; i < keys_per_query; ++i) {
        placeholders += (i == 0 ? "$" : ", $") + std::to_string(i + 4);
    }
    const std::string columns =
        "select distinct c.holder_agency, c.holder_value, c.source_kind, c.source_agency, "
        "c.source_value, c.entry, ";
    const std::string services_and_holder = " where (c.service_agency, c.service_value) in (" +
                                            std::string(services) + ") and c.holder_kind = $3";
    return "with recursive areas(agency, value, region_key, steps) as ("
           "select agency, value, region_key, 0 from xzufi_area_keys where region_key in (" +
           placeholders +
           ") union "
           "select p.agency, p.value, a.region_key, a.steps + 1 from areas a "
           "join xzufi_area_parts p on p.part_agency = a.agency and p.part_value = a.value "
           "where a.steps < 4 and not exists (select 1 from xzufi_area_keys k "
           "where k.agency = p.agency and k.value = p.value)) " +
           columns +
           "a.agency, a.value, a.region_key, a.steps from xzufi_competences c "
           "join areas a on a.agency = c.area_agency and a.value = c.area_value" +
           services_and_holder + " union all " + columns +
           "'', '', '', 0 from xzufi_competences c" + services_and_holder +
           " and c.area_agency = '' and c.area_value = '' limit " + std::to_string(most_rows);
}

// $1 is a key and $2 unused, or both are the identity of a service.
constexpr std::string_view services_by_key =
    "select agency, value from xzufi_service_keys where service_key = $1 and $2 = ''";
constexpr std::string_view service_by_identity = "select CAST($1 AS text), CAST($2 AS text)";

struct MatchRow {
    Identity holder;
    ObjectKind source_kind = ObjectKind::Service;
    Identity source;
    std::int64_t entry = -1;
    AreaMatch area;
};

auto order_of(const MatchRow& row) {
    return std::tuple(-row.area.rank(), row.holder, row.source_kind, row.source, row.entry);
}

Result<std::vector<MatchRow>> query_matches(Connection& connection, const Wanted& wanted,
                                            const std::vector<RegionKey>& keys) {
    const bool by_key = !wanted.service_key.empty();
    std::vector<Value> values{by_key ? wanted.service_key : wanted.service.agency,
                              by_key ? std::string() : wanted.service.value,
                              std::string(to_string(wanted.kind))};
    std::map<std::string, regions::RegionLevel> levels;
    for (std::size_t i = 0; i < keys_per_query; ++i) {
        const RegionKey& key = keys[std::min(i, keys.size() - 1)];
        values.emplace_back(key.key);
        levels.emplace(key.key, key.level);
    }
    static const std::string for_key = matching_sql(services_by_key);
    static const std::string for_service = matching_sql(service_by_identity);
    const std::string& sql = by_key ? for_key : for_service;
    std::vector<MatchRow> matches;
    for (const Row& row : TRY(connection.query(sql, std::span<const Value>(values)))) {
        MatchRow match;
        match.holder = {row.text(0), row.text(1)};
        match.source_kind = TRY(kind_from(row.text(2)));
        match.source = {row.text(3), row.text(4)};
        match.entry = row.integer(5);
        match.area = {{row.text(6), row.text(7)},
                      row.text(8),
                      regions::RegionLevel::Bund,
                      static_cast<int>(row.integer(9))};
        const auto level = levels.find(match.area.region_key);
        if (level != levels.end()) {
            match.area.level = level->second;
        }
        matches.push_back(std::move(match));
    }
    std::sort(matches.begin(), matches.end(),
              [](const MatchRow& a, const MatchRow& b) { return order_of(a) < order_of(b); });
    return matches;
}

bool is_valid(const StoredObject& object, Stichtag day) {
    return is_valid_on(Content(object.content).periods(), day);
}

Result<std::optional<Found>> judge(ObjectCache& cache, ObjectKind kind, const MatchRow& match,
                                   Stichtag day) {
    const StoredObject* source = TRY(cache.load(match.source_kind, match.source));
    const StoredObject* holder = TRY(cache.load(kind, match.holder));
    const bool over = source == nullptr || !is_valid(*source, day) ||
                      (holder != nullptr && !is_valid(*holder, day));
    if (over) {
        return std::optional<Found>();
    }
    Found found;
    found.object = match.holder;
    found.area = match.area;
    found.source_kind = match.source_kind;
    found.source = match.source;
    if (const Zustaendigkeit* entry = cache.find_entry(*source, match.entry)) {
        if (!is_valid_on(entry->validity, day)) {
            return std::optional<Found>();
        }
        found.role = entry->role;
        found.criterion = entry->criterion;
    }
    if (holder != nullptr) {
        found.label = holder->label;
        found.message_created_at = holder->message_created_at;
        found.read_at = holder->read_at;
    }
    return std::optional(std::move(found));
}

}  // namespace

Result<const StoredObject*> ObjectCache::load(ObjectKind kind, const Identity& identity) {
    const Key key(kind, identity);
    auto known = objects_.find(key);
    if (known == objects_.end()) {
        auto object = TRY(query_object(connection_, kind, identity));
        if (object && object->removed_at) {
            object.reset();
        }
        bytes_ += object ? object->content_bytes : 0;
        known = objects_.emplace(key, std::move(object)).first;
    }
    return known->second ? &*known->second : nullptr;
}

const Zustaendigkeit* ObjectCache::find_entry(const StoredObject& source, std::int64_t number) {
    const auto [known, is_new] = entries_.try_emplace(Key(source.kind, source.identity));
    std::vector<Zustaendigkeit>& entries = known->second;
    const bool own = source.kind == ObjectKind::Zustaendigkeit;
    if (is_new) {
        entries = own ? std::vector<Zustaendigkeit>{read_zustaendigkeit(source.content)}
                      : read_competences(source.content);
    }
    const std::size_t at = own ? 0 : static_cast<std::size_t>(number);
    return at < entries.size() ? &entries[at] : nullptr;
}

Result<FoundList> find_holders(ObjectCache& cache, const Wanted& wanted,
                               const std::vector<RegionKey>& keys, Stichtag day) {
    FoundList list;
    const auto matches = TRY(query_matches(cache.connection(), wanted, keys));
    // An entry may reach the place by several areas; its most specific one counts.
    std::set<std::tuple<Identity, ObjectKind, Identity, std::int64_t>> seen;
    std::size_t looked_at = 0;
    for (const MatchRow& match : matches) {
        if (!seen.emplace(match.holder, match.source_kind, match.source, match.entry).second) {
            continue;
        }
        if (++looked_at > limits::xzufi_matches || cache.bytes() > limits::xzufi_match_bytes) {
            list.truncated = true;
            break;
        }
        auto found = TRY(judge(cache, wanted.kind, match, day));
        if (found) {
            list.all.push_back(std::move(*found));
        }
    }
    list.truncated = list.truncated || matches.size() == most_rows;
    return list;
}

}  // namespace gordion::xzufi::internal
