// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "forms/internal/make.hpp"

/// Rules become part of a form: those that the schema states in words, then those of the package;
/// all of them are judged together as a graph.
namespace gordion::forms::internal {

inline constexpr std::size_t most_rules = 1000;  ///< in one list of rules.json

class RuleMaker {
public:
    explicit RuleMaker(Maker& maker) : maker_(maker), form_(*maker.form) {}
    void make();

private:
    using Json = formats::Json;

    /// What the graph needs to know of a rule beyond its compiled form.
    struct Known {
        std::string id;
        std::string place;  ///< of findings
        std::string key;    ///< kind, target and expression: equal for rules that say the same
        std::size_t target = none;
        std::set<std::size_t> reads;
        RuleSource source = RuleSource::Package;
        bool shows = false;  ///< a condition
    };

    // rules.json (make_rules.cpp).
    void make_package_rules();
    const Json::Array& rules_of(const char* name);
    void make_list(const char* name, const Json::Array& rules);
    std::optional<fim::Logic> compile(const Json& rule, const char* name, const std::string& place);
    void make_condition(const Json& rule, const std::string& place);
    void make_requirement(const Json& rule, const std::string& place);
    void make_check(const Json& rule, const std::string& place);
    std::optional<std::size_t> each_of(const Json& rule, std::size_t target,
                                       const std::string& place);
    std::set<std::size_t> read_nodes(const fim::Logic& logic, std::size_t container,
                                     const std::string& place);
    std::optional<std::size_t> find_read(const std::string& variable, std::size_t container,
                                         bool& everything);
    std::size_t root_of(const std::string& name, std::size_t container) const;

    // The schema's own (make_schema_rules.cpp).
    std::set<std::string> find_replaced();
    void add_replaced(const Json& rule, const std::string& place, std::set<std::string>& replaced);
    void add_omitted(std::set<std::string>& replaced);
    void make_schema_rules(const std::set<std::string>& replaced);
    [[nodiscard]] bool has_regel(const std::string& id) const;

    // All together (rule_graph.cpp).
    void find_last_pages();
    void sort_conditions();
    std::vector<std::size_t> order_conditions(std::vector<std::size_t>& left) const;
    bool drop_cycles(const std::vector<std::size_t>& left);
    [[nodiscard]] bool depends(std::size_t reader, std::size_t target) const;
    [[nodiscard]] bool waits_for(std::size_t condition, std::size_t other) const;
    void report_duplicates();
    void report_later_questions();
    [[nodiscard]] std::size_t rank_of(std::size_t node) const;

    Maker& maker_;
    Compiled& form_;
    RuleSource source_ = RuleSource::Package;
    std::vector<std::set<std::size_t>> reads_;  // by condition
    std::vector<Known> known_;
};

}  // namespace gordion::forms::internal
