// SPDX-License-Identifier: EUPL-1.2
#include "web/endpoint_table.hpp"

#include "app/accounts.hpp"
#include "core/limits.hpp"
#include "core/log.hpp"
#include "core/stopwatch.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "web/account/account_pages.hpp"
#include "web/page.hpp"
#include "web/preview/preview_desk.hpp"

namespace gordion::web {
namespace {

// The name of a part in braces, or "" for a part that stands for itself.
std::string_view name_of(std::string_view part) {
    const bool named = part.size() > 2 && part.front() == '{' && part.back() == '}';
    return named ? part.substr(1, part.size() - 2) : std::string_view{};
}

std::string_view cookie_of(Access access) {
    switch (access) {
        case Access::Antrag:
            return antrag_cookie;
        case Access::Submission:
            return submission_cookie;
        case Access::Account:
            return account_cookie;
        case Access::Staff:
            return staff_cookie;
        case Access::Public:
            break;
    }
    return {};
}

}  // namespace

struct EndpointTable::Entry {
    Endpoint endpoint;
    std::vector<std::string> parts;
    http::RequestSeries series;
};

struct EndpointTable::Match {
    const Entry* entry = nullptr;
    std::string allowed;  ///< methods that the path knows: "GET, POST"; none: an unknown path
    std::map<std::string, std::string, std::less<>> values;
};

EndpointTable::EndpointTable(app::Modules& modules, const Site& site, http::Metrics& metrics)
    : in_(&modules),
      site_(&site),
      metrics_(&metrics),
      preview_desk_(std::make_unique<PreviewDesk>(modules.clock, modules.random)) {
    for (const Endpoint& endpoint : all_endpoints()) {
        entries_.push_back({endpoint, split(endpoint.pattern, '/'),
                            metrics.request_series(std::string(endpoint.pattern))});
    }
}

EndpointTable::~EndpointTable() = default;

EndpointTable::Match EndpointTable::find(http::Method method, std::string_view path) const {
    Match match;
    const std::vector<std::string> parts = split(path, '/');
    for (const Entry& entry : entries_) {
        if (entry.parts.size() != parts.size()) {
            continue;
        }
        Match tried;
        bool fits = true;
        for (std::size_t i = 0; fits && i < parts.size(); ++i) {
            const std::string_view name = name_of(entry.parts[i]);
            fits = name.empty() ? entry.parts[i] == parts[i] : !parts[i].empty();
            if (!name.empty()) {
                tried.values.emplace(name, parts[i]);
            }
        }
        if (!fits) {
            continue;
        }
        match.allowed += (match.allowed.empty() ? "" : ", ") +
                         std::string(http::to_string(entry.endpoint.method));
        const bool same =
            entry.endpoint.method == method ||
            (method == http::Method::Head && entry.endpoint.method == http::Method::Get);
        if (same) {
            tried.entry = &entry;
            return tried;
        }
    }
    return match;
}

std::size_t EndpointTable::body_limit(http::Method method, std::string_view path) const {
    const Match match = find(method, path);
    const bool upload = match.entry != nullptr && match.entry->endpoint.body == Body::Upload;
    return upload ? limits::http_upload_bytes : limits::http_body_bytes;
}

Result<void> EndpointTable::let_in(const Endpoint& endpoint, Exchange& exchange) {
    if (endpoint.access == Access::Public) {
        return {};
    }
    exchange.session_token =
        std::string(exchange.request.find_cookie(cookie_of(endpoint.access)).value_or(""));
    if (endpoint.access == Access::Staff) {
        exchange.staff = TRY(in_->sessions.find_staff_session(exchange.session_token));
        if (endpoint.role && !identity::has_role(exchange.staff->account, *endpoint.role)) {
            return Error{ErrorKind::Forbidden,
                         "web.role_missing",
                         "",
                         {{"role", std::string(identity::to_string(*endpoint.role))}},
                         "This page needs a role that the account does not have."};
        }
        return {};
    }
    if (endpoint.access == Access::Account) {
        return exchange.account ? Result<void>() : app::account_needed();
    }
    const auto subject = endpoint.access == Access::Antrag ? identity::CitizenSubject::Antrag
                                                           : identity::CitizenSubject::Submission;
    exchange.citizen = TRY(in_->sessions.find_citizen_session(exchange.session_token, subject));
    exchange.citizen->account = exchange.account;
    return {};
}

Result<http::Response> EndpointTable::run(const Entry& entry, Exchange& exchange) {
    const Endpoint& endpoint = entry.endpoint;
    if (endpoint.access != Access::Staff) {
        find_account(exchange);
    }
    TRY(let_in(endpoint, exchange));
    if (endpoint.method == http::Method::Post && endpoint.body != Body::Json) {
        if (is_from_elsewhere(exchange.request)) {
            return forged_form();
        }
        exchange.post = TRY(http::parse_form(exchange.request));
        const bool has_session = !exchange.session_token.empty();
        if (has_session &&
            !crypto::equal_in_constant_time(exchange.posted("_csrf"), exchange.csrf())) {
            return forged_form();
        }
    }
    return endpoint.answer(exchange);
}

namespace {

// That an account is missing is no dead end: the page says which and leads there.
http::Response show_failure(const Exchange& exchange, const Error& error) {
    const bool has_page = is_account_error(error) && !wants_json(exchange.request);
    return has_page ? show_account_needed(exchange, error) : show_error(exchange, error);
}

http::Response refuse_unknown(const Exchange& exchange, const std::string& allowed) {
    const bool known = !allowed.empty();
    const Error error =
        known ? Error{ErrorKind::Unsupported, "web.method_unknown", "", {}, "Not with this method."}
              : Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such page."};
    http::Response response = show_error(exchange, error);
    if (known) {
        response.status = 405;
        response.set_header("Allow", allowed);
    }
    add_security_headers(response);
    return response;
}

}  // namespace

http::Response EndpointTable::answer(const http::Request& request) {
    const Stopwatch stopwatch;
    Exchange exchange(request, *site_, *in_);
    exchange.language = choose_language(request);
    exchange.metrics = metrics_;
    exchange.preview_desk = preview_desk_.get();
    Match match = find(request.method, request.path);
    if (match.entry == nullptr) {
        return refuse_unknown(exchange, match.allowed);
    }
    exchange.path_values = std::move(match.values);
    Result<http::Response> outcome = run(*match.entry, exchange);
    http::Response response =
        outcome ? std::move(outcome).value() : show_failure(exchange, outcome.error());
    if (!outcome && response.status >= 500) {
        log(LogLevel::Error, "web.failed",
            {{"request", request.id}, {"code", outcome.error().code}});
    }
    if (request.find_query("lang")) {
        http::Cookie cookie = exchange.session_cookie(language_cookie, exchange.language);
        cookie.max_age_seconds = 365LL * 24 * 3600;
        response.set_cookie(cookie);
    }
    add_security_headers(response);
    match.entry->series.record(response.status, stopwatch.elapsed_ms() / 1000);
    return response;
}

http::Response EndpointTable::refusal(const http::Refusal& refusal) const {
    const http::Request request = request_of(refusal);
    return show_refusal(Exchange(request, *site_, *in_), refusal);
}

}  // namespace gordion::web
