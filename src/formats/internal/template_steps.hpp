// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::formats {

enum class StepKind { Text, Variable, Raw, Section, Inverted, End };

/// One part of a dotted name. `hint` is where it was found the last time: the texts of a language
/// are a thousand members of one object, and every page asks for some fifty of them. A wrong hint
/// only costs a search, so threads need not agree on it.
class NamePart {
public:
    explicit NamePart(std::string name) : name_(std::move(name)) {}
    NamePart(NamePart&& other) noexcept : name_(std::move(other.name_)) {}

    [[nodiscard]] const Json* find_in(const Json& value) const {
        if (!value.is_object()) {
            return nullptr;
        }
        const Json::Object& members = value.as_object();
        const std::size_t expected = hint_.load(std::memory_order_relaxed);
        if (expected < members.size() && members[expected].first == name_) {
            return &members[expected].second;
        }
        for (std::size_t at = 0; at < members.size(); ++at) {
            if (members[at].first == name_) {
                hint_.store(at, std::memory_order_relaxed);
                return &members[at].second;
            }
        }
        return nullptr;
    }

private:
    std::string name_;
    mutable std::atomic<std::size_t> hint_{0};
};

/// One instruction. A section ends at the instruction `end`, which is its End.
struct Step {
    StepKind kind = StepKind::Text;
    std::string text;  // the literal, or the name as written
    std::vector<NamePart> path;
    std::size_t end = 0;
};

/// The instructions of a template. Error code: formats.template_invalid.
Result<std::vector<Step>> parse_template(std::string_view text);

}  // namespace gordion::formats
