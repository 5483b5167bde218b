// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "web/page.hpp"
#include "web/sandbox/sandbox_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using http::Method;

constexpr std::size_t newest = 10;
constexpr std::size_t page_calls = 100;

http::Response show(const SandboxParts& in, const Visit& visit, std::string title,
                    const std::string& name, const Json& data, std::string back_url = {}) {
    Page page;
    page.title = std::move(title);
    page.frame = Frame::Sandbox;
    page.back_url = std::move(back_url);
    page.body = in.site->render("sandbox/" + name, data, visit.language);
    return show_page(visit, page);
}

Json options(const Visit& visit, const std::vector<std::string_view>& names,
             const std::string& group) {
    Json list = Json::array();
    for (const std::string_view name : names) {
        list.push(Json::object(
            {{"value", name},
             {"text", visit.text("sandbox_pages." + group + "." + std::string(name))}}));
    }
    return list;
}

Json view_clients(const SandboxParts& in, const Visit& visit) {
    Json list = Json::array();
    for (const sandbox::PlannedClient& client : in.plan.offered_clients()) {
        list.push(Json::object({{"role", visit.text("sandbox_pages.role." + client.role)},
                                {"id", client.id},
                                {"secret", client.secret}}));
    }
    return list;
}

Json view_destinations(const SandboxParts& in, const Visit& visit) {
    Json list = Json::array();
    for (const sandbox::PlannedDestination& planned : in.plan.destinations) {
        const auto& service = planned.destination.services.front();
        list.push(Json::object(
            {{"id", planned.destination.id},
             {"name", planned.destination.name},
             {"answers",
              visit.text("sandbox_pages.answers." + std::string(to_string(planned.answers)))},
             {"region", join(service.regions, ", ")},
             {"service", service.identifier.substr(service.identifier.rfind(':') + 1)},
             {"services", planned.destination.services.size()}}));
    }
    return list;
}

Json view_switches(const SandboxParts& in) {
    Json list = Json::array();
    for (const sandbox::FailureOrder& order : in.switches.list()) {
        list.push(Json::object({{"sentence", order.sentence()},
                                {"failure", to_string(order.failure)},
                                {"destination", order.destination_id}}));
    }
    return list;
}

Result<Json> view_recordings(SandboxParts& in) {
    Json list = Json::array();
    for (const sandbox::Recording& recording :
         TRY(in.recordings.list(system_scope("sandbox.record")))) {
        list.push(Json::object(
            {{"id", recording.id},
             {"name", recording.name},
             {"begun", recording.begun_at.to_german()},
             {"ended", recording.ended_at ? recording.ended_at->to_german() : std::string()}}));
    }
    return list;
}

Result<http::Response> show_start(SandboxParts& in, const Visit& visit) {
    zustelldienst::TraceFilter filter;
    filter.limit = newest;
    const auto calls = TRY(in.traces->list_calls(system_scope("sandbox.trace"), filter));
    const std::string& origin = in.config.public_url;
    Json addresses = Json::array();
    for (const auto& [name, path] :
         {std::pair("token", "/token"), std::pair("submission", "/submission-api"),
          std::pair("destination", "/destination-api"), std::pair("routing", "/routing-api")}) {
        addresses.push(
            Json::object({{"name", visit.text("sandbox_pages.address." + std::string(name))},
                          {"url", origin + path}}));
    }
    const Json switches = view_switches(in);
    const Json recordings = TRY(view_recordings(in));
    Json data = Json::object({{"origin", origin},
                              {"addresses", std::move(addresses)},
                              {"clients", view_clients(in, visit)},
                              {"destinations", view_destinations(in, visit)},
                              {"failures", options(visit, sandbox::failure_names(), "failure")},
                              {"kinds", options(visit, sandbox::call_kind_names(), "kind")},
                              {"has_calls", !calls.empty()},
                              {"calls", view_calls(in, calls)}});
    data.set("has_switches", switches.size() > 0);
    data.set("switches", switches);
    data.set("has_recordings", recordings.size() > 0);
    data.set("recordings", recordings);
    return show(in, visit, visit.text("sandbox_pages.title"), "start", data);
}

