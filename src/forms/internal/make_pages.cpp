// SPDX-License-Identifier: EUPL-1.2
// How groups become pages; the rule is told in docs/decisions/0009-pages-from-groups.md.
#include <set>

#include "core/text.hpp"
#include "forms/internal/make.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

// More questions than this on one page make nobody happy; then child groups get their own pages.
constexpr std::size_t questions_on_a_page = 20;
constexpr std::size_t slug_length = 40;

bool is_slug(std::string_view text) {
    return !text.empty() && text.size() <= slug_length && text[0] >= 'a' && text[0] <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

}  // namespace

class PageMaker {
public:
    explicit PageMaker(Maker& maker) : maker_(maker), form_(*maker.form) {}
    void make();

private:
    void make_declared(const Json& declared, std::size_t number);
    void place_rest(const std::vector<std::size_t>& nodes);
    void place(std::size_t node, std::size_t parent, bool may_be_first);
    void place_split(const std::vector<std::size_t>& nodes, std::size_t parent, bool may_be_first);
    void add_questions(std::vector<std::size_t> nodes, const std::string& slug, std::size_t parent);
    void add_repetition(std::size_t node, const std::string& slug, std::size_t parent);
    std::size_t add_page(PageSpec page);
    void collect(std::size_t node, PageSpec& page, std::vector<std::size_t>& repetitions);
    [[nodiscard]] std::size_t count_questions(std::size_t node) const;
    [[nodiscard]] bool has_child_groups(const std::vector<std::size_t>& nodes) const;
    [[nodiscard]] bool is_partly_placed(std::size_t node) const;
    std::string make_slug(std::size_t node, std::size_t parent);
    bool is_taken(const std::string& slug, std::size_t parent) const;
    std::vector<std::size_t>& siblings(std::size_t parent) {
        return parent == none ? form_.top_pages : form_.pages[parent].pages;
    }

    Maker& maker_;
    Compiled& form_;
    std::set<std::size_t> placed_;
};

void make_pages(Maker& maker) {
    PageMaker(maker).make();
}

void PageMaker::make() {
    const Json* declared = form_.source.layout.find("page");
    if (declared != nullptr && !declared->is_array()) {
        maker_.report("forms.layout_invalid", Severity::Fault, "form.toml page", {},
                      "pages are written as [[page]]");
        declared = nullptr;
    }
    for (std::size_t i = 0; declared != nullptr && i < declared->size(); ++i) {
        make_declared(declared->as_array()[i], i + 1);
    }
    place_rest(form_.roots);
    if (form_.top_pages.empty()) {
        maker_.report("forms.page_empty", Severity::Fault, "form", {},
                      "nothing in this schema is asked");
    }
}

void PageMaker::make_declared(const Json& declared, std::size_t number) {
    const std::string place = "form.toml page " + std::to_string(number);
    const std::string slug = declared.text_at("id");
    if (!is_slug(slug)) {
        maker_.report("forms.page_id_invalid", Severity::Fault, place, {{"id", slug}},
                      "an id begins with a small letter and has letters, digits and dashes");
        return;
    }
    if (is_taken(slug, none)) {
        maker_.report("forms.page_duplicate", Severity::Fault, place, {{"id", slug}},
                      "two pages have one id");
        return;
    }
    const Json* elements = declared.find("elements");
    std::vector<std::size_t> questions;
    std::vector<std::size_t> repetitions;
    for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
        const Json* element = elements->is_array() ? &elements->as_array()[i] : nullptr;
        const std::size_t node = maker_.resolve(
            element != nullptr && element->is_string() ? element->as_string() : "", place);
        if (node == none) {
            continue;
        }
        if (form_.nodes[node].container != none) {
            maker_.report("forms.layout_invalid", Severity::Fault, place,
                          {{"element", form_.nodes[node].id}},
                          "what is inside a repeated group is asked with its group");
            continue;
        }
        const auto& chain = form_.nodes[node].chain;
        const bool again = is_partly_placed(node) ||
                           std::any_of(chain.begin(), chain.end(),
                                       [&](std::size_t step) { return placed_.count(step) != 0; });
        if (again) {
            maker_.report("forms.element_placed_twice", Severity::Fault, place,
                          {{"element", form_.nodes[node].id}}, "an element is asked once");
            continue;
        }
        placed_.insert(node);
        (form_.nodes[node].is_repeated_group() ? repetitions : questions).push_back(node);
    }
    if (questions.empty() && repetitions.empty()) {
        maker_.report("forms.page_empty", Severity::Fault, place, {{"id", slug}},
                      "a page needs elements");
        return;
    }
    // A page of one repeated group is the list of its instances; beside questions the list
    // becomes a page of its own.
    const std::size_t first = form_.top_pages.size();
    if (!questions.empty()) {
        add_questions(questions, slug, none);
    }
    for (const std::size_t node : repetitions) {
        const bool alone = questions.empty() && node == repetitions.front();
        add_repetition(node, alone ? slug : make_slug(node, none), none);
    }
    for (std::size_t i = first; i < form_.top_pages.size(); ++i) {
        form_.pages[form_.top_pages[i]].declared = true;
    }
}

bool PageMaker::is_partly_placed(std::size_t node) const {
    if (placed_.count(node) != 0) {
        return true;
    }
    const auto& children = form_.nodes[node].children;
    return std::any_of(children.begin(), children.end(),
                       [&](std::size_t child) { return is_partly_placed(child); });
}

