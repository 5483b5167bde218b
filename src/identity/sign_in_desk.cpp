// SPDX-License-Identifier: EUPL-1.2
#include "identity/sign_in_desk.hpp"

#include "crypto/hashes.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

Error wrong_state() {
    return {ErrorKind::Forbidden,
            "identity.sign_in_state",
            "",
            {},
            "The answer belongs to another sign-in than the one begun in this browser."};
}

}  // namespace

SignInDesk::SignInDesk(const AccountProviders& providers, SessionStore& sessions, Random& random)
    : providers_(&providers), sessions_(&sessions), random_(&random) {}

Result<BegunSignIn> SignInDesk::begin(const SignInRequest& request) {
    AccountProvider* provider = find_provider(*providers_, request.provider);
    if (provider == nullptr) {
        return Error{ErrorKind::NotFound,
                     "identity.provider_unknown",
                     "",
                     {},
                     "No account provider of this name is configured."};
    }
    const std::string state = crypto::to_base64url(random_->bytes(32));
    StartedSignIn started = TRY(provider->begin(
        {state, request.redirect_uri, request.level, request.language, request.prompt}));
    const Json content = Json::object({{"provider", request.provider},
                                       {"state", state},
                                       {"memory", started.memory},
                                       {"back", request.back},
                                       {"redirect_uri", request.redirect_uri}});
    std::string session = TRY(sessions_->open_sign_in(formats::write_json(content)));
    return BegunSignIn{std::move(started.url), std::move(session)};
}

FinishedSignIn SignInDesk::finish(std::string_view provider_id, std::string_view token,
                                  const SignInAnswer& answer) {
    const Result<std::string> content = sessions_->take_sign_in(token);
    if (!content) {
        return {"", content.error()};
    }
    const Result<Json> parsed = formats::parse_json(content.value());
    VERIFY(parsed.has_value(), "begin() wrote it, and the seal shows that nobody changed it");
    const Json& begun = parsed.value();
    const std::string back = begun.text_at("back");
    AccountProvider* provider = find_provider(*providers_, provider_id);
    // The provider is part of the address we gave it: an answer at another's address is a mix-up.
    if (provider == nullptr || begun.text_at("provider") != provider_id ||
        !crypto::equal_in_constant_time(answer.state, begun.text_at("state"))) {
        return {back, wrong_state()};
    }
    SignInAnswer complete = answer;
    complete.redirect_uri = begun.text_at("redirect_uri");
    Result<UserAccount> account = provider->finish(begun.text_at("memory"), complete);
    if (!account) {
        return {back, account.take_error()};
    }
    Result<std::string> session = sessions_->open_account_session(account.value());
    if (!session) {
        return {back, session.take_error()};
    }
    return {back, SignedIn{std::move(account).value(), std::move(session).value()}};
}

}  // namespace gordion::identity
