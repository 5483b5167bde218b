// SPDX-License-Identifier: EUPL-1.2
#include "web/schema/schema_overview.hpp"

#include "core/text.hpp"
#include "fim/quality.hpp"
#include "web/embedded.hpp"
#include "web/finding_words.hpp"
#include "web/site.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Json pair(std::string_view name, std::string_view value) {
    return Json::object({{"name", name}, {"value", value}});
}

// Facts that are there, with their names in German.
class FactList {
public:
    void add(std::string_view name, std::string_view value) {
        if (!value.empty()) {
            list_.push(pair(name, value));
        }
    }
    Json take() { return std::move(list_); }

private:
    Json list_ = Json::array();
};

std::string bezug_of(const std::vector<fim::Bezug>& all) {
    std::vector<std::string> texts;
    for (const fim::Bezug& each : all) {
        texts.push_back(each.text.empty() ? each.link : each.text);
    }
    return join(texts, "; ");
}

std::string bounds_of(const fim::Field& field, const Texts& texts) {
    const fim::Praezisierung& bounds = field.praezisierung;
    std::vector<std::string> parts;
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            parts.push_back(
                texts.text("de", "schema.bounds." + std::string(key), {{"value", value}}));
        }
    };
    const auto number = [](const std::optional<std::size_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    add("min_length", number(bounds.min_length));
    add("max_length", number(bounds.max_length));
    add("min_value", bounds.min_value);
    add("max_value", bounds.max_value);
    add("pattern", bounds.pattern);
    add("max_size", number(field.max_size_bytes));
    add("media_types", join(field.media_types, ", "));
    return join(parts, "; ");
}

Json rules_of(const std::vector<fim::Regel>& rules) {
    Json list = Json::array();
    for (const fim::Regel& regel : rules) {
        list.push(pair(regel.identification.id + " " + regel.name,
                       regel.freitext.empty() ? regel.skript : regel.freitext));
    }
    return list;
}

Json codes_of(const fim::Field& field) {
    Json list = Json::array();
    for (const fim::Code& code : field.codes) {
        list.push(pair(code.code, code.name));
    }
    return list;
}

Json row_of(const fim::Position& position, const std::string& path, const Texts& texts) {
    const fim::ElementFacts& facts = position.facts();
    const auto depth = static_cast<std::int64_t>(std::count(path.begin(), path.end(), '.'));
    Json row = Json::object({{"anchor", path},
                             {"id", facts.identification.id},
                             {"version", facts.identification.version},
                             {"label", facts.bezeichnung_eingabe},
                             {"depth", depth},
                             {"anzahl", position.multiplicity.to_text()},
                             {"is_group", position.group() != nullptr},
                             {"help", facts.hilfetext_eingabe},
                             {"bezug", bezug_of(facts.bezug)}});
    if (const fim::Field* field = position.field()) {
        row.set("kind",
                texts.text("de", "schema.feldart." + std::string(to_string(field->feldart)), {}) +
                    ", " +
                    texts.text("de", "schema.datentyp." + std::string(to_string(field->datentyp))));
        row.set("bounds", bounds_of(*field, texts));
        row.set("codes", codes_of(*field));
        row.set("code_list", field->code_list ? field->code_list->canonical_identification : "");
        row.set("content", field->inhalt);
        row.set("rules", rules_of(field->regeln));
    } else {
        row.set("kind", texts.text("de", "schema.group"));
        row.set("bounds", "");
        row.set("codes", Json::array());
        row.set("code_list", "");
        row.set("content", "");
        row.set("rules", rules_of(position.group()->regeln));
    }
    return row;
}

Json facts_of(const fim::Schema& schema, const Texts& texts) {
    FactList facts;
    const auto name = [&](std::string_view key) {
        return texts.text("de", "schema.facts." + std::string(key));
    };
    facts.add(name("id"), schema.identification.id + " " + schema.identification.version);
    facts.add(name("standard"), "XDatenfelder " + std::string(to_string(schema.standard)));
    if (schema.freigabestatus != 0) {
        facts.add(name("state"), texts.text("de", "schema.freigabestatus.s" +
                                                      std::to_string(schema.freigabestatus)));
    }
    facts.add(name("set_by"), schema.status_gesetzt_durch);
    facts.add(name("set_on"), schema.status_gesetzt_am);
    facts.add(name("valid_from"), schema.gueltig_ab);
    facts.add(name("valid_to"), schema.gueltig_bis);
    facts.add(name("changed"), schema.letzte_aenderung);
    facts.add(name("bezug"), bezug_of(schema.bezug));
    facts.add(name("version_note"), schema.versionshinweis);
    facts.add(name("description"), schema.beschreibung);
    facts.add(name("help"), schema.hilfetext);
    return facts.take();
}

std::string style() {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name == "assets/schema.css") {
            return std::string(file.bytes);
        }
    }
    return {};
}

}  // namespace

Result<std::string> write_schema_overview(const fim::Schema& schema) {
    const std::unique_ptr<const Site> site = TRY(Site::load());
    const Texts& texts = site->texts();
    Json rows = Json::array();
    fim::visit_positions(schema.positions, "",
                         [&](const fim::Position& position, const std::string& path) {
                             rows.push(row_of(position, path, texts));
                         });
    Json findings = Json::array();
    for (const Finding& finding : fim::check_quality(schema)) {
        findings.push(Json::object({{"severity", to_string(finding.severity)},
                                    {"place", word_place(texts, "de", finding.place)},
                                    {"text", texts.text("de", finding.code, finding.values)}}));
    }
    const fim::SchemaCounts counts = fim::count_elements(schema);
    const Json data =
        Json::object({{"style", style()},
                      {"title", schema.bezeichnung.empty() ? schema.name : schema.bezeichnung},
                      {"facts", facts_of(schema, texts)},
                      {"counts", texts.text("de", "schema.counts",
                                            {{"fields", std::to_string(counts.fields)},
                                             {"groups", std::to_string(counts.groups)},
                                             {"rules", std::to_string(counts.rules)},
                                             {"lists", std::to_string(counts.code_lists)}})},
                      {"schema_rules", rules_of(schema.regeln)},
                      {"has_schema_rules", !schema.regeln.empty()},
                      {"rows", std::move(rows)},
                      {"has_findings", !findings.as_array().empty()},
                      {"findings", std::move(findings)}});
    return site->render("schema/overview", data, "de").markup();
}

}  // namespace gordion::web
