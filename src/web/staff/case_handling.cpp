// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/case_handling.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "web/staff/case_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::vector<std::string> posted_ids(const Exchange& exchange) {
    std::vector<std::string> ids;
    for (const auto& [name, value] : exchange.post.fields) {
        if (name == "condition") {
            ids.push_back(value);
        }
    }
    return ids;
}

// A page that is shown again keeps what was chosen; at first the package's proposal stands.
bool was_posted(const Exchange& exchange) {
    return !exchange.posted("granted").empty();
}

std::string fill_name(const reuse::ConditionDeclaration& condition, const reuse::FillIn& fill) {
    return "condition-" + condition.id + "-" + fill.key;
}

Json fills_json(const Exchange& exchange, const reuse::ConditionDeclaration& condition,
                const std::vector<FieldError>& errors) {
    Json list = Json::array();
    for (const reuse::FillIn& fill : condition.fills) {
        const std::string name = fill_name(condition, fill);
        list.push(Json::object(
            {{"id", name},
             {"key", fill.key},
             {"label", reuse::in_language(fill.label, "de")},
             {"value", was_posted(exchange) ? std::string(exchange.posted(name)) : fill.fallback},
             {"error", error_at(errors, name)}}));
    }
    return list;
}

Json asked_json(const Exchange& exchange, const app::CaseView& view,
                const cases::ReadConsultation& asked) {
    const cases::Consultation& stored = asked.stored;
    std::string label = stored.receiver_name;
    for (const app::ShownConsultation& one : view.consultations) {
        if (one.declared->id == stored.declared) {
            label = reuse::in_language(one.declared->label, "de");
        }
    }
    const bool overdue = stored.state == cases::ConsultationState::Asked && stored.frist_on &&
                         *stored.frist_on < view.today;
    return Json::object(
        {{"label", label},
         {"name", stored.receiver_name},
         {"is_other_name", label != stored.receiver_name},
         {"state",
          exchange.text("consultation.state_" + std::string(cases::to_string(stored.state)))},
         {"asked_at", stored.asked_at.to_german()},
         {"frist", stored.frist_on ? stored.frist_on->to_german() : ""},
         {"overdue", overdue},
         {"question", asked.question.reveal()},
         {"answered_at", stored.answered_at ? stored.answered_at->to_german() : ""},
         {"stance", asked.opinion ? exchange.text("consultation.stance_" +
                                                  std::string(to_string(asked.opinion->stance)))
                                  : ""},
         {"opinion", asked.opinion ? asked.opinion->text.reveal() : ""}});
}

Json offer_json(const Exchange& exchange, const app::ShownConsultation& one,
                const std::vector<FieldError>& errors) {
    const reuse::ConsultationDeclaration& declared = *one.declared;
    const std::string place = "consultation-" + declared.id;
    const bool posted = exchange.posted("consultation") == declared.id;
    return Json::object(
        {{"id", declared.id},
         {"place", place},
         {"label", reuse::in_language(declared.label, "de")},
         {"name", one.receiver ? one.receiver->name : ""},
         {"is_missing", !one.receiver},
         {"is_needed", declared.required && one.applies},
         {"legal_ground", declared.legal_ground},
         {"fields", join(one.fields, ", ")},
         {"days", declared.frist_days > 0 ? std::to_string(declared.frist_days) : ""},
         {"question",
          posted ? std::string(exchange.posted("consultation_question")) : declared.question},
         {"error", error_at(errors, place)}});
}

}  // namespace

std::vector<app::ConditionWish> posted_conditions(const Exchange& exchange,
                                                  const app::CaseView& view) {
    std::vector<app::ConditionWish> wishes;
    for (const std::string& id : posted_ids(exchange)) {
        app::ConditionWish wish{id, {}};
        for (const reuse::ConditionOffer& offer : view.conditions) {
            if (offer.declared->id != id) {
                continue;
            }
            for (const reuse::FillIn& fill : offer.declared->fills) {
                wish.fills[fill.key] = exchange.posted(fill_name(*offer.declared, fill));
            }
        }
        wishes.push_back(std::move(wish));
    }
    return wishes;
}

