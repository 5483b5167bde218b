// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/copies.hpp"
#include "app/modules.hpp"
#include "app/places.hpp"

namespace gordion::app {

/// A letter as the citizen reads it. PDFs are fetched one by one (load_letter).
struct Letter {
    std::string id;
    delivery::ReplyKind kind = delivery::ReplyKind::Question;
    Instant at;
    std::string text;  ///< of a question or answer
};

/// Everything the status page shows.
struct Matter {
    delivery::Submission submission;
    std::string service_name;
    std::string place_name;
    Authority authority;    ///< competent
    std::string team_name;  ///< who works on it, if it is another administration
    std::vector<delivery::Event> events;
    std::vector<Letter> letters;
    std::vector<ShownCopy> copies;  ///< who else received a part, and where each stands
};

/// With number and code: a session for the status page. Error codes: those of
/// SubmissionStore::open_by_code.
Result<std::string> open_matter(Modules& in, std::string_view number, std::string_view code);
Result<Matter> view_matter(Modules& in, const identity::CitizenSession& session,
                           std::string_view language);

struct LetterFile {
    std::string name;  ///< "Bescheid-010545459-7KX3-9QWM.pdf"
    std::string content_type;
    Sensitive<std::string> bytes;
};
/// Error code: app.letter_missing.
Result<LetterFile> load_letter(Modules& in, const identity::CitizenSession& session,
                               std::string_view letter);
/// The citizen's answer to a question. Error codes: those of BackOffice::record_answer.
Result<void> answer_question(Modules& in, const identity::CitizenSession& session,
                             std::string_view text);

}  // namespace gordion::app
