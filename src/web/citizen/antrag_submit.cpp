// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/antrag_submit.hpp"

#include "web/page.hpp"

namespace gordion::web {
using formats::Json;

Result<http::Response> submit_antrag_page(Exchange& exchange) {
    const app::SubmitWish wish{std::string(exchange.posted("idempotency_key")),
                               std::string(exchange.posted("notify"))};
    auto submitted = app::submit_antrag(exchange.in, *exchange.citizen, wish);
    if (!submitted) {
        const Error& error = submitted.error();
        if (error.code == "app.answers_incomplete") {
            return http::Response::redirect("/antrag/weiter");
        }
        const bool no_receiver = error.code == "app.copy_receiver_missing";
        if (error.code != "app.mail_invalid" && !no_receiver) {
            return error;
        }
        const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
        return show_check_page(exchange, draft,
                               {{no_receiver ? "receivers" : "notify",
                                 exchange.site.texts().error_text(exchange.language, error)}});
    }
    const delivery::Receipt& receipt = submitted.value().receipt;
    Page page;
    page.title = exchange.text("receipt.title");
    page.body = exchange.site.render("citizen/receipt",
                                     Json::object({{"number", receipt.number},
                                                   {"code", receipt.code},
                                                   {"at", receipt.submitted_at.to_german()}}),
                                     exchange.language);
    http::Response response = show_page(exchange, page);
    response.set_cookie(
        exchange.session_cookie(submission_cookie, submitted.value().session_token));
    return response;
}

}  // namespace gordion::web