Html conditions_field(const Exchange& exchange, const app::CaseView& view,
                      const std::vector<FieldError>& errors) {
    const std::vector<std::string> chosen = posted_ids(exchange);
    Json list = Json::array();
    for (const reuse::ConditionOffer& offer : view.conditions) {
        const reuse::ConditionDeclaration& declared = *offer.declared;
        const bool checked = was_posted(exchange) ? std::find(chosen.begin(), chosen.end(),
                                                              declared.id) != chosen.end()
                                                  : offer.chosen;
        list.push(Json::object({{"id", declared.id},
                                {"label", reuse::in_language(declared.label, "de")},
                                {"kind", exchange.text("condition.kind_" + declared.kind)},
                                {"text", offer.text},
                                {"legal_ground", declared.legal_ground},
                                {"is_proposed", offer.chosen},
                                {"checked", checked},
                                {"fills", fills_json(exchange, declared, errors)}}));
    }
    return exchange.site.render("staff/conditions",
                                Json::object({{"has_conditions", !view.conditions.empty()},
                                              {"conditions", std::move(list)},
                                              {"error", error_at(errors, "conditions")}}),
                                exchange.language);
}

Html consultations_section(const Exchange& exchange, const app::CaseView& view,
                           const std::vector<FieldError>& errors) {
    const cases::Case& found = view.opened.opened;
    Json asked = Json::array();
    for (const cases::ReadConsultation& one : view.opened.consultations) {
        asked.push(asked_json(exchange, view, one));
    }
    Json offers = Json::array();
    const bool open = found.state == cases::CaseState::InProgress ||
                      found.state == cases::CaseState::WaitingForCitizen;
    for (const app::ShownConsultation& one : view.consultations) {
        if (open && !one.is_open) {
            offers.push(offer_json(exchange, one, errors));
        }
    }
    return exchange.site.render(
        "staff/consultations",
        Json::object({{"has_any", !view.consultations.empty() || asked.size() > 0},
                      {"asked", std::move(asked)},
                      {"offers", std::move(offers)},
                      {"url", case_url(found)},
                      {"revision", found.revision},
                      {"csrf", exchange.csrf()}}),
        exchange.language);
}

Html opinion_section(const Exchange& exchange, const app::CaseView& view,
                     const std::vector<FieldError>& errors) {
    const cases::Case& found = view.opened.opened;
    const auto& consulted = view.opened.consulted;
    const bool has_opinion = consulted && consulted->opinion;
    return exchange.site.render(
        "staff/opinion",
        Json::object({{"is_consultation", found.kind == cases::CaseKind::Consultation},
                      {"question", consulted ? consulted->question.reveal() : ""},
                      {"is_open", found.state == cases::CaseState::InProgress},
                      {"is_withdrawn", found.state == cases::CaseState::Withdrawn},
                      {"given_stance", has_opinion ? exchange.text("consultation.stance_" +
                                                                   std::string(to_string(
                                                                       consulted->opinion->stance)))
                                                   : ""},
                      {"given_text", has_opinion ? consulted->opinion->text.reveal() : ""},
                      {"url", case_url(found)},
                      {"revision", found.revision},
                      {"concerns", exchange.posted("stance") == "concerns"},
                      {"opinion", exchange.posted("opinion")},
                      {"error", error_at(errors, "opinion")},
                      {"csrf", exchange.csrf()}}),
        exchange.language);
}

std::string automatic_note(const Exchange& exchange, const app::CaseView& view) {
    const cases::AutomaticMark& mark = view.opened.opened.automatic;
    if (mark.state == cases::AutomaticState::Issued) {
        return exchange.text("case.automatic_issued");
    }
    if (mark.state != cases::AutomaticState::Left) {
        return {};
    }
    std::string what = mark.detail;
    if (view.package->package.automatic) {
        for (const auto& condition : view.package->package.automatic->conditions) {
            what = condition.id == mark.detail ? condition.text : what;
        }
    }
    for (const app::ShownConsultation& one : view.consultations) {
        what = one.declared->id == mark.detail
                   ? std::string(reuse::in_language(one.declared->label, "de"))
                   : what;
    }
    return exchange.text("case.automatic_left",
                         {{"reason", exchange.text(mark.reason, {{"what", what}})}});
}

}  // namespace gordion::web
