// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "formats/toml.hpp"

namespace gordion::planning {
namespace {

using formats::Json;
using Ids = std::map<std::string, std::int32_t, std::less<>>;

/// One table of the file: takes members out and notes what is wrong with each.
class Table {
public:
    Table(const formats::Toml& file, const Json& table, std::string path, Findings& findings)
        : file_(file), table_(table), path_(std::move(path)), findings_(findings) {}
    ~Table() = default;
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

    const Json* find(std::string_view key) {
        known_.insert(std::string(key));
        return table_.find(key);
    }

    std::string text(std::string_view key, bool required = false) {
        const Json* found = find(key);
        if (found == nullptr) {
            if (required) {
                note_missing(key);
            }
            return {};
        }
        if (!found->is_string()) {
            note_kind(key, "text");
            return {};
        }
        return found->as_string();
    }

    /// `scale` makes tenths of days; what has no more decimals than that is exact.
    std::int64_t number(std::string_view key, std::optional<std::int64_t> fallback, int scale = 1) {
        const Json* found = find(key);
        if (found == nullptr) {
            if (!fallback) {
                note_missing(key);
            }
            return fallback.value_or(0);
        }
        if (found->is_number() && std::abs(found->as_number()) < 1e15) {
            const double scaled = found->as_number() * scale;
            if (std::abs(scaled - std::round(scaled)) < 1e-6) {
                return std::llround(scaled);
            }
        }
        note_kind(key, scale == 1 ? "whole number" : "number with one decimal");
        return 0;
    }

    std::int32_t small(std::string_view key, std::optional<std::int64_t> fallback, int scale = 1) {
        const std::int64_t value = number(key, fallback, scale);
        if (value < -2'000'000'000 || value > 2'000'000'000) {
            note_kind(key, "smaller number");
            return 0;
        }
        return static_cast<std::int32_t>(value);
    }

    bool truth(std::string_view key) {
        const Json* found = find(key);
        if (found != nullptr && !found->is_bool()) {
            note_kind(key, "true or false");
            return false;
        }
        return found != nullptr && found->as_bool();
    }

    std::int32_t reference(std::string_view key, const Ids& ids, std::string_view fallback = {}) {
        std::string id = text(key, fallback.empty());
        if (id.empty()) {
            id = fallback;
        }
        return resolve(key, id, ids);
    }

    std::vector<std::int32_t> references(std::string_view key, const Ids& ids) {
        std::vector<std::int32_t> all;
        const Json* found = find(key);
        if (found == nullptr) {
            return all;
        }
        if (!found->is_array()) {
            note_kind(key, "list");
            return all;
        }
        for (const Json& one : found->as_array()) {
            if (!one.is_string()) {
                note_kind(key, "list of ids");
            } else if (const std::int32_t at = resolve(key, one.as_string(), ids); at >= 0) {
                all.push_back(at);
            }
        }
        return all;
    }

    void note(std::string code, std::string_view key, Values values, std::string message,
              Severity severity = Severity::Fault) {
        const std::string inside =
            path_.empty() ? std::string(key) : path_ + "." + std::string(key);
        const std::string line = file_.place(inside);
        if (findings_.size() < 1'000) {
            findings_.push_back({std::move(code), severity,
                                 line.empty() ? inside : inside + ", " + line, std::move(values),
                                 std::move(message)});
        }
    }
    void note_kind(std::string_view key, std::string_view expected) {
        note("planning.plan_value", key,
             {{"key", std::string(key)}, {"expected", std::string(expected)}},
             "The value is of another kind than expected.");
    }
    void note_unknown() {
        if (table_.is_object()) {
            for (const auto& [key, value] : table_.as_object()) {
                if (!known_.contains(key)) {
                    note("planning.plan_key", key, {{"key", key}}, "Nothing reads this key.",
                         Severity::Warning);
                }
            }
        }
    }

private:
    void note_missing(std::string_view key) {
        note("planning.plan_missing", key, {{"key", std::string(key)}}, "This is required.");
    }
    std::int32_t resolve(std::string_view key, const std::string& id, const Ids& ids) {
        const auto found = ids.find(id);
        if (found == ids.end()) {
            if (!id.empty()) {
                note("planning.plan_reference", key, {{"id", id}}, "There is nothing of this id.");
            }
            return -1;
        }
        return found->second;
    }

