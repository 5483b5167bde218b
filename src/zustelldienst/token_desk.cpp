// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/token_desk.hpp"

#include <charconv>

#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"
#include "zustelldienst/scopes.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr std::string_view token_place = "fitconnect.access-token.1";
constexpr std::size_t longest_token = 4096;
constexpr std::size_t longest_scopes = 2048;
constexpr std::int64_t lock_seconds = 60;

Error oauth_error(ErrorKind kind, const char* code, const char* word, const char* message) {
    return {kind, code, "", {{"error", word}}, message};
}

Error wrong_client() {
    return oauth_error(ErrorKind::Unauthenticated, "zustelldienst.oauth_client", "invalid_client",
                       "Client id and secret do not fit, or the client is disabled. The secret "
                       "belongs into the form (client_secret).");
}

Error wrong_scope() {
    return oauth_error(ErrorKind::Invalid, "zustelldienst.oauth_scope", "invalid_scope",
                       "The client has none of the scopes asked for; leave scope out to get all "
                       "that it has.");
}

Error wrong_token(const char* message) {
    return {ErrorKind::Unauthenticated, "zustelldienst.token", "", {}, message};
}

bool permits_nothing(const Permissions& permissions) {
    return permissions.send.empty() && permissions.subscribed.empty() &&
           permissions.managed.empty() && !permissions.may_create_destinations;
}

Permissions narrowed(const KnownClient& known, const std::vector<std::string>& wanted) {
    return narrow(*known.permissions, permissions_of(wanted, known.permissions->subscribed,
                                                     known.permissions->managed));
}

}  // namespace

TokenDesk::TokenDesk(const Foundation& foundation, const Settings& settings, ClientStore& clients)
    : clock_(&foundation.clock),
      random_(&foundation.random),
      clients_(&clients),
      key_(foundation.master_key.key_for("fitconnect.access-token")),
      token_seconds_(settings.token_seconds),
      wrong_secrets_(foundation.clock, settings.wrong_secrets, lock_seconds) {}

Result<std::shared_ptr<const KnownClient>> TokenDesk::prove(const TokenRequest& request) {
    const std::string counted = request.client_id.substr(0, 64) + "@" + request.remote_address;
    const RateState tried = wrong_secrets_.look(counted);
    if (tried.limit > 0 && tried.remaining == 0) {
        return oauth_error(ErrorKind::TooMany, "zustelldienst.oauth_locked", "invalid_client",
                           "Too many wrong secrets for this client; wait a minute.");
    }
    auto known = clients_->find_known(request.client_id);
    if (!known && known.error().kind != ErrorKind::NotFound) {
        return known;
    }
    const bool fits = known && !known.value()->client.is_disabled &&
                      clients_->is_secret(*known.value(), request.client_secret.reveal());
    if (!fits) {
        wrong_secrets_.count(counted);
        return wrong_client();
    }
    return known;
}

Result<IssuedToken> TokenDesk::issue(const TokenRequest& request, CheckObserver& checks) {
    if (request.grant_type.empty()) {
        return oauth_error(ErrorKind::Invalid, "zustelldienst.oauth_request", "invalid_request",
                           "The form has no grant_type; it is client_credentials.");
    }
    if (request.grant_type != "client_credentials") {
        return oauth_error(ErrorKind::Invalid, "zustelldienst.oauth_grant",
                           "unsupported_grant_type", "The only grant_type is client_credentials.");
    }
    if (request.client_id.empty() || request.client_secret.reveal().empty() ||
        request.scope.size() > longest_scopes) {
        return oauth_error(ErrorKind::Invalid, "zustelldienst.oauth_request", "invalid_request",
                           "The form needs client_id and client_secret, and a scope of at most "
                           "2048 characters if any.");
    }
    const auto known = TRY(report(checks, "oauth.client", prove(request)));
    const std::vector<std::string> wanted = split_scopes(request.scope);
    const bool nothing =
        wanted.empty() ? known->client.scopes.empty() : permits_nothing(narrowed(*known, wanted));
    TRY(report(checks, "oauth.scope", nothing ? Result<void>(wrong_scope()) : Result<void>()));
    const Instant ends = clock_->now().plus_seconds(token_seconds_);
    const std::string content =
        std::to_string(ends.ms) + "|" + known->client.id + "|" + join(wanted, " ");
    return IssuedToken{crypto::to_base64url(crypto::seal(key_, content, token_place, *random_)),
                       token_seconds_,
                       wanted.empty() ? join(known->client.scopes, " ") : join(wanted, " ")};
}

Result<Caller> TokenDesk::check(std::string_view token, CheckObserver& checks) {
    const auto step = [&]() -> Result<Caller> {
        if (token.empty() || token.size() > longest_token) {
            return wrong_token(
                "The call needs an access token of /token as 'Authorization: "
                "Bearer …'.");
        }
        const auto sealed = crypto::from_base64url(token);
        const auto content = sealed ? crypto::unseal(key_, sealed.value(), token_place)
                                    : Result<std::string>(sealed.error());
        if (!content) {
            return wrong_token("The access token is none of this server.");
        }
        const std::vector<std::string> parts = split(content.value(), '|');
        std::int64_t ends = 0;
        std::from_chars(parts.at(0).data(), parts.at(0).data() + parts.at(0).size(), ends);
        if (clock_->now().ms >= ends) {
            return wrong_token("The access token has ended; ask for a new one.");
        }
        auto known = clients_->find_known(parts.at(1));
        if (!known && known.error().kind != ErrorKind::NotFound) {
            return known.error();
        }
        if (!known || known.value()->client.is_disabled) {
            return wrong_token("The client of this access token is disabled.");
        }
        const KnownClient& client = *known.value();
        auto permissions = client.permissions;
        if (!parts.at(2).empty()) {
            permissions =
                std::make_shared<Permissions>(narrowed(client, split_scopes(parts.at(2))));
        }
        return Caller{client.client.id, client.client.tenant, std::move(permissions)};
    };
    return report(checks, "token.valid", step());
}

}  // namespace gordion::zustelldienst
