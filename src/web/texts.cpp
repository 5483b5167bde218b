// SPDX-License-Identifier: EUPL-1.2
#include "web/texts.hpp"

#include <algorithm>

#include "formats/toml.hpp"
#include "web/embedded.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using Flat = std::map<std::string, std::string, std::less<>>;

Result<void> flatten(const Json& json, const std::string& prefix, Flat& to) {
    for (const auto& [name, value] : json.as_object()) {
        const std::string code = prefix.empty() ? name : prefix + "." + name;
        if (value.is_object()) {
            TRY(flatten(value, code, to));
        } else if (value.is_string()) {
            to[code] = value.as_string();
        } else {
            return Error{ErrorKind::Invalid, "web.texts_invalid", code, {}, "A text must be text."};
        }
    }
    return {};
}

void nest(Json& root, std::string_view code, const std::string& text) {
    const auto dot = code.find('.');
    if (dot == std::string_view::npos) {
        root.set(code, text);
        return;
    }
    Json* inner = root.find(code.substr(0, dot));
    if (inner == nullptr || !inner->is_object()) {
        inner = &root.set(code.substr(0, dot), Json::object());
    }
    nest(*inner, code.substr(dot + 1), text);
}

}  // namespace

std::string fill(std::string_view text, const Values& values) {
    std::string filled;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        filled += text.substr(at, open - at);
        if (close == std::string_view::npos) {
            filled += open == std::string_view::npos ? std::string_view{} : text.substr(open);
            break;
        }
        const std::string_view name = text.substr(open + 1, close - open - 1);
        const auto value = std::find_if(values.begin(), values.end(),
                                        [&](const auto& known) { return known.first == name; });
        filled += value == values.end() ? text.substr(open, close - open + 1)
                                        : std::string_view(value->second);
        at = close + 1;
    }
    return filled;
}

Result<Texts> Texts::load() {
    Texts texts;
    for (const std::string_view language : languages) {
        Flat& flat = texts.texts_[std::string(language)];
        const std::string folder = "texts/" + std::string(language) + "/";
        for (const EmbeddedFile& file : embedded_files()) {
            if (!file.name.starts_with(folder)) {
                continue;
            }
            const auto document = formats::parse_toml(file.bytes);
            if (!document) {
                Error error = document.error();
                error.place = std::string(file.name) + " " + error.place;
                return error;
            }
            TRY(flatten(document.value().root, "", flat));
        }
    }
    const Flat& german = texts.texts_["de"];
    for (const std::string_view language : languages) {
        Json nested = Json::object();
        for (const auto& [code, text] : german) {
            nest(nested, code, text);
        }
        for (const auto& [code, text] : texts.texts_[std::string(language)]) {
            nest(nested, code, text);
        }
        texts.nested_[std::string(language)] = Json::object({{"t", std::move(nested)}});
    }
    return texts;
}

bool Texts::has(std::string_view language, std::string_view code) const {
    const auto known = texts_.find(language);
    return known != texts_.end() && known->second.find(code) != known->second.end();
}

std::string Texts::text(std::string_view language, std::string_view code,
                        const Values& values) const {
    for (const std::string_view tried : {language, std::string_view("de")}) {
        const auto known = texts_.find(tried);
        if (known == texts_.end()) {
            continue;
        }
        if (const auto found = known->second.find(code); found != known->second.end()) {
            return fill(found->second, values);
        }
    }
    return std::string(code);
}

std::string Texts::error_text(std::string_view language, const Error& error) const {
    const std::string kind = "kind." + std::string(to_string(error.kind));
    // What only the operator can mend needs no German sentence on an English page; what the visitor
    // can mend does.
    const bool precise = error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Conflict;
    const bool known =
        has(language, error.code) || (has("de", error.code) && (precise || !has(language, kind)));
    return text(language, known ? error.code : kind, error.values);
}

const Json& Texts::for_templates(std::string_view language) const {
    const auto known = nested_.find(language);
    return known == nested_.end() ? nested_.at("de") : known->second;
}

}  // namespace gordion::web
