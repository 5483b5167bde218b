// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/case_view.hpp"

#include "core/money.hpp"
#include "core/time.hpp"
#include "web/components/receivers/receivers.hpp"
#include "web/page.hpp"
#include "web/staff/arrival_view.hpp"
#include "web/staff/case_handling.hpp"
#include "web/staff/value_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

// Attachments by the blob that the answers name: the metadata describes each by its question, and
// several files of one question come in the order of the answers.
std::map<std::string, std::string> file_urls(const app::CaseView& view) {
    std::map<std::string, std::vector<std::string>> by_path;
    const Json* structure = view.opened.metadata.reveal().find("contentStructure");
    const Json* attachments = structure == nullptr ? nullptr : structure->find("attachments");
    if (attachments == nullptr || !attachments->is_array()) {
        return {};
    }
    for (const Json& one : attachments->as_array()) {
        by_path[one.text_at("description")].push_back(one.text_at("attachmentId"));
    }
    std::map<std::string, std::string> urls;
    for (const forms::SummarySection& section : view.sections) {
        for (const forms::SummaryRow& row : section.rows) {
            const auto known = by_path.find(row.path);
            for (std::size_t i = 0;
                 known != by_path.end() && i < row.files.size() && i < known->second.size(); ++i) {
                urls[row.files[i].blob] =
                    case_url(view.opened.opened) + "/datei/" + url_part(known->second[i]);
            }
        }
    }
    return urls;
}

std::string calculation_value(const std::string& key, const Json& value) {
    if (key.ends_with("_cents") && value.is_int()) {
        return Money{value.as_int()}.to_german();
    }
    if (value.is_bool()) {
        return value.as_bool() ? "ja" : "nein";
    }
    if (!value.is_string()) {
        return formats::write_json(value);
    }
    const Result<Date> date = parse_date(value.as_string());
    return date ? date.value().to_german() : value.as_string();
}

// Only what the package names for people, as [message] "calculation.KEY"; the other keys are steps
// on the way.
Json calculation_pairs(const app::CaseView& view, const Json& values) {
    Json pairs = Json::array();
    for (const auto& [key, value] : values.as_object()) {
        const std::string label = view.package->form->message("calculation." + key, "de");
        if (!label.empty() && !value.is_null()) {
            pairs.push(Json::object({{"label", label}, {"value", calculation_value(key, value)}}));
        }
    }
    return pairs;
}

Json calculation_json(const app::CaseView& view) {
    if (!view.calculation.is_object()) {
        return {};
    }
    Json rows = Json::array();
    if (const Json* all = view.calculation.find("rows"); all != nullptr && all->is_array()) {
        std::size_t number = 0;
        for (const Json& row : all->as_array()) {
            rows.push(
                Json::object({{"number", ++number}, {"pairs", calculation_pairs(view, row)}}));
        }
    }
    const Json* totals = view.calculation.find("totals");
    return Json::object(
        {{"rows", std::move(rows)},
         {"totals", totals != nullptr && totals->is_object() ? calculation_pairs(view, *totals)
                                                             : Json::array()}});
}

Json values_json(const Exchange& exchange, const app::CaseView& view) {
    Json list = Json::array();
    for (const reuse::EffectiveValue& value : view.values) {
        list.push(Json::object(
            {{"label", reuse::in_language(value.declaration->label, "de")},
             {"value", value_markup(exchange, *value.declaration, value.value).markup()},
             {"source", source_text(exchange, value)}}));
    }
    return list;
}

Json identity_attributes(const Exchange& exchange, const identity::IdentityStatement& statement) {
    Json list = Json::array();
    for (const auto& [name, value] : statement.attributes.reveal()) {
        const auto& verified = statement.verified;
        const bool is_verified =
            std::find(verified.begin(), verified.end(), name) != verified.end();
        list.push(Json::object(
            {{"label", exchange.text("attribute." + name)},
             {"value", value},
             {"proof", exchange.text(is_verified ? "case.verified" : "case.not_verified")}}));
    }
    return list;
}

Json identity_json(const Exchange& exchange, const app::StatedIdentity& stated) {
    if (!stated.statement) {
        const bool is_faulty = !stated.fault.empty();
        return Json::object(
            {{"text", is_faulty ? exchange.text("case.identity_broken", {{"code", stated.fault}})
                                : exchange.text("case.no_identity")},
             {"is_faulty", is_faulty},
             {"has_attributes", false},
             {"attributes", Json::array()}});
    }
    const identity::IdentityStatement& statement = *stated.statement;
    Json attributes = identity_attributes(exchange, statement);
    const bool has_attributes = attributes.size() > 0;
    return Json::object(
        {{"text",
          exchange.text("case.identity_" + std::string(to_string(statement.kind)),
                        {{"account", statement.provider_title},
                         {"level", exchange.text("trust_level.l" + to_text(statement.level))},
                         {"at", statement.signed_in_at.to_german()}})},
         {"is_faulty", false},
         {"has_attributes", has_attributes},
         {"attributes", std::move(attributes)}});
}

