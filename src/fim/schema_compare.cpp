// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_compare.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/text.hpp"
#include "fim/freitext.hpp"

namespace gordion::fim {
namespace {

constexpr std::size_t shown_characters = 200;

// Gathers the changes at one path after the other.
class SchemaComparison {
public:
    void compare(const Schema& old, const Schema& now);
    std::vector<SchemaChange> take() { return std::move(changes_); }

private:
    void add(SchemaChange change);
    void text(std::string_view attribute, std::string_view before, std::string_view after,
              std::string_view reason = "text");
    void meaning(std::string_view attribute, std::string_view before, std::string_view after);
    void facts(const Facts& old, const Facts& now);
    void element(const ElementFacts& old, const ElementFacts& now);
    void field(const Field& old, const Field& now);
    void bounds(const Field& old, const Field& now);
    void codes(const Field& old, const Field& now);
    void rules(const std::string& path, const std::vector<Regel>& old,
               const std::vector<Regel>& now);
    void position(const Position& old, const Position& now);
    void positions(const std::vector<Position>& old, const std::vector<Position>& now,
                   const std::string& parent);
    void whole(ChangeKind kind, const Position& position);

    std::string path_;
    std::vector<SchemaChange> changes_;
};

constexpr auto compatible = ChangeImpact::Compatible;
constexpr auto breaking = ChangeImpact::Breaking;

// The path is that of the place which is looked at now.
void SchemaComparison::add(SchemaChange change) {
    change.path = path_;
    change.before = first_characters(change.before, shown_characters);
    change.after = first_characters(change.after, shown_characters);
    changes_.push_back(std::move(change));
}

void SchemaComparison::text(std::string_view attribute, std::string_view before,
                            std::string_view after, std::string_view reason) {
    if (before != after) {
        add({ChangeKind::Changed, compatible, "", std::string(attribute), std::string(before),
             std::string(after), std::string(reason)});
    }
}

void SchemaComparison::meaning(std::string_view attribute, std::string_view before,
                               std::string_view after) {
    if (before != after) {
        add({ChangeKind::Changed, breaking, "", std::string(attribute), std::string(before),
             std::string(after), "meaning"});
    }
}

std::string join_bezug(const std::vector<Bezug>& all) {
    std::vector<std::string> texts;
    for (const Bezug& each : all) {
        texts.push_back(each.link.empty() ? each.text : each.text + " <" + each.link + ">");
    }
    return join(texts, "; ");
}

void SchemaComparison::facts(const Facts& old, const Facts& now) {
    text("version", old.identification.version, now.identification.version, "state");
    text("name", old.name, now.name);
    text("beschreibung", old.beschreibung, now.beschreibung);
    text("definition", old.definition, now.definition);
    text("bezug", join_bezug(old.bezug), join_bezug(now.bezug));
    text("freigabestatus", std::to_string(old.freigabestatus), std::to_string(now.freigabestatus),
         "state");
    text("gueltigAb", old.gueltig_ab, now.gueltig_ab, "state");
    text("gueltigBis", old.gueltig_bis, now.gueltig_bis, "state");
    text("versionshinweis", old.versionshinweis, now.versionshinweis);
}

void SchemaComparison::element(const ElementFacts& old, const ElementFacts& now) {
    facts(old, now);
    text("bezeichnungEingabe", old.bezeichnung_eingabe, now.bezeichnung_eingabe);
    text("bezeichnungAusgabe", old.bezeichnung_ausgabe, now.bezeichnung_ausgabe);
    text("schemaelementart", to_string(old.schemaelementart), to_string(now.schemaelementart));
    text("hilfetextEingabe", old.hilfetext_eingabe, now.hilfetext_eingabe);
    text("hilfetextAusgabe", old.hilfetext_ausgabe, now.hilfetext_ausgabe);
}

// A bound of either side: is the new one narrower? Values that cannot be ordered count as narrower.
struct Bound {
    std::string_view attribute;
    std::string before;
    std::string after;
    bool is_upper = false;
};

std::optional<double> to_number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool is_narrower(const Bound& bound) {
    if (bound.after.empty()) {
        return false;
    }
    if (bound.before.empty()) {
        return true;
    }
    const auto before = to_number(bound.before);
    const auto after = to_number(bound.after);
    if (before && after) {
        return bound.is_upper ? *after < *before : *after > *before;
    }
    // ISO dates order as texts do.
    const bool dates = bound.before.size() == bound.after.size() && bound.before.size() >= 10;
    return !dates || (bound.is_upper ? bound.after < bound.before : bound.after > bound.before);
}

std::string to_text(const std::optional<std::size_t>& number) {
    return number ? std::to_string(*number) : std::string();
}

void SchemaComparison::bounds(const Field& old, const Field& now) {
    const Praezisierung& before = old.praezisierung;
    const Praezisierung& after = now.praezisierung;
    for (const Bound& bound : std::initializer_list<Bound>{
             {"minLength", to_text(before.min_length), to_text(after.min_length)},
             {"maxLength", to_text(before.max_length), to_text(after.max_length), true},
             {"minValue", before.min_value, after.min_value},
             {"maxValue", before.max_value, after.max_value, true},
             {"maxSize", to_text(old.max_size_bytes), to_text(now.max_size_bytes), true},
         }) {
        if (bound.before != bound.after) {
            const bool narrower = is_narrower(bound);
            add({ChangeKind::Changed, narrower ? breaking : compatible, "",
                 std::string(bound.attribute), bound.before, bound.after,
                 narrower ? "narrowed" : "widened"});
        }
    }
    if (before.pattern != after.pattern) {
        const bool freed = after.pattern.empty();
        add({ChangeKind::Changed, freed ? compatible : breaking, "", "pattern", before.pattern,
             after.pattern, freed ? "widened" : "narrowed"});
    }
    text("praezisierung", before.text, after.text);
    if (old.media_types != now.media_types) {
        const auto allowed = [&](const std::string& type) {
            return now.media_types.empty() ||
                   std::find(now.media_types.begin(), now.media_types.end(), type) !=
                       now.media_types.end();
        };
        const bool narrower = (old.media_types.empty() && !now.media_types.empty()) ||
                              !std::all_of(old.media_types.begin(), old.media_types.end(), allowed);
        add({ChangeKind::Changed, narrower ? breaking : compatible, "", "mediaType",
             join(old.media_types, ", "), join(now.media_types, ", "),
             narrower ? "narrowed" : "widened"});
    }
}

void SchemaComparison::codes(const Field& old, const Field& now) {
    const auto list_of = [](const Field& field) {
        return field.code_list ? field.code_list->canonical_identification : std::string();
    };
    const auto version_of = [](const Field& field) {
        return field.code_list ? field.code_list->version : std::string();
    };
    meaning("codelisteReferenz", list_of(old), list_of(now));
    if (list_of(old) == list_of(now)) {
        // What a list contains is not said here: another version may have lost a code.
        meaning("codelisteReferenz.version", version_of(old), version_of(now));
    }
    std::map<std::string_view, std::string_view> before;
    for (const Code& code : old.codes) {
        before.emplace(code.code, code.name);
    }
    std::vector<std::string> added;
    for (const Code& code : now.codes) {
        const auto known = before.find(code.code);
        if (known == before.end()) {
            added.push_back(code.code + " " + code.name);
            continue;
        }
        text("wert." + code.code, known->second, code.name);
        before.erase(known);
    }
    std::vector<std::string> removed;
    for (const auto& [code, name] : before) {
        removed.push_back(std::string(code) + " " + std::string(name));
    }
    if (!removed.empty()) {
        add({ChangeKind::Changed, breaking, "", "werte", join(removed, "; "), "", "narrowed"});
    }
    if (!added.empty()) {
        const bool first_list = old.codes.empty() && !old.code_list;
        add({ChangeKind::Changed, first_list ? breaking : compatible, "", "werte", "",
             join(added, "; "), first_list ? "narrowed" : "widened"});
    }
}

void SchemaComparison::field(const Field& old, const Field& now) {
    meaning("feldart", to_string(old.feldart), to_string(now.feldart));
    meaning("datentyp", to_string(old.datentyp), to_string(now.datentyp));
    text("inhalt", old.inhalt, now.inhalt,
         now.feldart == Feldart::Label ? std::string_view("text") : std::string_view("prefill"));
    text("vorbefuellung", to_string(old.vorbefuellung), to_string(now.vorbefuellung), "prefill");
    bounds(old, now);
    codes(old, now);
}

void SchemaComparison::rules(const std::string& path, const std::vector<Regel>& old,
                             const std::vector<Regel>& now) {
    std::map<std::string_view, const Regel*> before;
    for (const Regel& regel : old) {
        before.emplace(regel.identification.id, &regel);
    }
    const auto at = [&](const Regel& regel) {
        path_ = path.empty() ? regel.identification.id : path + "." + regel.identification.id;
    };
    for (const Regel& regel : now) {
        const auto known = before.find(regel.identification.id);
        at(regel);
        if (known == before.end()) {
            add({ChangeKind::Added, breaking, "", "", "", text_of(regel), "rule_added"});
            continue;
        }
        const Regel& same = *known->second;
        if (text_of(same) != text_of(regel) || same.skript != regel.skript) {
            add({ChangeKind::Changed, breaking, "",
                 text_of(same) != text_of(regel) ? "freitextRegel" : "skript", text_of(same),
                 text_of(regel), "rule_changed"});
        }
        before.erase(known);
    }
    for (const Regel& regel : old) {
        if (before.contains(regel.identification.id)) {
            at(regel);
            add({ChangeKind::Removed, compatible, "", "", text_of(regel), "", "rule_removed"});
        }
    }
    path_ = path;
}

// Whether people answer it, so that its absence or presence matters.
bool has_data(const Position& position) {
    if (const Field* field = position.field()) {
        return field->feldart != Feldart::Label;
    }
    const auto& inner = position.group()->positions;
    return std::any_of(inner.begin(), inner.end(), has_data);
}

bool asks_something_required(const Position& position) {
    if (position.multiplicity.min == 0 || !has_data(position)) {
        return false;
    }
    const Group* group = position.group();
    return group == nullptr ||
           std::any_of(group->positions.begin(), group->positions.end(), asks_something_required);
}

void SchemaComparison::whole(ChangeKind kind, const Position& position) {
    const std::string name = position.facts().name + " (" + position.multiplicity.to_text() + ")";
    if (kind == ChangeKind::Added) {
        const bool required = asks_something_required(position);
        add({kind, required ? breaking : compatible, "", "", "", name,
             required ? "added_required" : "added_optional"});
    } else {
        const bool data = has_data(position);
        add({kind, data ? breaking : compatible, "", "", name, "",
             data ? "removed" : "removed_content"});
    }
}

void SchemaComparison::position(const Position& old, const Position& now) {
    if (old.multiplicity != now.multiplicity) {
        const bool narrower =
            now.multiplicity.min > old.multiplicity.min ||
            (now.multiplicity.max &&
             (!old.multiplicity.max || *now.multiplicity.max < *old.multiplicity.max));
        // One value or a list of values are two forms of data.
        const bool other_form = old.multiplicity.is_repeated() != now.multiplicity.is_repeated();
        add({ChangeKind::Changed, narrower || other_form ? breaking : compatible, "", "anzahl",
             old.multiplicity.to_text(), now.multiplicity.to_text(),
             narrower     ? "narrowed"
             : other_form ? "meaning"
                          : "widened"});
    }
    text("struktur.bezug", join_bezug(old.bezug), join_bezug(now.bezug));
    const std::string path = path_;
    if (old.field() != nullptr && now.field() != nullptr) {
        element(*old.field(), *now.field());
        field(*old.field(), *now.field());
        rules(path, old.field()->regeln, now.field()->regeln);
    } else if (old.group() != nullptr && now.group() != nullptr) {
        element(*old.group(), *now.group());
        meaning("art", old.group()->art, now.group()->art);
        rules(path, old.group()->regeln, now.group()->regeln);
        positions(old.group()->positions, now.group()->positions, path);
    } else {
        add({ChangeKind::Changed, breaking, "", "enthaelt",
             old.field() ? "datenfeld" : "datenfeldgruppe",
             now.field() ? "datenfeld" : "datenfeldgruppe", "meaning"});
    }
    path_ = path;
}

void SchemaComparison::positions(const std::vector<Position>& old, const std::vector<Position>& now,
                                 const std::string& parent) {
    std::map<std::string_view, const Position*> by_id;
    for (const Position& each : now) {
        by_id.emplace(each.id(), &each);
    }
    std::vector<std::string_view> kept;
    for (const Position& each : old) {
        path_ = parent.empty() ? each.id() : parent + "." + each.id();
        const auto same = by_id.find(each.id());
        if (same == by_id.end()) {
            whole(ChangeKind::Removed, each);
            continue;
        }
        kept.push_back(each.id());
        position(each, *same->second);
        by_id.erase(same);
    }
    std::vector<std::string_view> in_new_order;
    for (const Position& each : now) {
        path_ = parent.empty() ? each.id() : parent + "." + each.id();
        if (by_id.contains(each.id())) {
            whole(ChangeKind::Added, each);
        } else {
            in_new_order.push_back(each.id());
        }
    }
    path_ = parent;
    if (kept != in_new_order) {
        add({ChangeKind::Changed, compatible, "", "struktur", "", "", "order"});
    }
}

void SchemaComparison::compare(const Schema& old, const Schema& now) {
    meaning("id", old.identification.id, now.identification.id);
    facts(old, now);
    text("bezeichnung", old.bezeichnung, now.bezeichnung);
    text("hilfetext", old.hilfetext, now.hilfetext);
    rules("", old.regeln, now.regeln);
    positions(old.positions, now.positions, "");
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::Added:
            return "added";
        case ChangeKind::Removed:
            return "removed";
        case ChangeKind::Changed:
            break;
    }
    return "changed";
}

std::string_view to_string(ChangeImpact impact) {
    return impact == ChangeImpact::Breaking ? "breaking" : "compatible";
}

std::vector<SchemaChange> compare_schemas(const Schema& old, const Schema& now) {
    SchemaComparison comparison;
    comparison.compare(old, now);
    return comparison.take();
}

ChangeImpact worst_of(const std::vector<SchemaChange>& changes) {
    const bool breaks = std::any_of(changes.begin(), changes.end(), [](const SchemaChange& each) {
        return each.impact == ChangeImpact::Breaking;
    });
    return breaks ? ChangeImpact::Breaking : ChangeImpact::Compatible;
}

}  // namespace gordion::fim
