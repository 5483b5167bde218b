// SPDX-License-Identifier: EUPL-1.2
#include "web/components/receivers/receivers.hpp"

#include "core/text.hpp"

namespace gordion::web {

using formats::Json;

Html receivers(const Exchange& exchange, const std::vector<app::ShownCopy>& copies) {
    Json list = Json::array();
    for (const app::ShownCopy& copy : copies) {
        const std::string state =
            copy.state
                ? exchange.text("receivers.state_" + std::string(delivery::to_string(*copy.state)))
                : "";
        list.push(Json::object({{"label", copy.label},
                                {"name", copy.name},
                                {"is_other_name", copy.name != copy.label},
                                {"fields", join(copy.fields, ", ")},
                                {"legal_ground", copy.legal_ground},
                                {"is_missing", copy.name.empty()},
                                {"state", state}}));
    }
    return exchange.site.render(
        "components/receivers/receivers",
        Json::object({{"has_receivers", !copies.empty()}, {"receivers", std::move(list)}}),
        exchange.language);
}

}  // namespace gordion::web
