// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/make.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/quality.hpp"
#include "forms/media_type.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

std::optional<double> parse_bound(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<Date> parse_date_bound(const std::string& text) {
    const Result<Date> date = parse_date(text);
    return date ? std::optional<Date>(date.value()) : std::nullopt;
}

bool is_placeholder(const CodeSet& set) {
    return set.codes().size() == 1 && set.codes().front().code == "_";
}

Control control_of(const fim::Field& field, const ValueRule& rule, bool repeated) {
    constexpr std::size_t one_line = 255;
    if (field.feldart == fim::Feldart::Label) {
        return Control::Label;
    }
    if (field.feldart == fim::Feldart::Locked) {
        return Control::Locked;
    }
    if (field.feldart == fim::Feldart::Select) {
        return repeated ? Control::Checkboxes : Control::Radios;
    }
    switch (field.datentyp) {
        case fim::Datentyp::Date:
            return Control::Date;
        case fim::Datentyp::Time:
            return Control::Time;
        case fim::Datentyp::Datetime:
            return Control::Datetime;
        case fim::Datentyp::Bool:
            return Control::YesNo;
        case fim::Datentyp::Num:
        case fim::Datentyp::NumInt:
            return Control::Number;
        case fim::Datentyp::NumCurrency:
            return Control::Money;
        case fim::Datentyp::File:
            return Control::File;
        case fim::Datentyp::Text:
        case fim::Datentyp::TextLatin:
        case fim::Datentyp::Obj:
            break;
    }
    const bool long_text = rule.max_length == 0 || rule.max_length > one_line;
    return long_text ? Control::TextArea : Control::Text;
}

}  // namespace

Maker::Maker(FormSource source) {
    form->source = std::move(source);
}

void Maker::report(std::string_view code, Severity severity, std::string place, Values values,
                   std::string message) {
    if (findings.size() < limits::findings) {
        findings.push_back(
            {std::string(code), severity, std::move(place), std::move(values), std::move(message)});
    }
}

void Maker::make() {
    append(findings, fim::check_quality(form->source.schema));
    // Pointers between nodes would break if the vector grew later.
    form->nodes.reserve(fim::count_elements(form->source.schema).positions);
    make_nodes(form->source.schema.positions, none);
    make_option_sources();
    make_value_sources();
    make_pages(*this);
    make_rules(*this);
    make_texts(*this);
    form->source.code_lists.clear();  // they live no longer than the making
}

void Maker::make_nodes(const std::vector<fim::Position>& positions, std::size_t parent) {
    for (const fim::Position& position : positions) {
        Node node;
        node.index = form->nodes.size();
        node.parent = parent;
        node.position = &position;
        node.field = position.field();
        node.group = position.group();
        node.id = position.id();
        node.path = node.id;
        if (parent != none) {
            const Node& around = form->nodes[parent];
            node.path = around.path + "." + node.id;
            node.chain = around.chain;
            node.container = around.is_repeated_group() ? parent : around.container;
        }
        node.chain.push_back(node.index);
        const fim::Multiplicity& count = position.multiplicity;
        node.repeated = count.is_repeated();
        node.min = count.min;
        node.max = std::min<std::size_t>(count.max.value_or(limits::form_repetitions),
                                         limits::form_repetitions);
        auto& siblings = parent == none ? form->roots : form->nodes[parent].children;
        const bool twice = std::any_of(siblings.begin(), siblings.end(), [&](std::size_t other) {
            return form->nodes[other].id == node.id;
        });
        if (twice) {
            report("forms.element_twice", Severity::Fault, "line " + std::to_string(position.line),
                   {{"element", node.id}},
                   "one group holds the same element twice, so answers could not be told apart");
            continue;
        }
        siblings.push_back(node.index);
        const std::size_t index = node.index;
        form->nodes.push_back(std::move(node));
        if (form->nodes[index].field != nullptr) {
            make_field(form->nodes[index]);
        } else {
            make_nodes(position.group()->positions, index);
        }
    }
}

void Maker::make_field(Node& node) {
    const fim::Field& field = *node.field;
    node.asked = field.feldart == fim::Feldart::Input || field.feldart == fim::Feldart::Select;
    node.fixed = field.feldart == fim::Feldart::Hidden || field.feldart == fim::Feldart::Locked;
    make_bounds(node);
    node.control = control_of(field, node.rule, node.repeated);
    if (field.feldart != fim::Feldart::Select) {
        return;
    }
    node.codes = find_codes(field);
    if (node.codes == nullptr) {
        node.control = Control::Text;
        node.lacks_list = true;
    }
}