Json replies_json(const Exchange& exchange, const app::CaseView& view) {
    Json list = Json::array();
    for (const cases::ReadReply& reply : view.opened.replies) {
        const bool text = reply.content_type == "text/plain";
        list.push(Json::object(
            {{"title", exchange.text("letter." + std::string(delivery::to_string(reply.kind)))},
             {"at", reply.at.to_german()},
             {"text", text ? reply.content.reveal() : ""},
             {"url", text ? "" : case_url(view.opened.opened) + "/brief/" + url_part(reply.id)}}));
    }
    return list;
}

}  // namespace

std::string case_url(const cases::Case& found) {
    return "/backoffice/vorgang/" + url_part(found.tenant.value) + "/" + url_part(found.id.value);
}

namespace {

// "Schleswig-Holstein", "Amt Pellworm"; the key where the directory does not know the region.
std::string region_name(const Exchange& exchange, const std::string& ars) {
    const auto reference = exchange.in.reference();
    if (!reference) {
        return ars;
    }
    const regions::Directory& directory = *reference.value()->directory;
    if (const auto administration = directory.administration_of(ars); ars.size() == 9) {
        return administration ? administration->name : ars;
    }
    const regions::Region* region = directory.find(ars);
    return region == nullptr ? ars : region->name;
}

}  // namespace

std::string source_text(const Exchange& exchange, const reuse::EffectiveValue& value) {
    switch (value.source) {
        case reuse::ValueSource::Region:
            return exchange.text(
                "offers.source_region",
                {{"region", region_name(exchange, value.region)},
                 {"level",
                  exchange.text("offers.level_" + std::string(reuse::to_string(value.level)))},
                 {"date", value.valid_from.to_german()}});
        case reuse::ValueSource::Directory:
            return exchange.text("offers.source_directory");
        case reuse::ValueSource::Default:
            return exchange.text("offers.source_default");
        case reuse::ValueSource::Absent:
            return exchange.text("offers.source_absent");
    }
    return {};
}

namespace {

// Who holds only a part of a matter is told why.
std::string part_note(const Exchange& exchange, const app::CaseView& view) {
    const cases::Case& found = view.opened.opened;
    std::string asking = view.authority.name;
    if (found.kind == cases::CaseKind::Consultation && view.opened.consulted) {
        const auto name = app::tenant_name(exchange.in, view.opened.consulted->stored.tenant);
        asking = name ? name.value() : view.opened.consulted->stored.tenant.value;
    }
    switch (found.kind) {
        case cases::CaseKind::Decision:
            break;
        case cases::CaseKind::Notice:
            return exchange.text("case.notice_note", {{"authority", asking}});
        case cases::CaseKind::Consultation:
            return exchange.text("case.consultation_note", {{"authority", asking}});
    }
    return {};
}

// Letters of this matter reach nobody from here: the person who decides must know.
bool is_cut_off(const app::CaseView& view) {
    return view.arrival && !view.arrival->takes_replies();
}

std::string decided_text(const Exchange& exchange, const app::CaseView& view) {
    return exchange.text(is_cut_off(view) ? "case.decided_alone"
                         : view.arrival   ? "case.decided_back"
                                          : "case.decided");
}

}  // namespace

http::Response show_case_page(const Exchange& exchange, const app::CaseView& view,
                              const std::vector<FieldError>& errors) {
    const cases::Case& found = view.opened.opened;
    const bool by_mandate = found.tenant != exchange.staff->account.tenant;
    const bool decides = found.kind == cases::CaseKind::Decision;
    Page page;
    page.title = found.number;
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/eingang";
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "staff/case",
        Json::object(
            {{"errors", error_summary(exchange, errors).markup()},
             {"number", found.number},
             {"service", view.service_name},
             {"place", view.place_name},
             {"state", exchange.text("inbox.state_" + std::string(cases::to_string(found.state)))},
             {"frist", found.frist_on ? found.frist_on->to_german() : ""},
             {"mandate",
              by_mandate ? exchange.text("case.mandate_note", {{"authority", view.authority.name}})
                         : ""},
             {"identity", identity_json(exchange, view.identity)},
             {"arrival", arrival_section(exchange, view).markup()},
             {"arrived", view.arrival.has_value()},
             {"is_cut_off", is_cut_off(view)},
             {"decided_text", decided_text(exchange, view)},
             {"decides", decides},
             {"notice", part_note(exchange, view)},
             {"automatic", automatic_note(exchange, view)},
             {"opinion", opinion_section(exchange, view, errors).markup()},
             {"consultations", consultations_section(exchange, view, errors).markup()},
             {"conditions", conditions_field(exchange, view, errors).markup()},
             {"receivers", receivers(exchange, view.copies).markup()},
             {"answers",
              summary_list(exchange, view.sections, Changeable::No, file_urls(view)).markup()},
             {"calculation", calculation_json(view)},
             {"values", values_json(exchange, view)},
             {"replies", replies_json(exchange, view)},
             {"is_open", decides && found.state != cases::CaseState::Decided},
             {"is_decided", found.state == cases::CaseState::Decided},
             {"url", case_url(found)},
             {"revision", found.revision},
             {"question", exchange.posted("question")},
             {"question_error", error_at(errors, "question")},
             {"reason", exchange.posted("reason")},
             {"reason_error", error_at(errors, "reason")},
             {"refused", exchange.posted("granted") == "no"},
             {"csrf", exchange.csrf()}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace gordion::web
