// SPDX-License-Identifier: EUPL-1.2
#include "conformity/package_evidence.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "fim/schema.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

constexpr std::array<std::string_view, 9> kinds_of_bodies{
    "Stadt", "Landeshauptstadt", "Hansestadt", "Gemeinde", "Markt", "Landkreis", "Kreis",
    "Amt",   "Verbandsgemeinde"};

// Files that make a look: packages have texts and rules alone.
bool is_design(std::string_view file) {
    static constexpr std::array<std::string_view, 9> endings{
        ".css", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".woff", ".woff2"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return file.ends_with(ending); });
}

// Addresses of programs; links in texts for people are none.
std::size_t count_endpoints(const reuse::Package& package) {
    std::size_t count = 0;
    for (const auto& [name, bytes] : package.files) {
        const bool is_for_programs =
            name == "service.toml" || name == "form.toml" || name == "rules.json";
        if (!is_for_programs) {
            continue;
        }
        for (std::size_t at = bytes.find("://"); at != std::string::npos;
             at = bytes.find("://", at + 1)) {
            ++count;
        }
    }
    return count;
}

struct SchemaFacts {
    std::size_t fields = 0;
    std::size_t untyped_attachments = 0;
    std::set<std::string> grounds;
};

SchemaFacts look_at(const fim::Schema& schema) {
    SchemaFacts facts;
    fim::visit_positions(schema.positions, "", [&](const fim::Position& position, const auto&) {
        if (const fim::Field* field = position.field()) {
            ++facts.fields;
            const bool is_file = field->datentyp == fim::Datentyp::File;
            facts.untyped_attachments += is_file && field->media_types.empty() ? 1 : 0;
        }
    });
    for (const fim::Bezug& bezug : schema.bezug) {
        facts.grounds.insert(bezug.text);
    }
    return facts;
}

void add_grounds(std::set<std::string>& grounds, const reuse::ServiceDeclaration& service) {
    grounds.insert(service.frist_ground);
    for (const auto& parameter : service.parameters) {
        grounds.insert(parameter.legal_ground);
    }
    for (const auto& copy : service.handling.copies) {
        grounds.insert(copy.legal_ground);
    }
    for (const auto& condition : service.handling.conditions) {
        grounds.insert(condition.legal_ground);
    }
    grounds.erase("");
}

Json count_parameters(const reuse::ServiceDeclaration& service) {
    std::size_t payment = 0;
    std::size_t required = 0;
    std::size_t land = 0;
    for (const auto& parameter : service.parameters) {
        payment += parameter.parameter_class == 'c' ? 1 : 0;
        required += parameter.required ? 1 : 0;
        land += std::find(parameter.levels.begin(), parameter.levels.end(),
                          reuse::ParameterLevel::Land) != parameter.levels.end()
                    ? 1
                    : 0;
    }
    return Json::object({{"count", service.parameters.size()},
                         {"required", required},
                         {"payment", payment},
                         {"land", land}});
}

// "40" → 40; what is no number asks for nothing.
int level_of(const std::string& trust_level) {
    constexpr std::size_t most_digits = 2;
    return is_digits(trust_level) && trust_level.size() <= most_digits ? std::stoi(trust_level) : 0;
}

bool is_business(const std::string& code) {
    return code == "002";
}

Json list_of(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push(text);
    }
    return list;
}

std::size_t count_code(const Findings& findings, std::string_view code) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const Finding& finding) { return finding.code == code; }));
}

}  // namespace

std::vector<std::string> find_bodies(std::string_view text, std::span<const std::string> bodies) {
    std::set<std::string> found;
    for (const std::string_view kind : kinds_of_bodies) {
        for (std::size_t at = text.find(kind); at != std::string_view::npos;
             at = text.find(kind, at + 1)) {
            const std::size_t behind = at + kind.size();
            if (behind >= text.size() || text[behind] != ' ') {
                continue;
            }
            std::size_t end = behind + 1;
            while (end < text.size() &&
                   std::string_view(" .,;:!?()\"\n").find(text[end]) == std::string_view::npos) {
                ++end;
            }
            const std::string name(text.substr(behind + 1, end - behind - 1));
            if (std::binary_search(bodies.begin(), bodies.end(), name)) {
                found.insert(std::string(kind) + " " + name);
            }
        }
    }
    return {found.begin(), found.end()};
}

Json package_evidence(const reuse::LoadedPackage& loaded, const Findings& findings,
                      std::span<const std::string> bodies) {
    const reuse::Package& package = loaded.package;
    const reuse::ServiceDeclaration& service = package.service;
    std::size_t design_files = 0;
    std::set<std::string> places;
    for (const auto& [name, bytes] : package.files) {
        design_files += is_design(name) ? 1 : 0;
        if (name.ends_with(".toml") || name.ends_with(".md")) {
            for (std::string& place : find_bodies(bytes, bodies)) {
                places.insert(std::move(place));
            }
        }
    }
    const fim::Schema& schema = loaded.form->schema();
    SchemaFacts facts = look_at(schema);
    add_grounds(facts.grounds, service);
    const auto& target = service.target_group;
    const bool business = std::any_of(target.begin(), target.end(), is_business);
    const std::size_t failed = count_code(findings, "reuse.example_findings") +
                               count_code(findings, "reuse.example_calculation");
    Json about = Json::object({{"id", service.id},
                               {"version", service.version},
                               {"leistungen", service.leistungsschluessel.size()},
                               {"fees", service.fees == reuse::Fees::Due},
                               {"cost", service.cost.has_value()},
                               {"endpoints", count_endpoints(package)},
                               {"examples", package.examples.size()},
                               {"examples_failed", failed}});
    about.set("design", Json::object({{"files", design_files},
                                      {"place_names", places.size()},
                                      {"found", list_of({places.begin(), places.end()})}}));
    about.set("texts",
              Json::object({{"languages", list_of(service.languages)},
                            {"checks_without_text", count_code(findings, "reuse.text_missing")}}));
    about.set("schema", Json::object({{"id", schema.identification.id},
                                      {"version", schema.identification.version},
                                      {"freigabestatus", schema.freigabestatus},
                                      {"fields", facts.fields}}));
    about.set("legal", Json::object({{"grounds", facts.grounds.size()}}));
    about.set("attachments", Json::object({{"untyped", facts.untyped_attachments}}));
    about.set("parameters", count_parameters(service));
    about.set("account", Json::object({{"required", !service.account.none},
                                       {"organisation", service.account.organisation},
                                       {"trust_level", level_of(service.trust_level)}}));
    about.set("target", Json::object({{"business", business},
                                      {"business_only", business && target.size() == 1}}));
    return Json::object({{"package", std::move(about)}});
}

void merge_evidence(Json& evidence, const Json& more) {
    if (!more.is_object()) {
        return;
    }
    for (const auto& [name, value] : more.as_object()) {
        const Json* known = evidence.find(name);
        if (known != nullptr && known->is_object() && value.is_object()) {
            Json merged = *known;
            merge_evidence(merged, value);
            evidence.set(name, std::move(merged));
        } else {
            evidence.set(name, value);
        }
    }
}

}  // namespace gordion::conformity
