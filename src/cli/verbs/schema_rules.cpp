// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <iomanip>

#include "app/schemas.hpp"
#include "cli/verbs/rule_graph.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/text.hpp"
#include "fim/freitext_rules.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json to_json(const fim::OpenItem& item) {
    return Json::object({{"text", item.text},
                         {"offset", item.offset},
                         {"reason", to_string(item.reason)},
                         {"word", item.at}});
}

Json to_json(const Findings& findings) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push(finding_as_json(finding));
    }
    return list;
}

/// What one rule becomes by itself.
Judged<Json> translate(const fim::PlacedRegel& placed, const fim::RegelElements& elements) {
    return fim::translate_regeln({placed}, elements);
}

Json rule_as_json(const fim::PlacedRegel& placed, const fim::RegelElements& elements) {
    Json open = Json::array();
    for (const fim::OpenItem& item : placed.freitext.open) {
        open.push(to_json(item));
    }
    Json statements = Json::array();
    for (const std::string& line : split(trim(fim::to_german(placed.freitext, elements)), '\n')) {
        if (!line.empty()) {
            statements.push(line);
        }
    }
    Judged<Json> rules = translate(placed, elements);
    Findings findings = placed.freitext.findings;
    append(findings, std::move(rules.findings));
    return Json::object({{"id", placed.regel->identification.id},
                         {"version", placed.regel->identification.version},
                         {"name", placed.regel->name},
                         {"owner", placed.owner},
                         {"line", placed.regel->line},
                         {"text", fim::text_of(*placed.regel)},
                         {"understood", placed.freitext.is_understood()},
                         {"statements", std::move(statements)},
                         {"rules", std::move(rules.value)},
                         {"open", std::move(open)},
                         {"findings", to_json(findings)}});
}

void print_rule(Call& call, const fim::PlacedRegel& placed, const fim::RegelElements& elements) {
    const auto indented = [](const std::string& text) {
        return "    " + replace_all(std::string(trim(text)), "\n", "\n    ") + "\n";
    };
    call.out << placed.regel->identification.id << "  " << placed.regel->name << "  ("
             << (placed.owner.empty() ? "schema" : placed.owner) << ", line " << placed.regel->line
             << ")\n"
             << "  text:\n"
             << indented(fim::text_of(*placed.regel));
    if (!placed.freitext.statements.empty()) {
        call.out << "  understood:\n" << indented(fim::to_german(placed.freitext, elements));
    }
    const Judged<Json> rules = translate(placed, elements);
    for (const Json::Member& list : rules.value.as_object()) {
        for (const Json& rule : list.second.as_array()) {
            call.out << "  " << list.first << ": " << formats::write_json(rule) << "\n";
        }
    }
    for (const fim::OpenItem& item : placed.freitext.open) {
        call.out << "  open (" << to_string(item.reason)
                 << (item.at.empty() ? "" : " \"" + item.at + "\"") << "): " << item.text << "\n";
    }
    print_findings(call, placed.freitext.findings);
    print_findings(call, rules.findings);
    call.out << "\n";
}

void print_as_json(Call& call, const fim::Schema& schema, Json rules, const Findings& graph,
                   const fim::FreitextCoverage& coverage) {
    call.out << formats::write_json(Json::object(
                    {{"schema", schema.identification.id},
                     {"version", schema.identification.version},
                     {"rules", std::move(rules)},
                     {"findings", to_json(graph)},
                     {"coverage",
                      Json::object({{"rules", coverage.rules},
                                    {"understood", coverage.understood},
                                    {"share", coverage.share()},
                                    {"texts", coverage.texts},
                                    {"texts_understood", coverage.texts_understood}})}}))
             << "\n";
}

Result<Exit> run(Call& call) {
    const auto in = call.open_if_there();
    const auto [schema, reading] = TRY(app::read_schema(in.get(), call.arguments.at(0)));
    const fim::RegelElements elements(schema);
    const std::vector<fim::PlacedRegel> regeln = fim::parse_regeln(schema, elements);
    const fim::FreitextCoverage coverage = fim::measure_coverage(regeln);
    const Findings graph = judge_rule_graph(schema);
    if (call.json) {
        Json rules = Json::array();
        for (const fim::PlacedRegel& placed : regeln) {
            rules.push(rule_as_json(placed, elements));
        }
        print_as_json(call, schema, std::move(rules), graph, coverage);
    } else {
        for (const fim::PlacedRegel& placed : regeln) {
            print_rule(call, placed, elements);
        }
        print_findings(call, graph);
        call.out << "Understood: " << coverage.understood << " of " << coverage.rules << " rules ("
                 << std::fixed << std::setprecision(2) << coverage.share() << "), "
                 << coverage.texts_understood << " of " << coverage.texts << " texts.\n";
    }
    return coverage.understood == coverage.rules ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb schema_rules_verb() {
    return {"schema rules",
            "FILE|ID[:VERSION]",
            1,
            1,
            "Show how the free-text rules of a schema are understood",
            {},
            run};
}

}  // namespace gordion::cli
