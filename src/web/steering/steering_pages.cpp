// SPDX-License-Identifier: EUPL-1.2
#include "web/steering/steering_pages.hpp"

#include "core/text.hpp"

namespace gordion::web {

std::vector<Endpoint> steering_endpoints() {
    std::vector<Endpoint> all;
    for (auto& family : {conformity_endpoints(), declaration_endpoints(), municipality_endpoints(),
                         statement_endpoints(), cost_endpoints()}) {
        all.insert(all.end(), family.begin(), family.end());
    }
    return all;
}

Result<planning::Body> find_named_body(const app::Reference& reference, std::string_view text) {
    const std::string typed(trim(text));
    const regions::Directory& directory = *reference.directory;
    if (regions::is_ars(typed) && directory.find(typed) != nullptr) {
        return planning::find_body(directory, typed);
    }
    const auto hits = directory.search(typed, 1);
    if (hits.empty()) {
        return Error{ErrorKind::NotFound,
                     "planning.body_unknown",
                     "",
                     {{"text", std::string(first_characters(typed, 60))}},
                     "no body has this number or name"};
    }
    return planning::find_body(directory, hits.front().region->ars);
}

}  // namespace gordion::web
