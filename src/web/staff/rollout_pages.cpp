// SPDX-License-Identifier: EUPL-1.2
// A rollout: how far it is, who did not come along and why, and what the provider decides.
#include <array>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "web/page.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/package_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using reuse::RolloutState;
using Standing = reuse::RolloutStanding;

constexpr std::array<Standing, 8> standings{
    Standing::Moved, Standing::Already,  Standing::Held,    Standing::Pinned,
    Standing::Kept,  Standing::Returned, Standing::Waiting, Standing::Outside};
constexpr std::size_t listed = 200;

std::string rollout_url(const reuse::Rollout& rollout) {
    return package_url(rollout.package_id) + "/verteilung/" + url_part(rollout.id.value);
}

std::string for_text(const Exchange& exchange, const reuse::Rollout& rollout) {
    return rollout.targets.empty()
               ? exchange.text("rollout.for_share", {{"share", std::to_string(rollout.share())}})
               : exchange.text("rollout.for_targets",
                               {{"count", std::to_string(rollout.targets.size())}});
}

std::string state_text(const Exchange& exchange, RolloutState state) {
    return exchange.text("rollout.state_" + std::string(reuse::to_string(state)));
}

// The path names the rollout of a package of this provider.
Result<reuse::Rollout> load_own(Exchange& exchange) {
    TRY(own_versions(exchange));
    const reuse::Rollout rollout =
        TRY(exchange.in.rollouts.load_rollout({exchange.path("rollout")}));
    if (rollout.package_id != exchange.path("package")) {
        return Error{ErrorKind::NotFound,
                     "reuse.rollout_missing",
                     "",
                     {},
                     "This package has no such rollout."};
    }
    return rollout;
}

Json row_json(const Exchange& exchange, const reuse::RolloutRow& row) {
    return Json::object(
        {{"name", row.contact.name.empty() ? row.tenant.value : row.contact.name},
         {"tenant", row.tenant.value},
         {"version", row.version.empty() ? exchange.text("rollout.ended") : row.version},
         {"standing",
          exchange.text("rollout.standing_" + std::string(reuse::to_string(row.standing)))},
         {"reasons", reasons_json(exchange, row.result ? row.result->reasons : Findings())},
         {"email", row.contact.email},
         {"phone", row.contact.phone},
         {"last", last_set_text(exchange, row.tenant, row.contact)}});
}

Json steps_json(const Exchange& exchange, const reuse::Rollout& rollout) {
    Json list = Json::array();
    for (auto step = rollout.steps.rbegin(); step != rollout.steps.rend(); ++step) {
        list.push(Json::object({{"at", step->taken_at.to_german()},
                                {"state", state_text(exchange, step->state)},
                                {"share", std::to_string(step->share) + " %"},
                                {"by", actor_text(exchange, rollout.provider, step->taken_by)}}));
    }
    return list;
}

Json report_json(const Exchange& exchange, const reuse::RolloutReport& report) {
    const reuse::Rollout& rollout = report.rollout;
    std::vector<BarPart> parts;
    for (const Standing standing : standings) {
        const std::string name(reuse::to_string(standing));
        parts.push_back({name, exchange.text("rollout.standing_" + name), report.count(standing)});
    }
    Json bar = bar_json(parts);
    bar.set("caption", exchange.text("rollout.progress"));
    Json stayed = Json::array();
    for (const reuse::RolloutRow& row : report.rows) {
        const bool is_stayed = row.standing == Standing::Held || row.standing == Standing::Pinned ||
                               row.standing == Standing::Kept;
        if (is_stayed && stayed.size() < listed) {
            stayed.push(row_json(exchange, row));
        }
    }
    const RolloutState state = rollout.state();
    const bool is_resting = state == RolloutState::Paused || state == RolloutState::Finished;
    const bool can_grow = rollout.targets.empty() && rollout.share() < 100 &&
                          (state == RolloutState::Running || state == RolloutState::Finished);
    return Json::object(
        {{"bar", exchange.site.render("staff/bar", bar, exchange.language).markup()},
         {"stayed", std::move(stayed)},
         {"for", for_text(exchange, rollout)},
         {"starts", rollout.starts_on.to_german()},
         {"state", state_text(exchange, state)},
         {"version", rollout.version},
         {"package", rollout.package_id},
         {"share", rollout.share()},
         {"steps", steps_json(exchange, rollout)},
         {"can_pause", reuse::can_follow(state, RolloutState::Paused)},
         {"can_continue", is_resting},
         {"can_stop", reuse::can_follow(state, RolloutState::Stopped)},
         {"can_go_back", reuse::can_follow(state, RolloutState::RollingBack)},
         {"can_grow", can_grow},
         {"is_working", state == RolloutState::Running || state == RolloutState::RollingBack},
         {"url", rollout_url(rollout)},
         {"csrf", exchange.csrf()}});
}

