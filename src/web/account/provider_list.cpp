// SPDX-License-Identifier: EUPL-1.2
#include "web/account/provider_list.hpp"

#include <algorithm>

#include "web/page.hpp"

namespace gordion::web {

using formats::Json;

std::string sign_in_url(std::string_view provider, identity::TrustLevel level,
                        std::string_view back) {
    return "/anmelden/bei/" + url_part(provider) + "?niveau=" + to_text(level) +
           "&zurueck=" + url_part(back);
}

std::string level_text(const Exchange& exchange, identity::TrustLevel level) {
    return exchange.text("trust_level.l" + to_text(level));
}

Html provider_list(const Exchange& exchange, const ProviderWish& wish) {
    Json providers = Json::array();
    for (const auto& provider : exchange.in.account_providers) {
        const identity::ProviderSettings& settings = provider->settings();
        const std::string kind(to_string(settings.kind));
        const bool fits = settings.highest_level() >= wish.level &&
                          std::find(wish.kinds.begin(), wish.kinds.end(), kind) != wish.kinds.end();
        if (fits) {
            providers.push(
                Json::object({{"title", settings.title},
                              {"kind", exchange.text("account.kind_" + kind)},
                              {"is_demo", settings.is_demo()},
                              {"url", sign_in_url(settings.id, wish.level, wish.back)}}));
        }
    }
    const bool has_any = providers.size() > 0;
    return exchange.site.render(
        "account/provider_list",
        Json::object({{"providers", std::move(providers)}, {"has_any", has_any}}),
        exchange.language);
}

}  // namespace gordion::web
