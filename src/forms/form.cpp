// SPDX-License-Identifier: EUPL-1.2
#include "forms/form.hpp"

#include "core/text.hpp"
#include "fim/json_schema.hpp"
#include "forms/internal/compiled_form.hpp"
#include "forms/internal/given.hpp"
#include "forms/internal/judging.hpp"
#include "forms/internal/make.hpp"
#include "forms/internal/navigation.hpp"
#include "forms/internal/post.hpp"
#include "forms/internal/showing.hpp"
#include "forms/internal/visibility.hpp"

namespace gordion::forms {

using formats::Json;
using internal::Instance;
using internal::Node;
using internal::Visibility;

namespace {

constexpr std::size_t most_search_bytes = 500;

Error page_unknown(std::string_view id) {
    return {ErrorKind::NotFound,
            "forms.page_unknown",
            std::string(id.substr(0, 80)),
            {},
            "the form has no such page now"};
}

}  // namespace

Form::Form(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Form::~Form() = default;

Judged<std::shared_ptr<const Form>> Form::make(FormSource source, Strictness strictness) {
    internal::Maker maker(std::move(source));
    maker.make();
    Judged<std::shared_ptr<const Form>> made{nullptr, std::move(maker.findings)};
    const bool usable = strictness == Strictness::Preview ? !maker.form->top_pages.empty()
                                                          : !has_faults(made.findings);
    if (usable) {
        made.value = std::shared_ptr<const Form>(new Form(std::move(maker.form)));
    }
    return made;
}

const fim::Schema& Form::schema() const {
    return compiled_->source.schema;
}

const Json& Form::json_schema() const {
    std::call_once(compiled_->json_schema_once,
                   [&] { compiled_->json_schema = fim::to_json_schema(compiled_->source.schema); });
    return compiled_->json_schema;
}

std::vector<PageRef> Form::visible_pages(const Json& answers, const FormContext& context) const {
    return internal::list_pages(*compiled_, Visibility(*compiled_, answers, context));
}

Result<PageRef> Form::find_page(std::string_view id, const Json& answers,
                                const FormContext& context) const {
    auto found = internal::parse_ref(*compiled_, Visibility(*compiled_, answers, context), id);
    return found ? Result<PageRef>(std::move(*found)) : Result<PageRef>(page_unknown(id));
}

std::optional<PageRef> Form::next_page(const PageRef& page, const Json& answers,
                                       const FormContext& context) const {
    return internal::find_next(*compiled_, Visibility(*compiled_, answers, context), page);
}

std::optional<PageRef> Form::previous_page(const PageRef& page, const Json& answers,
                                           const FormContext& context) const {
    return internal::find_previous(*compiled_, Visibility(*compiled_, answers, context), page);
}

std::optional<PageRef> Form::first_open_page(const Json& answers,
                                             const FormContext& context) const {
    const Visibility visibility(*compiled_, answers, context);
    for (const PageRef& page : internal::list_pages(*compiled_, visibility)) {
        internal::Judging judging(*compiled_, visibility);
        judging.check_page(page);
        if (has_faults(judging.take())) {
            return internal::enter_page(*compiled_, visibility, page.page, page.instance);
        }
    }
    return std::nullopt;
}

std::optional<PageRef> Form::page_of(std::string_view place) const {
    const auto parsed = internal::parse_place(*compiled_, place);
    if (!parsed || parsed->node->page == internal::none) {
        return std::nullopt;
    }
    const Node& node = *parsed->node;
    Instance instance = parsed->instance;
    if (node.is_repeated_group() && parsed->item) {
        instance.push_back(*parsed->item);
        return internal::make_ref(*compiled_, compiled_->pages[node.page].pages.front(), instance);
    }
    return internal::make_ref(*compiled_, node.page, instance);
}

PageView Form::view_page(const PageRef& page, const Json& answers, const FormContext& context,
                         std::string_view language) const {
    const Visibility visibility(*compiled_, answers, context);
    return internal::Showing(*compiled_, visibility, language).view(page);
}

void Form::show_posted(PageView& view, const PostedPage& posted, const FormContext& context,
                       std::string_view language) const {
    const Visibility visibility(*compiled_, Json::object(), context);
    internal::Showing(*compiled_, visibility, language).show_posted(view.blocks, posted);
}

OptionMatches Form::search_options(std::string_view path, std::string_view text,
                                   const FormContext& context, std::string_view language) const {
    const auto place = internal::parse_place(*compiled_, path);
    if (!place || place->node->field == nullptr) {
        return {};
    }
    const internal::OptionLookup lookup{*compiled_, *place->node, context, language};
    auto matches = lookup.search(text.substr(0, most_search_bytes), internal::most_listed);
    return {std::move(matches.options), matches.total};
}

std::vector<SummarySection> Form::summary(const Json& answers, const FormContext& context,
                                          std::string_view language) const {
    const Visibility visibility(*compiled_, answers, context);
    return internal::Showing(*compiled_, visibility, language).summary();
}

std::vector<SummarySection> Form::summary_of_part(const Json& part, const FormContext& context,
                                                  std::string_view language) const {
    const Visibility visibility(*compiled_, part, context, Visibility::Hiding::None);
    auto sections = internal::Showing(*compiled_, visibility, language).summary();
    for (SummarySection& section : sections) {
        std::vector<SummaryRow> kept;
        for (auto row = section.rows.rbegin(); row != section.rows.rend(); ++row) {
            const bool says_something = !row->value.empty() || !row->files.empty();
            const bool stands_over =
                row->is_heading && !kept.empty() && kept.back().level > row->level;
            if (says_something || stands_over) {
                kept.push_back(std::move(*row));
            }
        }
        std::reverse(kept.begin(), kept.end());
        section.rows = std::move(kept);
    }
    std::erase_if(sections, [](const SummarySection& section) { return section.rows.empty(); });
    return sections;
}

std::string Form::label(std::string_view place, std::string_view language) const {
    const auto parsed = internal::parse_place(*compiled_, place);
    return parsed ? compiled_->texts(language).nodes[parsed->node->index].label : std::string();
}

Values Form::message_values(const Finding& finding, std::string_view language) const {
    Values values = finding.values;
    values.emplace_back("label", label(finding.place, language));
    for (const auto& [name, places] : finding.values) {
        if (name == "elements") {
            std::vector<std::string> labels;
            for (const std::string& place : split(places, ' ')) {
                labels.push_back(label(place, language));
            }
            values.emplace_back("labels", join(labels, ", "));
        }
    }
    return values;
}

std::string Form::message(std::string_view code, std::string_view language) const {
    for (const std::string_view tried : {language, std::string_view("de")}) {
        const auto& messages = compiled_->texts(tried).messages;
        const auto found = messages.find(std::string(code));
        if (found != messages.end()) {
            return found->second;
        }
    }
    return {};
}

Json Form::initial_answers(const FormContext& context) const {
    Json answers = Json::object();
    for (const Node& node : compiled_->nodes) {
        if (!node.asked || node.container != internal::none) {
            continue;
        }
        auto value = internal::account_value(node, context);
        if (!value) {
            value = internal::given_value(node, context);
        }
        if (value) {
            internal::put_answer(*compiled_, answers, node, {}, std::move(*value));
        }
    }
    return answers;
}

std::vector<FileRule> Form::file_rules(const PageRef& page, const Json& answers,
                                       const FormContext& context) const {
    const Visibility visibility(*compiled_, answers, context);
    std::vector<FileRule> rules;
    for (const std::size_t field : compiled_->pages[page.page].fields) {
        const Node& node = compiled_->nodes[field];
        if (node.control == Control::File && visibility.is_visible(node, page.instance)) {
            const Json* answer = internal::find_answer(*compiled_, answers, node, page.instance);
            rules.push_back({internal::place_of(*compiled_, node, page.instance),
                             node.rule.media_types, node.rule.max_size_bytes, node.max,
                             answer == nullptr ? 0 : internal::files_in(*answer).size()});
        }
    }
    return rules;
}

Judged<ParsedPage> Form::parse_page(const PageRef& page, const Json& answers,
                                    const PostedPage& posted, const FormContext& context) const {
    return internal::PostReader(*compiled_, page, answers, context).read(posted);
}

Judged<ParsedPage> Form::parse_files(const PageRef& page, const Json& answers,
                                     const PostedPage& posted, const FormContext& context) const {
    return internal::PostReader(*compiled_, page, answers, context).read_files(posted);
}

Json Form::page_answers(const PageRef& page, const Json& answers) const {
    const internal::PageSpec& spec = compiled_->pages[page.page];
    Json all = Json::array();
    for (const std::size_t node : spec.kind == PageKind::Repetition ? spec.nodes : spec.fields) {
        const Json* answer =
            internal::find_answer(*compiled_, answers, compiled_->nodes[node], page.instance);
        all.push(answer != nullptr ? *answer : Json());
    }
    return all;
}

Result<ParsedPage> Form::remove_instance(const PageRef& page, const Json& answers,
                                         std::size_t number) const {
    const internal::PageSpec& spec = compiled_->pages[page.page];
    if (spec.kind != PageKind::Repetition) {
        return page_unknown(page.id);
    }
    const Node& group = compiled_->nodes[spec.nodes.front()];
    const Json* present = internal::find_answer(*compiled_, answers, group, page.instance);
    if (present == nullptr || !present->is_array() || number == 0 || number > present->size()) {
        return page_unknown(page.id + "." + std::to_string(number));
    }
    ParsedPage parsed{answers, false, {}};
    Json left = *present;
    for (const UploadedFile& file : uploads(left.as_array()[number - 1])) {
        parsed.dropped_blobs.push_back(file.blob);
    }
    left.as_array().erase(left.as_array().begin() + static_cast<std::ptrdiff_t>(number - 1));
    internal::put_answer(*compiled_, parsed.answers, group, page.instance, std::move(left));
    return parsed;
}

Findings Form::check_page(const PageRef& page, const Json& answers,
                          const FormContext& context) const {
    const Visibility visibility(*compiled_, answers, context);
    internal::Judging judging(*compiled_, visibility);
    judging.check_page(page);
    return judging.take();
}

Findings Form::check_all(const Json& answers, const FormContext& context) const {
    if (!answers.is_object()) {
        return {internal::make_finding("type_invalid", "", {})};
    }
    const Visibility visibility(*compiled_, answers, context);
    internal::Judging judging(*compiled_, visibility);
    judging.check_all();
    return judging.take();
}

}  // namespace gordion::forms
