// SPDX-License-Identifier: EUPL-1.2
// Values that nobody types: [[value]] of form.toml, else the schema's own content (decision 0016).
#include "forms/internal/make.hpp"
#include "forms/internal/values.hpp"

namespace gordion::forms::internal {

using formats::Json;

void Maker::make_content(Node& node, const std::string& text, const std::string& place) {
    ParsedValue parsed = parse_value(node, text);
    if (parsed.fault || parsed.value.is_null()) {
        report("forms.value_invalid", Severity::Warning, place,
               {{"element", node.id}, {"value", text.substr(0, 80)}},
               "this is no value of the field, so it stays empty");
        return;
    }
    node.source = ValueSource{std::move(parsed.value), "", false};
}

// An account knows one person: it says nothing about the instances of a repeated group, and what is
// fixed must not depend on who looks.
void Maker::make_account_source(Node& node, const std::string& name, const std::string& place) {
    if (!node.asked || node.control == Control::File || node.container != none) {
        report("forms.layout_invalid", Severity::Fault, place, {{"element", node.id}},
               "from_account needs a question that people answer, outside repeated groups");
        return;
    }
    node.account = name;
}

void Maker::make_source(const Json& source, const std::string& place) {
    const std::size_t target = resolve(source.text_at("field"), place);
    if (target == none) {
        return;
    }
    Node& node = form->nodes[target];
    const std::string param = source.text_at("from_param");
    const std::string content = source.text_at("content");
    const std::string account = source.text_at("from_account");
    const bool today = source.text_at("from") == "today";
    const int named = (param.empty() ? 0 : 1) + (content.empty() ? 0 : 1) +
                      (account.empty() ? 0 : 1) + (today ? 1 : 0);
    if (named != 1 || !(node.asked || node.fixed) || node.control == Control::File ||
        (today && node.field->datentyp != fim::Datentyp::Date)) {
        report("forms.layout_invalid", Severity::Fault, place, {{"element", node.id}},
               "a value needs a field that holds one, and from_param, content, from_account, or "
               "from = \"today\" for a date");
    } else if (!account.empty()) {
        make_account_source(node, account, place);
    } else if (!content.empty()) {
        make_content(node, content, place);
    } else {
        node.source = ValueSource{Json(), param, today};
    }
}

void Maker::make_value_sources() {
    for (Node& node : form->nodes) {
        const bool takes_value = node.field != nullptr && (node.asked || node.fixed);
        if (takes_value && !node.field->inhalt.empty()) {
            make_content(node, node.field->inhalt, "line " + std::to_string(node.field->line));
        }
    }
    const Json* sources = form->source.layout.find("value");
    if (sources != nullptr && !sources->is_array()) {
        report("forms.layout_invalid", Severity::Fault, "form.toml value", {},
               "values are written as [[value]]");
        sources = nullptr;
    }
    for (std::size_t i = 0; sources != nullptr && i < sources->size(); ++i) {
        make_source(sources->as_array()[i], "form.toml value " + std::to_string(i + 1));
    }
    for (const Node& node : form->nodes) {
        form->has_sources = form->has_sources || node.source.has_value();
        if (node.fixed) {
            form->fixed.push_back(node.index);
        }
        if (node.field != nullptr && !node.source && node.account.empty() && node.asked &&
            node.field->vorbefuellung == fim::Vorbefuellung::Required) {
            report("forms.prefill_without_source", Severity::Note,
                   "line " + std::to_string(node.field->line), {{"element", node.id}},
                   "the schema wants this field prefilled; name a source in form.toml");
        }
    }
}

}  // namespace gordion::forms::internal
