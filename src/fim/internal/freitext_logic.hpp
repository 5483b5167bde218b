// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fim/internal/freitext_elements.hpp"
#include "formats/json.hpp"

/// A condition as JsonLogic, seen from the element that a rule is about.
namespace gordion::fim::internal {

/// Repeated groups around an element, outermost first; itself not counted.
std::vector<std::string> containers_of(const RegelElements::Index& index, const std::string& path);

/// {"name": [arguments]}
formats::Json operation(const char* name, std::initializer_list<formats::Json> arguments);
const char* name_of(Comparison comparison);

class ConditionWriter {
public:
    /// `target`: the path of the element that the expression is evaluated for.
    ConditionWriter(const RegelElements::Index& index, std::string target);

    formats::Json write(const RegelCondition& condition);
    /// The same, but what is not answered breaks nothing.
    formats::Json write_lenient(const RegelCondition& condition);

    /// Why the expression cannot be written; "" if it can.
    [[nodiscard]] const std::string& failure() const { return failure_; }

private:
    using Json = formats::Json;
    using Predicate = std::function<Json(Json value)>;

    Json over(const std::string& path, const Predicate& predicate);
    Json variable(const std::string& path);
    Json filled(const std::string& path);
    Json compare(const RegelCondition& condition);
    Json equal(const RegelCondition& condition, const RegelElement& element);
    Json ordered(const RegelCondition& condition, const RegelElement& element);
    Json age(const RegelCondition& condition);
    Json birth(const std::string& path);
    Json calendar(const RegelCondition& condition);
    Json date_parts(const std::vector<std::string>& paths);
    Json moved(const RegelValue& value);
    Json length(const RegelCondition& condition);
    Json pattern(const RegelCondition& condition);
    Json counted(const RegelCondition& condition, bool lenient);
    Json parts(const RegelCondition& condition, const char* name, bool lenient);
    Json write_any(const RegelCondition& condition, bool lenient);
    Json leaf(const RegelCondition& condition);
    Json name(const std::string& variable) const;
    Json fail(const char* reason);

    const RegelElements::Index& index_;
    std::string target_;
    std::vector<std::string> containers_;
    std::size_t depth_ = 0;  ///< how many "some" are around
    std::string failure_;
};

}  // namespace gordion::fim::internal
