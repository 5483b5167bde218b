// SPDX-License-Identifier: EUPL-1.2
// Keywords that ask further schemas.
#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/json_values.hpp"
#include "formats/internal/schema_evaluator.hpp"

namespace gordion::formats::internal {

/// While it lives, faults are only counted: what a branch says is no fault yet.
class SchemaEvaluator::Silence {
public:
    explicit Silence(SchemaEvaluator& evaluator)
        : evaluator_(evaluator), findings_(std::exchange(evaluator.findings_, nullptr)) {}
    ~Silence() { evaluator_.findings_ = findings_; }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    SchemaEvaluator& evaluator_;
    Findings* findings_;
};

bool SchemaEvaluator::check_array(const ArrayRules& rules, const Json& value, Looked* looked) {
    const Json::Array& items = value.as_array();
    bool ok = true;
    if (rules.most && items.size() > *rules.most) {
        ok = fail("formats.instance_many_items", "maxItems", "The list has too many entries.",
                  *rules.most);
    }
    if (rules.least && items.size() < *rules.least) {
        ok = fail("formats.instance_few_items", "minItems", "The list has too few entries.",
                  *rules.least);
    }
    if (!is_over(ok) && rules.are_unique) {
        ok = check_unique(items) && ok;
    }
    if (!is_over(ok)) {
        ok = check_items(rules, value, looked) && ok;
    }
    if (!is_over(ok) && rules.contained != nullptr) {
        ok = check_contained(rules, value, looked) && ok;
    }
    return ok;
}

bool SchemaEvaluator::check_unique(const Json::Array& items) {
    std::vector<std::pair<std::uint64_t, const Json*>> hashed;
    hashed.reserve(items.size());
    std::size_t work = 0;
    for (const Json& item : items) {
        hashed.emplace_back(hash_value(item, work), &item);
    }
    if (!spend(work)) {
        return false;
    }
    std::sort(hashed.begin(), hashed.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < hashed.size(); ++i) {
        for (std::size_t j = i; j > 0 && hashed[j - 1].first == hashed[i].first; --j) {
            std::size_t compared = 0;
            static_cast<void>(hash_value(*hashed[i].second, compared));
            if (!spend(compared)) {
                return false;
            }
            if (equal_values(*hashed[j - 1].second, *hashed[i].second)) {
                return fail("formats.instance_unique", "uniqueItems",
                            "The list has the same entry twice.");
            }
        }
    }
    return true;
}

bool SchemaEvaluator::check_items(const ArrayRules& rules, const Json& value, Looked* looked) {
    const Json::Array& items = value.as_array();
    bool ok = true;
    for (std::size_t i = 0; i < items.size() && !is_over(ok); ++i) {
        const SchemaNode* node = i < rules.first.size() ? rules.first[i] : rules.rest;
        if (node == nullptr) {
            break;
        }
        ok = descend(*node, items[i], i) && ok;
        if (looked != nullptr) {
            looked->mark(i);
        }
    }
    if (looked != nullptr && rules.rest != nullptr) {
        looked->mark_all();
    }
    return ok;
}

bool SchemaEvaluator::check_contained(const ArrayRules& rules, const Json& value, Looked* looked) {
    const Json::Array& items = value.as_array();
    std::size_t found = 0;
    {
        const Silence silence(*this);
        for (std::size_t i = 0; i < items.size() && !is_stopped_; ++i) {
            if (!descend(*rules.contained, items[i], i)) {
                continue;
            }
            ++found;
            if (looked != nullptr && rules.marks_contained) {
                looked->mark(i);
            }
        }
    }
    bool ok = !is_stopped_;
    if (ok && found < rules.least_contained) {
        ok = fail("formats.instance_contains", "contains",
                  "The list has too few entries of the kind demanded.", rules.least_contained);
    }
    if (ok && rules.most_contained && found > *rules.most_contained) {
        ok = fail("formats.instance_contains_many", "maxContains",
                  "The list has too many entries of the kind demanded.", *rules.most_contained);
    }
    return ok;
}

bool SchemaEvaluator::check_in_place(const InPlaceRules& rules, const Json& value, Looked* looked) {
    bool ok = check_references(rules, value, looked);
    for (const SchemaNode* node : rules.all_of) {
        if (is_over(ok)) {
            return false;
        }
        ok = evaluate(*node, value, looked) && ok;
    }
    if (!is_over(ok) && !rules.any_of.empty()) {
        ok = check_any(rules, value, looked) && ok;
    }
    if (!is_over(ok) && !rules.one_of.empty()) {
        ok = check_one(rules, value, looked) && ok;
    }
    if (!is_over(ok) && rules.none_of != nullptr && holds(*rules.none_of, value, nullptr)) {
        ok = fail("formats.instance_not", "not", "The value is what it must not be.");
    }
    if (!is_over(ok) && rules.condition != nullptr) {
        ok = check_condition(rules, value, looked) && ok;
    }
    return ok;
}

bool SchemaEvaluator::check_references(const InPlaceRules& rules, const Json& value,
                                       Looked* looked) {
    bool ok = rules.reference == nullptr || evaluate(*rules.reference, value, looked);
    if (!is_over(ok) && rules.dynamic_reference != nullptr) {
        ok = evaluate(find_dynamic(rules), value, looked) && ok;
    }
    return ok;
}

// JSON Schema 2020-12, core, section 8.2.3.2: the outermost resource that has the anchor wins.
const SchemaNode& SchemaEvaluator::find_dynamic(const InPlaceRules& rules) {
    if (!rules.dynamic_name.empty()) {
        for (const SchemaScope* scope : scopes_) {
            ++steps_;
            const auto found = scope->dynamic_anchors.find(rules.dynamic_name);
            if (found != scope->dynamic_anchors.end()) {
                return *found->second;
            }
        }
    }
    return *rules.dynamic_reference;
}

bool SchemaEvaluator::holds(const SchemaNode& node, const Json& value, Looked* looked) {
    const Silence silence(*this);
    return evaluate(node, value, looked);
}

bool SchemaEvaluator::check_any(const InPlaceRules& rules, const Json& value, Looked* looked) {
    bool is_any = false;
    for (const SchemaNode* node : rules.any_of) {
        is_any = holds(*node, value, looked) || is_any;
        if (is_stopped_ || (is_any && looked == nullptr)) {
            break;
        }
    }
    if (is_any || is_stopped_) {
        return is_any;
    }
    if (findings_ != nullptr && rules.any_of.size() == 1) {
        return evaluate(*rules.any_of.front(), value, nullptr);
    }
    return fail("formats.instance_any", "anyOf",
                "The value is of none of the kinds that are allowed.", rules.any_of.size());
}

bool SchemaEvaluator::check_one(const InPlaceRules& rules, const Json& value, Looked* looked) {
    std::size_t count = 0;
    for (const SchemaNode* node : rules.one_of) {
        count += holds(*node, value, looked) ? 1 : 0;
        if (is_stopped_ || count > 1) {
            break;
        }
    }
    if (count == 1 || is_stopped_) {
        return count == 1;
    }
    if (count > 1) {
        return fail("formats.instance_several", "oneOf",
                    "The value is of several kinds of which only one may hold.");
    }
    return fail("formats.instance_any", "oneOf",
                "The value is of none of the kinds that are allowed.", rules.one_of.size());
}

bool SchemaEvaluator::check_condition(const InPlaceRules& rules, const Json& value,
                                      Looked* looked) {
    const bool is_met = holds(*rules.condition, value, looked);
    const SchemaNode* next = is_met ? rules.consequence : rules.alternative;
    return !is_stopped_ && (next == nullptr || evaluate(*next, value, looked));
}

bool SchemaEvaluator::check_unevaluated(const InPlaceRules& rules, const Json& value,
                                        Looked* looked) {
    bool ok = true;
    if (rules.unevaluated_items != nullptr && value.is_array()) {
        const Json::Array& items = value.as_array();
        for (std::size_t i = 0; i < items.size() && !is_over(ok); ++i) {
            ok = (looked->has(i) || descend(*rules.unevaluated_items, items[i], i)) && ok;
        }
        looked->mark_all();
    }
    if (rules.unevaluated_members != nullptr && value.is_object()) {
        const Json::Object& members = value.as_object();
        for (std::size_t i = 0; i < members.size() && !is_over(ok); ++i) {
            ok = (looked->has(i) || descend(*rules.unevaluated_members, members[i].second,
                                            std::string_view(members[i].first))) &&
                 ok;
        }
        looked->mark_all();
    }
    return ok;
}

}  // namespace gordion::formats::internal
