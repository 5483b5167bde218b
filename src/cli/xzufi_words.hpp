// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/verb.hpp"
#include "xzufi/lookup_store.hpp"

/// What the xzufi verbs share: their question, and how answers are worded.
namespace gordion::cli {

/// For --help: the words of all kinds.
std::string_view kinds_text();
/// Error code: cli.kind_unknown.
Result<xzufi::ObjectKind> parse_kind(const std::string& word);

formats::Json instant_json(const std::optional<Instant>& instant);
/// "04.05.2026", or "unknown".
std::string day_text(const std::optional<Instant>& instant);

/// The options --service, --region and --on.
std::vector<Option> question_options();

struct Asked {
    std::shared_ptr<const regions::Directory> directory;
    xzufi::Question question;
};
/// Error codes: services.key_…, core.date_invalid, regions.directory_missing.
Result<Asked> read_question(const Call& call, app::Modules& in);

/// "99 102 013 002 000 in Gröde (010545459039) on 01.06.2026".
std::string question_text(const Asked& asked);

/// "Kreis Nordfriesland (01054), area R1/g-nf", "an area without key, through …", "everywhere".
std::string area_text(const regions::Directory& directory, const xzufi::AreaMatch& area);
formats::Json found_json(const xzufi::Found& found);
/// "od-1 of R1, “Hundesteuer online”, of 04.05.2026".
std::string found_text(const xzufi::Found& found);

}  // namespace gordion::cli
