// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/verb.hpp"

namespace gordion::cli {

/// The main job end to end, as a stranger would do it, over HTTP: a citizen of Gröde finds the
/// service, fills in the form and submits; the team of Amt Pellworm asks a question, the citizen
/// answers, the team decides; the citizen downloads the Bescheid; the audit chains are proved. Each
/// step is printed. Writes report.json and Bescheid.pdf into the data folder. Exit::Done only if
/// all of it happened.
Result<Exit> walk_demo_journey(Call& call, app::Modules& in);

}  // namespace gordion::cli
