// SPDX-License-Identifier: EUPL-1.2
// The life of an adoption as its administration sees it: what happened, what a version changes,
// and what it decides: go on, go back, stay, leave.
#include <set>

#include "app/joining.hpp"
#include "reuse/succession.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string life_url(std::string_view package) {
    return "/backoffice/angebote/" + url_part(package) + "/verlauf";
}

// One line of the history, whatever table it comes from.
struct Entry {
    Instant at;
    std::string what;
    std::string details;
    std::string by;
};

Entry step_entry(const Exchange& exchange, const reuse::Adoption& step) {
    const bool by_provider =
        step.cause == reuse::AdoptionCause::Rollout || step.cause == reuse::AdoptionCause::Rollback;
    return {step.adopted_at,
            exchange.text("life.cause_" + std::string(reuse::to_string(step.cause)),
                          {{"version", step.version}}),
            exchange.text("life.valid_from", {{"date", step.valid_from.to_german()}}),
            by_provider ? exchange.text("life.by_provider")
                        : actor_text(exchange, step.tenant, step.adopted_by)};
}

Entry pin_entry(const Exchange& exchange, const reuse::Pin& pin) {
    return {pin.pinned_at,
            exchange.text(pin.version.empty() ? "life.unpinned" : "life.pinned",
                          {{"version", pin.version}}),
            pin.reason +
                (pin.until ? " " + exchange.text("life.until", {{"date", pin.until->to_german()}})
                           : ""),
            actor_text(exchange, pin.tenant, pin.pinned_by)};
}

std::optional<Entry> result_entry(const Exchange& exchange, const reuse::RolloutResult& result) {
    const bool is_step = result.outcome == reuse::RolloutOutcome::Moved ||
                         result.outcome == reuse::RolloutOutcome::Returned;
    if (is_step) {
        return std::nullopt;  // Stands there as a step already.
    }
    std::string reasons;
    for (const Finding& reason : result.reasons) {
        reasons += (reasons.empty() ? "" : " ") + reason_text(exchange, reason);
    }
    return Entry{result.judged_at,
                 exchange.text("life.outcome_" + std::string(reuse::to_string(result.outcome)),
                               {{"version", result.from_version}}),
                 reasons, exchange.text("life.by_provider")};
}

Result<Json> history_json(Exchange& exchange, const reuse::AdoptionLife& life,
                          std::string_view package) {
    std::vector<Entry> entries;
    for (const reuse::Adoption& step : life.steps) {
        entries.push_back(step_entry(exchange, step));
    }
    for (const reuse::Pin& pin : life.pins) {
        entries.push_back(pin_entry(exchange, pin));
    }
    for (const reuse::RolloutResult& result :
         TRY(exchange.in.rollouts.list_results(exchange.staff->account.tenant, package))) {
        if (std::optional<Entry> entry = result_entry(exchange, result)) {
            entries.push_back(std::move(*entry));
        }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& left, const Entry& right) { return left.at > right.at; });
    Json list = Json::array();
    for (const Entry& entry : entries) {
        list.push(Json::object({{"at", entry.at.to_german()},
                                {"what", entry.what},
                                {"details", entry.details},
                                {"by", entry.by}}));
    }
    return list;
}

// Every version but the one in use, newest first.
Result<Json> versions_json(Exchange& exchange, const reuse::AdoptionLife& life,
                           std::string_view package) {
    const Scope scope = identity::scope_of(*exchange.staff, "offer.read");
    Json list = Json::array();
    for (const reuse::Offer& offer : TRY(exchange.in.reuse.list_offers(scope))) {
        const bool is_other = !life.current || life.current->version != offer.version;
        if (offer.package_id == package && is_other) {
            list.push(Json::object({{"version", offer.version},
                                    {"chosen", exchange.posted("version") == offer.version}}));
        }
    }
    return list;
}

