// SPDX-License-Identifier: EUPL-1.2
#include "web/preview/package_preview.hpp"

#include "web/preview/preview_pages.hpp"

namespace gordion::web {
namespace {

Result<http::Response> preview(Exchange& exchange) {
    const std::string& package = exchange.path("package");
    const std::string& version = exchange.path("version");
    const auto loaded = TRY(exchange.in.reuse.load_package(package, version));
    if (loaded->service().is_private) {
        // Somebody's own copy is not shown to everybody.
        return Error{ErrorKind::NotFound,
                     "reuse.offer_missing",
                     package,
                     {{"package", package}, {"version", version}},
                     "No package is published for everybody under this id."};
    }
    const PreviewForm form = make_preview(loaded);
    std::vector<std::string> steps;
    for (const char* name : {"step", "page", "detail"}) {
        if (const auto part = exchange.path_values.find(name); part != exchange.path_values.end()) {
            steps.push_back(part->second);
        }
    }
    const std::string base = "/vorschau/" + package + "/" + version;
    return answer_preview(exchange, {form, *exchange.preview_desk, base, exchange.in.clock.today()},
                          steps);
}

}  // namespace

std::vector<Endpoint> preview_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/vorschau/{package}/{version}", Access::Public, {}, preview},
        {Method::Get, "/vorschau/{package}/{version}/{step}", Access::Public, {}, preview},
        {Method::Post, "/vorschau/{package}/{version}/{step}", Access::Public, {}, preview},
        {Method::Get, "/vorschau/{package}/{version}/{step}/{page}", Access::Public, {}, preview},
        {Method::Post,
         "/vorschau/{package}/{version}/{step}/{page}",
         Access::Public,
         {},
         preview,
         Body::Upload},
        {Method::Get,
         "/vorschau/{package}/{version}/{step}/{page}/{detail}",
         Access::Public,
         {},
         preview},
    };
}

}  // namespace gordion::web
