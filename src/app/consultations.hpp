// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/modules.hpp"

namespace gordion::app {

struct CaseView;
struct DecisionWish;

/// A [[consultation]] of the package over one case: whom the authority may ask, and whether it
/// must.
struct ShownConsultation {
    const reuse::ConsultationDeclaration* declared = nullptr;  ///< lives as long as the package
    bool applies = false;                          ///< what the package says under `when`
    std::optional<routing::Destination> receiver;  ///< none: nobody is registered for the place
    std::vector<std::string> fields;               ///< labels of what goes along; empty: everything
    bool is_open = false;                          ///< asked, and not answered yet
};

/// Every consultation of the package. Error codes: those of fim::Logic, routing and the storage.
Result<std::vector<ShownConsultation>> list_consultations(Modules& in, const CaseView& view);

struct ConsultationWish {
    std::string id;        ///< of the package's [[consultation]]
    std::string question;  ///< what the other authority is asked
    std::int64_t revision = 0;
};

/// Hands the declared part of the Fachdaten, with its files and the question, to the other
/// authority, as a case of its own there. Error codes: app.consultation_unknown (Invalid: the
/// package does not declare it), app.consultation_receiver_missing (Conflict), those of
/// BackOffice::begin_consultation and HandoverDesk::consult.
Result<void> ask_consultation(Modules& in, const Scope& scope, const CaseView& view,
                              const ConsultationWish& wish);

/// What must be known before something is granted: a consultation that the package requires here is
/// answered, or its Frist has passed; where nobody is registered to be asked, the reason says how
/// the statement was obtained. Error codes: app.consultation_missing, app.consultation_by_hand
/// (Conflict, value label).
Result<void> require_consultations(const CaseView& view, const DecisionWish& wish);

}  // namespace gordion::app
