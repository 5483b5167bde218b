// SPDX-License-Identifier: EUPL-1.2
// What a year of an offer costs whom; every figure unfolds to what it was computed from.
#include "app/cost_sharing.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/steering/steering_pages.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string word(const Exchange& exchange, const char* group, std::string_view name) {
    return exchange.text("steering_costs." + std::string(group) + "_" + std::string(name));
}

Json parts_json(const Exchange& exchange, const reuse::CostShare& share) {
    Json list = Json::array();
    for (const reuse::SharePart& part : share.parts) {
        list.push(Json::object({{"item", part.item},
                                {"type", word(exchange, "type", reuse::to_string(part.type))},
                                {"key", word(exchange, "key", reuse::to_string(part.key))},
                                {"percent", part.percent},
                                {"pot", part.pot.to_german()},
                                {"value", part.value},
                                {"sum", part.sum},
                                {"amount", part.amount.to_german()}}));
    }
    return list;
}

Json terms_json(const Exchange& exchange, const app::OfferCosts& costs) {
    Json items = Json::array();
    for (const reuse::CostItem& item : costs.terms.items) {
        items.push(Json::object({{"name", item.name},
                                 {"type", word(exchange, "type", reuse::to_string(item.type))},
                                 {"yearly", item.yearly.to_german()}}));
    }
    Json keys = Json::array();
    // Before anybody uses it nothing was applied; then the chosen ones are shown.
    for (const reuse::WeightedKey& key : costs.undivided ? costs.terms.keys : costs.sharing.keys) {
        keys.push(Json::object(
            {{"key", word(exchange, "key", reuse::to_string(key.key))}, {"percent", key.percent}}));
    }
    return Json::object({{"kind", word(exchange, "kind", reuse::to_string(costs.terms.kind))},
                         {"is_shared", costs.terms.kind == reuse::TermsKind::Shared},
                         {"is_passed_on", costs.terms.kind == reuse::TermsKind::PassedOn},
                         {"a_year", costs.terms.price_a_year.to_german()},
                         {"a_use", costs.terms.price_a_use.to_german()},
                         {"without_unanimity", costs.terms.kind == reuse::TermsKind::Shared &&
                                                   !costs.terms.is_unanimous},
                         {"items", std::move(items)},
                         {"keys", std::move(keys)}});
}

Json shares_json(const Exchange& exchange, const app::OfferCosts& costs) {
    Json list = Json::array();
    for (std::size_t i = 0; i < costs.sharing.shares.size(); ++i) {
        const reuse::CostShare& share = costs.sharing.shares[i];
        const reuse::Participant& who = costs.participants[i];
        list.push(Json::object(
            {{"name", who.name},
             {"id", who.id},
             {"inhabitants", who.inhabitants.value_or(0)},
             {"uses", who.uses.value_or(0)},
             {"payer", share.payer == who.id || share.payer.empty() ? "" : share.payer},
             {"amount", share.amount.to_german()},
             {"has_parts", !share.parts.empty()},
             {"parts", parts_json(exchange, share)}}));
    }
    return list;
}

std::string csv_of(const app::OfferCosts& costs) {
    std::string csv = formats::write_csv_row({"ars", "name", "einwohner", "nutzungen", "zahlt",
                                              "betrag", "posten", "art", "schluessel", "prozent",
                                              "topf", "wert", "summe", "anteil"});
    for (std::size_t i = 0; i < costs.sharing.shares.size(); ++i) {
        const reuse::CostShare& share = costs.sharing.shares[i];
        const reuse::Participant& who = costs.participants[i];
        const std::vector<std::string> head{who.id,
                                            who.name,
                                            std::to_string(who.inhabitants.value_or(0)),
                                            std::to_string(who.uses.value_or(0)),
                                            share.payer,
                                            share.amount.to_decimal()};
        if (share.parts.empty()) {
            std::vector<std::string> row = head;
            row.resize(14);
            csv += formats::write_csv_row(row);
        }
        for (const reuse::SharePart& part : share.parts) {
            std::vector<std::string> row = head;
            for (const std::string& cell :
                 {part.item, std::string(reuse::to_string(part.type)),
                  std::string(reuse::to_string(part.key)), std::to_string(part.percent),
                  part.pot.to_decimal(), std::to_string(part.value), std::to_string(part.sum),
                  part.amount.to_decimal()}) {
                row.push_back(cell);
            }
            csv += formats::write_csv_row(row);
        }
    }
    return csv;
}

// Why nothing could be divided, with the key in words.
std::string undivided_text(const Exchange& exchange, const app::OfferCosts& costs) {
    if (!costs.undivided) {
        return {};
    }
    Values values = costs.undivided->values;
    for (auto& [name, value] : values) {
        if (name == "key") {
            value = word(exchange, "key", value);
        }
    }
    return exchange.text(costs.undivided->code, values);
}

Result<int> read_year(const Exchange& exchange) {
    const std::string_view asked = exchange.query("jahr");
    constexpr std::size_t digits = 4;
    if (asked.empty()) {
        return exchange.in.clock.today().year();
    }
    return is_digits(asked) && asked.size() == digits ? std::stoi(std::string(asked)) : 0;
}

Result<http::Response> show_costs(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    const int year = TRY(read_year(exchange));
    const app::OfferCosts costs = TRY(app::share_offer_costs(exchange.in, package, year));
    if (exchange.query("format") == "csv") {
        http::Response response;
        response.set_header("Content-Type", "text/csv; charset=utf-8");
        response.set_download("kosten-" + package + "-" + std::to_string(year) + ".csv");
        response.body = csv_of(costs);
        return response;
    }
    const auto reference = TRY(exchange.in.reference());
    Json payers = Json::array();
    for (const auto& [payer, amount] : costs.sharing.by_payer) {
        const auto body = planning::find_body(*reference->directory, payer);
        payers.push(Json::object(
            {{"name", body ? body.value().name : payer}, {"amount", amount.to_german()}}));
    }
    const bool uses_koenigsteiner =
        std::any_of(costs.sharing.keys.begin(), costs.sharing.keys.end(),
                    [](const auto& key) { return key.key == reuse::ShareKey::Koenigsteiner; });
    Page page;
    page.title = exchange.text("steering_costs.title", {{"title", costs.title}});
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote/" + url_part(package);
    page.body = exchange.site.render(
        "steering/costs",
        Json::object(
            {{"title", page.title},
             {"version", costs.version},
             {"year", year},
             {"before", year - 1},
             {"after", year + 1},
             {"base", "/backoffice/angebote/" + url_part(package) + "/kosten"},
             {"terms", terms_json(exchange, costs)},
             {"shares", shares_json(exchange, costs)},
             {"payers", std::move(payers)},
             {"is_divided", !costs.undivided},
             {"undivided", undivided_text(exchange, costs)},
             {"total", costs.sharing.total.to_german()},
             {"koenigsteiner",
              uses_koenigsteiner ? std::to_string(costs.koenigsteiner_year) : std::string()}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> cost_endpoints() {
    return {{http::Method::Get, "/backoffice/angebote/{package}/kosten", Access::Staff,
             std::nullopt, show_costs}};
}

}  // namespace gordion::web
