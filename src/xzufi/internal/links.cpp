// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/links.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "xzufi/objects.hpp"
#include "xzufi/service_description.hpp"

namespace gordion::xzufi::internal {
namespace {

// A service or area may be named by its official key at once, without an object that explains it.
void add_service_key(const Identifier& id, Links& links) {
    std::string key = leistungsschluessel_of(id);
    if (!key.empty()) {
        links.service_keys.push_back({std::move(key), id.identity()});
    }
}

void add_area_key(const Identifier& id, Links& links) {
    std::string key = region_key_of(id);
    if (!key.empty()) {
        links.area_keys.push_back({std::move(key), id.identity()});
    }
}

struct Holder {
    ObjectKind kind;
    Identity identity;
};

void add_competences(const Identifier& service, const std::vector<Identifier>& areas,
                     const Holder& holder, std::int64_t entry, Links& links) {
    if (service.value.empty() || holder.identity.value.empty()) {
        return;
    }
    for (const Identifier& area : areas) {
        links.competences.push_back(
            {service.identity(), area.identity(), holder.kind, holder.identity, entry});
    }
    if (areas.empty()) {
        links.competences.push_back(
            {service.identity(), Identity{}, holder.kind, holder.identity, entry});
    }
}

void add_named_keys(const Identifier& service, const std::vector<Identifier>& areas, Links& links) {
    add_service_key(service, links);
    for (const Identifier& area : areas) {
        add_area_key(area, links);
    }
}

void add_entries(const std::vector<Zustaendigkeit>& entries, const Holder& holder, Links& links) {
    std::int64_t number = 0;
    for (const Zustaendigkeit& entry : entries) {
        add_named_keys(entry.service, entry.areas, links);
        add_competences(entry.service, entry.areas, holder, number++, links);
    }
}

void add_own_entry(const Zustaendigkeit& entry, Links& links) {
    add_named_keys(entry.service, entry.areas, links);
    const std::array<Holder, 3> holders{
        Holder{ObjectKind::OrganizationalUnit, entry.organizational_unit.identity()},
        Holder{ObjectKind::OnlineService, entry.online_service.identity()},
        Holder{ObjectKind::Formular, entry.formular.identity()}};
    for (const Holder& holder : holders) {
        add_competences(entry.service, entry.areas, holder, -1, links);
    }
}

// The most specific key of one coding; "" if none is of the length it should have.
std::string key_of(const RegionCodes& codes) {
    const std::array<std::pair<const std::string*, std::size_t>, 6> by_length{
        {{&codes.ars, 12},
         {&codes.ags, 8},
         {&codes.verband, 9},
         {&codes.kreis, 5},
         {&codes.regierungsbezirk, 3},
         {&codes.land, 2}}};
    for (const auto& [text, length] : by_length) {
        const bool shorter_ars =
            text == &codes.ars && (text->size() == 9 || text->size() == 5 || text->size() == 2);
        if (is_digits(*text) && (text->size() == length || shorter_ars)) {
            return *text;
        }
    }
    const bool only_nation = !codes.nation.empty() && codes.land.empty() && codes.kreis.empty();
    return only_nation ? "00" : std::string();
}

void add_area(const Area& area, const Identity& identity, Links& links) {
    for (const RegionCodes& codes : area.codes) {
        std::string key = key_of(codes);
        if (!key.empty()) {
            links.area_keys.push_back({std::move(key), identity});
        }
    }
    if (links.area_keys.empty()) {
        std::string key = region_key_of(area.id);
        if (!key.empty()) {
            links.area_keys.push_back({std::move(key), identity});
        }
    }
    for (const Identifier& parent : area.parents) {
        links.area_parts.push_back({identity, parent.identity()});
    }
    for (const Identifier& part : area.parts) {
        links.area_parts.push_back({part.identity(), identity});
    }
}

void add_service(const ServiceDescription& service, const Identity& identity, Links& links) {
    for (const std::string& key : service.keys) {
        links.service_keys.push_back({key, identity});
    }
    for (const Identifier& area : service.areas) {
        add_area_key(area, links);
    }
    add_competences(service.id, service.areas, {ObjectKind::Service, identity}, -1, links);
}

}  // namespace

Links derive_links(ObjectKind kind, const Identity& identity, const formats::Json& content) {
    Links links;
    switch (kind) {
        case ObjectKind::Service:
            add_service(read_service_description(content), identity, links);
            break;
        case ObjectKind::Specialization: {
            const Specialization variant = read_specialization(content);
            add_named_keys(variant.service, variant.variant.areas, links);
            add_competences(variant.service, variant.variant.areas, {kind, identity}, -1, links);
            break;
        }
        case ObjectKind::OrganizationalUnit:
            add_entries(read_organizational_unit(content).competences, {kind, identity}, links);
            break;
        case ObjectKind::OnlineService:
            add_entries(read_online_service(content).competences, {kind, identity}, links);
            break;
        case ObjectKind::Formular:
            add_entries(read_formular(content).competences, {kind, identity}, links);
            break;
        case ObjectKind::Zustaendigkeit:
            add_own_entry(read_zustaendigkeit(content), links);
            break;
        case ObjectKind::Area:
            add_area(read_area(content), identity, links);
            break;
        case ObjectKind::ContactPerson:
            break;
    }
    return links;
}

}  // namespace gordion::xzufi::internal
