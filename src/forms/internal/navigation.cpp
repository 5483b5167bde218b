// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/navigation.hpp"

#include "core/text.hpp"

namespace gordion::forms::internal {
namespace {

const std::vector<std::size_t>& siblings_of(const Compiled& form, std::size_t page) {
    const std::size_t parent = form.pages[page].parent;
    return parent == none ? form.top_pages : form.pages[parent].pages;
}

std::size_t count_instances(const Compiled& form, const Visibility& visibility, std::size_t page,
                            const Instance& instance) {
    const Node& group = form.nodes[form.pages[page].nodes.front()];
    return count_answers(form, visibility.answers(), group, instance);
}

void list_into(const Compiled& form, const Visibility& visibility, std::size_t page,
               const Instance& instance, std::vector<PageRef>& all) {
    if (!is_page_visible(form, visibility, page, instance)) {
        return;
    }
    const PageSpec& spec = form.pages[page];
    if (spec.kind == PageKind::Repetition) {
        const std::size_t count = count_instances(form, visibility, page, instance);
        Instance inner = instance;
        inner.push_back(0);
        for (std::size_t i = 0; i < count; ++i) {
            inner.back() = i;
            for (const std::size_t child : spec.pages) {
                list_into(form, visibility, child, inner, all);
            }
        }
    }
    all.push_back(make_ref(form, page, instance));
}

std::optional<PageRef> first_of_instance(const Compiled& form, const Visibility& visibility,
                                         std::size_t page, Instance instance, std::size_t number) {
    instance.push_back(number);
    for (const std::size_t child : form.pages[page].pages) {
        if (is_page_visible(form, visibility, child, instance)) {
            return make_ref(form, child, instance);
        }
    }
    return std::nullopt;
}

}  // namespace

PageRef make_ref(const Compiled& form, std::size_t page, const Instance& instance) {
    std::vector<std::string> parts;
    std::size_t level = instance.size();
    for (std::size_t here = page; here != none; here = form.pages[here].parent) {
        const PageSpec& spec = form.pages[here];
        if (!spec.slug.empty()) {
            parts.push_back(spec.slug);
        }
        if (spec.parent != none && level > 0) {
            parts.push_back(std::to_string(instance[--level] + 1));
        }
    }
    std::reverse(parts.begin(), parts.end());
    return PageRef{join(parts, "."), form.pages[page].kind, page, instance};
}

bool is_page_visible(const Compiled& form, const Visibility& visibility, std::size_t page,
                     const Instance& instance) {
    const PageSpec& spec = form.pages[page];
    if (spec.kind == PageKind::Repetition) {
        return visibility.is_visible(form.nodes[spec.nodes.front()], instance);
    }
    return spec.fields.empty() ||
           std::any_of(spec.fields.begin(), spec.fields.end(), [&](std::size_t field) {
               return visibility.is_visible(form.nodes[field], instance);
           });
}

std::vector<PageRef> list_pages(const Compiled& form, const Visibility& visibility) {
    std::vector<PageRef> all;
    for (const std::size_t page : form.top_pages) {
        list_into(form, visibility, page, {}, all);
    }
    return all;
}

PageRef enter_page(const Compiled& form, const Visibility& visibility, std::size_t page,
                   const Instance& instance) {
    const PageSpec& spec = form.pages[page];
    if (spec.kind == PageKind::Repetition && form.nodes[spec.nodes.front()].min > 0 &&
        count_instances(form, visibility, page, instance) == 0) {
        if (auto first = first_of_instance(form, visibility, page, instance, 0)) {
            return *first;
        }
    }
    return make_ref(form, page, instance);
}

std::optional<PageRef> find_next(const Compiled& form, const Visibility& visibility,
                                 const PageRef& from) {
    const auto& beside = siblings_of(form, from.page);
    auto at = std::find(beside.begin(), beside.end(), from.page);
    for (++at; at != beside.end(); ++at) {
        if (is_page_visible(form, visibility, *at, from.instance)) {
            return enter_page(form, visibility, *at, from.instance);
        }
    }
    const std::size_t parent = form.pages[from.page].parent;
    if (parent == none) {
        return std::nullopt;
    }
    // After an instance comes the list, which asks whether there is another one.
    Instance outer = from.instance;
    outer.pop_back();
    return make_ref(form, parent, outer);
}

std::optional<PageRef> find_previous(const Compiled& form, const Visibility& visibility,
                                     const PageRef& from) {
    const auto& beside = siblings_of(form, from.page);
    auto at = std::find(beside.begin(), beside.end(), from.page);
    while (at != beside.begin()) {
        --at;
        if (is_page_visible(form, visibility, *at, from.instance)) {
            return make_ref(form, *at, from.instance);
        }
    }
    const std::size_t parent = form.pages[from.page].parent;
    if (parent == none) {
        return std::nullopt;
    }
    Instance outer = from.instance;
    outer.pop_back();
    const PageRef list = make_ref(form, parent, outer);
    // Nobody has seen the list before the first instance that must be there.
    const bool came_over_list = count_instances(form, visibility, parent, outer) > 0 ||
                                form.nodes[form.pages[parent].nodes.front()].min == 0;
    return came_over_list ? list : find_previous(form, visibility, list);
}

std::optional<PageRef> parse_ref(const Compiled& form, const Visibility& visibility,
                                 std::string_view id) {
    const std::vector<std::string> steps = split(id.substr(0, 500), '.');
    const std::vector<std::size_t>* candidates = &form.top_pages;
    Instance instance;
    std::size_t page = none;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const auto find = [&](std::string_view slug) {
            const auto found =
                std::find_if(candidates->begin(), candidates->end(),
                             [&](std::size_t each) { return form.pages[each].slug == slug; });
            return found == candidates->end() ? none : *found;
        };
        if (page == none || form.pages[page].kind == PageKind::Questions) {
            // The page of an instance without a name of its own is passed over.
            page = steps[at].empty() ? none : find(steps[at]);
        } else if (is_digits(steps[at]) && steps[at].size() <= 4) {
            const std::size_t number = std::stoul(steps[at]);
            const Node& group = form.nodes[form.pages[page].nodes.front()];
            const std::size_t count = count_instances(form, visibility, page, instance);
            if (number == 0 || number > count + 1 || number > group.max ||
                !is_page_visible(form, visibility, page, instance)) {
                return std::nullopt;
            }
            instance.push_back(number - 1);
            candidates = &form.pages[page].pages;
            page = at + 1 == steps.size() ? find("") : none;
        } else {
            return std::nullopt;
        }
        if (page == none && at + 1 == steps.size()) {
            return std::nullopt;
        }
        if (page == none && instance.empty()) {
            return std::nullopt;
        }
    }
    if (page == none || !is_page_visible(form, visibility, page, instance)) {
        return std::nullopt;
    }
    return make_ref(form, page, instance);
}

}  // namespace gordion::forms::internal
