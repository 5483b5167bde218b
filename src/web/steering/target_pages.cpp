// SPDX-License-Identifier: EUPL-1.2
// Target pictures: what they say, how far an area is and why, and two of them side by side.
#include "web/steering/target_pages.hpp"

#include <cmath>

#include "app/modules.hpp"
#include "app/targets.hpp"
#include "core/text.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/steering/coverage_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using planning::StoredPicture;
using planning::TargetAddressee;

constexpr std::size_t most_places = 20;

std::string picture_url(const planning::TargetPicture& picture) {
    return "/zielbild/" + url_part(picture.id) + "?version=" + url_part(picture.version);
}

// "12,5" or "12", with its unit.
std::string number_text(double value, const std::string& unit) {
    const auto tenths = static_cast<std::int64_t>(std::llround(value * 10));
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) {
        text += "," + std::to_string(std::abs(tenths % 10));
    }
    return text + (unit.empty() ? "" : "\u00a0" + unit);
}

std::string value_text(const Visit& visit, const planning::GoalDistance& distance) {
    const std::string& unit = distance.dimension->unit;
    if (!distance.value) {
        return visit.text("target.value_unknown");
    }
    if (distance.most && *distance.value < *distance.most) {
        return visit.text("coverage.from_to", {{"least", number_text(*distance.value, "")},
                                               {"most", number_text(*distance.most, unit)}});
    }
    return number_text(*distance.value, unit);
}

Json row_json(const Visit& visit, const app::TargetRow& row) {
    const planning::GoalDistance& distance = row.distance;
    const planning::TargetDimension& dimension = *distance.dimension;
    const auto& step = dimension.steps[static_cast<std::size_t>(distance.goal->step) - 1];
    Json reasons = Json::array();
    for (const app::TargetReason& reason : row.reasons) {
        reasons.push(visit.text(reason.code, reason.values));
    }
    const std::string state(planning::to_string(distance.state));
    return Json::object(
        {{"until", distance.goal->until.to_german()},
         {"title", dimension.title},
         {"step", step.name},
         {"goal_text", distance.goal->text},
         {"needed",
          visit.text("target.at_least", {{"value", number_text(distance.needed, dimension.unit)}})},
         {"value", value_text(visit, distance)},
         {"state", visit.text(distance.is_overdue ? "target.state_" + state + "_overdue"
                                                  : "target.state_" + state)},
         {"is_bad", distance.is_overdue},
         {"reasons", std::move(reasons)}});
}

Json dimensions_json(const Visit& visit, const planning::TargetPicture& picture) {
    Json dimensions = Json::array();
    for (const planning::TargetDimension& dimension : picture.dimensions) {
        Json steps = Json::array();
        for (const planning::TargetStep& step : dimension.steps) {
            steps.push(Json::object(
                {{"name", step.name},
                 {"least", visit.text("target.at_least",
                                      {{"value", number_text(step.least, dimension.unit)}})},
                 {"text", step.text}}));
        }
        Json goals = Json::array();
        for (const planning::TargetGoal& goal : dimension.goals) {
            std::vector<std::string> addressees;
            for (const TargetAddressee addressee : goal.addressees) {
                addressees.push_back(
                    visit.text("target.addressee_" + std::string(planning::to_string(addressee))));
            }
            goals.push(Json::object(
                {{"until", goal.until.to_german()},
                 {"step", dimension.steps[static_cast<std::size_t>(goal.step) - 1].name},
                 {"addressees", join(addressees, ", ")},
                 {"text", goal.text}}));
        }
        dimensions.push(Json::object({{"title", dimension.title},
                                      {"text", dimension.text},
                                      {"source", dimension.source},
                                      {"measure", dimension.measure},
                                      {"steps", std::move(steps)},
                                      {"goals", std::move(goals)}}));
    }
    return dimensions;
}

std::string origin_text(const Visit& visit, const StoredPicture& stored) {
    const planning::TargetPicture& picture = stored.picture;
    return visit.text("target.origin", {{"owner", picture.owner},
                                        {"version", picture.version},
                                        {"from", picture.valid_from.to_german()},
                                        {"source", picture.source}});
}

Result<http::Response> show_list(Exchange& exchange) {
    const auto pictures = TRY(exchange.in.targets.list_pictures());
    Json list = Json::array();
    Json choices = Json::array();
    for (const StoredPicture& stored : pictures) {
        list.push(Json::object({{"url", picture_url(stored.picture)},
                                {"title", stored.picture.title},
                                {"origin", origin_text(exchange, stored)}}));
        choices.push(
            Json::object({{"value", stored.picture.id + "@" + stored.picture.version},
                          {"name", stored.picture.title + ", " + stored.picture.version}}));
    }
    Page page;
    page.title = exchange.text("target.list_title");
    page.body = exchange.site.render("steering/target_list",
                                     Json::object({{"title", page.title},
                                                   {"pictures", std::move(list)},
                                                   {"can_compare", pictures.size() > 1},
                                                   {"choices", std::move(choices)}}),
                                     exchange.language);
    return show_page(exchange, page);
}

