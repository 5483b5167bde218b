// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scope.hpp"
#include "regions/directory.hpp"
#include "storage/database.hpp"
#include "xzufi/area_match.hpp"
#include "xzufi/objects.hpp"
#include "xzufi/service_description.hpp"
#include "xzufi/xzufi_store.hpp"

namespace gordion::xzufi {

/// A service at a place on a day.
struct Question {
    std::string service_key;  ///< Leistungsschluessel, 14 digits
    const regions::Directory& directory;
    std::string region;  ///< ARS, or the AGS of a municipality
    Stichtag day;
};

/// An object that holds for the service at the place, and how it was found.
struct Found {
    Identity object;
    std::string label;
    AreaMatch area;
    /// The object whose entry says so: itself, or a Zustaendigkeit of its own.
    ObjectKind source_kind = ObjectKind::Service;
    Identity source;
    Code role;
    Texts criterion;
    /// Of the object, as far as it is stored.
    std::optional<Instant> message_created_at;
    std::optional<Instant> read_at;
};

/// What was found, most specific area first, then by office and number.
struct FoundList {
    std::vector<Found> all;
    bool truncated = false;  ///< more than limits::xzufi_matches or _match_bytes; the best stay

    /// How many stand on the most specific rank: several mean that nobody can choose for them.
    [[nodiscard]] std::size_t best() const;
};

/// The value of a parameter from one online service.
struct ParameterValue {
    std::string value;
    Found online_service;
};

struct ParameterFound {
    std::string name;
    std::vector<ParameterValue> values;  ///< most specific first
    bool ambiguous = false;              ///< different values on the most specific rank
};

struct ParametersFound {
    FoundList online_services;
    std::vector<ParameterFound> parameters;  ///< by name
};

/// Offices in one role.
struct CompetentUnits {
    Code role;
    FoundList units;

    [[nodiscard]] bool is_ambiguous() const { return units.best() > 1; }
};

/// A text module that holds at a place.
struct EffectiveText {
    TextModule text;
    ObjectKind origin_kind = ObjectKind::Service;  ///< or Specialization
    Identity origin;
    AreaMatch area;          ///< of a Specialization
    bool ambiguous = false;  ///< Specializations of the same rank say different things
};

/// Answers that join the objects of all offices. An entry holds if its service bears the
/// Leistungsschluessel – as the Leistung it names does, or because it names the key itself –, its
/// area contains the region, and the day lies in the validity of entry and object. The most
/// specific area wins: municipality, Verband, Kreis, Regierungsbezirk, Land, Bund, then entries
/// without area. Several on one rank are ambiguous; all are shown, none is chosen.
/// Error codes: regions.unknown_ars (NotFound), xzufi.key_invalid (no 14 digits), those of the
/// database. Shared between threads.
class LookupStore {
public:
    explicit LookupStore(storage::Database& database);

    /// The parameters of all online services for it.
    Result<ParametersFound> find_parameters(const Scope& scope, const Question& question);
    /// Offices by role.
    Result<std::vector<CompetentUnits>> find_competent_units(const Scope& scope,
                                                             const Question& question);
    /// Descriptions of the service that hold there.
    Result<FoundList> find_services(const Scope& scope, const Question& question);
    /// The texts of one description; a Specialization for the area replaces those modules that it
    /// has, all texts of the same code at once. Error code: xzufi.object_missing (NotFound).
    Result<std::vector<EffectiveText>> find_texts(const Scope& scope, const Question& question,
                                                  const Identity& service);

private:
    storage::Database* database_;
};

}  // namespace gordion::xzufi
