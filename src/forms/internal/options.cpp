// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/options.hpp"

#include <array>

#include "core/text.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

const Json* find_rows(const Node& node, const FormContext& context) {
    const Json* rows =
        context.params != nullptr ? context.params->find(node.options->param) : nullptr;
    return rows != nullptr && rows->is_array() ? rows : nullptr;
}

std::string cell(const Json& row, const std::string& column) {
    const Json* found = column.empty() ? nullptr : row.find(column);
    if (found == nullptr || found->is_null()) {
        return {};
    }
    return found->is_string() ? found->as_string() : formats::write_json(*found);
}

Option row_option(const Node& node, const Json& row) {
    return {cell(row, node.options->code), cell(row, node.options->label),
            cell(row, node.options->help), false};
}

constexpr std::size_t no_match = 5;

// 0 is best. `folded` is the name, `wanted` what was typed, both folded.
std::size_t rank(std::string_view code, std::string_view folded, std::string_view typed,
                 std::string_view wanted) {
    if (code == typed) {
        return 0;
    }
    if (wanted.empty()) {
        return no_match;
    }
    const auto at = folded.find(wanted);
    if (at == 0) {
        return folded.size() == wanted.size() ? 1 : 2;
    }
    if (folded.find(" " + std::string(wanted)) != std::string_view::npos) {
        return 3;
    }
    return at != std::string_view::npos ? 4 : no_match;
}

}  // namespace

const Json* OptionLookup::rows() const {
    return node.options ? find_rows(node, context) : nullptr;
}

Option OptionLookup::option(const fim::Code& code) const {
    const auto& labels = form.texts(language).nodes[node.index].options;
    const auto label = labels.find(code.code);
    return {code.code, label != labels.end() ? label->second : code.name, code.help, false};
}

std::size_t OptionLookup::count() const {
    if (node.options) {
        const Json* found = rows();
        return found == nullptr ? 0 : found->size();
    }
    return node.codes == nullptr ? 0 : node.codes->codes().size();
}

std::optional<std::vector<Option>> OptionLookup::all() const {
    std::vector<Option> options;
    if (node.options) {
        const Json* found = rows();
        for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
            options.push_back(row_option(node, found->as_array()[i]));
        }
        return options;
    }
    if (node.codes == nullptr) {
        return std::nullopt;
    }
    options.reserve(node.codes->codes().size());
    for (const fim::Code& code : node.codes->codes()) {
        options.push_back(option(code));
    }
    return options;
}

std::optional<Option> OptionLookup::find(std::string_view code) const {
    if (!node.options) {
        const fim::Code* found = node.codes == nullptr ? nullptr : node.codes->find(code);
        return found == nullptr ? std::nullopt : std::optional<Option>(option(*found));
    }
    const Json* found = rows();
    for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
        if (Option made = row_option(node, found->as_array()[i]); made.code == code) {
            return made;
        }
    }
    return std::nullopt;
}

OptionLookup::Matches OptionLookup::search(std::string_view text, std::size_t most) const {
    Matches matches;
    const std::string_view typed = trim(text);
    std::string wanted = fold_german(typed);
    wanted = std::string(trim(wanted));
    std::array<std::vector<Option>, no_match> by_rank;
    const auto consider = [&](std::size_t ranked, auto&& make) {
        if (ranked < no_match) {
            ++matches.total;
            if (by_rank.at(ranked).size() < most) {
                by_rank.at(ranked).push_back(make());
            }
        }
    };
    if (node.options || !form.texts(language).nodes[node.index].options.empty()) {
        for (Option& each : all().value_or(std::vector<Option>())) {
            consider(rank(each.code, fold_german(each.label), typed, wanted),
                     [&] { return std::move(each); });
        }
    } else if (node.codes != nullptr) {
        const auto& codes = node.codes->codes();
        for (std::size_t i = 0; i < codes.size(); ++i) {
            consider(rank(codes[i].code, node.codes->folded_names()[i], typed, wanted),
                     [&] { return option(codes[i]); });
        }
    }
    for (std::vector<Option>& options : by_rank) {
        for (Option& each : options) {
            if (matches.options.size() < most) {
                matches.options.push_back(std::move(each));
            }
        }
    }
    return matches;
}

std::optional<Option> OptionLookup::resolve(std::string_view text) const {
    if (auto by_code = find(trim(text))) {
        return by_code;
    }
    const Matches matches = search(text, most_listed);
    if (matches.total == 1) {
        return matches.options.front();
    }
    const std::string wanted = fold_german(trim(text));
    std::optional<Option> named;
    for (const Option& each : matches.options) {
        if (fold_german(each.label) == wanted) {
            if (named) {
                return std::nullopt;
            }
            named = each;
        }
    }
    return named;
}

bool is_option(const Node& node, std::string_view code, const FormContext& context) {
    if (!node.options) {
        return node.codes == nullptr || node.codes->find(code) != nullptr;
    }
    const Json* rows = find_rows(node, context);
    return rows != nullptr &&
           std::any_of(rows->as_array().begin(), rows->as_array().end(),
                       [&](const Json& row) { return cell(row, node.options->code) == code; });
}

}  // namespace gordion::forms::internal
