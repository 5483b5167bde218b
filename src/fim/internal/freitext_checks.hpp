// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fim/internal/freitext_elements.hpp"

/// How people are told that something does not hold.
namespace gordion::fim::internal {

struct CheckKind {
    std::string code;                   ///< "forms.rule.at_least_one"
    std::vector<std::string> elements;  ///< paths; the message names their labels
    std::vector<std::pair<std::string, std::string>> values;
};

CheckKind kind_of_check(const RegelElements::Index& index, const RegelCondition& holds);

/// The field at which the finding stands: the first that the condition speaks about, of a group its
/// first field. "" if none is resolved.
std::string place_of_check(const RegelElements::Index& index, const RegelCondition& holds);

}  // namespace gordion::fim::internal