// Fields with the same list share one set: a big schema asks for the same states many times.
std::shared_ptr<const CodeSet> Maker::find_codes(const fim::Field& field) {
    if (!field.codes.empty()) {
        return std::make_shared<const CodeSet>(field.codes);
    }
    const fim::CodeListReference reference = field.code_list.value_or(fim::CodeListReference());
    const auto key =
        std::make_tuple(reference.canonical_identification, fim::wanted_version(reference),
                        field.code_key, field.name_key, field.help_key);
    if (const auto known = code_sets_.find(key); known != code_sets_.end()) {
        return known->second;
    }
    const std::string place = "line " + std::to_string(field.line);
    Values values{{"element", field.identification.id},
                  {"list", reference.canonical_identification},
                  {"version", fim::wanted_version(reference)}};
    const auto found = fim::find_code_list(form->source.code_lists, reference);
    std::shared_ptr<const CodeSet> made;
    if (!found || found.value().list == nullptr) {
        report("forms.code_list_missing", Severity::Warning, place, std::move(values),
               "the code list is not at hand, so the code is asked as text; import the list with "
               "'gordion codelist import' or put it into codelists/ of the package");
    } else {
        if (found.value().is_other_version) {
            values.emplace_back("used", found.value().list->version);
            report("forms.code_list_version", Severity::Warning, place, std::move(values),
                   "the version that the schema names is not at hand, so the newest one is used");
        }
        made = std::make_shared<const CodeSet>(
            fim::make_codes(*found.value().list, {field.code_key, field.name_key, field.help_key}));
    }
    return code_sets_.emplace(key, std::move(made)).first->second;
}

void Maker::make_bounds(Node& node) {
    const fim::Field& field = *node.field;
    const fim::Praezisierung& bounds = field.praezisierung;
    ValueRule& rule = node.rule;
    if (fim::is_numeric(field.datentyp)) {
        rule.min_number = parse_bound(bounds.min_value);
        rule.max_number = parse_bound(bounds.max_value);
    } else if (field.datentyp == fim::Datentyp::Date) {
        rule.min_date = parse_date_bound(bounds.min_value);
        rule.max_date = parse_date_bound(bounds.max_value);
    } else if (field.datentyp == fim::Datentyp::File) {
        rule.media_types = field.media_types.empty() ? default_media_types() : field.media_types;
        rule.max_size_bytes = std::min(field.max_size_bytes.value_or(limits::upload_file_bytes),
                                       limits::upload_file_bytes);
    } else if (field.datentyp == fim::Datentyp::Text ||
               field.datentyp == fim::Datentyp::TextLatin) {
        rule.min_length = bounds.min_length.value_or(0);
        rule.max_length = bounds.max_length.value_or(0);
    }
    if (!bounds.pattern.empty()) {
        rule.pattern = find_pattern(bounds.pattern);
    }
}

// Fields with the same pattern share one. One that does not compile is a fault of check_quality
// already.
std::optional<fim::Pattern> Maker::find_pattern(const std::string& text) {
    const auto [known, is_new] = patterns_.try_emplace(text);
    if (is_new) {
        if (Result<fim::Pattern> pattern = fim::Pattern::compile(text)) {
            known->second = std::move(pattern).value();
        }
    }
    return known->second;
}

std::size_t Maker::resolve(const std::string& reference, const std::string& place) {
    std::vector<std::size_t> found;
    for (const Node& node : form->nodes) {
        if (node.path == reference) {
            return node.index;
        }
        const bool is_end =
            node.path.size() > reference.size() &&
            node.path[node.path.size() - reference.size() - 1] == '.' &&
            std::string_view(node.path).substr(node.path.size() - reference.size()) == reference;
        if (is_end) {
            found.push_back(node.index);
        }
    }
    if (found.size() == 1 && !reference.empty()) {
        return found.front();
    }
    const bool several = !found.empty() && !reference.empty();
    report(several ? "forms.element_ref_ambiguous" : "forms.element_ref_unknown", Severity::Fault,
           place, {{"element", reference.substr(0, 200)}},
           several ? "the element stands in several places; write the path from the root"
                   : "the schema has no such element");
    return none;
}

void Maker::make_option_sources() {
    const Json* sources = form->source.layout.find("options");
    if (sources != nullptr && !sources->is_array()) {
        report("forms.layout_invalid", Severity::Fault, "form.toml options", {},
               "options is written as [[options]]");
        sources = nullptr;
    }
    for (std::size_t i = 0; sources != nullptr && i < sources->size(); ++i) {
        const Json& source = sources->as_array()[i];
        const std::string place = "form.toml options " + std::to_string(i + 1);
        const std::size_t target = resolve(source.text_at("field"), place);
        OptionSource made{source.text_at("from_param"), source.text_at("code"),
                          source.text_at("label"), source.text_at("help")};
        if (target == none) {
            continue;
        }
        Node& node = form->nodes[target];
        if (node.field == nullptr || node.field->feldart != fim::Feldart::Select ||
            made.param.empty() || made.code.empty() || made.label.empty()) {
            report("forms.layout_invalid", Severity::Fault, place, {{"element", node.id}},
                   "options need a select field, from_param, code and label");
            continue;
        }
        node.options = std::move(made);
        node.codes = nullptr;
        node.lacks_list = false;
        node.control = node.repeated ? Control::Checkboxes : Control::Radios;
    }
    for (const Node& node : form->nodes) {
        if (node.codes != nullptr && is_placeholder(*node.codes)) {
            report("forms.layout_invalid", Severity::Fault, "form.toml", {{"element", node.id}},
                   "the list of this field is a placeholder; form.toml must name its options");
        }
    }
}

}  // namespace gordion::forms::internal
