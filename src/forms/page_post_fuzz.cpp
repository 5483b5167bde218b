// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "fim/schema_reader.hpp"
#include "forms/form.hpp"

namespace {

using gordion::formats::Json;

// A form with every kind of question, made once.
const gordion::forms::Form& probe() {
    static const auto form = [] {
        gordion::forms::FormSource source;
        const std::string fields = [] {
            std::string xml;
            int number = 0;
            for (const char* type : {"text", "text_latin", "date", "time", "datetime", "bool",
                                     "num", "num_int", "num_currency", "file"}) {
                for (const char* count : {"0:1", "0:3"}) {
                    const std::string id = "F" + std::to_string(++number);
                    xml += "<x:struktur><x:anzahl>" + std::string(count) +
                           "</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>" + id +
                           "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>" + id +
                           "</x:name><x:bezeichnungEingabe>" + id +
                           "</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>"
                           "</x:schemaelementart><x:feldart><code>input</code></x:feldart>"
                           "<x:datentyp><code>" +
                           type + "</code></x:datentyp></x:datenfeld></x:enthaelt></x:struktur>";
                }
            }
            return xml;
        }();
        const std::string group =
            "<x:struktur><x:anzahl>0:*</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation>"
            "<x:id>G1</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>G</x:name>"
            "<x:bezeichnungEingabe>g</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>"
            "</x:schemaelementart>" +
            fields + "</x:datenfeldgruppe></x:enthaelt></x:struktur>";
        const auto schema = gordion::fim::read_schema(
            "<x:xdatenfelder.stammdatenschema.0102 "
            "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>"
            "<x:identifikation><x:id>S1</x:id><x:version>1.0.0</x:version></x:identifikation>"
            "<x:name>S</x:name>" +
            group + "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>");
        source.schema = schema.value().value;
        return gordion::forms::Form::make(std::move(source)).value;
    }();
    return *form;
}

}  // namespace

/// Input: one field per line, "name=value" with names relative to the instance. What is taken in
/// without a fault is judged without a fault, shown, summed up and taken in once more unchanged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    forms::PostedPage posted;
    for (const std::string& line : split(text, '\n')) {
        const auto sign = line.find('=');
        if (sign != std::string::npos) {
            posted.fields.push_back({"G1[0]." + line.substr(0, sign), line.substr(sign + 1)});
        }
    }
    const forms::Form& form = probe();
    const forms::FormContext context{nullptr, Date()};
    const auto page = form.find_page("g.1", Json::object(), context);
    if (!page.has_value()) {
        std::abort();
    }
    const auto taken = form.parse_page(page.value(), Json::object(), posted, context);
    const Json& answers = taken.value.answers;
    if (!has_faults(taken.findings) && has_faults(form.check_all(answers, context))) {
        std::abort();
    }
    (void)form.view_page(page.value(), answers, context, "de");
    (void)form.summary(answers, context, "de");
    (void)formats::write_json(form.fachdaten(answers, context));
    return 0;
}