Result<http::Response> show_calls(SandboxParts& in, const Visit& visit) {
    zustelldienst::TraceFilter filter;
    filter.only_failed = visit.query("nur") == "fehler";
    filter.limit = page_calls;
    const std::string_view from = visit.query("ab");
    constexpr std::size_t most_digits = 6;
    if (is_digits(from) && from.size() <= most_digits) {
        filter.offset = std::stoul(std::string(from));
    }
    const auto calls = TRY(in.traces->list_calls(system_scope("sandbox.trace"), filter));
    const std::string only = filter.only_failed ? "nur=fehler&" : "";
    Json data = Json::object({{"only_failed", filter.only_failed},
                              {"has_calls", !calls.empty()},
                              {"calls", view_calls(in, calls)},
                              {"dropped", in.traces->dropped()}});
    data.set("older_url",
             calls.size() < page_calls
                 ? std::string()
                 : "/sandbox/aufrufe?" + only + "ab=" + std::to_string(filter.offset + page_calls));
    return show(in, visit, visit.text("sandbox_pages.calls"), "calls", data, "/");
}

Result<http::Response> show_story(SandboxParts& in, const Visit& visit, const std::string& id) {
    const SandboxStory story = TRY(load_sandbox_story(in, id));
    const std::string about =
        visit.text("sandbox_pages.about." + std::string(to_string(story.calls.about)));
    const Json picture = view_picture(in, story.calls.calls);
    const auto part = [&](const char* name, const Json& shown) {
        return in.site->render(name, shown, visit.language).markup();
    };
    Json data = Json::object({{"about", about},
                              {"id", story.calls.id},
                              {"case", story.calls.case_id},
                              {"is_complete", story.calls.is_complete},
                              {"has_events", !story.events.empty()}});
    data.set("picture", picture.is_object() ? part("sandbox/picture", picture) : std::string());
    data.set("event_list",
             part("sandbox/event_list", Json::object({{"events", view_events(in, story.events)}})));
    data.set("call_list", part("sandbox/call_list",
                               Json::object({{"calls", view_calls(in, story.calls.calls)}})));
    return show(in, visit, about + " " + id, "story", data, "/sandbox/aufrufe");
}

// A form says the same as the JSON of a switch; what stays empty has its default.
Result<http::Response> set_switch(SandboxParts& in, const Visit& visit) {
    Json json = Json::object(
        {{"failure", visit.posted("failure")}, {"destination", visit.posted("destination")}});
    if (const std::string_view on = visit.posted("on"); on != "any" && !on.empty()) {
        json.set("on", on);
    }
    constexpr std::size_t most_digits = 7;
    if (const std::string_view calls = visit.posted("calls"); !calls.empty()) {
        const bool is_number = is_digits(calls) && calls.size() <= most_digits;
        json.set("calls", is_number ? Json(std::stol(std::string(calls))) : Json(calls));
    }
    TRY(switch_on(in, TRY(sandbox::read_failure_order(json))));
    return http::Response::redirect("/#schalter");
}

Result<http::Response> clear_switch(SandboxParts& in, const Visit& visit) {
    const auto failure = sandbox::find_failure(visit.posted("failure"));
    if (failure) {
        in.switches.clear(visit.posted("destination"), *failure);
    } else {
        in.switches.clear_all();
    }
    return http::Response::redirect("/#schalter");
}

Result<http::Response> record(SandboxParts& in, const Visit& visit) {
    const Scope scope = system_scope("sandbox.record");
    if (const std::string_view id = visit.posted("ende"); !id.empty()) {
        TRY(in.recordings.end(scope, id));
    } else {
        TRY(in.recordings.begin(scope, std::string(visit.posted("name"))));
    }
    return http::Response::redirect("/#aufzeichnungen");
}

}  // namespace

std::optional<Result<http::Response>> answer_sandbox_page(SandboxParts& in, Visit& visit) {
    const std::string& path = visit.request.path;
    constexpr std::string_view calls = "/sandbox/aufrufe";
    if (visit.request.method == Method::Post) {
        if (is_from_elsewhere(visit.request)) {
            return forged_form();
        }
        auto post = http::parse_form(visit.request);
        if (!post) {
            return post.take_error();
        }
        visit.post = std::move(post).value();
        if (path == "/sandbox/schalter") {
            return set_switch(in, visit);
        }
        if (path == "/sandbox/schalter/aus") {
            return clear_switch(in, visit);
        }
        return path == "/sandbox/aufzeichnungen" ? std::optional(record(in, visit)) : std::nullopt;
    }
    if (visit.request.method != Method::Get && visit.request.method != Method::Head) {
        return std::nullopt;
    }
    if (path == "/" || path == "/sandbox") {
        return show_start(in, visit);
    }
    if (path == calls) {
        const std::string id(visit.query("id"));
        return id.empty() ? show_calls(in, visit)
                          : Result<http::Response>(
                                http::Response::redirect(std::string(calls) + "/" + url_part(id)));
    }
    if (path.starts_with(std::string(calls) + "/")) {
        return show_story(in, visit, path.substr(calls.size() + 1));
    }
    return std::nullopt;
}

}  // namespace gordion::web
