// SPDX-License-Identifier: EUPL-1.2
// What a page is called, and what it is a part of.
#include <algorithm>

#include "core/text.hpp"
#include "forms/internal/showing.hpp"

namespace gordion::forms::internal {

// The first page of an instance is called after the instance.
std::string Showing::title_of(const PageRef& page) const {
    const PageSpec& spec = form_.pages[page.page];
    if (spec.parent != none && spec.slug.empty()) {
        const Node& group = form_.nodes[form_.pages[spec.parent].nodes.front()];
        return item_title(group, page.instance.back() + 1);
    }
    return texts_.pages[page.page].title;
}

// Groups around the page, outermost first: instances of repeated ones with their number, others
// because they were split. What form.toml declares has a name that says enough.
std::string Showing::within(const PageRef& page) const {
    const PageSpec* spec = &form_.pages[page.page];
    std::vector<std::string> names;
    std::size_t level = page.instance.size();
    std::size_t node = none;
    if (!spec->nodes.empty()) {
        node = form_.nodes[spec->nodes.front()].parent;
        // Questions that share a page are titled after their group.
        const bool is_group_title = spec->nodes.size() > 1 && node != none;
        node = is_group_title && !form_.nodes[node].is_repeated_group() ? form_.nodes[node].parent
                                                                        : node;
    }
    bool is_title = spec->parent != none && spec->slug.empty();
    while (node != none) {
        const Node& group = form_.nodes[node];
        if (group.is_repeated_group()) {
            VERIFY(level > 0, "a page has a number for each repeated group around it");
            --level;
            if (!is_title) {
                names.push_back(item_title(group, page.instance[level] + 1));
            }
            is_title = false;
            spec = &form_.pages[spec->parent];
        } else if (!is_title && !spec->declared) {
            names.push_back(texts_.nodes[node].label);
        }
        node = group.parent;
    }
    std::reverse(names.begin(), names.end());
    return join(names, " · ");
}

std::string Showing::item_title(const Node& group, std::size_t number) const {
    const NodeTexts& texts = texts_.nodes[group.index];
    return (texts.item.empty() ? texts.label : texts.item) + " " + std::to_string(number);
}

}  // namespace gordion::forms::internal
