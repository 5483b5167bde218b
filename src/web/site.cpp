// SPDX-License-Identifier: EUPL-1.2
#include "web/site.hpp"

#include "crypto/hashes.hpp"
#include "web/embedded.hpp"

namespace gordion::web {
namespace {

constexpr std::string_view template_ending = ".mustache";
constexpr std::string_view asset_folder = "assets/";

// "assets/app.css" → "app-1f2e3d4c.css"
std::string hashed_name(std::string_view name, std::string_view bytes) {
    const std::string hash = crypto::to_hex(crypto::sha256(bytes)).substr(0, 12);
    const std::string_view file = name.substr(asset_folder.size());
    const auto dot = file.rfind('.');
    return std::string(file.substr(0, dot)) + "-" + hash + std::string(file.substr(dot));
}

}  // namespace

Result<std::unique_ptr<const Site>> Site::load() {
    std::unique_ptr<Site> site(new Site());
    site->texts_ = TRY(Texts::load());
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name.ends_with(template_ending)) {
            auto parsed = formats::Template::parse(file.bytes, formats::Escape::Html);
            if (!parsed) {
                Error error = parsed.take_error();
                error.place = std::string(file.name) + " " + error.place;
                return error;
            }
            const auto name = file.name.substr(0, file.name.size() - template_ending.size());
            site->templates_.emplace(name, std::move(parsed).value());
        } else if (file.name.starts_with(asset_folder)) {
            const std::string hashed = hashed_name(file.name, file.bytes);
            site->asset_urls_.emplace(file.name.substr(asset_folder.size()), "/assets/" + hashed);
            site->assets_by_hash_.emplace(hashed, file.name);
        }
    }
    return std::unique_ptr<const Site>(std::move(site));
}

Html Site::render(std::string_view name, const formats::Json& data,
                  std::string_view language) const {
    const auto found = templates_.find(name);
    VERIFY(found != templates_.end(), ("there is a template " + std::string(name)).c_str());
    auto markup = found->second.render(data, texts_.for_templates(language));
    VERIFY(markup.has_value(), (std::string(name) + " gets all it shows: " +
                                (markup ? std::string() : markup.error().to_text()))
                                   .c_str());
    return Html::from_template(std::move(markup).value());
}

const std::string& Site::asset_url(std::string_view name) const {
    const auto found = asset_urls_.find(name);
    VERIFY(found != asset_urls_.end(), "pages name only assets that are built in");
    return found->second;
}

std::string_view Site::asset_for(std::string_view hashed) const {
    const auto found = assets_by_hash_.find(hashed);
    return found == assets_by_hash_.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace gordion::web
