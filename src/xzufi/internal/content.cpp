// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/content.hpp"

#include <charconv>

namespace gordion::xzufi::internal {
namespace {

using formats::Json;

// A leaf is a string, or an object with "value" where it has attributes.
std::string leaf(const Json* json) {
    if (json == nullptr) {
        return {};
    }
    return json->is_string() ? json->as_string() : json->text_at("value");
}

Code code_from(const Json& json) {
    return json.is_string()
               ? Code{json.as_string(), {}, {}}
               : Code{json.text_at("code"), json.text_at("name"), json.text_at("@listURI")};
}

Identifier id_from(const Json& json) {
    return {json.text_at("value"),
            json.text_at("schemeAgencyID"),
            json.text_at("schemeAgencyName"),
            json.text_at("schemeID"),
            json.text_at("schemeName"),
            json.text_at("schemeURI"),
            json.text_at("schemeDataURI"),
            json.text_at("schemeVersionID")};
}

std::vector<const Json*> items(const Json& json, std::string_view key) {
    std::vector<const Json*> found;
    const Json* list = json.find(key);
    if (list != nullptr && list->is_array()) {
        for (const Json& item : list->as_array()) {
            found.push_back(&item);
        }
    } else if (list != nullptr && !list->is_null()) {
        found.push_back(list);
    }
    return found;
}

template <typename T>
std::vector<T> all(const Json& json, std::string_view key, T (*read)(const Json&)) {
    std::vector<T> values;
    for (const Json* item : items(json, key)) {
        values.push_back(read(*item));
    }
    return values;
}

std::optional<Date> date_from(std::string_view text) {
    const auto date = parse_date(text.substr(0, 10));
    return date ? std::optional(date.value()) : std::nullopt;
}

}  // namespace

std::string Content::text(std::string_view key) const {
    return leaf(json_->find(key));
}

std::int64_t Content::number(std::string_view key) const {
    const std::string digits = text(key);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::optional<bool> Content::flag(std::string_view key) const {
    const Json* found = json_->find(key);
    if (found != nullptr && found->is_object()) {
        found = found->find("value");
    }
    return found != nullptr && found->is_bool() ? std::optional(found->as_bool()) : std::nullopt;
}

std::optional<Date> Content::date(std::string_view key) const {
    return date_from(text(key));
}

Code Content::code(std::string_view key) const {
    const Json* found = json_->find(key);
    return found == nullptr ? Code() : code_from(*found);
}

std::vector<Code> Content::codes(std::string_view key) const {
    return all(*json_, key, code_from);
}

Identifier Content::id(std::string_view key) const {
    const Json* found = json_->find(key);
    return found == nullptr ? Identifier() : id_from(*found);
}

std::vector<Identifier> Content::ids(std::string_view key) const {
    return all(*json_, key, id_from);
}

Texts Content::texts(std::string_view key) const {
    Texts texts;
    for (const Json* item : items(*json_, key)) {
        texts.push_back({item->text_at("languageCode"), leaf(item)});
    }
    return texts;
}

std::vector<Link> Content::links(std::string_view key) const {
    std::vector<Link> links;
    for (const Content& link : parts(key)) {
        links.push_back(
            {link.code("typ"), link.text("url"), link.texts("titel"), link.text("languageCode")});
    }
    return links;
}

Periods Content::periods() const {
    Periods periods;
    for (const Content& period : parts("gueltigkeit")) {
        periods.push_back({period.date("beginn"), period.date("ende")});
    }
    return periods;
}

std::vector<Content> Content::parts(std::string_view key) const {
    std::vector<Content> parts;
    for (const Json* item : items(*json_, key)) {
        if (item->is_object()) {
            parts.emplace_back(*item);
        }
    }
    return parts;
}

}  // namespace gordion::xzufi::internal
