// SPDX-License-Identifier: EUPL-1.2
// Maturity of the own services: what the running system proves, what people answer, and the words
// of criteria that a rule file does not have.
#include "web/steering/maturity_pages.hpp"

#include <algorithm>

#include "app/maturity.hpp"
#include "core/text.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/package_view.hpp"

namespace gordion::web {
namespace {

using conformity::Criterion;
using conformity::CriterionResult;
using formats::Json;

constexpr std::string_view base = "/backoffice/reifegrad";

Scope own_scope(const Exchange& exchange, std::string_view purpose) {
    return identity::scope_of(*exchange.staff, purpose);
}

std::string assessment_url(const planning::AssessmentName& name) {
    return std::string(base) + "/" + url_part(name.service) + "/" + url_part(name.version);
}

std::string criterion_url(const planning::AssessmentName& name, std::string_view criterion) {
    return assessment_url(name) + "/" + url_part(criterion);
}

Result<std::unique_ptr<const app::Assessment>> load_own(Exchange& exchange) {
    const Scope scope = own_scope(exchange, "maturity.read");
    return app::assess(exchange.in, scope,
                       {scope.tenant, exchange.path("service"), exchange.path("version")});
}

std::string level_text(const conformity::MaturityModel& model, int level) {
    const conformity::MaturityLevel& known = model.levels[static_cast<std::size_t>(level)];
    return std::to_string(level) + " – " + known.name;
}

std::string result_text(const Visit& visit, const app::Assessment& assessment) {
    return visit.text(assessment.result.is_complete ? "maturity.result" : "maturity.result_open",
                      {{"level", level_text(assessment.model, assessment.result.level)},
                       {"open", std::to_string(assessment.result.open.size())}});
}

Result<http::Response> show_services(Exchange& exchange) {
    const Scope scope = own_scope(exchange, "maturity.read");
    Json services = Json::array();
    const auto& models = conformity::built_in_maturity_models();
    const auto book = TRY(app::EvidenceBook::open(exchange.in));
    for (const std::string& service :
         TRY(app::assessable_services(exchange.in, scope, scope.tenant))) {
        Json links = Json::array();
        std::string title = service;
        for (const conformity::MaturityModel& model : models) {
            const auto assessment =
                app::assess(exchange.in, *book, scope, {scope.tenant, service, model.version});
            if (!assessment) {
                continue;  // The catalogue lost the service; its answers stay.
            }
            title = assessment.value()->title;
            links.push(Json::object({{"url", assessment_url(assessment.value()->name)},
                                     {"name", model.title},
                                     {"result", result_text(exchange, *assessment.value())}}));
        }
        services.push(
            Json::object({{"title", title}, {"key", service}, {"links", std::move(links)}}));
    }
    Page page;
    page.title = exchange.text("maturity.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render("steering/maturity_list",
                                     Json::object({{"title", page.title},
                                                   {"services", std::move(services)},
                                                   {"csv_url", std::string(base) + ".csv"}}),
                                     exchange.language);
    return show_page(exchange, page);
}

Json criterion_json(const Visit& visit, const app::Assessment& assessment,
                    const CriterionResult& one) {
    const Criterion& criterion = *one.criterion;
    std::string answer = visit.text("maturity.open");
    if (one.level) {
        for (const Criterion::Choice& choice : criterion.choices) {
            answer = choice.level == *one.level ? choice.text : answer;
        }
    }
    return Json::object(
        {{"id", criterion.id},
         {"title", criterion.title},
         {"is_gap", !criterion.is_known},
         {"url", criterion_url(assessment.name, criterion.id)},
         {"answer", answer},
         {"level", one.level ? std::to_string(*one.level) : ""},
         {"how", !one.level      ? ""
                 : one.is_proved ? visit.text("maturity.proved")
                                 : visit.text("maturity.answered")},
         {"is_deciding",
          std::find(assessment.result.deciding.begin(), assessment.result.deciding.end(),
                    criterion.id) != assessment.result.deciding.end()}});
}

Json history_json(const app::Assessment& assessment, std::string_view criterion) {
    Json history = Json::array();
    for (const planning::MaturityAnswer& answer : assessment.history) {
        if (criterion.empty() || answer.criterion == criterion) {
            history.push(
                Json::object({{"at", answer.answered_at.to_german()},
                              {"by", answer.answered_by},
                              {"criterion", answer.criterion},
                              {"level", answer.level ? std::to_string(*answer.level) : "–"},
                              {"note", answer.note}}));
        }
    }
    return history;
}

Result<http::Response> show_assessment(Exchange& exchange) {
    const auto assessment = TRY(load_own(exchange));
    Json criteria = Json::array();
    for (const CriterionResult& one : assessment->result.criteria) {
        criteria.push(criterion_json(exchange, *assessment, one));
    }
    Json reached = Json::array();
    for (const conformity::MaturityThreshold* threshold : assessment->result.reached) {
        reached.push(threshold->name);
    }
    Page page;
    page.title = exchange.text("maturity.service_title", {{"service", assessment->title}});
    page.frame = Frame::Staff;
    page.back_url = base;
    page.body = exchange.site.render("steering/maturity",
                                     Json::object({{"title", page.title},
                                                   {"model", assessment->model.title},
                                                   {"source", assessment->model.source},
                                                   {"result", result_text(exchange, *assessment)},
                                                   {"reached", std::move(reached)},
                                                   {"criteria", std::move(criteria)},
                                                   {"history", history_json(*assessment, "")}}),
                                     exchange.language);
    return show_page(exchange, page);
}

Result<const CriterionResult*> find_criterion(const Exchange& exchange,
                                              const app::Assessment& assessment) {
    for (const CriterionResult& one : assessment.result.criteria) {
        if (one.criterion->id == exchange.path("criterion")) {
            return &one;
        }
    }
    return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such criterion."};
}

Json choices_json(const Exchange& exchange, const CriterionResult& one) {
    Json choices = Json::array();
    for (const Criterion::Choice& choice : one.criterion->choices) {
        const std::string level = std::to_string(choice.level);
        const bool is_chosen = exchange.posted("level").empty() ? one.level == choice.level
                                                                : exchange.posted("level") == level;
        choices.push(
            Json::object({{"level", level}, {"text", choice.text}, {"chosen", is_chosen}}));
    }
    return choices;
}

Result<http::Response> show_criterion_page(Exchange& exchange,
                                           const std::vector<FieldError>& errors) {
    const auto assessment = TRY(load_own(exchange));
    const CriterionResult* one = TRY(find_criterion(exchange, *assessment));
    Page page;
    page.title = one->criterion->title;
    page.frame = Frame::Staff;
    page.back_url = assessment_url(assessment->name);
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "steering/maturity_criterion",
        Json::object({{"errors", error_summary(exchange, errors).markup()},
                      {"csrf", exchange.csrf()},
                      {"id", one->criterion->id},
                      {"title", one->criterion->title},
                      {"service", assessment->title},
                      {"question", one->criterion->question},
                      {"is_gap", !one->criterion->is_known},
                      {"is_proved", one->is_proved},
                      {"choices", choices_json(exchange, *one)},
                      {"level_error", error_at(errors, "level")},
                      {"text_error", error_at(errors, "text")},
                      {"note", exchange.posted("note")},
                      {"text_title", exchange.posted("title")},
                      {"text_question", exchange.posted("question")},
                      {"text_source", exchange.posted("source")},
                      {"url", criterion_url(assessment->name, one->criterion->id)},
                      {"history", history_json(*assessment, one->criterion->id)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_criterion(Exchange& exchange) {
    return show_criterion_page(exchange, {});
}

// To the next criterion that is open after this one, else to the whole.
std::string next_url(const app::Assessment& assessment, std::string_view answered) {
    bool is_after = false;
    for (const CriterionResult& one : assessment.result.criteria) {
        if (is_after && !one.level) {
            return criterion_url(assessment.name, one.criterion->id);
        }
        is_after = is_after || one.criterion->id == answered;
    }
    return assessment_url(assessment.name);
}

Result<http::Response> post_answer(Exchange& exchange) {
    const auto assessment = TRY(load_own(exchange));
    const CriterionResult* one = TRY(find_criterion(exchange, *assessment));
    const std::string_view level = exchange.posted("level");
    planning::MaturityAnswer answer{
        one->criterion->id, std::nullopt, std::string(exchange.posted("note")), "", {}};
    if (level.size() == 1 && is_digits(level)) {
        answer.level = level.front() - '0';
    } else if (level != "none") {
        return show_criterion_page(exchange, {{"level", exchange.text("maturity.level_missing")}});
    }
    Result<void> written = exchange.in.maturity.answer(own_scope(exchange, "maturity.answer"),
                                                       assessment->name, assessment->model, answer);
    if (!written && written.error().kind == ErrorKind::Invalid) {
        return show_criterion_page(
            exchange, {{"level", exchange.site.texts().error_text("de", written.error())}});
    }
    TRY(std::move(written));
    return http::Response::redirect(next_url(*assessment, one->criterion->id));
}

Result<http::Response> post_text(Exchange& exchange) {
    const auto assessment = TRY(load_own(exchange));
    const CriterionResult* one = TRY(find_criterion(exchange, *assessment));
    planning::CriterionText text;
    text.criterion = one->criterion->id;
    text.title = std::string(exchange.posted("title"));
    text.question = std::string(exchange.posted("question"));
    text.source = std::string(exchange.posted("source"));
    for (const Criterion::Choice& choice : one->criterion->choices) {
        const auto words = exchange.posted("text_" + std::to_string(choice.level));
        if (!words.empty()) {
            text.choices[choice.level] = std::string(words);
        }
    }
    const Scope scope = own_scope(exchange, "maturity.text");
    const auto model =
        TRY(app::find_maturity_model(assessment->name.version, exchange.in.clock.today()));
    Result<void> written = exchange.in.maturity.write_text(scope, scope.tenant, model, text);
    if (!written && (written.error().kind == ErrorKind::Invalid ||
                     written.error().kind == ErrorKind::Conflict)) {
        return show_criterion_page(exchange, {{"text", exchange.text("maturity.text_missing")}});
    }
    TRY(std::move(written));
    return http::Response::redirect(criterion_url(assessment->name, one->criterion->id));
}

Result<http::Response> export_csv(Exchange& exchange) {
    const Scope scope = own_scope(exchange, "maturity.read");
    return csv_file("reifegrad.csv", TRY(app::export_answers(exchange.in, scope, scope.tenant)));
}

}  // namespace

std::vector<Endpoint> maturity_endpoints() {
    using http::Method;
    const auto administrator = identity::Role::Administrator;
    return {
        {Method::Get, "/backoffice/reifegrad", Access::Staff, administrator, show_services},
        {Method::Get, "/backoffice/reifegrad.csv", Access::Staff, administrator, export_csv},
        {Method::Get, "/backoffice/reifegrad/{service}/{version}", Access::Staff, administrator,
         show_assessment},
        {Method::Get, "/backoffice/reifegrad/{service}/{version}/{criterion}", Access::Staff,
         administrator, show_criterion},
        {Method::Post, "/backoffice/reifegrad/{service}/{version}/{criterion}", Access::Staff,
         administrator, post_answer},
        {Method::Post, "/backoffice/reifegrad/{service}/{version}/{criterion}/text", Access::Staff,
         administrator, post_text},
    };
}

}  // namespace gordion::web
