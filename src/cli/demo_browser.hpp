// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/json.hpp"
#include "http/client.hpp"

namespace gordion::cli {

/// A page as the journey sees it.
struct SeenPage {
    int status = 0;
    std::string url;  ///< path and query after redirects
    std::string body;
    std::string content_type;

    [[nodiscard]] bool shows(std::string_view text) const;
    /// The text between two marks, or "".
    [[nodiscard]] std::string between(std::string_view before, std::string_view after) const;
    /// The target of the first link whose address begins so, or "".
    [[nodiscard]] std::string link_to(std::string_view beginning) const;
};

/// Just enough of a browser without script: cookies, redirects, and forms filled in from what a
/// page asks. Used by one thread.
class DemoBrowser {
public:
    explicit DemoBrowser(std::string base_url);

    using Form = std::vector<std::pair<std::string, std::string>>;
    Result<SeenPage> fetch(const std::string& path);
    Result<SeenPage> post(const std::string& path, const Form& form);
    /// Posts the form of a page that goes to `action`, with its hidden fields and `typed` on top.
    Result<SeenPage> submit(const SeenPage& page, const std::string& action, const Form& typed);

private:
    Result<SeenPage> send(http::ClientRequest request);

    http::Client client_;
    std::string base_url_;
    std::map<std::string, std::string> cookies_;
};

/// What a citizen types into the questions of a page, from answers as in examples/*.json: names are
/// the paths of the questions.
DemoBrowser::Form answers_for(const SeenPage& page, const std::string& action,
                              const formats::Json& answers);

}  // namespace gordion::cli
