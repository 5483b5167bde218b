// SPDX-License-Identifier: EUPL-1.2
// Keywords about members.
#include <algorithm>

#include "core/text.hpp"
#include "formats/internal/schema_evaluator.hpp"

namespace gordion::formats::internal {
/// Asks an object for names. A large one is sorted first, or the questions would multiply.
class SchemaEvaluator::Names {
public:
    explicit Names(const Json& object) : object_(object) {
        if (object.size() > few) {
            for (const auto& [name, value] : object.as_object()) {
                sorted_.push_back(name);
            }
            std::sort(sorted_.begin(), sorted_.end());
        }
    }
    [[nodiscard]] bool has(std::string_view name) const {
        return sorted_.empty() ? object_.find(name) != nullptr
                               : std::binary_search(sorted_.begin(), sorted_.end(), name);
    }

    static constexpr std::size_t few = 16;

private:
    const Json& object_;
    std::vector<std::string_view> sorted_;
};

bool SchemaEvaluator::check_object(const ObjectRules& rules, const Json& value, Looked* looked) {
    bool ok = true;
    if (rules.most && value.size() > *rules.most) {
        ok = fail("formats.instance_many_members", "maxProperties",
                  "The object has more members than allowed.", *rules.most);
    }
    if (rules.least && value.size() < *rules.least) {
        ok = fail("formats.instance_few_members", "minProperties",
                  "The object has fewer members than demanded.", *rules.least);
    }
    if (!is_over(ok)) {
        ok = check_presence(rules, value, looked) && ok;
    }
    if (!is_over(ok)) {
        ok = check_members(rules, value, looked) && ok;
    }
    return ok;
}

bool SchemaEvaluator::check_presence(const ObjectRules& rules, const Json& value, Looked* looked) {
    const std::size_t questions =
        rules.required.size() + rules.required_with.size() + rules.schema_with.size();
    if (questions == 0) {
        return true;
    }
    if (!spend(questions + (value.size() > Names::few ? value.size() : 0))) {
        return false;
    }
    const Names present(value);
    bool ok = true;
    for (const std::string& name : rules.required) {
        ok = (is_over(ok) || demand(name, "required", present)) && ok;
    }
    for (const auto& [name, others] : rules.required_with) {
        if (is_over(ok) || !present.has(name)) {
            continue;
        }
        ok = spend(others.size()) && ok;
        for (const std::string& other : others) {
            ok = (is_over(ok) || demand(other, "dependentRequired", present)) && ok;
        }
    }
    for (const auto& [name, node] : rules.schema_with) {
        if (!is_over(ok) && present.has(name)) {
            ok = evaluate(*node, value, looked) && ok;
        }
    }
    return ok;
}

bool SchemaEvaluator::demand(const std::string& name, const char* keyword, const Names& present) {
    return present.has(name) ||
           fail("formats.instance_required", keyword, "A member that is demanded is missing.",
                std::string_view(name));
}

bool SchemaEvaluator::check_members(const ObjectRules& rules, const Json& value, Looked* looked) {
    if (rules.members.empty() && rules.members_like.empty() && rules.others == nullptr &&
        rules.names == nullptr) {
        return true;
    }
    const Json::Object& members = value.as_object();
    bool ok = true;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (is_over(ok) || !spend(1)) {
            return false;
        }
        bool was_looked_at = false;
        path_.push_back(std::string_view(members[i].first));
        ok = check_member(rules, members[i], was_looked_at) && ok;
        path_.pop_back();
        if (was_looked_at && looked != nullptr) {
            looked->mark(i);
        }
    }
    return ok;
}

bool SchemaEvaluator::check_member(const ObjectRules& rules, const Json::Member& member,
                                   bool& was_looked_at) {
    const auto& [name, value] = member;
    bool ok = rules.names == nullptr ||
              (spend(name.size() / 64) && evaluate(*rules.names, Json(name), nullptr));
    const auto named = rules.members.find(std::string_view(name));
    if (named != rules.members.end() && !is_over(ok)) {
        was_looked_at = true;
        ok = evaluate(*named->second, value, nullptr) && ok;
    }
    for (const auto& [pattern, node] : rules.members_like) {
        if (is_over(ok) || !spend(1 + name.size() / 8)) {
            return false;
        }
        if (pattern.occurs_in(name)) {
            was_looked_at = true;
            ok = evaluate(*node, value, nullptr) && ok;
        }
    }
    if (!was_looked_at && rules.others != nullptr && !is_over(ok)) {
        was_looked_at = true;
        ok = evaluate(*rules.others, value, nullptr) && ok;
    }
    return ok;
}

}  // namespace gordion::formats::internal
