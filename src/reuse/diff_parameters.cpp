// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "reuse/diff_parts.hpp"

namespace gordion::reuse {
namespace {

using enum ChangeEffect;
using fim::ChangeKind;

/// Changes at one parameter.
class ParameterDiff {
public:
    ParameterDiff(const ParameterDeclaration& old, const ParameterDeclaration& now,
                  PackageChanges& changes)
        : old_(old), now_(now), changes_(changes) {}

    void compare() {
        add("type", std::string(to_string(old_.type)), std::string(to_string(now_.type)), Breaking,
            "reuse.change_meaning");
        requirement();
        bounds();
        add("default", old_.fallback.value_or(""), now_.fallback.value_or(""), Compatible,
            "reuse.change_default");
        lists();
        words();
    }

private:
    void add(std::string attribute, std::string before, std::string after, ChangeEffect effect,
             std::string reason) {
        if (before == after) {
            return;
        }
        changes_.push_back({PackageArea::Parameters, ChangeKind::Changed, effect, now_.key,
                            std::move(attribute), std::string(in_language(now_.label, "de")),
                            std::move(before), std::move(after), std::move(reason)});
    }

    static std::string requirement_of(const ParameterDeclaration& declaration) {
        if (!declaration.required_if_text.empty()) {
            return declaration.required_if_text;
        }
        if (!declaration.required) {
            return "false";
        }
        return declaration.fallback ? "default" : "true";
    }

    /// A default takes the burden away, so both are looked at as one.
    void requirement() {
        const std::string before = requirement_of(old_);
        const std::string after = requirement_of(now_);
        const bool demands = after != "false" && after != "default" && before != "true";
        add("required", before, after, demands ? NeedsParameters : Compatible,
            demands ? "reuse.change_required" : "reuse.change_widened");
    }

    void bounds() {
        for (const auto& [name, before, after] : {std::tuple("min", old_.minimum, now_.minimum),
                                                  std::tuple("max", old_.maximum, now_.maximum)}) {
            const bool tighter = !after.empty() && !is_wider(name, before, after);
            add(name, before, after, tighter ? Breaking : Compatible,
                tighter ? "reuse.change_values_narrowed" : "reuse.change_widened");
        }
    }

    /// Asks the type itself: does a declaration with the new bound take the old bound as a value?
    [[nodiscard]] bool is_wider(std::string_view name, const std::string& before,
                                const std::string& after) const {
        if (before.empty()) {
            return false;
        }
        ParameterDeclaration bounded = now_;
        bounded.minimum = name == "min" ? after : "";
        bounded.maximum = name == "max" ? after : "";
        return parse_parameter(bounded, before).has_value();
    }

    void list(const std::string& attribute, const std::vector<std::string>& before,
              const std::vector<std::string>& after) {
        const bool lost = std::any_of(before.begin(), before.end(), [&](const std::string& one) {
            return std::find(after.begin(), after.end(), one) == after.end();
        });
        add(attribute, join(before, ", "), join(after, ", "), lost ? Breaking : Compatible,
            lost ? "reuse.change_values_narrowed" : "reuse.change_widened");
    }

    static std::vector<std::string> levels_of(const ParameterDeclaration& declaration) {
        std::vector<std::string> names;
        for (const ParameterLevel level : declaration.levels) {
            names.emplace_back(to_string(level));
        }
        return names;
    }

    static std::vector<std::string> choices_of(const ParameterDeclaration& declaration) {
        std::vector<std::string> values;
        for (const ParameterChoice& choice : declaration.choices) {
            values.push_back(choice.value);
        }
        return values;
    }

    static std::string columns_of(const ParameterDeclaration& declaration) {
        std::vector<std::string> columns;
        for (const ParameterColumn& column : declaration.columns) {
            columns.push_back(column.key + " " + std::string(to_string(column.type)));
        }
        return join(columns, ", ");
    }

    void lists() {
        list("levels", levels_of(old_), levels_of(now_));
        list("choices", choices_of(old_), choices_of(now_));
        add("columns", columns_of(old_), columns_of(now_), Breaking,
            "reuse.change_values_narrowed");
    }

    void words() {
        for (const auto& [name, before, after] : {std::tuple("label", &old_.label, &now_.label),
                                                  std::tuple("help", &old_.help, &now_.help)}) {
            for (const auto& [language, text] : *after) {
                add(std::string(name) + "." + language, std::string(in_language(*before, language)),
                    text, Compatible, "reuse.change_words");
            }
        }
        add("unit", old_.unit, now_.unit, Compatible, "reuse.change_words");
        add("legal_ground", old_.legal_ground, now_.legal_ground, Compatible, "reuse.change_words");
        add("class", std::string(1, old_.parameter_class), std::string(1, now_.parameter_class),
            Compatible, "reuse.change_words");
        add("xzufi", old_.xzufi, now_.xzufi, Compatible, "reuse.change_fact");
    }

    const ParameterDeclaration& old_;
    const ParameterDeclaration& now_;
    PackageChanges& changes_;
};

PackageChange whole(ChangeKind kind, const ParameterDeclaration& declaration) {
    PackageChange change;
    change.area = PackageArea::Parameters;
    change.kind = kind;
    change.place = declaration.key;
    change.label = in_language(declaration.label, "de");
    if (kind == ChangeKind::Removed) {
        change.effect = Breaking;
        change.reason = "reuse.change_parameter_removed";
        return change;
    }
    const bool demands =
        (declaration.required && !declaration.fallback) || declaration.required_if != nullptr;
    change.effect = demands ? NeedsParameters : Compatible;
    change.reason = demands ? "reuse.change_required" : "reuse.change_parameter_added";
    change.after = declaration.fallback.value_or("");
    return change;
}

}  // namespace

void diff_parameters(const ServiceDeclaration& old, const ServiceDeclaration& now,
                     PackageChanges& changes) {
    for (const ParameterDeclaration& before : old.parameters) {
        const ParameterDeclaration* after = now.find_parameter(before.key);
        if (after == nullptr) {
            changes.push_back(whole(ChangeKind::Removed, before));
        } else {
            ParameterDiff(before, *after, changes).compare();
        }
    }
    for (const ParameterDeclaration& after : now.parameters) {
        if (old.find_parameter(after.key) == nullptr) {
            changes.push_back(whole(ChangeKind::Added, after));
        }
    }
}

}  // namespace gordion::reuse
