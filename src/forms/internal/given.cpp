// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/given.hpp"

#include "forms/internal/values.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

// A parameter as an answer: rules see money in cents, people and answers in euros.
Json from_param(const Node& node, const Json& param) {
    if (param.is_number() && node.field->datentyp == fim::Datentyp::NumCurrency) {
        const double euros = param.as_number() / 100;
        const auto whole = static_cast<std::int64_t>(euros);
        return static_cast<double>(whole) == euros ? Json(whole) : Json(euros);
    }
    if (param.is_string()) {
        ParsedValue parsed = parse_value(node, param.as_string());
        return parsed.fault ? Json() : std::move(parsed.value);
    }
    return param.is_number() || param.is_bool() ? param : Json();
}

Json source_value(const Node& node, const FormContext& context) {
    const ValueSource& source = *node.source;
    if (source.is_today) {
        return Json(context.today.to_iso());
    }
    if (source.param.empty()) {
        return source.content;
    }
    const Json* param = context.params != nullptr ? context.params->find(source.param) : nullptr;
    return param == nullptr ? Json() : from_param(node, *param);
}

// Every optional group around the field that is there once must have been begun by somebody.
bool has_place(const Compiled& form, const Json& answers, const FormContext& context,
               const Node& node, const Instance& instance) {
    for (std::size_t around = node.parent; around != none; around = form.nodes[around].parent) {
        const Node& group = form.nodes[around];
        if (group.is_repeated_group()) {
            return true;
        }
        if (group.min == 0) {
            const Json* content = find_answer(form, answers, group, instance);
            if (content == nullptr || !is_begun(form, group, *content, context)) {
                return false;
            }
        }
    }
    return true;
}

bool is_begun_object(const Compiled& form, const Node& group, const Json& object,
                     const FormContext& context) {
    return std::any_of(group.children.begin(), group.children.end(), [&](std::size_t child) {
        const Json* content = object.find(form.nodes[child].id);
        return content != nullptr && is_begun(form, form.nodes[child], *content, context);
    });
}

}  // namespace

std::optional<Json> given_value(const Node& node, const FormContext& context) {
    if (!node.source) {
        return std::nullopt;
    }
    Json value = source_value(node, context);
    if (value.is_null() || check_value(node, value, context)) {
        return std::nullopt;
    }
    return node.repeated ? Json(Json::Array{std::move(value)}) : std::move(value);
}

std::optional<Json> account_value(const Node& node, const FormContext& context) {
    if (node.account.empty() || context.account == nullptr) {
        return std::nullopt;
    }
    const auto said = context.account->find(node.account);
    if (said == context.account->end()) {
        return std::nullopt;
    }
    ParsedValue parsed = parse_value(node, said->second);
    if (parsed.fault || parsed.value.is_null() || check_value(node, parsed.value, context)) {
        return std::nullopt;
    }
    return node.repeated ? Json(Json::Array{std::move(parsed.value)}) : std::move(parsed.value);
}

void overlay_given(const Compiled& form, const Json& answers, const FormContext& context,
                   Json& to) {
    for (const std::size_t index : form.fixed) {
        const Node& node = form.nodes[index];
        const std::optional<Json> value = given_value(node, context);
        visit_instances(form, answers, node.container, [&](const Instance& instance) {
            const bool put = value && has_place(form, answers, context, node, instance);
            put_answer(form, to, node, instance, put ? *value : Json());
        });
    }
}

bool is_begun(const Compiled& form, const Node& node, const Json& value,
              const FormContext& context) {
    if (!has_content(value)) {
        return false;
    }
    if (node.field != nullptr) {
        return !node.fixed && given_value(node, context) != value;
    }
    if (!node.is_repeated_group()) {
        return is_begun_object(form, node, value, context);
    }
    const Json::Array none_of_them;
    const Json::Array& items = value.is_array() ? value.as_array() : none_of_them;
    return std::any_of(items.begin(), items.end(), [&](const Json& item) {
        return is_begun_object(form, node, item, context);
    });
}

}  // namespace gordion::forms::internal
