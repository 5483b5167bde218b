// SPDX-License-Identifier: EUPL-1.2
#include "web/account/demo_sign_in.hpp"

#include "identity/providers/demo/demo.hpp"
#include "web/account/provider_list.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Result<const identity::ProviderSettings*> find_demo(const Exchange& exchange) {
    const identity::AccountProvider* provider =
        identity::find_provider(exchange.in.account_providers, exchange.path("provider"));
    if (provider == nullptr || provider->settings().protocol != "demo") {
        return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such page."};
    }
    return &provider->settings();
}

}  // namespace

Result<http::Response> show_demo_people(Exchange& exchange) {
    const identity::ProviderSettings* settings = TRY(find_demo(exchange));
    Json people = Json::array();
    for (const identity::DemoPerson& person : identity::demo_people()) {
        if (person.kind == settings->kind) {
            people.push(Json::object({{"id", person.id},
                                      {"name", person.name()},
                                      {"level", level_text(exchange, person.level)}}));
        }
    }
    Page page;
    page.title = settings->title;
    page.body =
        exchange.site.render("account/demo",
                             Json::object({{"title", settings->title},
                                           {"people", std::move(people)},
                                           {"action", "/anmelden/demo/" + url_part(settings->id)},
                                           {"state", exchange.query("state")}}),
                             exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> choose_demo_person(Exchange& exchange) {
    const identity::ProviderSettings* settings = TRY(find_demo(exchange));
    const std::string_view person = exchange.posted("person");
    const std::string answer = person.empty() ? "error=access_denied" : "code=" + url_part(person);
    return http::Response::redirect("/anmelden/zurueck/" + url_part(settings->id) + "?" + answer +
                                    "&state=" + url_part(exchange.posted("state")));
}

}  // namespace gordion::web
