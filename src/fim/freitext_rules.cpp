// SPDX-License-Identifier: EUPL-1.2
#include "fim/freitext_rules.hpp"

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "fim/internal/freitext_checks.hpp"
#include "fim/internal/freitext_logic.hpp"

namespace gordion::fim {
namespace {

using formats::Json;
using internal::ConditionWriter;
using EffectKind = RegelEffect::Kind;

/// One demand on one element: while `when` holds (absent: always).
struct Demand {
    std::string regel;
    std::optional<RegelCondition> when;
};

/// What all rules say about the visibility of one element.
struct Visible {
    std::vector<Demand> shows;
    std::vector<Demand> hides;
};

class Translator {
public:
    explicit Translator(const RegelElements& elements) : index_(elements.index()) {}

    void add(const PlacedRegel& placed);
    Judged<Json> finish();

private:
    std::string judge(const PlacedRegel& placed) const;
    void add_effects(const PlacedRegel& placed, const std::vector<RegelEffect>& effects,
                     const std::optional<RegelCondition>& when);
    void add_check(const PlacedRegel& placed, const RegelCondition& holds,
                   const std::optional<RegelCondition>& when);
    void require(const PlacedRegel& placed, const std::string& target,
                 const std::optional<RegelCondition>& when);
    void write_condition(const std::string& target, const Visible& visible);
    Json write_demands(const std::string& target, const std::vector<Demand>& demands);
    void report(std::string_view code, Severity severity, const std::string& place, Values values);

