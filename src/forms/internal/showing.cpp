// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/showing.hpp"

#include "core/text.hpp"
#include "forms/internal/given.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

// More options than this are shown as a list to open; with explanations they stay side by side.
constexpr std::size_t most_radios = 7;
constexpr std::size_t most_explained_radios = 20;

}  // namespace

std::vector<UploadedFile> files_in(const Json& value) {
    std::vector<UploadedFile> files;
    if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            if (auto file = parse_uploaded_file(item)) {
                files.push_back(std::move(file).value());
            }
        }
    } else if (auto file = parse_uploaded_file(value)) {
        files.push_back(std::move(file).value());
    }
    return files;
}

PageView Showing::view(const PageRef& page) const {
    const PageSpec& spec = form_.pages[page.page];
    PageView view;
    view.id = page.id;
    view.kind = spec.kind;
    view.title = title_of(page);
    view.within = within(page);
    view.intro = texts_.pages[page.page].intro;
    if (spec.kind == PageKind::Repetition) {
        show_repetition(view, page);
        return view;
    }
    // The title of a page that is one group says what the fieldset would repeat.
    const Node* only = spec.nodes.size() == 1 ? &form_.nodes[spec.nodes.front()] : nullptr;
    if (only != nullptr && only->group != nullptr) {
        if (view.intro.empty()) {
            view.intro = texts_.nodes[only->index].help;
        }
        view.blocks = blocks(only->children, page);
    } else {
        view.blocks = blocks(spec.nodes, page);
    }
    view.has_upload = std::any_of(spec.fields.begin(), spec.fields.end(), [&](std::size_t field) {
        return form_.nodes[field].control == Control::File &&
               visibility_.is_visible(form_.nodes[field], page.instance);
    });
    return view;
}

std::vector<Block> Showing::blocks(const std::vector<std::size_t>& nodes,
                                   const PageRef& page) const {
    std::vector<Block> made;
    for (const std::size_t index : nodes) {
        const Node& node = form_.nodes[index];
        if (node.is_repeated_group() || !visibility_.is_visible(node, page.instance)) {
            continue;
        }
        Block block;
        if (node.group != nullptr) {
            block.is_fieldset = true;
            block.path = place_of(form_, node, page.instance);
            block.label = texts_.nodes[index].label;
            block.help = texts_.nodes[index].help;
            block.blocks = blocks(node.children, page);
            if (block.blocks.empty()) {
                continue;
            }
        } else if (node.asked || node.control == Control::Label ||
                   node.control == Control::Locked) {
            block.question = question(node, page.instance);
        } else {
            continue;
        }
        made.push_back(std::move(block));
    }
    return made;
}

Question Showing::question(const Node& node, const Instance& instance) const {
    Question made;
    made.path = place_of(form_, node, instance);
    made.element = node.id;
    made.control = node.control;
    made.label = texts_.nodes[node.index].label;
    made.help = texts_.nodes[node.index].help;
    made.required = node.min > 0;
    for (const std::size_t requirement : node.requirements) {
        made.required = made.required || visibility_.holds(form_.requirements[requirement].when,
                                                           node.container, instance, false);
    }
    made.repeated = node.repeated;
    made.max_values = node.max;
    made.max_length = node.rule.max_length;
    made.media_types = node.rule.media_types;
    made.max_size_bytes = node.rule.max_size_bytes;
    made.lacks_list = node.lacks_list;
    made.pattern_hint = node.rule.pattern ? node.rule.pattern->text() : std::string();
    const Json* answer = find_answer(form_, visibility_.answers(), node, instance);
    // An instance that is not there yet shows what it is prefilled with.
    std::optional<Json> prefilled;
    if (node.source && node.asked && node.container != none &&
        find_item(form_, visibility_.answers(), node.container, instance) == nullptr) {
        prefilled = given_value(node, visibility_.context());
        answer = prefilled ? &*prefilled : answer;
    }
    if (node.control == Control::Locked) {
        // In an instance that is not there yet the value has no place to lie in.
        const std::optional<Json> given = given_value(node, visibility_.context());
        const Json* value = answer != nullptr ? answer : given ? &*given : nullptr;
        made.values = {value == nullptr
                           ? std::string()
                           : display_value(form_, node, *value, visibility_.context(), language_)};
        return made;
    }
    if (answer != nullptr) {
        made.values = control_values(node, *answer);
        made.from_account = account_value(node, visibility_.context()) == *answer;
        if (node.control == Control::File) {
            made.files = files_in(*answer);
        }
    }
    fill_options(made, node, answer);
    return made;
}

