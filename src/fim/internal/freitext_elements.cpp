// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_elements.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "fim/internal/freitext_tokens.hpp"

namespace gordion::fim {

using internal::RegelElement;
using internal::WordSequence;

namespace internal {

WordSequence words_of(std::string_view text) {
    const std::string folded(trim(fold_german(text)));
    return folded.empty() ? WordSequence() : split(folded, ' ');
}

}  // namespace internal

namespace {

constexpr std::size_t most_candidates = 200;  // of one name

bool is_below(const std::string& path, const std::string& scope) {
    return scope.empty() || path == scope ||
           (path.size() > scope.size() && path.starts_with(scope) && path[scope.size()] == '.');
}

// Whether the ids occur in this order on the way to the element and end at it.
bool leads_to(const std::vector<std::string>& ids, const std::vector<std::string>& way) {
    if (ids.empty() || way.empty() || ids.back() != way.back()) {
        return false;
    }
    std::size_t wanted = ids.size() - 1;
    for (std::size_t i = way.size() - 1; wanted > 0 && i-- > 0;) {
        wanted -= way[i] == ids[wanted - 1] ? 1 : 0;
    }
    return wanted == 0;
}

void add_name(RegelElement& element, const std::string& name) {
    WordSequence words = internal::words_of(name);
    if (!words.empty() &&
        std::find(element.names.begin(), element.names.end(), words) == element.names.end()) {
        element.names.push_back(std::move(words));
    }
}

std::unique_ptr<RegelElements::Index> make_index(const Schema& schema, CodesOf codes_of) {
    auto index = std::make_unique<RegelElements::Index>();
    index->referenced = std::move(codes_of);
    visit_positions(schema.positions, "", [&](const Position& position, const std::string& path) {
        RegelElement element;
        element.position = &position;
        element.path = path;
        element.ids = split(path, '.');
        const ElementFacts& facts = position.facts();
        add_name(element, facts.name);
        add_name(element, facts.bezeichnung_eingabe);
        add_name(element, facts.bezeichnung_ausgabe);
        const std::size_t number = index->elements.size();
        index->by_id[position.id()].push_back(number);
        index->by_path.emplace(path, number);
        for (const WordSequence& name : element.names) {
            auto& same = index->by_first_word[name.front()];
            if (same.size() < most_candidates && (same.empty() || same.back() != number)) {
                same.push_back(number);
            }
        }
        index->elements.push_back(std::move(element));
    });
    return index;
}

}  // namespace

RegelElements::RegelElements(const Schema& schema, CodesOf codes_of)
    : index_(make_index(schema, std::move(codes_of))) {}
RegelElements::~RegelElements() = default;

std::string RegelElements::name_of(const std::string& path) const {
    const RegelElement* element = index_->find(path);
    if (element == nullptr) {
        return path;
    }
    const ElementFacts& facts = element->position->facts();
    return facts.name.empty() ? facts.bezeichnung_eingabe : facts.name;
}

const RegelElement* RegelElements::Index::find(const std::string& path) const {
    const auto found = by_path.find(path);
    return found == by_path.end() ? nullptr : &elements[found->second];
}

std::vector<std::size_t> RegelElements::Index::nearest(const std::vector<std::size_t>& all,
                                                       const std::string& owner) const {
    std::string scope = owner;
    while (true) {
        std::vector<std::size_t> here;
        std::copy_if(all.begin(), all.end(), std::back_inserter(here),
                     [&](std::size_t each) { return is_below(elements[each].path, scope); });
        if (!here.empty() || scope.empty()) {
            return here;
        }
        const auto dot = scope.rfind('.');
        scope = dot == std::string::npos ? std::string() : scope.substr(0, dot);
    }
}

std::vector<std::size_t> RegelElements::Index::resolve(const std::vector<std::string>& ids,
                                                       const std::string& owner) const {
    // Version 2 ids inside version 3 rules: TnnRRRRRR became Tnn000RRRRRR.
    std::vector<std::string> wanted = ids;
    for (std::string& id : wanted) {
        if (!by_id.contains(id) && by_id.contains(internal::long_id(id))) {
            id = internal::long_id(id);
        }
    }
    const auto same = wanted.empty() ? by_id.end() : by_id.find(wanted.back());
    if (same == by_id.end()) {
        return {};
    }
    std::vector<std::size_t> all;
    std::copy_if(same->second.begin(), same->second.end(), std::back_inserter(all),
                 [&](std::size_t each) { return leads_to(wanted, elements[each].ids); });
    return nearest(all, owner);
}

std::vector<std::size_t> RegelElements::Index::resolve_name(const WordSequence& name,
                                                            const std::string& owner) const {
    const auto same = name.empty() ? by_first_word.end() : by_first_word.find(name.front());
    if (same == by_first_word.end()) {
        return {};
    }
    std::vector<std::size_t> all;
    std::copy_if(same->second.begin(), same->second.end(), std::back_inserter(all),
                 [&](std::size_t each) {
                     const auto& names = elements[each].names;
                     return std::find(names.begin(), names.end(), name) != names.end();
                 });
    return nearest(all, owner);
}

const std::vector<Code>* RegelElements::Index::codes_of(const Field& field) const {
    if (!field.codes.empty()) {
        return &field.codes;
    }
    return field.code_list && referenced ? referenced(field) : nullptr;
}

}  // namespace gordion::fim