    const formats::Toml& file_;
    const Json& table_;
    std::string path_;
    Findings& findings_;
    std::set<std::string> known_;
};

class Reader {
public:
    explicit Reader(const formats::Toml& file) : file_(file) {}

    Judged<PlanProblem> run() {
        Table root(file_, file_.root, "", findings_);
        read_frame(root);
        each(root, "payer", [&](Table& table) { read_payer(table); });
        if (problem_.payers.empty()) {
            problem_.payers.push_back({"gebiet", {}});
            payers_["gebiet"] = 0;
        }
        each(root, "provider", [&](Table& table) {
            add(providers_, problem_.providers,
                {table.text("id", true), table.text("name"), table.number("rollouts", -1),
                 table.number("adapters", -1)});
        });
        read_ids(root, "prerequisite", prerequisites_);
        each(root, "prerequisite", [&](Table& table) {
            problem_.prerequisites.push_back({table.text("id", true), table.text("name"),
                                              table.references("needs", prerequisites_)});
        });
        read_ids(root, "offer", offers_);
        each(root, "offer", [&](Table& table) { read_offer(table); });
        each(root, "administration", [&](Table& table) { read_administration(table); });
        each(root, "pair", [&](Table& table) { read_pair(table); });
        each(root, "assumption", [&](Table& table) {
            problem_.assumptions.push_back(
                {table.text("id", true), table.text("value"), table.text("source")});
        });
        root.note_unknown();
        sort_pairs();
        if (!has_faults(findings_)) {
            append(findings_, check_plan_problem(problem_));
        }
        return {std::move(problem_), std::move(findings_)};
    }

private:
    template <typename Use>
    void each(Table& outer, std::string_view list, const Use& use) {
        const Json* found = outer.find(list);
        if (found == nullptr) {
            return;
        }
        if (!found->is_array()) {
            outer.note_kind(list, "list of tables");
            return;
        }
        for (std::size_t i = 0; i < found->size(); ++i) {
            const std::string path = (outer.path().empty() ? "" : outer.path() + ".") +
                                     std::string(list) + "." + std::to_string(i);
            Table table(file_, found->as_array()[i], path, findings_);
            use(table);
            table.note_unknown();
        }
    }

    template <typename Entry>
    static void add(Ids& ids, std::vector<Entry>& list, Entry entry) {
        ids.emplace(entry.id, static_cast<std::int32_t>(list.size()));
        list.push_back(std::move(entry));
    }

    /// Before the entries, because they refer to each other.
    void read_ids(Table& root, std::string_view list, Ids& ids) {
        std::int32_t at = 0;
        if (const Json* found = root.find(list); found != nullptr && found->is_array()) {
            for (const Json& one : found->as_array()) {
                ids.emplace(one.text_at("id"), at++);
            }
        }
    }

    void read_frame(Table& root) {
        problem_.area = root.text("area", true);
        problem_.name = root.text("name");
        const auto start = parse_date(root.text("start", true));
        if (start.has_value()) {
            problem_.start = start.value();
        } else {
            root.note_kind("start", "day such as 2027-01-01");
        }
        problem_.quarters = root.small("quarters", 12);
        problem_.benefit_quarters = root.small("benefit_quarters", 20);
        const std::string goal = root.text("goal");
        if (!goal.empty() && goal != "benefit" && goal != "cost") {
            root.note_kind("goal", "benefit or cost");
        }
        problem_.goal = goal == "cost" ? PlanGoal::Cost : PlanGoal::Benefit;
        problem_.coverage_per_mille = root.number("coverage_per_mille", 0);
        if (const Json* weights = root.find("weights"); weights != nullptr) {
            Table table(file_, *weights, "weights", findings_);
            problem_.weights = {table.number("per_case", problem_.weights.per_case),
                                table.number("per_minute", problem_.weights.per_minute),
                                table.number("per_obligation", problem_.weights.per_obligation)};
            table.note_unknown();
        }
    }

