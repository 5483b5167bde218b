// SPDX-License-Identifier: EUPL-1.2
// Where staff of a body say what holds for a service there.
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/steering/municipality_view.hpp"
#include "web/steering/steering_pages.hpp"

namespace gordion::web {
namespace {

using app::OwnService;
using app::OwnServices;
using formats::Json;

constexpr std::string_view base = "/backoffice/leistungen/";

std::string word(const Exchange& exchange, const std::string& name) {
    return exchange.text("steering_municipality." + name);
}

template <typename Enum, std::size_t count>
Json options(const Exchange& exchange, const std::string& group,
             const std::array<Enum, count>& values, std::string_view chosen) {
    Json list = Json::array();
    for (const Enum value : values) {
        std::string name;
        if constexpr (std::is_same_v<Enum, app::OfferedHow>) {
            name = app::to_string(value);
        } else {
            name = planning::to_string(value);
        }
        list.push(Json::object({{"value", name},
                                {"label", word(exchange, group + "_" + name)},
                                {"is_chosen", name == chosen}}));
    }
    return list;
}

constexpr std::array duties{planning::Duty::Applies, planning::Duty::Elsewhere,
                            planning::Duty::Unclear};
constexpr std::array bases{planning::DutyBasis::FederalLaw, planning::DutyBasis::LandLaw,
                           planning::DutyBasis::OwnStatute, planning::DutyBasis::Recommendation};
constexpr std::array ways{planning::OfferWay::External, planning::OfferWay::FormOnly,
                          planning::OfferWay::Nothing};
constexpr std::array bodies{planning::RoleBody::Own,        planning::RoleBody::Verband,
                            planning::RoleBody::Kreis,      planning::RoleBody::Land,
                            planning::RoleBody::SharedTeam, planning::RoleBody::Private};

// What was typed comes before what holds, so that nothing is lost where it is refused.
std::string typed_or(const Exchange& exchange, const char* field, std::string held) {
    const bool was_posted = exchange.request.method == http::Method::Post;
    return was_posted ? std::string(exchange.posted(field)) : std::move(held);
}

Json forms_json(const Exchange& exchange, const OwnService& service) {
    const planning::ServiceStatements none;
    const planning::ServiceStatements& said =
        service.statements == nullptr ? none : *service.statements;
    const planning::Obligation& about = service.obligation;
    const auto basis = about.basis ? std::string(planning::to_string(*about.basis)) : std::string();
    Json data = Json::object();
    data.set("duties",
             options(exchange, "duty", duties,
                     typed_or(exchange, "duty", std::string(planning::to_string(about.duty)))));
    data.set("bases", options(exchange, "basis", bases, typed_or(exchange, "basis", basis)));
    data.set("reason", typed_or(exchange, "reason", said.duty ? said.duty->what.reason : ""));
    data.set("is_decided", said.duty.has_value());
    data.set("ways",
             options(exchange, "how", ways,
                     typed_or(exchange, "way",
                              said.offer ? std::string(planning::to_string(said.offer->what.way))
                                         : "")));
    data.set("url", typed_or(exchange, "url", said.offer ? said.offer->what.url : ""));
    data.set("level",
             typed_or(exchange, "level",
                      said.offer && said.offer->what.level ? std::to_string(*said.offer->what.level)
                                                           : ""));
    data.set("is_offered", said.offer.has_value());
    data.set("roles", options(exchange, "role", planning::task_roles, exchange.posted("role")));
    data.set("bodies", options(exchange, "body", bodies, exchange.posted("body")));
    data.set("name", exchange.posted("name"));
    data.set("ground", exchange.posted("ground"));
    return data;
}

Result<http::Response> show_form(Exchange& exchange, const std::vector<FieldError>& errors) {
    const auto own = TRY(app::load_own_service(exchange.in, exchange.staff->account.tenant.value,
                                               exchange.path("key"), exchange.in.clock.today()));
    const OwnService& service = own->services.front();
    Json data = forms_json(exchange, service);
    data.set("errors", error_summary(exchange, errors).markup());
    data.set("about", TRY(render_own_service(exchange, *own, service)).markup());
    data.set("address", std::string(base) + service.obligation.service->key.digits);
    data.set("csrf", exchange.csrf());
    Page page;
    page.title = service.obligation.service->name;
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/leistungen";
    page.has_errors = !errors.empty();
    page.status = errors.empty() ? 200 : 422;
    page.body = exchange.site.render("steering/statement_form", data, exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_statements(Exchange& exchange) {
    return show_form(exchange, {});
}

// What the form says; nothing where a choice is none of its words.
std::optional<planning::Statement> posted_statement(const Exchange& exchange) {
    const std::string_view what = exchange.posted("what");
    if (what == "duty") {
        const auto duty = planning::find_duty(exchange.posted("duty"));
        const auto basis = planning::find_duty_basis(exchange.posted("basis"));
        return duty ? std::optional<planning::Statement>(planning::DutyStatement{
                          *duty, *duty == planning::Duty::Applies ? basis : std::nullopt,
                          std::string(exchange.posted("reason"))})
                    : std::nullopt;
    }
    if (what == "offer") {
        const auto way = planning::find_offer_way(exchange.posted("way"));
        const std::string_view level = exchange.posted("level");
        const bool is_digit = level.size() == 1 && level[0] >= '0' && level[0] <= '9';
        // What is no digit is refused as a level that does not exist.
        const std::optional<int> number =
            level.empty() ? std::nullopt : std::optional(is_digit ? level[0] - '0' : -1);
        return way ? std::optional<planning::Statement>(planning::OfferStatement{
                         *way, std::string(exchange.posted("url")), number})
                   : std::nullopt;
    }
    const auto role = planning::find_task_role(exchange.posted("role"));
    const auto body = planning::find_role_body(exchange.posted("body"));
    return what == "role" && role && body
               ? std::optional<planning::Statement>(
                     planning::RoleStatement{*role, *body, std::string(exchange.posted("name")),
                                             std::string(exchange.posted("ground"))})
               : std::nullopt;
}

Result<http::Response> save_statement(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "planning.state");
    const std::string& key = exchange.path("key");
    const std::string& by = exchange.staff->account.display_name;
    if (const std::string_view subject = exchange.posted("take_back"); !subject.empty()) {
        TRY(exchange.in.statements.take_back(scope, key, subject.substr(0, 40), by));
        return http::Response::redirect(std::string(base) + url_part(key));
    }
    const auto statement = posted_statement(exchange);
    if (!statement) {
        return show_form(exchange, {{"", word(exchange, "choose")}});
    }
    auto stated = exchange.in.statements.state(scope, key, *statement, by);
    if (!stated && stated.error().kind == ErrorKind::Invalid) {
        return show_form(exchange, {{stated.error().place,
                                     exchange.text(stated.error().code, stated.error().values)}});
    }
    if (!stated) {
        return stated.take_error();
    }
    return http::Response::redirect(std::string(base) + url_part(key));
}

}  // namespace

std::vector<Endpoint> statement_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/backoffice/leistungen/{key}", Access::Staff, identity::Role::Administrator,
         show_statements},
        {Method::Post, "/backoffice/leistungen/{key}", Access::Staff, identity::Role::Administrator,
         save_statement},
    };
}

}  // namespace gordion::web
