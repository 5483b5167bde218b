// SPDX-License-Identifier: EUPL-1.2
#include "formats/toml.hpp"

#include <toml++/toml.h>

#include <cmath>
#include <sstream>

#include "core/limits.hpp"

namespace gordion::formats {
namespace {

// Turns the library's tree into ours and notes where everything stands.
class Conversion {
public:
    explicit Conversion(std::map<std::string, int>& lines) : lines_(lines) {}

    Result<Json> convert(const ::toml::node& node, const std::string& path, std::size_t depth) {
        if (depth > limits::json_depth) {
            return Error{ErrorKind::TooLarge,
                         "formats.too_deep",
                         place_of(node),
                         {{"limit", std::to_string(limits::json_depth)}},
                         "The TOML document nests deeper than allowed."};
        }
        if (const auto line = node.source().begin.line; line > 0 && !path.empty()) {
            lines_.emplace(path, static_cast<int>(line));
        }
        if (const auto* table = node.as_table()) {
            return convert_table(*table, path, depth);
        }
        if (const auto* array = node.as_array()) {
            Json::Array items;
            for (std::size_t i = 0; i < array->size(); ++i) {
                items.push_back(
                    TRY(convert((*array)[i], child_path(path, std::to_string(i)), depth + 1)));
            }
            return Json(std::move(items));
        }
        return convert_leaf(node);
    }

private:
    Result<Json> convert_table(const ::toml::table& table, const std::string& path,
                               std::size_t depth) {
        // The library sorts by name; people expect the order of the file.
        std::vector<std::pair<std::string_view, const ::toml::node*>> members;
        std::map<std::string_view, ::toml::source_position> begins;
        for (const auto& [key, node] : table) {
            members.emplace_back(key.str(), &node);
            begins[key.str()] = key.source().begin;
        }
        std::stable_sort(members.begin(), members.end(), [&](const auto& left, const auto& right) {
            return begins[left.first] < begins[right.first];
        });
        Json::Object object;
        for (const auto& [key, node] : members) {
            const std::string place = child_path(path, key);
            if (const auto line = begins[key].line; line > 0) {
                lines_.emplace(place, static_cast<int>(line));
            }
            object.emplace_back(std::string(key), TRY(convert(*node, place, depth + 1)));
        }
        return Json(std::move(object));
    }

    static Result<Json> convert_leaf(const ::toml::node& node) {
        if (const auto* text = node.as_string()) {
            return Json(text->get());
        }
        if (const auto* integer = node.as_integer()) {
            return Json(integer->get());
        }
        if (const auto* number = node.as_floating_point()) {
            if (!std::isfinite(number->get())) {
                return Error{ErrorKind::Invalid,
                             "formats.toml_invalid",
                             place_of(node),
                             {},
                             "inf and nan are TOML, but no value here can be one."};
            }
            return Json(number->get());
        }
        if (const auto* boolean = node.as_boolean()) {
            return Json(boolean->get());
        }
        std::ostringstream iso;
        if (const auto* date = node.as_date()) {
            iso << date->get();
        } else if (const auto* time = node.as_time()) {
            iso << time->get();
        } else if (const auto* instant = node.as_date_time()) {
            iso << instant->get();
        }
        return Json(iso.str());
    }

    static std::string child_path(const std::string& parent, std::string_view name) {
        return parent.empty() ? std::string(name) : parent + "." + std::string(name);
    }

    static std::string place_of(const ::toml::node& node) {
        const auto begin = node.source().begin;
        return std::to_string(begin.line) + ":" + std::to_string(begin.column);
    }

    std::map<std::string, int>& lines_;
};

}  // namespace

std::string Toml::place(std::string_view path) const {
    // The empty path is one, too: TOML allows a key without a character.
    while (true) {
        if (const auto found = lines.find(std::string(path)); found != lines.end()) {
            return "line " + std::to_string(found->second);
        }
        if (path.empty()) {
            return "";
        }
        const auto dot = path.rfind('.');
        path = path.substr(0, dot == std::string_view::npos ? 0 : dot);
    }
}

Result<Toml> parse_toml(std::string_view text) {
    if (text.size() > limits::toml_bytes) {
        return Error{
            ErrorKind::TooLarge,
            "formats.too_large",
            "",
            {{"bytes", std::to_string(text.size())}, {"limit", std::to_string(limits::toml_bytes)}},
            "The TOML document is larger than allowed."};
    }
    try {
        const ::toml::table table = ::toml::parse(text);
        Toml document;
        document.root = TRY(Conversion(document.lines).convert(table, "", 0));
        return document;
    } catch (const ::toml::parse_error& fault) {
        const auto begin = fault.source().begin;
        return Error{ErrorKind::Invalid,
                     "formats.toml_invalid",
                     std::to_string(begin.line) + ":" + std::to_string(begin.column),
                     {},
                     std::string(fault.description())};
    }
}

}  // namespace gordion::formats
