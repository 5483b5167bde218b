// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/modules.hpp"

namespace gordion::app {

/// A line of "Meine Vorgänge": a draft that opens from here, or a submission, which takes its code
/// (docs/decisions/0021 says why).
struct OwnMatter {
    std::string entry;
    std::string number;
    std::string service_name;
    std::string place_name;
    Instant at;                      ///< last change of a draft, arrival of a submission
    std::optional<Date> expires_on;  ///< draft
    std::optional<delivery::SubmissionState> state;  ///< submission
    [[nodiscard]] bool is_draft() const { return !state.has_value(); }
};

/// What the account began and handed over, newest first. Entries whose matter is gone are removed.
Result<std::vector<OwnMatter>> list_own_matters(Modules& in, const identity::UserAccount& account,
                                                std::string_view language);

/// A session's token for a draft of the list. Error code: app.own_matter_missing (NotFound: gone,
/// no draft, or of another account).
Result<std::string> open_own_draft(Modules& in, const identity::UserAccount& account,
                                   std::string_view entry);

/// A draft is deleted with its uploads; a submission leaves the list, stays with the authority and
/// opens with its code. Nothing happens to an entry of another account.
Result<void> remove_own_matter(Modules& in, const identity::UserAccount& account,
                               std::string_view entry);

}  // namespace gordion::app
