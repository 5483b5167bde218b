// SPDX-License-Identifier: EUPL-1.2
#include "conformity/declaration.hpp"

#include "conformity/package_evidence.hpp"
#include "core/text.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

constexpr std::size_t most_text = 300;
constexpr std::size_t most_digits = 15;

// Nests a value at a dotted path.
Json nest(std::string_view path, Json value) {
    const std::size_t dot = path.rfind('.');
    Json made =
        Json::object({{std::string(path.substr(dot == std::string_view::npos ? 0 : dot + 1)),
                       std::move(value)}});
    return dot == std::string_view::npos ? made : nest(path.substr(0, dot), std::move(made));
}

}  // namespace

Result<Json> parse_declared(std::string_view text) {
    const std::string_view typed = trim(text);
    if (typed.empty() || count_characters(typed) > most_text) {
        return Error{ErrorKind::Invalid,
                     "conformity.declaration_value",
                     "value",
                     {},
                     "write ja, nein, a number or a text of at most 300 characters"};
    }
    if (typed == "ja" || typed == "true") {
        return Json(true);
    }
    if (typed == "nein" || typed == "false") {
        return Json(false);
    }
    if (is_digits(typed) && typed.size() <= most_digits) {
        return Json(static_cast<std::int64_t>(std::stoll(std::string(typed))));
    }
    return Json(std::string(typed));
}

Json declared_evidence(const std::vector<Declaration>& declarations) {
    Json evidence = Json::object();
    for (const Declaration& declaration : declarations) {
        merge_evidence(evidence, nest("declared." + declaration.path, declaration.value));
    }
    return evidence;
}

}  // namespace gordion::conformity