Result<http::Response> show_life_page(Exchange& exchange, const std::vector<FieldError>& errors) {
    const std::string& package = exchange.path("package");
    const TenantId& tenant = exchange.staff->account.tenant;
    const Date today = exchange.in.clock.today();
    const auto life = TRY(exchange.in.reuse.view_adoption(tenant, package, today));
    const auto newest = TRY(load_offered(exchange, package));
    Json versions = TRY(versions_json(exchange, life, package));
    const bool has_versions = versions.size() > 0;
    const std::string current = life.current ? life.current->version : "";
    Page page;
    page.title = exchange.text(
        "life.title", {{"title", std::string(reuse::in_language(newest->service().title, "de"))}});
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote/" + url_part(package);
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    Json history = TRY(history_json(exchange, life, package));
    page.body = exchange.site.render(
        "staff/adoption_life",
        Json::object(
            {{"errors", error_summary(exchange, errors).markup()},
             {"title", page.title},
             {"current", current},
             {"since", life.current ? life.current->valid_from.to_german() : ""},
             {"planned", life.planned ? life_planned_text(exchange, *life.planned) : ""},
             {"pin", life.pin ? life.pin->reason : ""},
             {"pin_until", life.pin && life.pin->until ? life.pin->until->to_german() : ""},
             {"history", std::move(history)},
             {"versions", std::move(versions)},
             {"has_versions", has_versions},
             {"today", today.to_german()},
             {"reason", exchange.posted("reason")},
             {"until", exchange.posted("until")},
             {"url", "/backoffice/angebote/" + url_part(package)},
             {"csrf", exchange.csrf()}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_life(Exchange& exchange) {
    return show_life_page(exchange, {});
}

// Back to the history, or the page again with what is wrong.
Result<http::Response> answer(Exchange& exchange, const Result<void>& done) {
    if (done) {
        return http::Response::redirect(life_url(exchange.path("package")));
    }
    const Error& error = done.error();
    if (error.kind != ErrorKind::Invalid && error.kind != ErrorKind::Conflict) {
        return error;
    }
    return show_life_page(exchange, {{error.place.empty() ? "version" : error.place,
                                      exchange.site.texts().error_text(exchange.language, error)}});
}

Result<http::Response> change_version(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "adoption.change");
    const auto from = posted_day(exchange, "from");
    if (!from) {
        return answer(exchange, from.error());
    }
    const Date today = exchange.in.clock.today();
    const auto joined = TRY(app::join_offer(
        exchange.in, scope,
        {scope.tenant, exchange.path("package"), std::string(exchange.posted("version")),
         std::max(from.value().value_or(today), today)}));
    if (joined.value) {
        return http::Response::redirect(life_url(exchange.path("package")));
    }
    std::vector<FieldError> errors;
    for (const Finding& finding : joined.findings) {
        errors.push_back({"version", reason_text(exchange, finding)});
    }
    return show_life_page(exchange, errors);
}

Result<void> pin_as_posted(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "adoption.pin");
    const auto until = TRY(posted_day(exchange, "until"));
    TRY(exchange.in.reuse.pin_version(
        scope, {scope.tenant, exchange.path("package"), std::string(exchange.posted("version")),
                until, std::string(exchange.posted("reason"))}));
    return {};
}

Result<http::Response> pin(Exchange& exchange) {
    return answer(exchange, pin_as_posted(exchange));
}

Result<http::Response> unpin(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "adoption.pin");
    return answer(exchange,
                  exchange.in.reuse.unpin_version(scope, scope.tenant, exchange.path("package")));
}

Result<void> end_as_posted(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "adoption.end");
    const auto from = TRY(posted_day(exchange, "end_from"));
    TRY(exchange.in.reuse.end_adoption(scope, scope.tenant, exchange.path("package"),
                                       from.value_or(exchange.in.clock.today())));
    return {};
}

Result<http::Response> end(Exchange& exchange) {
    return answer(exchange, end_as_posted(exchange));
}

Result<http::Response> show_changes(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    TRY(load_offered(exchange, package));
    const auto life = TRY(exchange.in.reuse.view_adoption(exchange.staff->account.tenant, package,
                                                          exchange.in.clock.today()));
    const auto to =
        TRY(exchange.in.reuse.load_package(package, std::string(exchange.query("bis"))));
    std::string from(exchange.query("von"));
    reuse::Succession succession(exchange.in.reuse);
    if (from.empty()) {
        from = life.current ? life.current->version
                            : TRY(succession.find_previous(package, to->service().version));
    }
    const auto changes = TRY(succession.diff_versions(package, from, to->service().version));
    Page page;
    page.title = exchange.text(
        "diff.title", {{"title", std::string(reuse::in_language(to->service().title, "de"))}});
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote/" + url_part(package);
    page.body = show_changes_body(exchange, page.title, {from, to->service().version}, changes);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> adoption_endpoints() {
    using http::Method;
    constexpr auto administrator = identity::Role::Administrator;
    return {
        {Method::Get, "/backoffice/angebote/{package}/verlauf", Access::Staff, administrator,
         show_life},
        {Method::Get, "/backoffice/angebote/{package}/aenderungen", Access::Staff, administrator,
         show_changes},
        {Method::Post, "/backoffice/angebote/{package}/wechseln", Access::Staff, administrator,
         change_version},
        {Method::Post, "/backoffice/angebote/{package}/festlegen", Access::Staff, administrator,
         pin},
        {Method::Post, "/backoffice/angebote/{package}/loesen", Access::Staff, administrator,
         unpin},
        {Method::Post, "/backoffice/angebote/{package}/beenden", Access::Staff, administrator, end},
    };
}

}  // namespace gordion::web
