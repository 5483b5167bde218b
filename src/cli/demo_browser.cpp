// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo_browser.hpp"

#include <algorithm>
#include <set>

#include "core/money.hpp"
#include "core/text.hpp"
#include "http/percent.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

constexpr int most_redirects = 8;

std::string unescape(std::string text) {
    for (const auto& [entity, character] :
         {std::pair<std::string_view, std::string_view>{"&quot;", "\""},
          {"&#39;", "'"},
          {"&lt;", "<"},
          {"&gt;", ">"},
          {"&amp;", "&"}}) {
        text = replace_all(std::move(text), entity, character);
    }
    return text;
}

std::string attribute(std::string_view tag, std::string_view name) {
    const std::string mark = " " + std::string(name) + "=\"";
    const auto at = tag.find(mark);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto begin = at + mark.size();
    return unescape(std::string(tag.substr(begin, tag.find('"', begin) - begin)));
}

struct Control {
    std::string name;
    std::string type;  ///< "hidden", "text", "radio", "checkbox", "file", "select", "textarea"
    std::string value;
};

// The form of the page that goes to `action`, from its tag to the end of the form.
std::string_view form_of(const SeenPage& page, const std::string& action) {
    const std::string_view body = page.body;
    for (auto at = body.find("<form"); at != std::string_view::npos;
         at = body.find("<form", at + 1)) {
        const std::string_view tag = body.substr(at, body.find('>', at) - at);
        if (attribute(tag, "action") == action) {
            const std::string_view form = body.substr(at, body.find("</form>", at) - at);
            if (form.find("name=\"_remove\"") == std::string_view::npos) {
                return form;
            }
        }
    }
    return {};
}

std::vector<Control> controls_of(std::string_view form) {
    std::vector<Control> controls;
    for (auto at = form.find('<'); at != std::string_view::npos; at = form.find('<', at + 1)) {
        const std::string_view tag = form.substr(at, form.find('>', at) - at);
        const bool input = tag.starts_with("<input");
        const bool area = tag.starts_with("<textarea");
        if (input || area || tag.starts_with("<select")) {
            controls.push_back({attribute(tag, "name"),
                                input  ? attribute(tag, "type")
                                : area ? "textarea"
                                       : "select",
                                attribute(tag, "value")});
        }
    }
    return controls;
}

// "G1[0].F2" → the value at answers.G1[0].F2, or nullptr.
const Json* find_answer(const Json& answers, std::string_view path) {
    const Json* at = &answers;
    for (const std::string& part : split(path, '.')) {
        const auto bracket = part.find('[');
        at = at == nullptr ? nullptr : at->find(part.substr(0, bracket));
        if (at != nullptr && bracket != std::string::npos) {
            const std::size_t index = std::stoul(part.substr(bracket + 1));
            const bool there = at->is_array() && index < at->size();
            at = there ? &at->as_array()[index] : nullptr;
        }
    }
    return at;
}

std::string typed(const Json& value) {
    if (value.is_bool()) {
        return value.as_bool() ? "true" : "false";
    }
    if (value.is_string()) {
        return value.as_string();
    }
    return replace_all(formats::write_json(value), ".", ",");
}

// Dates are asked in three fields: path.day, path.month, path.year.
std::string date_part(const Json& answers, std::string_view name) {
    for (const auto& [ending, begin, length] :
         {std::tuple<std::string_view, std::size_t, std::size_t>{".day", 8, 2},
          {".month", 5, 2},
          {".year", 0, 4}}) {
        if (name.ends_with(ending)) {
            const Json* date = find_answer(answers, name.substr(0, name.size() - ending.size()));
            return date != nullptr && date->is_string() ? date->as_string().substr(begin, length)
                                                        : std::string();
        }
    }
    return {};
}

}  // namespace

bool SeenPage::shows(std::string_view text) const {
    return body.find(text) != std::string::npos;
}

std::string SeenPage::between(std::string_view before, std::string_view after) const {
    const auto at = body.find(before);
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + before.size();
    return unescape(body.substr(begin, body.find(after, begin) - begin));
}

std::string SeenPage::link_to(std::string_view beginning) const {
    const std::string rest = between("href=\"" + std::string(beginning), "\"");
    return rest.empty() ? std::string() : std::string(beginning) + rest;
}

DemoBrowser::DemoBrowser(std::string base_url)
    : client_({"gordion-demo", 5'000, http::PlainHttp::Allow, "", {}}),
      base_url_(std::move(base_url)) {}

Result<SeenPage> DemoBrowser::send(http::ClientRequest request) {
    for (int redirects = 0; redirects < most_redirects; ++redirects) {
        std::string cookie;
        for (const auto& [name, value] : cookies_) {
            cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
        }
        http::ClientRequest sent = request;
        if (!cookie.empty()) {
            sent.headers.emplace_back("Cookie", cookie);
        }
        const http::ClientResponse response = TRY(client_.send(sent));
        for (const std::string_view line : response.headers.find_all("Set-Cookie")) {
            const std::string_view pair = line.substr(0, line.find(';'));
            cookies_[std::string(pair.substr(0, pair.find('=')))] = pair.substr(pair.find('=') + 1);
        }
        if (response.status != 303) {
            return SeenPage{response.status, request.url.substr(base_url_.size()), response.body,
                            std::string(response.headers.find("Content-Type").value_or(""))};
        }
        request = {};
        request.url = base_url_ + std::string(response.headers.find("Location").value_or("/"));
    }
    return Error{ErrorKind::Corrupt,
                 "cli.journey_redirects",
                 request.url,
                 {},
                 "The pages lead in a circle."};
}

Result<SeenPage> DemoBrowser::fetch(const std::string& path) {
    http::ClientRequest request;
    request.url = base_url_ + path;
    return send(std::move(request));
}

Result<SeenPage> DemoBrowser::post(const std::string& path, const Form& form) {
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = base_url_ + path;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    for (const auto& [name, value] : form) {
        request.body += (request.body.empty() ? "" : "&") + http::percent_encode(name) + "=" +
                        http::percent_encode(value);
    }
    return send(std::move(request));
}

Result<SeenPage> DemoBrowser::submit(const SeenPage& page, const std::string& action,
                                     const Form& typed_fields) {
    Form form = typed_fields;
    for (const Control& control : controls_of(form_of(page, action))) {
        if (control.type == "hidden") {
            form.emplace_back(control.name, control.value);
        }
    }
    return post(action, form);
}

DemoBrowser::Form answers_for(const SeenPage& page, const std::string& action,
                              const formats::Json& answers) {
    DemoBrowser::Form form;
    std::set<std::string> done;
    for (const Control& control : controls_of(form_of(page, action))) {
        if (control.type == "hidden" || control.type == "file" || control.name.empty() ||
            !done.insert(control.name).second) {
            continue;
        }
        const Json* answer = find_answer(answers, control.name);
        const std::string value =
            answer != nullptr ? typed(*answer) : date_part(answers, control.name);
        if (!value.empty() || (control.type != "radio" && control.type != "checkbox")) {
            form.emplace_back(control.name, value);
        }
    }
    return form;
}

}  // namespace gordion::cli