// Municipalities lead to their administration, which is who has goals.
Json places_json(const Exchange& exchange, const app::Reference& reference,
                 const planning::TargetPicture& picture) {
    Json places = Json::array();
    for (const regions::PlaceHit& hit :
         reference.directory->search(exchange.query("ort"), most_places)) {
        const auto administration = reference.directory->administration_of(hit.region->ars);
        if (administration) {
            places.push(
                Json::object({{"url", picture_url(picture) + "&gebiet=" + administration->id.value},
                              {"name", regions::full_name(*hit.region)},
                              {"administration", administration->name}}));
        }
    }
    return places;
}

app::TargetQuestion asked_question(const Exchange& exchange) {
    app::TargetQuestion question;
    question.picture = exchange.path("picture");
    question.version = std::string(exchange.query("version"));
    question.area = exchange.query("gebiet").empty() ? "00" : std::string(exchange.query("gebiet"));
    question.day = exchange.in.clock.today();
    return question;
}

Result<http::Response> show_picture(Exchange& exchange) {
    const auto report = TRY(app::report_target(exchange.in, asked_question(exchange)));
    const auto reference = TRY(exchange.in.reference());
    Json rows = Json::array();
    for (const app::TargetRow& row : report->rows) {
        rows.push(row_json(exchange, row));
    }
    Json around = Json::array();
    const planning::TargetPicture& picture = report->stored.picture;
    for (const regions::Region* parent : reference->directory->parents(report->area)) {
        if (planning::addressee_of_area(parent->ars)) {
            around.push(Json::object({{"url", picture_url(picture) + "&gebiet=" + parent->ars},
                                      {"name", regions::full_name(*parent)}}));
        }
    }
    Page page;
    page.title = exchange.text("target.title", {{"area", report->name}});
    page.back_url = "/zielbild";
    Json data = Json::object(
        {{"title", page.title},
         {"picture", picture.title},
         {"origin", origin_text(exchange, report->stored)},
         {"rows", std::move(rows)},
         {"day", report->day.to_german()},
         {"around", std::move(around)},
         {"id", picture.id},
         {"version", picture.version},
         {"area", report->area},
         {"ort", exchange.query("ort")},
         {"has_search", !exchange.query("ort").empty()},
         {"places", exchange.query("ort").empty() ? Json::array()
                                                  : places_json(exchange, *reference, picture)},
         {"coverage_url", "/abdeckung/" + report->area},
         {"json_url", "/zielbild/" + url_part(picture.id) + "/abstand.json?version=" +
                          url_part(picture.version) + "&gebiet=" + report->area},
         {"dimensions", dimensions_json(exchange, picture)}});
    page.body = exchange.site.render("steering/target", data, exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> export_distance(Exchange& exchange) {
    const auto report = TRY(app::report_target(exchange.in, asked_question(exchange)));
    return http::Response::bytes(formats::write_json(app::target_as_json(*report)),
                                 "application/json");
}

Result<StoredPicture> find_named(Exchange& exchange, std::string_view member) {
    const std::string text(exchange.query(member));
    const std::size_t at = text.find('@');
    return exchange.in.targets.find_picture(text.substr(0, at),
                                            at == std::string::npos ? "" : text.substr(at + 1));
}

Result<http::Response> show_comparison(Exchange& exchange) {
    const StoredPicture first = TRY(find_named(exchange, "eines"));
    const StoredPicture second = TRY(find_named(exchange, "anderes"));
    Json rows = Json::array();
    for (const planning::TargetDifference& difference :
         planning::compare_pictures(first.picture, second.picture)) {
        rows.push(Json::object(
            {{"title", difference.title},
             {"kind",
              exchange.text("target.kind_" + std::string(planning::to_string(difference.kind)))},
             {"addressee", difference.addressee ? exchange.text("target.addressee_" +
                                                                std::string(planning::to_string(
                                                                    *difference.addressee)))
                                                : ""},
             {"first", difference.first},
             {"second", difference.second}}));
    }
    Page page;
    page.title = exchange.text("target.compare_title");
    page.back_url = "/zielbild";
    page.body = exchange.site.render("steering/target_compare",
                                     Json::object({{"title", page.title},
                                                   {"first", first.picture.title},
                                                   {"second", second.picture.title},
                                                   {"first_origin", origin_text(exchange, first)},
                                                   {"second_origin", origin_text(exchange, second)},
                                                   {"rows", std::move(rows)}}),
                                     exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> target_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/zielbild", Access::Public, {}, show_list},
        {Method::Get, "/zielbild/vergleich", Access::Public, {}, show_comparison},
        {Method::Get, "/zielbild/{picture}", Access::Public, {}, show_picture},
        {Method::Get, "/zielbild/{picture}/abstand.json", Access::Public, {}, export_distance},
    };
}

}  // namespace gordion::web