    const RegelElements::Index& index_;
    std::map<std::string, Visible> visible_;
    std::vector<std::string> order_;             ///< targets as they came
    std::map<std::string, std::string> places_;  ///< of a rule, for findings
    Json required_ = Json::array();
    Json checks_ = Json::array();
    Json conditions_ = Json::array();
    Findings findings_;
};

void Translator::report(std::string_view code, Severity severity, const std::string& place,
                        Values values) {
    findings_.push_back({"fim.freitext." + std::string(code), severity, place, std::move(values),
                         "a rule of the schema is not applied as it stands"});
}

// Conditions that hold in words may still not be writable: try it before anything is applied.
std::string try_condition(const RegelElements::Index& index, const std::string& target,
                          const std::optional<RegelCondition>& condition) {
    if (!condition) {
        return {};
    }
    ConditionWriter writer(index, target);
    writer.write_lenient(*condition);
    return writer.failure();
}

// A value outside its list makes a comparison false for ever, and what it shows would be lost.
std::string find_bad_value(const RegelCondition& condition) {
    for (const RegelValue& value : condition.values) {
        if (value.element && !value.element->is_resolved()) {
            return "reference";
        }
        if (value.listing == RegelValue::Listing::Unlisted) {
            return "value";
        }
        if (value.listing == RegelValue::Listing::ListMissing && value.name == value.text) {
            return "list";
        }
    }
    for (const RegelCondition& part : condition.parts) {
        if (std::string found = find_bad_value(part); !found.empty()) {
            return found;
        }
    }
    return {};
}

std::string Translator::judge(const PlacedRegel& placed) const {
    if (!placed.freitext.is_understood()) {
        return "open";
    }
    for (const RegelStatement& statement : placed.freitext.statements) {
        std::string bad = statement.when ? find_bad_value(*statement.when) : std::string();
        for (const auto* effects : {&statement.effects, &statement.otherwise}) {
            for (const RegelEffect& effect : *effects) {
                for (const RegelReference& target : effect.targets) {
                    if (!target.is_resolved()) {
                        return "reference";
                    }
                    bad = bad.empty() ? try_condition(index_, target.path, statement.when) : bad;
                }
                if (effect.holds) {
                    const std::string place = internal::place_of_check(index_, *effect.holds);
                    bad = bad.empty() ? find_bad_value(*effect.holds) : bad;
                    bad = bad.empty() && place.empty() ? "reference" : bad;
                    bad = bad.empty() ? try_condition(index_, place, effect.holds) : bad;
                    bad = bad.empty() ? try_condition(index_, place, statement.when) : bad;
                }
            }
        }
        if (!bad.empty()) {
            return bad;
        }
    }
    return {};
}

void Translator::add(const PlacedRegel& placed) {
    const std::string reason = judge(placed);
    const std::string& id = placed.regel->identification.id;
    if (!reason.empty()) {
        report("not_applied", Severity::Warning, placed.place, {{"regel", id}, {"reason", reason}});
        return;
    }
    places_.emplace(id, placed.place);
    for (const RegelStatement& statement : placed.freitext.statements) {
        add_effects(placed, statement.effects, statement.when);
        if (!statement.otherwise.empty() && statement.when) {
            RegelCondition turned;
            turned.kind = RegelCondition::Kind::Not;
            turned.parts.push_back(*statement.when);
            add_effects(placed, statement.otherwise, turned);
        }
    }
}

void Translator::add_effects(const PlacedRegel& placed, const std::vector<RegelEffect>& effects,
                             const std::optional<RegelCondition>& when) {
    const std::string& id = placed.regel->identification.id;
    for (const RegelEffect& effect : effects) {
        if (effect.kind == EffectKind::Hold) {
            add_check(placed, *effect.holds, when);
        }
        for (const RegelReference& target : effect.targets) {
            const bool shows =
                effect.kind == EffectKind::Show || effect.kind == EffectKind::Activate;
            const bool hides = effect.kind == EffectKind::Hide ||
                               effect.kind == EffectKind::Deactivate ||
                               effect.kind == EffectKind::Forbid;
            if (shows || hides) {
                if (!visible_.contains(target.path)) {
                    order_.push_back(target.path);
                }
                Visible& visible = visible_[target.path];
                (shows ? visible.shows : visible.hides).push_back({id, when});
            }
            if (effect.kind == EffectKind::Require || effect.required) {
                require(placed, target.path, when);
            }
            const internal::RegelElement* element = index_.find(target.path);
            if (effect.kind == EffectKind::Allow && element->position->multiplicity.min > 0) {
                // The schema demands it; a rule cannot take that back.
                report("not_applied", Severity::Note, placed.place,
                       {{"regel", id}, {"reason", "permission"}});
            }
        }
    }
}

void Translator::require(const PlacedRegel& placed, const std::string& target,
                         const std::optional<RegelCondition>& when) {
    ConditionWriter writer(index_, target);
    Json rule = Json::object({{"id", placed.regel->identification.id}, {"place", target}});
    rule.set("when", when ? writer.write(*when) : Json(true));
    required_.push(std::move(rule));
}

void Translator::add_check(const PlacedRegel& placed, const RegelCondition& holds,
                           const std::optional<RegelCondition>& when) {
    const std::string place = internal::place_of_check(index_, holds);
    ConditionWriter writer(index_, place);
    Json assertion = writer.write_lenient(holds);
    if (when) {
        assertion = Json::object(
            {{"or", Json::array({Json::object({{"!", Json::array({writer.write(*when)})}}),
                                 std::move(assertion)})}});
    }
    const internal::CheckKind kind = internal::kind_of_check(index_, holds);
    Json rule = Json::object({{"id", placed.regel->identification.id},
                              {"code", kind.code},
                              {"place", place},
                              {"assert", std::move(assertion)}});
    Json elements = Json::array();
    for (const std::string& element : kind.elements) {
        elements.push(element);
    }
    rule.set("elements", std::move(elements));
    if (!kind.values.empty()) {
        Json values = Json::object();
        for (const auto& [name, text] : kind.values) {
            values.set(name, text);
        }
        rule.set("values", std::move(values));
    }
    checks_.push(std::move(rule));
}

namespace {

void note_id(std::vector<std::string>& all, const std::string& id) {
    if (std::find(all.begin(), all.end(), id) == all.end()) {
        all.push_back(id);
    }
}

}  // namespace

// The expressions of several demands on one element; two rules that say the same are told.
Json Translator::write_demands(const std::string& target, const std::vector<Demand>& demands) {
    Json all = Json::array();
    std::map<std::string, std::string> first;  // by expression: the rule
    ConditionWriter writer(index_, target);
    for (const Demand& demand : demands) {
        Json when = demand.when ? writer.write(*demand.when) : Json(true);
        const auto [same, is_new] = first.emplace(formats::write_json(when), demand.regel);
        if (!is_new && same->second != demand.regel) {
            report("duplicate", Severity::Warning, places_[demand.regel],
                   {{"regel", same->second + ", " + demand.regel}, {"element", target}});
        }
        if (is_new) {
            all.push(std::move(when));
        }
    }
    return all;
}

void Translator::write_condition(const std::string& target, const Visible& visible) {
    std::vector<std::string> ids;
    std::vector<std::string> showing;
    bool always_shown = visible.shows.empty();
    for (const Demand& demand : visible.shows) {
        note_id(ids, demand.regel);
        note_id(showing, demand.regel);
        always_shown = always_shown || !demand.when;
    }
    for (const Demand& demand : visible.hides) {
        note_id(ids, demand.regel);
    }
    Json shown = write_demands(target, visible.shows);
    Json hidden = write_demands(target, visible.hides);
    if (showing.size() > 1 && shown.size() > 1) {
        report("shown_twice", Severity::Note, places_[showing.front()],
               {{"regel", join(showing, ", ")}, {"element", target}});
    }
    Json all = Json::array();
    if (!always_shown) {
        all.push(shown.size() == 1 ? shown.as_array().front()
                                   : Json::object({{"or", std::move(shown)}}));
    }
    for (Json& each : hidden.as_array()) {
        all.push(Json::object({{"!", Json::array({std::move(each)})}}));
    }
    if (all.size() == 0) {
        return;
    }
    Json when = all.size() == 1 ? all.as_array().front() : Json::object({{"and", std::move(all)}});
    conditions_.push(
        Json::object({{"id", join(ids, " ")}, {"target", target}, {"when", std::move(when)}}));
}

Judged<Json> Translator::finish() {
    for (const std::string& target : order_) {
        write_condition(target, visible_[target]);
    }
    return {Json::object({{"conditions", std::move(conditions_)},
                          {"required", std::move(required_)},
                          {"checks", std::move(checks_)}}),
            std::move(findings_)};
}

}  // namespace

Judged<Json> translate_regeln(const std::vector<PlacedRegel>& regeln,
                              const RegelElements& elements) {
    Translator translator(elements);
    for (const PlacedRegel& placed : regeln) {
        translator.add(placed);
    }
    return translator.finish();
}

}  // namespace gordion::fim
