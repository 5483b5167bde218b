// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/post.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "forms/internal/judging.hpp"
#include "forms/internal/navigation.hpp"
#include "forms/internal/options.hpp"

namespace gordion::forms::internal {

using formats::Json;

namespace {

constexpr std::size_t most_foreign = 20;

// A browser always sends these, even when they are left blank; choices and files it does not.
bool is_always_sent(Control control) {
    return control == Control::Text || control == Control::TextArea || control == Control::Number ||
           control == Control::Money || control == Control::Date || control == Control::Time ||
           control == Control::Datetime;
}

}  // namespace

PostReader::PostReader(const Compiled& form, const PageRef& page, const Json& answers,
                       const FormContext& context)
    : form_(form),
      page_(page),
      answers_(answers),
      context_(context),
      before_(form, answers, context) {}

void PostReader::index_fields(const PostedPage& posted) {
    for (const PostedField& field : posted.fields) {
        if (field.name.empty() || field.name.front() != '_') {
            fields_[field.name].push_back(field.value);
        }
    }
    for (const PostedFile& file : posted.files) {
        files_[file.name].push_back(&file.file);
    }
}

const std::vector<std::string_view>* PostReader::posted_for(const std::string& name) {
    const auto found = fields_.find(name);
    if (found == fields_.end()) {
        return nullptr;
    }
    known_.insert(found->first);
    return &found->second;
}

void PostReader::fault(Taken& taken, const ValueFault& fault, std::optional<std::size_t> item) {
    const std::string place = taken.place + (item ? "[" + std::to_string(*item) + "]" : "");
    taken.findings.push_back(make_finding(fault.code, place, fault.values));
}

Judged<ParsedPage> PostReader::read(const PostedPage& posted) {
    Judged<ParsedPage> result;
    result.value.answers = answers_.is_object() ? answers_ : Json::object();
    if (posted.fields.size() > limits::form_fields || posted.files.size() > limits::form_fields) {
        result.findings.push_back(make_finding("too_many_fields", page_.id,
                                               {{"max", std::to_string(limits::form_fields)}}));
        return result;
    }
    if (!parse_ref(form_, before_, page_.id)) {
        result.findings.push_back(make_finding("page_gone", page_.id, {}));
        return result;
    }
    index_fields(posted);
    std::vector<Taken> all;
    for (const std::size_t index : form_.pages[page_.page].fields) {
        if (form_.nodes[index].asked) {
            all.push_back(take(form_.nodes[index]));
        }
    }
    report_foreign(result.findings);
    settle(std::move(all), result);
    return result;
}

Judged<ParsedPage> PostReader::read_files(const PostedPage& posted) {
    Judged<ParsedPage> result;
    result.value.answers = answers_.is_object() ? answers_ : Json::object();
    if (!parse_ref(form_, before_, page_.id)) {
        return result;
    }
    index_fields(posted);
    std::vector<Taken> all;
    for (const std::size_t index : form_.pages[page_.page].fields) {
        const Node& node = form_.nodes[index];
        if (node.asked && node.control == Control::File) {
            all.push_back(take(node));
        }
    }
    settle(std::move(all), result);
    return result;
}

PostReader::Taken PostReader::take(const Node& node) {
    Taken taken;
    taken.node = &node;
    taken.place = place_of(form_, node, page_.instance);
    if (node.control == Control::File) {
        take_files(taken);
    } else if (fields_.count(taken.place + ".search") != 0) {
        take_search(taken);
    } else if (node.repeated) {
        take_repeated(taken);
    } else if (node.control == Control::Date) {
        take_date(taken);
    } else {
        take_single(taken);
    }
    const bool missing = !taken.was_posted && is_always_sent(node.control);
    if (missing && before_.is_visible(node, page_.instance)) {
        fault(taken, {"field_missing", {}});
    }
    return taken;
}

void PostReader::take_single(Taken& taken) {
    const auto* posted = posted_for(taken.place);
    if (posted == nullptr) {
        return;
    }
    taken.was_posted = true;
    if (posted->size() > 1) {
        fault(taken, {"field_repeated", {}});
        return;
    }
    ParsedValue parsed = parse_value(*taken.node, posted->front());
    if (!parsed.fault && !parsed.value.is_null()) {
        parsed.fault = check_value(*taken.node, parsed.value, context_);
    }
    if (parsed.fault) {
        fault(taken, *parsed.fault);
    } else {
        taken.value = std::move(parsed.value);
    }
}

void PostReader::take_date(Taken& taken) {
    const auto* day = posted_for(taken.place + ".day");
    const auto* month = posted_for(taken.place + ".month");
    const auto* year = posted_for(taken.place + ".year");
    if (day == nullptr && month == nullptr && year == nullptr) {
        take_single(taken);
        return;
    }
    taken.was_posted = true;
    const auto one = [](const std::vector<std::string_view>* part) {
        return part != nullptr && part->size() == 1 ? part->front() : std::string_view();
    };
    ParsedValue parsed = parse_date_parts(one(day), one(month), one(year));
    if (!parsed.fault && !parsed.value.is_null()) {
        parsed.fault = check_value(*taken.node, parsed.value, context_);
    }
    if (parsed.fault) {
        fault(taken, *parsed.fault);
    } else {
        taken.value = std::move(parsed.value);
    }
}

void PostReader::take_repeated(Taken& taken) {
    const auto* posted = posted_for(taken.place);
    if (posted == nullptr) {
        return;
    }
    taken.was_posted = true;
    Json list = Json::array();
    for (std::size_t i = 0; i < posted->size(); ++i) {
        ParsedValue parsed = parse_value(*taken.node, (*posted)[i]);
        if (!parsed.fault && parsed.value.is_null()) {
            continue;
        }
        if (list.size() == taken.node->max) {
            fault(taken, {"too_many", {{"max", std::to_string(taken.node->max)}}});
            return;
        }
        if (!parsed.fault) {
            parsed.fault = check_value(*taken.node, parsed.value, context_);
        }
        if (parsed.fault) {
            fault(taken, *parsed.fault, i);
        } else {
            list.push(std::move(parsed.value));
        }
    }
    if (list.size() > 0) {
        taken.value = std::move(list);
    }
}

// A text that was typed anew counts more than what was chosen for an older one.
void PostReader::take_search(Taken& taken) {
    const Node& node = *taken.node;
    const auto* searched = posted_for(taken.place + ".search");
    const auto* queried = posted_for(taken.place + ".query");
    if (node.field->feldart != fim::Feldart::Select || searched->size() > 1) {
        fault(taken, {"field_repeated", {}});
        return;
    }
    const std::string_view typed = trim(searched->front());
    const bool is_new =
        queried == nullptr || queried->size() != 1 || trim(queried->front()) != typed;
    const auto* chosen = posted_for(taken.place);
    if (node.repeated) {
        take_repeated(taken);
        taken.was_posted = true;
        if (is_new && !typed.empty()) {
            add_searched(taken, typed);
        }
        return;
    }
    taken.was_posted = true;
    if (is_new && !typed.empty()) {
        add_searched(taken, typed);
    } else if (!is_new && chosen != nullptr) {
        take_single(taken);
    } else if (!typed.empty()) {
        // Nothing was chosen; the text may still mean one entry only.
        add_searched(taken, typed);
    }
}

ValueFault PostReader::not_resolved(const Node& node, std::string_view typed) const {
    const OptionLookup lookup{form_, node, context_, "de"};
    const std::size_t count = lookup.search(typed, 0).total;
    return count == 0 ? ValueFault{"code_unmatched", {}}
                      : ValueFault{"code_choose", {{"count", std::to_string(count)}}};
}

void PostReader::add_searched(Taken& taken, std::string_view typed) {
    const Node& node = *taken.node;
    // Labels may be written in any of the form's languages.
    std::optional<Option> meant;
    for (const auto& language : form_.languages) {
        meant = meant ? meant : OptionLookup{form_, node, context_, language.first}.resolve(typed);
    }
    if (!meant) {
        fault(taken, not_resolved(node, typed));
        return;
    }
    if (!node.repeated) {
        taken.value = meant->code;
        return;
    }
    Json list = taken.value.is_array() ? taken.value : Json::array();
    const auto& codes = list.as_array();
    if (std::find(codes.begin(), codes.end(), Json(meant->code)) != codes.end()) {
        return;
    }
    if (codes.size() == node.max) {
        fault(taken, {"too_many", {{"max", std::to_string(node.max)}}});
        return;
    }
    list.push(meant->code);
    taken.value = std::move(list);
}

void PostReader::take_files(Taken& taken) {
    const auto* removed = posted_for(taken.place + ".remove");
    const auto found = files_.find(taken.place);
    const Json* present = find_answer(form_, answers_, *taken.node, page_.instance);
    taken.was_posted = removed != nullptr || found != files_.end() || present != nullptr;
    if (found != files_.end()) {
        known_.insert(found->first);
    }
    // An empty file control of some clients arrives as a plain field.
    posted_for(taken.place);
    Json kept = Json::array();
    const Json::Array old = present == nullptr    ? Json::Array()
                            : present->is_array() ? present->as_array()
                                                  : Json::Array{*present};
    const bool replaced = !taken.node->repeated && found != files_.end();
    for (const Json& file : old) {
        const std::string blob = file.text_at("blob");
        const bool gone =
            replaced || (removed != nullptr &&
                         std::find(removed->begin(), removed->end(), blob) != removed->end());
        if (gone) {
            taken.dropped.push_back(blob);
        } else {
            kept.push(file);
        }
    }
    if (found != files_.end()) {
        for (const UploadedFile* file : found->second) {
            kept.push(to_json(*file));
            if (auto wrong = check_value(*taken.node, kept.as_array().back(), context_)) {
                fault(taken, *wrong);
            }
        }
    }
    if (kept.size() > taken.node->max) {
        fault(taken, {"too_many", {{"max", std::to_string(taken.node->max)}}});
    }
    if (kept.size() > 0) {
        taken.value = taken.node->repeated ? std::move(kept) : kept.as_array().front();
    }
}

void PostReader::report_foreign(Findings& findings) const {
    const auto report = [&](std::string_view name) {
        if (known_.count(name) == 0 && findings.size() < most_foreign) {
            findings.push_back(make_finding("field_unknown", std::string(name.substr(0, 80)), {}));
        }
    };
    for (const auto& [name, values] : fields_) {
        report(name);
    }
    for (const auto& [name, files] : files_) {
        report(name);
    }
}

// Which questions count depends on the answers themselves: what is hidden now was not asked, and
// what appears now was not answered yet.
void PostReader::settle(std::vector<Taken> all, Judged<ParsedPage>& result) {
    Json next = result.value.answers;
    for (const Taken& taken : all) {
        put_answer(form_, next, *taken.node, page_.instance, taken.value);
    }
    const Visibility after(form_, next, context_);
    for (Taken& taken : all) {
        if (!after.is_visible(*taken.node, page_.instance)) {
            continue;
        }
        const bool appeared = !taken.was_posted && !before_.is_visible(*taken.node, page_.instance);
        result.value.asks_more = result.value.asks_more || appeared;
        append(result.findings, std::move(taken.findings));
        put_answer(form_, result.value.answers, *taken.node, page_.instance,
                   std::move(taken.value));
        result.value.dropped_blobs.insert(result.value.dropped_blobs.end(), taken.dropped.begin(),
                                          taken.dropped.end());
    }
}

}  // namespace gordion::forms::internal