void Showing::fill_options(Question& question, const Node& node, const Json* answer) const {
    if (node.control == Control::YesNo) {
        for (const bool value : {true, false}) {
            const bool chosen = answer != nullptr && *answer == Json(value);
            question.options.push_back(
                {value ? "true" : "false",
                 display_value(form_, node, value, visibility_.context(), language_), "", chosen});
        }
        return;
    }
    const OptionLookup lookup{form_, node, visibility_.context(), language_};
    if (node.field->feldart != fim::Feldart::Select || (node.codes == nullptr && !node.options)) {
        return;
    }
    if (lookup.is_long()) {
        fill_search(question, lookup);
        return;
    }
    std::vector<Option> options = lookup.all().value_or(std::vector<Option>());
    bool explained = false;
    for (Option& option : options) {
        explained = explained || !option.help.empty();
        option.chosen = std::find(question.values.begin(), question.values.end(), option.code) !=
                        question.values.end();
    }
    if (!node.repeated) {
        const std::size_t most = explained ? most_explained_radios : most_radios;
        question.control = options.size() > most ? Control::Select : Control::Radios;
    }
    question.options = std::move(options);
}

// What is answered stands there as its one match, so that leaving it alone keeps it.
void Showing::fill_search(Question& question, const OptionLookup& lookup) {
    question.control = Control::Search;
    for (const std::string& code : question.values) {
        Option option = lookup.find(code).value_or(Option{code, code, "", true});
        option.chosen = true;
        question.options.push_back(std::move(option));
    }
    question.values.clear();
    if (!question.repeated && !question.options.empty()) {
        question.query = question.options.front().label;
        question.values = {question.query};
    }
    question.matches = question.options.size();
}

void Showing::show_posted_search(Question& question, std::string_view typed,
                                 const std::vector<std::string>& chosen) const {
    const auto place = parse_place(form_, question.path);
    VERIFY(place.has_value(), "questions are named after elements of the form");
    const OptionLookup lookup{form_, *place->node, visibility_.context(), language_};
    OptionLookup::Matches matches;
    if (!trim(typed).empty()) {
        matches = lookup.search(typed, most_listed);
    }
    question.from_account = false;
    question.query = std::string(trim(typed));
    question.values = {question.query};
    question.matches = matches.total;
    question.options.clear();
    for (const std::string& code : chosen) {
        if (auto option = lookup.find(code)) {
            option->chosen = true;
            question.options.push_back(std::move(*option));
        }
    }
    for (Option& match : matches.options) {
        const bool is_there =
            std::any_of(question.options.begin(), question.options.end(),
                        [&](const Option& each) { return each.code == match.code; });
        if (!is_there) {
            question.options.push_back(std::move(match));
        }
    }
}

void Showing::show_posted(std::vector<Block>& blocks, const PostedPage& posted) const {
    for (Block& block : blocks) {
        if (block.is_fieldset) {
            show_posted(block.blocks, posted);
        } else if (block.question.control != Control::File &&
                   block.question.control != Control::Label &&
                   block.question.control != Control::Locked) {
            show_posted(block.question, posted);
        }
    }
}

void Showing::show_posted(Question& question, const PostedPage& posted) const {
    const auto values_of = [&](const std::string& name) {
        std::vector<std::string> values;
        for (const PostedField& field : posted.fields) {
            if (field.name == name) {
                values.push_back(field.value);
            }
        }
        return values;
    };
    std::vector<std::string> values = values_of(question.path);
    if (question.control == Control::Search) {
        const auto typed = values_of(question.path + ".search");
        show_posted_search(question, typed.empty() ? std::string() : typed.front(), values);
        return;
    }
    if (question.control == Control::Date && values.empty()) {
        for (const char* part : {".day", ".month", ".year"}) {
            const auto one = values_of(question.path + part);
            values.push_back(one.empty() ? std::string() : one.front());
        }
    }
    question.from_account = question.from_account && question.values == values;
    question.values = std::move(values);
    for (Option& option : question.options) {
        option.chosen = std::find(question.values.begin(), question.values.end(), option.code) !=
                        question.values.end();
    }
}

