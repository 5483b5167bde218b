// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/checks.hpp"

namespace gordion::zustelldienst {

void CheckList::on_check(std::string_view name, CheckOutcome outcome, std::string_view sentence,
                         const Values& values) {
    checks_.push_back({std::string(name), outcome, std::string(sentence), values});
}

}  // namespace gordion::zustelldienst
