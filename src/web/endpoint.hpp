// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "identity/account_store.hpp"
#include "web/exchange.hpp"

namespace gordion::web {

/// Who may come in. An endpoint cannot be written down without one.
enum class Access {
    Public,      ///< everybody
    Antrag,      ///< a citizen with a draft open in this browser
    Submission,  ///< a citizen who gave number and code
    Account,     ///< a citizen or organisation signed in with an account
    Staff,       ///< signed in, with the endpoint's role if it names one
};

enum class Body {
    Form,    ///< at most limits::http_body_bytes
    Upload,  ///< at most limits::http_upload_bytes
    Json,    ///< as Form; the endpoint reads request.body itself, and no token is demanded
};

/// Answers one request; an Error becomes the page (or JSON) of its kind.
using Answer = Result<http::Response> (*)(Exchange& exchange);

struct Endpoint {
    http::Method method = http::Method::Get;
    std::string_view pattern;  ///< "/backoffice/vorgang/{tenant}/{case}"
    Access access = Access::Public;
    std::optional<identity::Role> role;  ///< Staff only; none: every member of staff
    Answer answer = nullptr;
    Body body = Body::Form;
};

/// Every page and interface of Gordion, in one list. Adding one means one line here.
const std::vector<Endpoint>& all_endpoints();

}  // namespace gordion::web
