// SPDX-License-Identifier: EUPL-1.2
// The tree in German words.
#include "core/text.hpp"
#include "fim/freitext.hpp"

namespace gordion::fim {
namespace {

using Kind = RegelCondition::Kind;

class Writer {
public:
    explicit Writer(const RegelElements& elements) : elements_(elements) {}

    std::string condition(const RegelCondition& condition, bool brackets) const;
    std::string effects(const std::vector<RegelEffect>& effects) const;

private:
    std::string element(const RegelReference& reference) const;
    std::string elements(const std::vector<RegelReference>& references) const;
    std::string value(const RegelValue& value) const;
    std::string compare(const RegelCondition& condition) const;
    std::string counted(const RegelCondition& condition) const;
    std::string effect(const RegelEffect& effect) const;

    const RegelElements& elements_;
};

std::string_view sign_of(Comparison comparison) {
    switch (comparison) {
        case Comparison::Equal:
            return "=";
        case Comparison::NotEqual:
            return "≠";
        case Comparison::Less:
            return "<";
        case Comparison::LessEqual:
            return "≤";
        case Comparison::Greater:
            return ">";
        case Comparison::GreaterEqual:
            break;
    }
    return "≥";
}

std::string span(const RegelDuration& duration) {
    const std::string count = std::to_string(duration.count) + " ";
    switch (duration.unit) {
        case RegelDuration::Unit::Day:
            return count + (duration.count == 1 ? "Tag" : "Tage");
        case RegelDuration::Unit::Month:
            return count + (duration.count == 1 ? "Monat" : "Monate");
        case RegelDuration::Unit::Year:
            break;
    }
    return count + (duration.count == 1 ? "Jahr" : "Jahre");
}

std::string Writer::element(const RegelReference& reference) const {
    if (!reference.is_resolved()) {
        return reference.spelling + (reference.matches == 0 ? " [unbekannt]" : " [mehrdeutig]");
    }
    const std::size_t dot = reference.path.rfind('.');
    const std::string id =
        dot == std::string::npos ? reference.path : reference.path.substr(dot + 1);
    return id + " „" + elements_.name_of(reference.path) + "“";
}

std::string Writer::elements(const std::vector<RegelReference>& references) const {
    std::vector<std::string> all;
    for (const RegelReference& reference : references) {
        all.push_back(element(reference));
    }
    return join(all, ", ");
}

std::string Writer::value(const RegelValue& value) const {
    std::string text =
        value.kind == RegelValue::Kind::Element ? element(*value.element) : value.text;
    if (value.kind == RegelValue::Kind::Text) {
        text = "„" + text + "“" + (value.name.empty() ? "" : " (" + value.name + ")");
    }
    if (value.before) {
        text += " minus " + span(*value.before);
    }
    if (value.after) {
        text += " plus " + span(*value.after);
    }
    return text;
}

std::string Writer::compare(const RegelCondition& condition) const {
    std::vector<std::string> all;
    for (const RegelValue& each : condition.values) {
        all.push_back(value(each));
    }
    const bool several = all.size() > 1;
    const std::string joined =
        join(all, condition.comparison == Comparison::NotEqual ? " und ≠ " : " oder = ");
    return element(condition.elements.front()) + " " + std::string(sign_of(condition.comparison)) +
           " " + (several || !all.empty() ? joined : "ein anderer Wert");
}

std::string Writer::counted(const RegelCondition& condition) const {
    const std::string count = std::to_string(condition.count);
    const std::string how = condition.kind == Kind::AtLeast   ? "mindestens "
                            : condition.kind == Kind::Exactly ? "genau "
                                                              : "höchstens ";
    std::vector<std::string> all;
    for (const RegelCondition& part : condition.parts) {
        all.push_back(this->condition(part, false));
    }
    return how + count + " von (" + join(all, "; ") + ")";
}

std::string Writer::condition(const RegelCondition& condition, bool brackets) const {
    std::vector<std::string> all;
    switch (condition.kind) {
        case Kind::And:
        case Kind::Or: {
            for (const RegelCondition& part : condition.parts) {
                all.push_back(this->condition(part, true));
            }
            const std::string joined = join(all, condition.kind == Kind::And ? " UND " : " ODER ");
            return brackets ? "(" + joined + ")" : joined;
        }
        case Kind::Not:
            if (condition.parts.front().kind == Kind::Filled) {
                return element(condition.parts.front().elements.front()) + " ist leer";
            }
            return "NICHT (" + this->condition(condition.parts.front(), false) + ")";
        case Kind::AtLeast:
        case Kind::Exactly:
        case Kind::AtMost:
            return counted(condition);
        case Kind::Compare:
            return compare(condition);
        case Kind::Filled:
            return element(condition.elements.front()) + " ist befüllt";
        case Kind::CalendarDate:
            return elements(condition.elements) + " ist ein Kalenderdatum";
        case Kind::Age:
            return "Alter nach " + element(condition.elements.front()) + " " +
                   std::string(sign_of(condition.comparison)) + " " +
                   std::to_string(condition.count) + " Jahre";
        case Kind::Pattern:
            return element(condition.elements.front()) + " hat die Form " +
                   condition.values.front().text;
        case Kind::Length:
            break;
    }
    return element(condition.elements.front()) + " hat " +
           std::string(sign_of(condition.comparison)) + " " + std::to_string(condition.count) +
           " Zeichen";
}

std::string Writer::effect(const RegelEffect& effect) const {
    const std::string who = elements(effect.targets);
    const std::string as = effect.required ? " als Pflichtangabe" : "";
    switch (effect.kind) {
        case RegelEffect::Kind::Show:
            return "zeige " + who + as;
        case RegelEffect::Kind::Hide:
            return "verberge " + who;
        case RegelEffect::Kind::Activate:
            return "aktiviere " + who + as;
        case RegelEffect::Kind::Deactivate:
            return "deaktiviere " + who;
        case RegelEffect::Kind::Require:
            return "befüllt sein muss " + who;
        case RegelEffect::Kind::Forbid:
            return "leer sein muss " + who;
        case RegelEffect::Kind::Allow:
            return "frei ist " + who;
        case RegelEffect::Kind::Hold:
            break;
    }
    return "gelten muss: " + condition(*effect.holds, false);
}

std::string Writer::effects(const std::vector<RegelEffect>& effects) const {
    std::vector<std::string> all;
    for (const RegelEffect& each : effects) {
        all.push_back(effect(each));
    }
    return join(all, "; ");
}

}  // namespace

std::string to_german(const Freitext& freitext, const RegelElements& elements) {
    const Writer writer(elements);
    std::string text;
    for (const RegelStatement& statement : freitext.statements) {
        if (statement.when) {
            text += "WENN " + writer.condition(*statement.when, false) + " DANN ";
        }
        text += writer.effects(statement.effects);
        if (!statement.otherwise.empty()) {
            text += " SONST " + writer.effects(statement.otherwise);
        }
        text += "\n";
    }
    return text;
}

}  // namespace gordion::fim