    void read_payer(Table& table) {
        PlanPayer payer;
        payer.id = table.text("id", true);
        if (const Json* amounts = table.find("yearly_cents"); amounts != nullptr) {
            if (!amounts->is_array()) {
                table.note_kind("yearly_cents", "list of amounts");
            } else {
                for (const Json& one : amounts->as_array()) {
                    if (!one.is_int()) {
                        table.note_kind("yearly_cents", "list of whole cents");
                    } else {
                        payer.yearly_cents.push_back(one.as_int());
                    }
                }
            }
        }
        add(payers_, problem_.payers, std::move(payer));
    }

    void read_offer(Table& table) {
        PlanOffer offer;
        offer.id = table.text("id", true);
        offer.name = table.text("name");
        offer.bundle = table.text("bundle");
        offer.provider =
            table.find("provider") == nullptr ? -1 : table.reference("provider", providers_);
        offer.maturity = table.small("maturity", 0);
        offer.adapter = table.truth("adapter");
        offer.needs = table.references("needs", prerequisites_);
        offer.after = table.references("after", offers_);
        offer.forbidden_by = table.text("forbidden_by");
        problem_.offers.push_back(std::move(offer));
    }

    void read_administration(Table& table) {
        PlanAdministration one;
        one.id = table.text("id", true);
        one.name = table.text("name");
        one.inhabitants = table.number("inhabitants", 0);
        one.staff_tenths_per_quarter = table.small("staff_days", std::nullopt, 10);
        one.live_offers = table.references("live", offers_);
        const std::string& area = problem_.payers.front().id;
        each(table, "setup", [&](Table& setup) {
            one.setups.push_back({setup.reference("prerequisite", prerequisites_),
                                  setup.number("one_off_cents", std::nullopt),
                                  setup.number("yearly_cents", 0), setup.small("staff_days", 0, 10),
                                  setup.reference("payer", payers_, area)});
        });
        add(administrations_, problem_.administrations, std::move(one));
    }

    void read_pair(Table& table) {
        PlanPair pair;
        pair.administration = table.reference("administration", administrations_);
        pair.offer = table.reference("offer", offers_);
        pair.one_off_cents = table.number("one_off_cents", std::nullopt);
        pair.yearly_cents = table.number("yearly_cents", std::nullopt);
        pair.cases = table.number("cases", 0);
        pair.minutes = table.number("minutes", 0);
        pair.staff_tenths = table.small("staff_days", std::nullopt, 10);
        pair.payer = table.reference("payer", payers_, problem_.payers.front().id);
        pair.earliest = table.small("earliest", 0);
        pair.deadline = table.small("deadline", -1);
        pair.obligation = table.truth("obligation");
        problem_.pairs.push_back(pair);
    }

    /// Pairs of one administration stand together, in the order of the file otherwise.
    void sort_pairs() {
        std::stable_sort(problem_.pairs.begin(), problem_.pairs.end(),
                         [](const PlanPair& a, const PlanPair& b) {
                             return a.administration < b.administration;
                         });
    }

    const formats::Toml& file_;
    Findings findings_;
    PlanProblem problem_;
    Ids payers_;
    Ids providers_;
    Ids prerequisites_;
    Ids offers_;
    Ids administrations_;
};

}  // namespace

Result<Judged<PlanProblem>> parse_plan_problem(std::string_view bytes) {
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
    formats::Toml file;
    if (begin != std::string_view::npos && bytes[begin] == '{') {
        file.root = TRY(formats::parse_json(bytes));
    } else {
        file = TRY(formats::parse_toml(bytes));
    }
    return Reader(file).run();
}

}  // namespace gordion::planning
