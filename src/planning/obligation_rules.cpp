// SPDX-License-Identifier: EUPL-1.2
#include "planning/obligation_rules.hpp"

#include <algorithm>
#include <set>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "planning/rule_table.hpp"

namespace gordion::planning {
namespace {

using formats::Json;
using services::Typisierung;

constexpr Names<Duty, 3> duties{
    {{Duty::Applies, "applies"}, {Duty::Elsewhere, "elsewhere"}, {Duty::Unclear, "unclear"}}};
constexpr Names<DutyBasis, 4> bases{{{DutyBasis::FederalLaw, "federal_law"},
                                     {DutyBasis::LandLaw, "land_law"},
                                     {DutyBasis::OwnStatute, "own_statute"},
                                     {DutyBasis::Recommendation, "recommendation"}}};
constexpr Names<Competence, 6> competences{{{Competence::Here, "here"},
                                            {Competence::Kreis, "kreis"},
                                            {Competence::Land, "land"},
                                            {Competence::Bund, "bund"},
                                            {Competence::Elsewhere, "elsewhere"},
                                            {Competence::Unclear, "unclear"}}};
constexpr Names<RuleMark, 2> marks{
    {{RuleMark::Verified, "verified"}, {RuleMark::Reconstructed, "reconstructed"}}};
constexpr Names<Typisierung, 8> typ_names{{{Typisierung::BundBund, "1"},
                                           {Typisierung::BundLand, "2"},
                                           {Typisierung::BundKommune, "3"},
                                           {Typisierung::BundLandOrKommune, "2/3"},
                                           {Typisierung::Land, "4"},
                                           {Typisierung::Kommune, "5"},
                                           {Typisierung::Mixed, "mixed"},
                                           {Typisierung::Unclear, "unclear"}}};
constexpr std::array<std::string_view, 4> roles{"front_office", "handling", "decision",
                                                "operation"};
constexpr std::size_t longest_key = 14;
// A key of more digits says more than any number of conditions on the body.
constexpr int weight_of_digit = 16;

template <typename List, typename Value>
bool contains(const List& list, const Value& value) {
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

ObligationRule read_rule(RuleTable& in) {
    ObligationRule rule;
    rule.id = in.id();
    rule.when.keys = in.numbers("keys", longest_key);
    rule.when.typ = in.choose_some("typ", typ_names);
    rule.when.competent = in.choose_some("competent", competences);
    rule.when.laender = in.numbers("laender", 2);
    rule.when.kinds = in.texts("kinds");
    rule.when.is_kreisfrei = in.truth("kreisfrei");
    rule.when.least = in.integer("min_population");
    rule.when.most = in.integer("max_population");
    rule.duty = in.choose("duty", duties);
    if (in.is_sound() && rule.duty == Duty::Applies) {
        rule.basis = in.choose("basis", bases);
    }
    rule.ground = in.text("ground", false);
    rule.reason = in.text("reason");
    rule.source = in.text("source");
    rule.mark = in.choose("mark", marks);
    if (rule.when.least && rule.when.most && *rule.when.least > *rule.when.most) {
        in.note("min_population", "the least number of inhabitants is above the most");
    }
    return rule;
}

OnlineDuty read_online(RuleTable& in) {
    OnlineDuty duty;
    const std::vector<std::string> land = in.numbers("laender", 2);
    duty.land = land.size() == 1 ? land.front() : "";
    if (duty.land.empty()) {
        in.note("laender", "one Land is expected");
    }
    duty.basis = in.choose("basis", bases);
    duty.ground = in.text("ground");
    duty.mark = in.choose("mark", marks);
    return duty;
}

RoleLimit read_limit(RuleTable& in) {
    RoleLimit limit;
    limit.id = in.id();
    limit.role = in.text("role");
    if (!contains(roles, limit.role)) {
        in.note("role", "a role is front_office, handling, decision or operation");
    }
    limit.kinds = in.texts("kinds");
    limit.is_forbidden = in.truth("forbidden").value_or(false);
    limit.reason = in.text("reason");
    limit.source = in.text("source");
    limit.mark = in.choose("mark", marks);
    return limit;
}

// All tables of one name, each read by `read`; ids are unique among them.
template <typename Made, typename Read>
std::vector<Made> read_tables(const formats::Toml& file, const std::string& name,
                              Findings& findings, Read read) {
    std::vector<Made> made;
    std::set<std::string> seen;
    const Json* tables = file.root.find(name);
    for (std::size_t i = 0; tables != nullptr && tables->is_array() && i < tables->size(); ++i) {
        RuleTable in(file, tables->as_array()[i], name + "." + std::to_string(i), findings);
        Made one = read(in);
        in.note_unknown();
        if (!seen.insert(in.id()).second) {
            findings.push_back({"planning.rule_twice",
                                Severity::Fault,
                                in.place(),
                                {{"id", in.id()}},
                                "another one has this id; it is left out"});
            continue;
        }
        if (in.is_sound()) {
            made.push_back(std::move(one));
        }
    }
    return made;
}

void find_contradictions(const ObligationRules& read, Findings& findings) {
    for (std::size_t i = 0; i < read.rules.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const ObligationRule& one = read.rules[i];
            const ObligationRule& other = read.rules[j];
            if (one.when == other.when && (one.duty != other.duty || (one.duty == Duty::Applies &&
                                                                      one.basis != other.basis))) {
                findings.push_back({"planning.rules_contradict",
                                    Severity::Fault,
                                    one.id,
                                    {{"rule", one.id}, {"other", other.id}},
                                    "both ask the same and say otherwise; where they hold, it "
                                    "stays unclear"});
            }
        }
    }
}

Error wrong_rules(const char* member) {
    return {ErrorKind::Invalid,
            "planning.rules",
            member,
            {{"member", member}},
            "A rule file has id, version, title, valid_from and, if it ended, valid_until."};
}

// The rule files of a folder in the order of their names; none where it cannot be looked into.
std::vector<std::filesystem::path> list_rule_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        if (entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::string_view to_string(Duty duty) {
    return name_of(duties, duty);
}

std::optional<Duty> find_duty(std::string_view name) {
    return find_named(duties, name);
}

std::string_view to_string(DutyBasis basis) {
    return name_of(bases, basis);
}

std::optional<DutyBasis> find_duty_basis(std::string_view name) {
    return find_named(bases, name);
}

std::string_view to_string(Competence competence) {
    return name_of(competences, competence);
}

const OnlineDuty* ObligationRules::online_in(std::string_view land) const {
    const auto found = std::find_if(online.begin(), online.end(),
                                    [&](const OnlineDuty& duty) { return duty.land == land; });
    return found == online.end() ? nullptr : &*found;
}

Result<Judged<ObligationRules>> read_obligation_rules(std::string_view toml) {
    const formats::Toml file = TRY(formats::parse_toml(toml));
    Judged<ObligationRules> read;
    ObligationRules& rules = read.value;
    rules.id = file.root.text_at("id");
    rules.version = file.root.text_at("version");
    rules.title = file.root.text_at("title");
    for (const auto& [member, value] :
         {std::pair{"id", &rules.id}, std::pair{"version", &rules.version},
          std::pair{"title", &rules.title}}) {
        if (value->empty()) {
            return wrong_rules(member);
        }
    }
    const auto from = parse_date(file.root.text_at("valid_from"));
    if (!from) {
        return wrong_rules("valid_from");
    }
    rules.valid_from = from.value();
    if (file.root.find("valid_until") != nullptr) {
        const auto until = parse_date(file.root.text_at("valid_until"));
        if (!until || until.value() < rules.valid_from) {
            return wrong_rules("valid_until");
        }
        rules.valid_until = until.value();
    }
    rules.rules = read_tables<ObligationRule>(file, "rule", read.findings, read_rule);
    rules.online = read_tables<OnlineDuty>(file, "online", read.findings, read_online);
    rules.limits = read_tables<RoleLimit>(file, "limit", read.findings, read_limit);
    find_contradictions(rules, read.findings);
    return read;
}

Result<Judged<std::vector<ObligationRules>>> load_obligation_rules(
    const std::filesystem::path& folder) {
    Judged<std::vector<ObligationRules>> all;
    std::set<std::pair<std::string, std::string>> seen;
    for (const std::filesystem::path& path : list_rule_files(folder)) {
        const std::string name = path.filename().string();
        auto read = read_obligation_rules(TRY(load_file(path, limits::toml_bytes)));
        if (!read) {
            all.findings.push_back({read.error().code, Severity::Fault, name, read.error().values,
                                    read.error().message});
            continue;
        }
        for (Finding& finding : read.value().findings) {
            finding.place = name + ", " + finding.place;
            all.findings.push_back(std::move(finding));
        }
        ObligationRules& rules = read.value().value;
        if (!seen.emplace(rules.id, rules.version).second) {
            all.findings.push_back({"planning.rule_twice",
                                    Severity::Fault,
                                    name,
                                    {{"id", rules.id + " " + rules.version}},
                                    "another file has this id and version; it is left out"});
            continue;
        }
        all.value.push_back(std::move(rules));
    }
    std::stable_sort(all.value.begin(), all.value.end(),
                     [](const ObligationRules& left, const ObligationRules& right) {
                         return left.valid_from < right.valid_from;
                     });
    return all;
}

const ObligationRules* find_obligation_rules(const std::vector<ObligationRules>& all, Date on) {
    const ObligationRules* newest = nullptr;
    for (const ObligationRules& rules : all) {
        if (rules.valid_from <= on && (!rules.valid_until || on <= *rules.valid_until)) {
            newest = &rules;
        }
    }
    return newest;
}

int fit(const RuleSelector& selector, const RuleSubject& subject) {
    int asked = 0;
    if (!selector.keys.empty()) {
        std::size_t longest = 0;
        for (const std::string& key : selector.keys) {
            if (subject.service->key.digits.starts_with(key)) {
                longest = std::max(longest, key.size());
            }
        }
        if (longest == 0) {
            return -1;
        }
        asked += static_cast<int>(longest) * weight_of_digit;
    }
    const auto ask = [&](bool is_asked, bool fits) {
        asked += is_asked ? 1 : 0;
        return !is_asked || fits;
    };
    const bool fits =
        ask(!selector.typ.empty(), contains(selector.typ, subject.service->typisierung())) &&
        ask(!selector.competent.empty(), contains(selector.competent, subject.competent)) &&
        ask(!selector.laender.empty(), contains(selector.laender, subject.land)) &&
        ask(!selector.kinds.empty(), contains(selector.kinds, subject.kind)) &&
        ask(selector.is_kreisfrei.has_value(), selector.is_kreisfrei == subject.is_kreisfrei) &&
        ask(selector.least.has_value(), selector.least <= subject.population) &&
        ask(selector.most.has_value(), subject.population <= selector.most);
    return fits ? asked : -1;
}

}  // namespace gordion::planning
