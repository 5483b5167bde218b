// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformity/judging.hpp"
#include "core/finding.hpp"
#include "core/time.hpp"

namespace gordion::conformity {

enum class Level { Must, Should, May };
std::string_view to_string(Level level);  ///< "must", "should", "may"
std::string_view to_german(Level level);  ///< "MUSS", "SOLL", "KANN"

/// Whom a requirement binds.
enum class Addressee { Provider, Administration };
std::string_view to_string(Addressee addressee);

/// Whether the wording was read at its source, or its sense was put down from other knowledge.
enum class Mark { Verified, Reconstructed };
std::string_view to_string(Mark mark);

enum class Outcome {
    Met,
    NotMet,
    NotApplicable,
    NotProvable,  ///< evidence is missing
};
std::string_view to_string(
    Outcome outcome);  ///< "met", "not_met", "not_applicable", "not_provable"

/// Evidence and what must come out for it: the tests of a requirement.
struct RequirementExample {
    formats::Json evidence;
    Outcome outcome = Outcome::Met;
};

struct Requirement {
    std::string id;        ///< ours, or the official one: "E-DES-1"
    std::string official;  ///< official number, if it is known
    std::string category;
    Level level = Level::Must;
    Addressee addressee = Addressee::Provider;
    std::string title;
    std::string text;
    std::string mend;  ///< what to do where it is not met
    std::string source;
    Mark mark = Mark::Reconstructed;
    std::optional<Expression> applies;  ///< none: always
    std::string not_applicable;         ///< the reason, where it does not apply
    std::optional<Expression> met;      ///< none: the rule has a fault; see findings
    std::vector<RequirementExample> examples;
};

/// A rule file: requirements of one version, with the days on which it holds.
struct Catalogue {
    std::string id;
    std::string version;
    std::string title;
    std::string source;
    Date valid_from;
    std::optional<Date> valid_until;  ///< the last day
    std::vector<Requirement> requirements;

    [[nodiscard]] const Requirement* find(std::string_view id) const;
};

/// Reads a catalogue from TOML (docs/guides/add-a-requirement.md). A requirement with a fault stays
/// in it, so that a check names it; without id, version, title and validity there is no catalogue.
///
/// Errors: formats.toml_*, conformity.catalogue (Invalid; place: the member).
/// Findings, place "line N: ID": conformity.requirement (a member is absent or wrong; value
/// member), conformity.requirement_twice, conformity.expression (values member, reason),
/// conformity.example (an example comes out otherwise; values expected, found),
/// conformity.examples_missing (none that is met, or none that is not; a warning).
Result<Judged<Catalogue>> read_catalogue(std::string_view toml);

/// The catalogues that are built in, as files; and those of a set, each id and version once.
/// Error code: conformity.catalogue_twice (values id, version).
Result<Judged<std::vector<Catalogue>>> load_catalogues(
    const std::vector<std::string_view>& more = {});
/// The built-in ones alone, read once.
const std::vector<Catalogue>& built_in_catalogues();
/// The version of a catalogue that holds on a day; the newest of them. nullptr: none does.
const Catalogue* find_catalogue(const std::vector<Catalogue>& all, std::string_view id, Date on);

}  // namespace gordion::conformity
