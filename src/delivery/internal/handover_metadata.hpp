// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "delivery/handover.hpp"
#include "delivery/submission_store.hpp"

namespace gordion::delivery::internal {

/// What one destination gets of a hand-over.
struct Share {
    const std::string& fachdaten;
    std::string schema_uri;
    std::vector<const Enclosure*> enclosures;
    std::string question;            ///< of a consultation
    std::string identity_statement;  ///< only for the authority that decides
};

/// FIT-Connect metadata 2.1.0: contentStructure with the hash over the very bytes that are
/// encrypted (domain/fitconnect-crypto.md, section 4), the identity statement as a data set, the
/// number as the sender's reference. "consultation" is our own: the schema allows further members.
/// What was written as 1.0.0 before has the same members in the same places and is read alike.
formats::Json make_metadata(const Handover& handover, const Share& share,
                            const std::vector<StoredEnclosure>& stored, const Clock& clock,
                            Random& random);

}  // namespace gordion::delivery::internal
