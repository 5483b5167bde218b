// SPDX-License-Identifier: EUPL-1.2
// XDatenfelder 1 and 2 → 3.0.0, element by element (domain notes: FIM, section 2.3).
#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/schema_writer.hpp"

namespace gordion::fim {
namespace {

class Conversion {
public:
    explicit Conversion(Schema& schema) : schema_(schema) {}
    Findings run();

private:
    void report(std::string_view code, Severity severity, const Facts& facts, Values values,
                std::string message);
    void identification(Identification& target, const Facts& facts);
    void facts(Facts& facts);
    void element(ElementFacts& element);
    void rules(std::vector<Regel>& rules);
    void field(Field& field);
    void positions(std::vector<Position>& all);

    Schema& schema_;
    Findings findings_;
};

void Conversion::report(std::string_view code, Severity severity, const Facts& facts, Values values,
                        std::string message) {
    if (findings_.size() < limits::findings) {
        findings_.push_back({std::string(code), severity,
                             "line " + std::to_string(facts.line) + ": " + facts.identification.id,
                             std::move(values), std::move(message)});
    }
}

bool is_long_id(std::string_view id) {
    return id.size() == 12 && is_digits(id.substr(1));
}

void Conversion::identification(Identification& target, const Facts& facts) {
    target.id = to_long_id(target.id);
    if (!is_long_id(target.id)) {
        report("fim.converted_id", Severity::Warning, facts, {{"id", target.id}},
               "the id is no letter with eight digits, so that it stays as it is");
    }
    if (std::count(target.version.begin(), target.version.end(), '.') == 1) {
        target.version += ".0";
    }
}

void Conversion::facts(Facts& facts) {
    if (!facts.status.empty() && facts.freigabestatus == 0) {
        report("fim.converted_status", Severity::Warning, facts, {{"status", facts.status}},
               "the status has no counterpart among the states of version 3");
    }
    facts.status.clear();
    // Who approved an element is said per state in version 3.
    if (facts.status_gesetzt_durch.empty()) {
        facts.status_gesetzt_durch = facts.fachlicher_ersteller;
    }
    if (facts.status_gesetzt_am.empty()) {
        facts.status_gesetzt_am = facts.freigabedatum;
    }
    facts.freigabedatum.clear();
    if (facts.letzte_aenderung.empty()) {
        facts.letzte_aenderung = schema_.erstellungszeitpunkt;
    }
    identification(facts.identification, facts);
}

void Conversion::element(ElementFacts& element) {
    facts(element);
    element.fachlicher_ersteller.clear();
    if (element.bezeichnung_eingabe.empty()) {
        element.bezeichnung_eingabe = element.name;
        report("fim.converted_label", Severity::Warning, element, {{"name", element.name}},
               "bezeichnungEingabe, which version 3 requires, is taken from the name");
    }
}

void Conversion::rules(std::vector<Regel>& rules) {
    for (Regel& regel : rules) {
        const std::string creator = regel.fachlicher_ersteller;
        facts(regel);
        regel.status_gesetzt_durch.clear();
        regel.status_gesetzt_am.clear();
        regel.freigabestatus = 0;
        regel.fachlicher_ersteller = creator;
        // Version 2 keeps the words of a rule in its definition, version 3 in freitextRegel.
        if (regel.freitext.empty()) {
            regel.freitext = regel.definition;
        }
        regel.definition.clear();
        if (regel.typ.empty()) {
            regel.typ = "K";
        }
    }
}

void Conversion::field(Field& field) {
    Praezisierung& bounds = field.praezisierung;
    const bool understood = bounds.min_length || bounds.max_length || !bounds.min_value.empty() ||
                            !bounds.max_value.empty() || !bounds.pattern.empty();
    if (understood || bounds.text == "{}") {
        bounds.text.clear();
    } else if (!bounds.text.empty()) {
        report("fim.converted_bounds", Severity::Warning, field,
               {{"found", std::string(first_characters(bounds.text, 80))}},
               "the praezisierung is no JSON with bounds; it stays as text");
    }
    if (field.code_list) {
        field.code_list->identification = {};
    }
    rules(field.regeln);
}

void Conversion::positions(std::vector<Position>& all) {
    for (Position& position : all) {
        if (auto* as_field = std::get_if<Field>(&position.element)) {
            element(*as_field);
            field(*as_field);
        } else {
            Group& group = std::get<Group>(position.element);
            element(group);
            rules(group.regeln);
            positions(group.positions);
        }
    }
}

Findings Conversion::run() {
    report("fim.converted_change", Severity::Note, schema_,
           {{"time", schema_.erstellungszeitpunkt}},
           "letzteAenderung of every element is the time of the message");
    facts(schema_);
    schema_.fachlicher_ersteller.clear();
    rules(schema_.regeln);
    positions(schema_.positions);
    schema_.bezeichnung_ausgabe.clear();
    schema_.list_editions.clear();
    schema_.standard = XdfVersion::V3;
    return std::move(findings_);
}

}  // namespace

std::string to_long_id(const std::string& id) {
    if (id.size() != 9 || !is_digits(std::string_view(id).substr(1))) {
        return id;
    }
    // Nummernkreis (two digits, later five), then the running number.
    return id.substr(0, 3) + "000" + id.substr(3);
}

Judged<Schema> to_version_3(Schema schema) {
    Judged<Schema> converted{std::move(schema), {}};
    if (converted.value.standard != XdfVersion::V3) {
        converted.findings = Conversion(converted.value).run();
    }
    return converted;
}

}  // namespace gordion::fim