Result<http::Response> show_rollout_page(Exchange& exchange,
                                         const std::vector<FieldError>& errors) {
    const reuse::Rollout rollout = TRY(load_own(exchange));
    const auto report =
        TRY(exchange.in.rollouts.report_rollout(rollout.id, exchange.in.clock.today()));
    Page page;
    page.title = exchange.text("rollout.title", {{"version", rollout.version}});
    page.frame = Frame::Staff;
    page.back_url = package_url(rollout.package_id);
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    Json data = report_json(exchange, report);
    data.set("errors", error_summary(exchange, errors).markup());
    data.set("title", page.title);
    page.body = exchange.site.render("staff/rollout", data, exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_rollout(Exchange& exchange) {
    return show_rollout_page(exchange, {});
}

Result<int> posted_share(const Exchange& exchange) {
    const std::string_view text = exchange.posted("share");
    if (text.empty() || !is_digits(text) || text.size() > 3) {
        return Error{ErrorKind::Invalid,
                     "reuse.rollout_share",
                     "share",
                     {{"min", "1"}, {"max", "100"}},
                     "The share is a number of percent."};
    }
    return std::stoi(std::string(text));
}

Result<reuse::Rollout> start_as_posted(Exchange& exchange) {
    reuse::RolloutWish wish;
    wish.package_id = exchange.path("package");
    wish.version = std::string(exchange.posted("version"));
    wish.share = TRY(posted_share(exchange));
    wish.starts_on = TRY(posted_day(exchange, "from")).value_or(exchange.in.clock.today());
    const std::string targets =
        replace_all(replace_all(std::string(exchange.posted("targets")), "\n", " "), ",", " ");
    for (const std::string& target : split(targets, ' ')) {
        if (!trim(target).empty()) {
            wish.targets.push_back({std::string(trim(target))});
        }
    }
    return exchange.in.rollouts.start_rollout(identity::scope_of(*exchange.staff, "rollout.start"),
                                              wish);
}

std::vector<FieldError> worded(const Exchange& exchange, const Error& error) {
    static constexpr std::array<std::string_view, 3> fields{"share", "targets", "from"};
    const bool is_target = error.code == "reuse.rollout_target";
    const bool is_field = std::find(fields.begin(), fields.end(), error.place) != fields.end();
    const std::string place = is_target                    ? "targets"
                              : error.place == "starts_on" ? "from"
                              : is_field                   ? error.place
                                                           : "version";
    return {{place, exchange.site.texts().error_text(exchange.language, error)}};
}

bool can_be_mended(const Error& error) {
    return error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Conflict;
}

Result<http::Response> start(Exchange& exchange) {
    const auto started = start_as_posted(exchange);
    if (started) {
        exchange.in.jobs.wake();
        return http::Response::redirect(rollout_url(started.value()));
    }
    if (!can_be_mended(started.error())) {
        return started.error();
    }
    return show_package_page(exchange, worded(exchange, started.error()));
}

// The buttons of the page, by the last part of their path.
Result<reuse::Rollout> decide(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "rollout.decide");
    const reuse::RolloutId id{exchange.path("rollout")};
    reuse::Rollouts& rollouts = exchange.in.rollouts;
    const std::string& deed = exchange.path("deed");
    if (deed == "anhalten") {
        return rollouts.pause_rollout(scope, id);
    }
    if (deed == "fortsetzen") {
        return rollouts.continue_rollout(scope, id);
    }
    if (deed == "erweitern") {
        return rollouts.widen_rollout(scope, id, TRY(posted_share(exchange)));
    }
    if (deed == "beenden") {
        return rollouts.stop_rollout(scope, id);
    }
    if (deed == "zuruecknehmen") {
        return rollouts.roll_back(scope, id);
    }
    return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such deed."};
}

Result<http::Response> post_decision(Exchange& exchange) {
    const auto decided = decide(exchange);
    if (decided) {
        exchange.in.jobs.wake();
        return http::Response::redirect(rollout_url(decided.value()));
    }
    if (!can_be_mended(decided.error())) {
        return decided.error();
    }
    return show_rollout_page(exchange, worded(exchange, decided.error()));
}

Result<http::Response> export_rollout(Exchange& exchange) {
    const reuse::Rollout rollout = TRY(load_own(exchange));
    std::string body = formats::write_csv_row(
        {"administration", "standing", "version", "keys", "name", "email", "phone"});
    for (const reuse::RolloutRow& row :
         TRY(exchange.in.rollouts.report_rollout(rollout.id, exchange.in.clock.today())).rows) {
        std::string keys;
        for (const Finding& reason : row.result ? row.result->reasons : Findings()) {
            keys += (keys.empty() ? "" : " ") +
                    (reason.values.empty() ? reason.code : reason.values.front().second);
        }
        body +=
            formats::write_csv_row({row.tenant.value, std::string(reuse::to_string(row.standing)),
                                    row.version, keys, cell_text(row.contact.name),
                                    cell_text(row.contact.email), cell_text(row.contact.phone)});
    }
    return csv_file("verteilung.csv", std::move(body));
}

}  // namespace

Result<Json> rollouts_json(Exchange& exchange, const std::string& package) {
    Json list = Json::array();
    for (const reuse::Rollout& rollout : TRY(exchange.in.rollouts.list_rollouts(package))) {
        list.push(Json::object(
            {{"url", rollout_url(rollout)},
             {"version", rollout.version},
             {"for", for_text(exchange, rollout)},
             {"starts", rollout.starts_on.to_german()},
             {"state", state_text(exchange, rollout.state())},
             {"by", actor_text(exchange, rollout.provider, rollout.steps.front().taken_by)},
             {"begun", rollout.steps.front().taken_at.to_german()}}));
    }
    return list;
}

std::vector<Endpoint> rollout_endpoints() {
    using http::Method;
    constexpr auto provider = identity::Role::Provider;
    return {
        {Method::Post, "/backoffice/pakete/{package}/verteilen", Access::Staff, provider, start},
        {Method::Get, "/backoffice/pakete/{package}/verteilung/{rollout}", Access::Staff, provider,
         show_rollout},
        {Method::Get, "/backoffice/pakete/{package}/verteilung/{rollout}/verteilung.csv",
         Access::Staff, provider, export_rollout},
        {Method::Post, "/backoffice/pakete/{package}/verteilung/{rollout}/{deed}", Access::Staff,
         provider, post_decision},
    };
}

}  // namespace gordion::web
