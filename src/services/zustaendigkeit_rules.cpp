// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "formats/toml.hpp"
#include "regions/region.hpp"
#include "services/zustaendigkeit.hpp"

namespace gordion::services {
namespace {

using formats::Json;

constexpr std::array<std::string_view, 5> levels{"administration", "kreis", "land", "bund",
                                                 "traffic_authority"};
constexpr std::array<std::string_view, 6> known_keys{"prefix", "level",   "ground",
                                                     "note",   "laender", "own"};
constexpr std::size_t longest_prefix = 14;

Error refusal(const formats::Toml& toml, const std::string& path, Values values,
              std::string_view message) {
    return {ErrorKind::Invalid, "services.rules_invalid", toml.place(path), std::move(values),
            std::string(message)};
}

Result<std::vector<std::string>> read_list(const formats::Toml& toml, const std::string& path,
                                           const Json* list, std::size_t digits) {
    std::vector<std::string> read;
    if (list == nullptr) {
        return read;
    }
    if (!list->is_array()) {
        return refusal(toml, path, {}, "a list of numbers in quotation marks is expected");
    }
    for (const Json& item : list->as_array()) {
        if (!item.is_string() || !is_digits(item.as_string()) ||
            item.as_string().size() != digits) {
            return refusal(toml, path, {{"digits", std::to_string(digits)}},
                           "each item is a number with this many digits, in quotation marks");
        }
        read.push_back(item.as_string());
    }
    return read;
}

Result<ZustaendigkeitRule> read_rule(const formats::Toml& toml, const Json& table,
                                     const std::string& path) {
    if (!table.is_object()) {
        return refusal(toml, path, {}, "each [[rule]] is a table");
    }
    for (const auto& member : table.as_object()) {
        if (std::find(known_keys.begin(), known_keys.end(), member.first) == known_keys.end()) {
            return refusal(toml, path + "." + member.first, {{"key", member.first}},
                           "this key is not known here");
        }
    }
    ZustaendigkeitRule rule;
    rule.prefix = table.text_at("prefix");
    rule.level = table.text_at("level");
    rule.ground = table.text_at("ground");
    rule.note = table.text_at("note");
    if (!is_digits(rule.prefix) || rule.prefix.size() > longest_prefix) {
        return refusal(toml, path + ".prefix", {{"prefix", rule.prefix}},
                       "a prefix has 1 to 14 digits");
    }
    if (std::find(levels.begin(), levels.end(), rule.level) == levels.end()) {
        return refusal(toml, path + ".level", {{"level", rule.level}},
                       "a level is administration, kreis, land, bund or traffic_authority");
    }
    if (rule.ground.empty()) {
        return refusal(toml, path, {{"prefix", rule.prefix}},
                       "a rule names its legal ground, because people are shown it");
    }
    rule.laender = TRY(read_list(toml, path + ".laender", table.find("laender"), 2));
    rule.own = TRY(read_list(toml, path + ".own", table.find("own"), 12));
    return rule;
}

}  // namespace

Result<ZustaendigkeitRules> read_zustaendigkeit_rules(std::string_view text) {
    const formats::Toml toml = TRY(formats::parse_toml(text));
    ZustaendigkeitRules read;
    read.version = toml.root.text_at("version");
    auto date = parse_date(toml.root.text_at("date"));
    if (read.version.empty() || !date) {
        return refusal(toml, "date", {}, "the file needs a version and a date (YYYY-MM-DD)");
    }
    read.date = date.value();
    const Json* rules = toml.root.find("rule");
    if (rules != nullptr && !rules->is_array()) {
        return refusal(toml, "rule", {}, "rules are written as [[rule]]");
    }
    for (std::size_t i = 0; rules != nullptr && i < rules->size(); ++i) {
        read.rules.push_back(
            TRY(read_rule(toml, rules->as_array()[i], "rule." + std::to_string(i))));
    }
    // Longer prefixes first; among equal ones those for single Länder.
    std::stable_sort(read.rules.begin(), read.rules.end(),
                     [](const ZustaendigkeitRule& left, const ZustaendigkeitRule& right) {
                         if (left.prefix.size() != right.prefix.size()) {
                             return left.prefix.size() > right.prefix.size();
                         }
                         return !left.laender.empty() && right.laender.empty();
                     });
    return read;
}

}  // namespace gordion::services
