// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "http/server.hpp"
#include "web/visit.hpp"

namespace gordion::web {

/// The frame of a page.
enum class Frame {
    Neutral,  ///< before the authority is known: no crest, no name (EfA requirement 001)
    Staff,    ///< back office: navigation for staff
    Preview,  ///< a form that is only looked at: a bar that says so, no footer
    Sandbox,  ///< a delivery server to try: a bar that says so, German alone, no footer
};

/// The authority shown in the frame once the place is known (EfA requirement 003).
struct ShownAuthority {
    std::string name;
    std::string address;  ///< one line
    std::string email;
    std::string phone;
};

struct ShownPreview {
    std::string title;
    std::string base;  ///< below it are "formular", "fachdaten", "schema", "befunde", "neu"
};

struct Page {
    std::string title;
    Html body;
    Frame frame = Frame::Neutral;
    std::string back_url;  ///< the back link; none if empty
    std::optional<ShownAuthority> authority;
    std::optional<ShownPreview> preview;  ///< Frame::Preview
    bool has_errors = false;              ///< "Fehler:" before the title
    int status = 200;
};

/// The whole document: head, frame, body.
http::Response show_page(const Visit& visit, const Page& page);
/// Whether the answer is read by a program.
bool wants_json(const http::Request& request);
/// The page or JSON of an error, with the status of its kind.
http::Response show_error(const Visit& visit, const Error& error);
/// What stands for a request that the server refused before anybody saw it, and the answer to it.
http::Request request_of(const http::Refusal& refusal);
http::Response show_refusal(const Visit& visit, const http::Refusal& refusal);
/// Every answer carries them; what it has set itself stays. No script of others, no frame, no
/// plugin, no guessing of types, and no copy in a cache unless the answer allows one.
void add_security_headers(http::Response& response);
/// The one table from kinds to HTTP status.
int status_of(ErrorKind kind);

/// Percent-encodes one part of a path or query.
std::string url_part(std::string_view text);

}  // namespace gordion::web
