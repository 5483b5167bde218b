// SPDX-License-Identifier: EUPL-1.2
// Checking a set of sixty answers, and a schema of 3.5 MB to preview; bench/parts/forms.mjs asks
// Ajv the same with the JSON Schema that we export.
//   gordion_form_bench export FILE     {"schema", "valid": [...], "invalid": [...]} as JSON
//   gordion_form_bench measure ROUNDS  CPU nanoseconds per check, one line per round
//   gordion_form_bench schema FILE     an XDatenfelder message of 3.5 MB
#include <ctime>
#include <fstream>
#include <iostream>

#include "fim/code_list_folder.hpp"
#include "fim/schema_reader.hpp"
#include "forms/form.hpp"

namespace {

using namespace gordion;
using formats::Json;

struct Kind {
    const char* art;
    const char* type;
    const char* bounds;  // attributes of praezisierung, or "" for none
    const char* codes;   // "a b c", or a URN
    const char* answer;  // as JSON
};

// Sixty fields as forms of administrations have them: names, addresses, contact, dates, choices.
const Kind kinds[] = {
    {"input", "text_latin", "minLength='1' maxLength='120'", "", "\"Löwenstein-Çelik\""},
    {"input", "text_latin", "minLength='1' maxLength='120'", "", "\"Annegret Sophie\""},
    {"input", "date", "", "", "\"1985-03-27\""},
    {"input", "text",
     "minLength='5' maxLength='5' pattern='([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}'", "",
     "\"25869\""},
    {"input", "text", "maxLength='55'", "", "\"Musterweg an der Warft\""},
    {"input", "text", "maxLength='9'", "", "\"12a\""},
    {"input", "text", "maxLength='254' pattern='[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}'",
     "", "\"annegret.loewenstein@beispiel.example\""},
    {"select", "text", "", "m w d x", "\"d\""},
    {"select", "text", "", "ledig verheiratet verwitwet geschieden lebenspartnerschaft aufgehoben",
     "\"geschieden\""},
    {"select", "text", "", "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat",
     "\"151\""},
    {"input", "bool", "", "", "true"},
    {"input", "num_int", "minValue='0' maxValue='20'", "", "3"},
    {"input", "num_currency", "minValue='0' maxValue='100000'", "", "1250.5"},
    {"input", "text", "maxLength='1000'", "",
     "\"Der Stellplatz liegt hinter dem Haus und ist über die Hofeinfahrt zu erreichen.\""},
    {"input", "time", "", "", "\"08:30\""},
};

std::string field_xml(int number, const Kind& kind) {
    const std::string id = "F990000" + std::to_string(10000 + number);
    std::string more;
    if (*kind.bounds != '\0') {
        more = "<x:praezisierung " + std::string(kind.bounds) + "/>";
    }
    const std::string codes = kind.codes;
    if (codes.starts_with("urn:")) {
        more += "<x:codelisteReferenz><x:canonicalIdentification>" + codes +
                "</x:canonicalIdentification></x:codelisteReferenz>";
    } else if (!codes.empty()) {
        more += "<x:werte>";
        for (std::size_t at = 0; at < codes.size();) {
            const auto end = std::min(codes.find(' ', at), codes.size());
            const std::string code = codes.substr(at, end - at);
            more += "<x:wert><x:code>" + code + "</x:code><x:name>Bezeichnung " + code +
                    "</x:name></x:wert>";
            at = end + 1;
        }
        more += "</x:werte>";
    }
    return "<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>" +
           id + "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Feld " +
           std::to_string(number) + "</x:name><x:bezeichnungEingabe>Frage " +
           std::to_string(number) +
           "</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code></x:schemaelementart>"
           "<x:hilfetextEingabe>Bitte geben Sie hier an, was in Ihrem Ausweis steht.</x:"
           "hilfetextEingabe><x:feldart><code>" +
           kind.art + "</code></x:feldart><x:datentyp><code>" + kind.type + "</code></x:datentyp>" +
           more + "</x:datenfeld></x:enthaelt></x:struktur>";
}

std::string group_xml(int number, const std::string& count, const std::string& fields) {
    return "<x:struktur><x:anzahl>" + count +
           "</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation><x:id>G990000" +
           std::to_string(10000 + number) +
           "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Gruppe</x:name>"
           "<x:bezeichnungEingabe>Gruppe " +
           std::to_string(number) +
           "</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code></x:schemaelementart>" +
           fields + "</x:datenfeldgruppe></x:enthaelt></x:struktur>";
}

std::string message(const std::string& positions) {
    return "<x:xdatenfelder.stammdatenschema.0102 "
           "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>"
           "<x:identifikation><x:id>S99000000999</x:id><x:version>1.0.0</x:version>"
           "</x:identifikation><x:name>Messung</x:name>" +
           positions + "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>";
}

// Four groups of fifteen; the last one may be repeated and is there once.
constexpr int groups = 4;

std::string sixty_fields() {
    std::string xml;
    int number = 0;
    for (int group = 0; group < groups; ++group) {
        std::string fields;
        for (const Kind& kind : kinds) {
            fields += field_xml(number++, kind);
        }
        xml += group_xml(group, group + 1 == groups ? "1:5" : "1:1", fields);
    }
    return message(xml);
}

Json sixty_answers() {
    Json all = Json::object();
    int number = 0;
    for (int group = 0; group < groups; ++group) {
        Json object = Json::object();
        for (const Kind& kind : kinds) {
            object.set("F990000" + std::to_string(10000 + number++),
                       formats::parse_json(kind.answer).value());
        }
        if (group + 1 == groups) {
            object = Json::array({std::move(object)});
        }
        all.set("G990000" + std::to_string(10000 + group), std::move(object));
    }
    return all;
}

std::shared_ptr<const forms::Form> make_form() {
    const auto lists = fim::load_code_lists("data/codelists");
    forms::FormSource source;
    source.schema = fim::read_schema(sixty_fields()).value().value;
    source.code_lists = {&lists.value};
    return forms::Form::make(std::move(source)).value;
}

forms::FormContext context() {
    return {nullptr, Date::make(2026, 11, 23).value()};
}

int export_to(const char* file) {
    const auto form = make_form();
    Json broken = sixty_answers();
    broken.find("G99000010000")->set("F99000010003", "2586");
    const Json question = Json::object({{"schema", form->json_schema()},
                                        {"valid", Json::array({sixty_answers()})},
                                        {"invalid", Json::array({std::move(broken)})}});
    std::ofstream(file) << formats::write_json(question);
    return has_faults(form->check_all(sixty_answers(), context())) ? 1 : 0;
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

int measure(int rounds) {
    const auto form = make_form();
    const Json answers = sixty_answers();
    constexpr int checks = 20'000;
    for (int round = 0; round < rounds; ++round) {
        std::size_t found = 0;
        const double began = cpu_seconds();
        for (int i = 0; i < checks; ++i) {
            found += form->check_all(answers, context()).size();
        }
        std::cout << (cpu_seconds() - began) / checks * 1e9 << "\n" << std::flush;
        if (found != 0) {
            return 1;
        }
    }
    return 0;
}

int write_schema(const char* file) {
    constexpr std::size_t wanted = 3'500'000;
    std::string positions;
    int number = 0;
    for (int group = 0; positions.size() < wanted; ++group) {
        std::string fields;
        for (const Kind& kind : kinds) {
            fields += field_xml(number++, kind);
        }
        positions += group_xml(group, group % 5 == 4 ? "0:*" : "1:1", fields);
    }
    std::ofstream(file) << message(positions);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::string verb = count > 2 ? words[1] : "";
    if (verb == "export") {
        return export_to(words[2]);
    }
    if (verb == "measure") {
        return measure(std::stoi(words[2]));
    }
    if (verb == "schema") {
        return write_schema(words[2]);
    }
    std::cerr << "export FILE, measure ROUNDS, or schema FILE\n";
    return 2;
}
