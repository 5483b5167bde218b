// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/life_view.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "regions/region.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string attribute_text(const Exchange& exchange, const std::string& attribute) {
    const std::string code = "diff.attribute_" + attribute.substr(0, attribute.find('.'));
    if (!exchange.site.texts().has("de", code)) {
        return attribute;
    }
    const std::size_t dot = attribute.find('.');
    return exchange.text(code) +
           (dot == std::string::npos ? "" : " (" + attribute.substr(dot + 1) + ")");
}

Json change_json(const Exchange& exchange, const reuse::PackageChange& change) {
    std::string what = change.label.empty() ? change.place : change.label;
    if (change.area == reuse::PackageArea::Facts) {
        what = attribute_text(exchange, change.place);
    }
    const std::string_view kind = fim::to_string(change.kind);
    return Json::object(
        {{"what", what},
         {"place", change.label.empty() ? "" : change.place},
         {"attribute", change.attribute.empty() ? "" : attribute_text(exchange, change.attribute)},
         {"kind", exchange.text("diff.kind_" + std::string(kind))},
         {"before", change.before},
         {"after", change.after},
         {"effect", effect_text(exchange, change.effect)},
         {"is_breaking", change.effect == reuse::ChangeEffect::Breaking},
         {"reason", exchange.text(change.reason)}});
}

}  // namespace

std::string tenant_name(const regions::Directory& directory, const TenantId& tenant) {
    if (const auto administration = directory.administration_of(tenant.value)) {
        return administration->name;
    }
    const regions::Region* region = directory.find(tenant.value);
    return region == nullptr ? tenant.value : regions::full_name(*region);
}

std::string actor_text(const Exchange& exchange, const TenantId& tenant, std::string_view actor) {
    if (is_uuid(actor)) {
        const auto account = exchange.in.accounts.load_account(system_scope("account.name"), tenant,
                                                               AccountId{std::string(actor)});
        return account ? account.value().display_name : exchange.text("life.actor_gone");
    }
    if (actor == "system") {
        return exchange.text("life.actor_system");
    }
    return actor == "cli" ? exchange.text("life.actor_cli") : std::string(actor);
}

std::string effect_text(const Exchange& exchange, reuse::ChangeEffect effect) {
    return exchange.text("diff.effect_" + std::string(reuse::to_string(effect)));
}

Json diff_areas(const Exchange& exchange, const std::vector<reuse::PackageChange>& changes) {
    Json areas = Json::array();
    for (std::size_t from = 0; from < changes.size();) {
        Json rows = Json::array();
        std::size_t to = from;
        for (; to < changes.size() && changes[to].area == changes[from].area; ++to) {
            rows.push(change_json(exchange, changes[to]));
        }
        areas.push(Json::object({{"name", exchange.text("diff.area_" + std::string(reuse::to_string(
                                                                           changes[from].area)))},
                                 {"changes", std::move(rows)}}));
        from = to;
    }
    return areas;
}

std::string life_planned_text(const Exchange& exchange, const reuse::Adoption& planned) {
    return exchange.text(planned.is_ended() ? "life.planned_end" : "life.planned",
                         {{"version", planned.version}, {"date", planned.valid_from.to_german()}});
}

Html show_changes_body(const Exchange& exchange, const std::string& title,
                       const std::pair<std::string, std::string>& versions,
                       const std::vector<reuse::PackageChange>& changes) {
    const Html table = exchange.site.render(
        "staff/changes_table", Json::object({{"areas", diff_areas(exchange, changes)}}),
        exchange.language);
    return exchange.site.render(
        "staff/changes",
        Json::object({{"title", title},
                      {"versions", exchange.text("diff.versions", {{"from", versions.first},
                                                                   {"to", versions.second}})},
                      {"effect", effect_text(exchange, reuse::effect_of(changes))},
                      {"changes", table.markup()}}),
        exchange.language);
}

Values values_in_words(const Exchange& exchange, const Finding& finding) {
    Values values = finding.values;
    for (auto& [name, value] : values) {
        if (name != "levels" && name != "level") {
            continue;
        }
        std::vector<std::string> words;
        for (const std::string& level : split(value, ',')) {
            words.push_back(exchange.text("offers.level_" + std::string(trim(level))));
        }
        value = join(words, ", ");
    }
    return values;
}

std::string reason_text(const Exchange& exchange, const Finding& reason) {
    return exchange.text(reason.code, values_in_words(exchange, reason));
}

Json reasons_json(const Exchange& exchange, const Findings& reasons) {
    Json list = Json::array();
    for (const Finding& reason : reasons) {
        list.push(reason_text(exchange, reason));
    }
    return list;
}

Json bar_json(const std::vector<BarPart>& parts) {
    std::size_t total = 0;
    for (const BarPart& part : parts) {
        total += part.count;
    }
    Json shown = Json::array();
    std::string alt;
    double at = 0;
    for (const BarPart& part : parts) {
        if (part.count == 0) {
            continue;
        }
        const double width = 100.0 * static_cast<double>(part.count) / static_cast<double>(total);
        shown.push(Json::object({{"style", part.style},
                                 {"label", part.label},
                                 {"count", part.count},
                                 {"x", fmt::format("{:.3f}", at)},
                                 {"width", fmt::format("{:.3f}", width)}}));
        alt += (alt.empty() ? "" : ", ") + std::to_string(part.count) + " " + part.label;
        at += width;
    }
    return Json::object({{"parts", std::move(shown)}, {"total", total}, {"alt", alt}});
}

Result<std::optional<Date>> posted_day(const Exchange& exchange, std::string_view name) {
    if (exchange.posted(name).empty()) {
        return std::optional<Date>();
    }
    Result<Date> day = parse_german_date(exchange.posted(name));
    if (!day) {
        Error error = day.take_error();
        error.place = name;
        return error;
    }
    return std::optional<Date>(day.value());
}

}  // namespace gordion::web
