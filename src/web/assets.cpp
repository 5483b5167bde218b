// SPDX-License-Identifier: EUPL-1.2
#include "web/assets.hpp"

#include <array>

#include "web/embedded.hpp"

namespace gordion::web {
namespace {

struct AssetType {
    std::string_view ending;
    std::string_view media_type;
};

constexpr std::array<AssetType, 5> asset_types{{{".css", "text/css; charset=utf-8"},
                                                {".js", "text/javascript; charset=utf-8"},
                                                {".svg", "image/svg+xml"},
                                                {".png", "image/png"},
                                                {".woff2", "font/woff2"}}};

std::string media_type_of(std::string_view name) {
    for (const AssetType& type : asset_types) {
        if (name.ends_with(type.ending)) {
            return std::string(type.media_type);
        }
    }
    return "application/octet-stream";
}

}  // namespace

Result<http::Response> asset_response(const Site& site, const std::string& asked) {
    // Fonts are named by the stylesheet, which cannot know their hash.
    const std::string plain = "assets/" + asked;
    const std::string_view hashed = site.asset_for(asked);
    const std::string_view name =
        hashed.empty() && plain.ends_with(".woff2") ? std::string_view(plain) : hashed;
    if (name.empty() || find_embedded(name).empty()) {
        return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such file."};
    }
    http::Response response =
        http::Response::bytes(std::string(find_embedded(name)), media_type_of(name));
    response.set_header("Cache-Control", "public, max-age=31536000, immutable");
    response.set_header("X-Content-Type-Options", "nosniff");
    return response;
}

}  // namespace gordion::web