void PageMaker::place_rest(const std::vector<std::size_t>& nodes) {
    for (const std::size_t node : nodes) {
        if (placed_.count(node) != 0) {
            continue;
        }
        if (is_partly_placed(node)) {
            place_rest(form_.nodes[node].children);
        } else {
            place(node, none, false);
        }
    }
}

void PageMaker::place(std::size_t index, std::size_t parent, bool may_be_first) {
    const Node& node = form_.nodes[index];
    if (node.is_repeated_group()) {
        add_repetition(index, make_slug(index, parent), parent);
    } else if (node.group != nullptr && count_questions(index) > questions_on_a_page &&
               has_child_groups(node.children)) {
        place_split(node.children, parent, may_be_first);
    } else {
        add_questions({index}, may_be_first ? "" : make_slug(index, parent), parent);
    }
}

// Fields that follow each other share a page, every group gets its own.
void PageMaker::place_split(const std::vector<std::size_t>& nodes, std::size_t parent,
                            bool may_be_first) {
    std::vector<std::size_t> run;
    const auto is_first = [&] { return may_be_first && siblings(parent).empty(); };
    const auto end_run = [&] {
        if (!run.empty()) {
            add_questions(run, is_first() ? "" : make_slug(run.front(), parent), parent);
            run.clear();
        }
    };
    for (const std::size_t node : nodes) {
        if (form_.nodes[node].field != nullptr) {
            run.push_back(node);
        } else {
            end_run();
            place(node, parent, is_first() && !form_.nodes[node].is_repeated_group());
        }
    }
    end_run();
}

std::size_t PageMaker::count_questions(std::size_t index) const {
    const Node& node = form_.nodes[index];
    std::size_t count = node.asked ? 1 : 0;
    for (const std::size_t child : node.children) {
        count += form_.nodes[child].is_repeated_group() ? 0 : count_questions(child);
    }
    return count;
}

bool PageMaker::has_child_groups(const std::vector<std::size_t>& nodes) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](std::size_t node) {
        return form_.nodes[node].group != nullptr && !form_.nodes[node].is_repeated_group();
    });
}

void PageMaker::collect(std::size_t index, PageSpec& page, std::vector<std::size_t>& repetitions) {
    Node& node = form_.nodes[index];
    if (node.is_repeated_group()) {
        repetitions.push_back(index);
        return;
    }
    node.page = form_.pages.size();
    if (node.field != nullptr) {
        const bool shown =
            node.asked || node.control == Control::Label || node.control == Control::Locked;
        if (shown) {
            page.fields.push_back(index);
        }
        return;
    }
    for (const std::size_t child : node.children) {
        collect(child, page, repetitions);
    }
}

void PageMaker::add_questions(std::vector<std::size_t> nodes, const std::string& slug,
                              std::size_t parent) {
    PageSpec page;
    page.slug = slug;
    page.parent = parent;
    std::vector<std::size_t> repetitions;
    for (const std::size_t node : nodes) {
        if (form_.nodes[node].is_repeated_group()) {
            repetitions.push_back(node);
            continue;
        }
        page.nodes.push_back(node);
        collect(node, page, repetitions);
    }
    // Without any question there is nothing to show, but an instance needs its first page.
    if (!page.fields.empty() || slug.empty()) {
        add_page(std::move(page));
    }
    for (const std::size_t node : repetitions) {
        add_repetition(node, make_slug(node, parent), parent);
    }
}

void PageMaker::add_repetition(std::size_t index, const std::string& slug, std::size_t parent) {
    PageSpec page;
    page.slug = slug;
    page.kind = PageKind::Repetition;
    page.nodes = {index};
    page.parent = parent;
    form_.nodes[index].page = form_.pages.size();
    const std::size_t made = add_page(std::move(page));
    const std::vector<std::size_t>& children = form_.nodes[index].children;
    if (count_questions(index) > questions_on_a_page && has_child_groups(children)) {
        place_split(children, made, true);
    } else {
        add_questions(children, "", made);
    }
}

std::size_t PageMaker::add_page(PageSpec page) {
    const std::size_t index = form_.pages.size();
    const std::string before = page.parent == none ? "" : form_.pages[page.parent].key;
    page.key = before + (before.empty() || page.slug.empty() ? "" : ".") + page.slug;
    siblings(page.parent).push_back(index);
    form_.pages.push_back(std::move(page));
    return index;
}

bool PageMaker::is_taken(const std::string& slug, std::size_t parent) const {
    const auto& beside = parent == none ? form_.top_pages : form_.pages[parent].pages;
    return std::any_of(beside.begin(), beside.end(),
                       [&](std::size_t page) { return form_.pages[page].slug == slug; });
}

std::string PageMaker::make_slug(std::size_t index, std::size_t parent) {
    const Node& node = form_.nodes[index];
    std::string slug =
        replace_all(fold_german(node.position->facts().bezeichnung_eingabe), " ", "-");
    slug = slug.substr(0, slug_length - 4);
    slug = slug.substr(0, slug.find_last_not_of('-') + 1);
    if (!is_slug(slug)) {
        slug = "f-" + replace_all(fold_german(node.id), " ", "-");
        slug = is_slug(slug) ? slug : "f-" + std::to_string(index);
    }
    std::string unique = slug;
    for (int number = 2; is_taken(unique, parent); ++number) {
        unique = slug + "-" + std::to_string(number);
    }
    return unique;
}

}  // namespace gordion::forms::internal