std::string Showing::digest(const PageSpec& spec, const Instance& instance) const {
    constexpr std::size_t shown = 2;
    std::vector<std::string> parts;
    for (const std::size_t page : spec.pages) {
        for (const std::size_t field : form_.pages[page].fields) {
            const Node& node = form_.nodes[field];
            const Json* answer = find_answer(form_, visibility_.answers(), node, instance);
            if (parts.size() < shown && answer != nullptr && node.control != Control::File) {
                parts.push_back(replace_all(
                    display_value(form_, node, *answer, visibility_.context(), language_), "\n",
                    ", "));
            }
        }
    }
    return join(parts, ", ");
}

void Showing::show_repetition(PageView& view, const PageRef& page) const {
    const PageSpec& spec = form_.pages[page.page];
    const Node& group = form_.nodes[spec.nodes.front()];
    const NodeTexts& texts = texts_.nodes[group.index];
    if (view.intro.empty()) {
        view.intro = texts.help;
    }
    view.min_items = group.min;
    const std::size_t count = count_answers(form_, visibility_.answers(), group, page.instance);
    Instance inner = page.instance;
    inner.push_back(0);
    const std::size_t first = spec.pages.front();
    for (std::size_t i = 0; i < count; ++i) {
        inner.back() = i;
        view.items.push_back({i + 1, item_title(group, i + 1), digest(spec, inner),
                              make_ref(form_, first, inner).id});
    }
    const std::string item = texts.item.empty() ? texts.label : texts.item;
    view.add_label = !texts.add.empty()  ? texts.add
                     : language_ == "en" ? "Add: " + item
                                         : item + " hinzufügen";
    if (count < group.max) {
        inner.back() = count;
        view.add_page = make_ref(form_, first, inner).id;
    }
}

std::vector<SummarySection> Showing::summary() const {
    std::vector<SummarySection> sections;
    for (const PageRef& page : list_pages(form_, visibility_)) {
        const PageSpec& spec = form_.pages[page.page];
        SummarySection section;
        section.page = page.id;
        const std::string outer = within(page);
        section.title = (outer.empty() ? "" : outer + " · ") + title_of(page);
        if (spec.kind == PageKind::Repetition) {
            const Node& group = form_.nodes[spec.nodes.front()];
            if (count_answers(form_, visibility_.answers(), group, page.instance) == 0) {
                sections.push_back(std::move(section));
            }
            continue;
        }
        const Node* only = spec.nodes.size() == 1 ? &form_.nodes[spec.nodes.front()] : nullptr;
        const bool inside = only != nullptr && only->group != nullptr;
        add_rows(section.rows, inside ? only->children : spec.nodes, page, 0);
        if (!section.rows.empty()) {
            sections.push_back(std::move(section));
        }
    }
    return sections;
}

void Showing::add_rows(std::vector<SummaryRow>& rows, const std::vector<std::size_t>& nodes,
                       const PageRef& page, int level) const {
    for (const std::size_t index : nodes) {
        const Node& node = form_.nodes[index];
        if (node.is_repeated_group() || !visibility_.is_visible(node, page.instance)) {
            continue;
        }
        if (node.group != nullptr) {
            SummaryRow heading;
            heading.path = place_of(form_, node, page.instance);
            heading.label = texts_.nodes[index].label;
            heading.page = page.id;
            heading.level = level;
            heading.is_heading = true;
            const std::size_t before = rows.size();
            rows.push_back(std::move(heading));
            add_rows(rows, node.children, page, level + 1);
            if (rows.size() == before + 1) {
                rows.pop_back();
            }
        } else if (node.asked || node.control == Control::Locked) {
            rows.push_back(row(node, page, level));
        }
    }
}

SummaryRow Showing::row(const Node& node, const PageRef& page, int level) const {
    SummaryRow made;
    made.path = place_of(form_, node, page.instance);
    made.label = texts_.nodes[node.index].label;
    made.page = page.id;
    made.level = level;
    const Json* answer = find_answer(form_, visibility_.answers(), node, page.instance);
    if (answer != nullptr) {
        made.value = display_value(form_, node, *answer, visibility_.context(), language_);
        if (node.control == Control::File) {
            made.files = files_in(*answer);
        }
    }
    return made;
}

}  // namespace gordion::forms::internal
