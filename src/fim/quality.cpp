// SPDX-License-Identifier: EUPL-1.2
#include "fim/quality.hpp"

#include <charconv>
#include <map>
#include <tuple>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "fim/internal/slots.hpp"
#include "fim/pattern.hpp"

namespace gordion::fim {
namespace {

// Gathers the findings of one schema; each check is one short function below.
struct Check {
    Findings findings;
    std::string path;
    int line = 0;
    XdfVersion standard = XdfVersion::V3;
    std::map<std::string, bool, std::less<>> compiles;  ///< by pattern; many fields share one

    void add(std::string_view code, Severity severity, std::string message) {
        if (findings.size() < limits::findings) {
            findings.push_back({"fim.quality." + std::string(code),
                                severity,
                                "line " + std::to_string(line) + ": " + path,
                                {},
                                std::move(message)});
        }
    }
};

bool is_text(Datentyp datentyp) {
    return datentyp == Datentyp::Text || datentyp == Datentyp::TextLatin;
}

std::optional<double> parse_number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> parse_value(const Field& field, const std::string& text) {
    if (field.datentyp == Datentyp::Date) {
        const Result<Date> date = parse_date(text);
        return date ? std::optional<double>(static_cast<double>(date.value().days_since_epoch()))
                    : std::nullopt;
    }
    return parse_number(text);
}

void check_values(Check& check, const Field& field) {
    const Praezisierung& bounds = field.praezisierung;
    const bool ordered = is_numeric(field.datentyp) || field.datentyp == Datentyp::Date;
    std::optional<double> min;
    std::optional<double> max;
    if (ordered) {
        min = parse_value(field, bounds.min_value);
        max = parse_value(field, bounds.max_value);
        if ((!bounds.min_value.empty() && !min) || (!bounds.max_value.empty() && !max)) {
            check.add("values", Severity::Fault,
                      "minValue or maxValue is no value of the datentyp");
        }
    }
    if (min && max && *min > *max) {
        check.add("values", Severity::Fault, "minValue is greater than maxValue");
    }
}

void check_lengths(Check& check, const Field& field) {
    const Praezisierung& bounds = field.praezisierung;
    if (bounds.min_length && bounds.max_length && *bounds.min_length > *bounds.max_length) {
        check.add("lengths", Severity::Fault, "minLength is greater than maxLength");
    }
    if (!bounds.pattern.empty()) {
        const auto [known, is_new] = check.compiles.try_emplace(bounds.pattern);
        if (is_new) {
            known->second = Pattern::compile(bounds.pattern).has_value();
        }
        if (!known->second) {
            check.add("pattern", Severity::Fault, "the pattern cannot be compiled");
        }
    }
    if (field.feldart != Feldart::Input) {
        return;
    }
    if (is_text(field.datentyp) && !bounds.max_length) {
        check.add("text_without_max", Severity::Warning, "a text without maxLength");
    }
    if (!is_text(field.datentyp) && (bounds.min_length || bounds.max_length)) {
        check.add("length_on_type", Severity::Note, "length limits at a field that is no text");
    }
}

void check_field(Check& check, const Field& field) {
    const bool has_codes = !field.codes.empty() || field.code_list.has_value();
    if (field.feldart == Feldart::Select && !has_codes) {
        check.add("select_without_codes", Severity::Fault, "a choice without anything to choose");
    }
    if (field.feldart == Feldart::Input && has_codes) {
        check.add("input_with_codes", Severity::Warning,
                  "a code list at a field that is no choice");
    }
    if (field.feldart == Feldart::Label && field.inhalt.empty() &&
        field.hilfetext_eingabe.empty()) {
        check.add("label_without_text", Severity::Warning, "a label that says nothing");
    }
    const bool chosen = std::any_of(field.codes.begin(), field.codes.end(),
                                    [&](const Code& code) { return code.code == field.inhalt; });
    if (field.feldart == Feldart::Select && !field.codes.empty() && !field.inhalt.empty() &&
        !chosen) {
        check.add("code_unknown", Severity::Fault, "the prefilled code is not in the list");
    }
    if (field.datentyp == Datentyp::File && field.feldart == Feldart::Input) {
        if (field.media_types.empty()) {
            check.add("file_without_type", Severity::Warning, "a file without mediaType");
        }
        if (!field.max_size_bytes) {
            check.add("file_without_size", Severity::Warning, "a file without maxSize");
        }
    }
    check_lengths(check, field);
    check_values(check, field);
}

void check_identification(Check& check, const Identification& identification) {
    const bool is_old = check.standard != XdfVersion::V3;
    const std::string_view id = identification.id;
    if (id.size() != (is_old ? 9U : 12U) || !is_digits(id.substr(1))) {
        check.add(
            "id_form", Severity::Note,
            is_old ? "an id is a letter and eight digits" : "an id is a letter and eleven digits");
    }
    // Version 1 has no versions of elements.
    const std::vector<std::string> parts = split(identification.version, '.');
    const bool numbers = std::all_of(parts.begin(), parts.end(),
                                     [](const std::string& part) { return is_digits(part); });
    if (check.standard != XdfVersion::V1 && (parts.size() != (is_old ? 2U : 3U) || !numbers)) {
        check.add("version_form", Severity::Note,
                  is_old ? "a version is MAJOR.MINOR" : "a version is MAJOR.MINOR.PATCH");
    }
}

void check_relations(Check& check, const Facts& facts) {
    for (const Relation& relation : facts.relation) {
        if (relation.objekt.id == facts.identification.id &&
            (relation.objekt.version.empty() ||
             relation.objekt.version == facts.identification.version)) {
            check.add("relation_self", Severity::Fault, "the element is related to itself");
        }
    }
}

void check_facts(Check& check, const Facts& facts, int schema_state) {
    if (!facts.gueltig_ab.empty() && !facts.gueltig_bis.empty() &&
        facts.gueltig_bis < facts.gueltig_ab) {
        check.add("validity", Severity::Fault, "gueltigBis lies before gueltigAb");
    }
    // States 7 and 8 (inactive, to be deleted) do not order with the others.
    if (facts.freigabestatus != 0 && schema_state >= 5 && schema_state <= 6 &&
        facts.freigabestatus < 5) {
        check.add("state_lower", Severity::Note, "the element is less released than its schema");
    }
    check_identification(check, facts.identification);
    check_relations(check, facts);
}

using internal::ChildRule;
using internal::Kind;
using internal::Object;

// Whether two elements say the same in everything the standard lets them say, without what stands
// inside a group.
bool have_same_content(Object left, Object right, Kind kind) {
    for (const ChildRule& rule : internal::children_of(kind, XdfVersion::V3)) {
        if (rule.kind == Kind::Coded) {
            if (internal::code_of(left, rule.slot) != internal::code_of(right, rule.slot)) {
                return false;
            }
        } else if (rule.kind == Kind::Leaf) {
            const std::string* text = internal::text_of(left, rule.slot);
            if (text != nullptr && *text != *internal::text_of(right, rule.slot)) {
                return false;
            }
        }
    }
    return true;
}

bool is_same(const Field& left, const Field& right) {
    const auto bounds = [](const Field& field) {
        const Praezisierung& p = field.praezisierung;
        return std::tie(p.min_length, p.max_length, p.min_value, p.max_value, p.pattern);
    };
    return bounds(left) == bounds(right) && left.codes == right.codes &&
           left.media_types == right.media_types && left.max_size_bytes == right.max_size_bytes &&
           have_same_content(const_cast<Field*>(&left), const_cast<Field*>(&right), Kind::Field);
}

bool is_same(const Group& left, const Group& right) {
    const auto equal = [](const Position& one, const Position& other) {
        return one.id() == other.id() && one.multiplicity == other.multiplicity;
    };
    return std::equal(left.positions.begin(), left.positions.end(), right.positions.begin(),
                      right.positions.end(), equal) &&
           have_same_content(const_cast<Group*>(&left), const_cast<Group*>(&right), Kind::Group);
}

bool is_same(const Position& left, const Position& right) {
    if (left.field() != nullptr && right.field() != nullptr) {
        return is_same(*left.field(), *right.field());
    }
    return left.group() != nullptr && right.group() != nullptr &&
           is_same(*left.group(), *right.group());
}

// The first position seen of each element, to compare copies in different places.
struct Seen {
    std::map<std::string_view, std::string_view> version_of;
    std::map<std::pair<std::string_view, std::string_view>, const Position*> position_of;
};

void check_copies(Check& check, const Position& position, Seen& seen) {
    const Identification& identification = position.facts().identification;
    const auto [version, is_new] =
        seen.version_of.emplace(identification.id, identification.version);
    if (!is_new && version->second != identification.version) {
        check.add("two_versions", Severity::Warning, "the element is used in two versions");
    }
    const auto [present, is_first] = seen.position_of.emplace(
        std::pair<std::string_view, std::string_view>(identification.id, identification.version),
        &position);
    if (!is_first && !is_same(*present->second, position)) {
        check.add("two_contents", Severity::Fault, "one version of the element has two contents");
    }
}

}  // namespace

Findings check_quality(const Schema& schema) {
    Check check;
    check.standard = schema.standard;
    check.path = schema.identification.id;
    check.line = schema.line;
    check_facts(check, schema, 0);
    if (schema.positions.empty()) {
        check.add("group_empty", Severity::Fault, "the schema has no element");
    }
    Seen seen;
    visit_positions(schema.positions, "", [&](const Position& position, const std::string& path) {
        check.path = path;
        check.line = position.facts().line;
        const Multiplicity& count = position.multiplicity;
        if (count.max && (*count.max == 0 || *count.max < count.min)) {
            check.add("multiplicity", Severity::Fault, "at most is less than at least, or zero");
        }
        check_facts(check, position.facts(), schema.freigabestatus);
        if (position.facts().schemaelementart == Schemaelementart::Norm &&
            position.facts().bezug.empty()) {
            check.add("norm_without_bezug", Severity::Warning, "bound to a norm that is not named");
        }
        if (position.facts().schemaelementart == Schemaelementart::Harmonized &&
            !position.id().empty() && position.id().substr(1, 2) != "60") {
            check.add("harmonized_number", Severity::Note,
                      "a harmonized element belongs to Nummernkreis 60");
        }
        check_copies(check, position, seen);
        if (const Field* field = position.field()) {
            check_field(check, *field);
        } else if (position.group()->positions.empty()) {
            check.add("group_empty", Severity::Fault, "a group without elements");
        }
    });
    return std::move(check.findings);
}

}  // namespace gordion::fim
