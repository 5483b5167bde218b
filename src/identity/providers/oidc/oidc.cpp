// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/oidc.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "http/percent.hpp"
#include "identity/providers/oidc/claims.hpp"

namespace gordion::identity {
namespace {

using formats::Json;
using Parameters = std::vector<std::pair<std::string, std::string>>;

Error unavailable(const std::string& provider, std::string_view code, std::string why) {
    return {
        ErrorKind::Unavailable, std::string(code), "", {{"provider", provider}}, std::move(why)};
}

Error forbidden(std::string_view code, std::string why) {
    return {ErrorKind::Forbidden, std::string(code), "", {}, std::move(why)};
}

std::string encode(const Parameters& parameters) {
    std::vector<std::string> parts;
    parts.reserve(parameters.size());
    for (const auto& [name, value] : parameters) {
        parts.push_back(http::percent_encode(name) + "=" + http::percent_encode(value));
    }
    return join(parts, "&");
}

// The values of the provider that mean this level or more, the lowest first: nobody should have to
// prove more than the service needs (EfA requirement on accounts).
std::string wanted_levels(const ProviderSettings& settings, TrustLevel least) {
    std::vector<std::pair<TrustLevel, std::string>> wanted;
    for (const auto& [value, level] : settings.levels) {
        if (level >= least) {
            wanted.emplace_back(level, value);
        }
    }
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> values;
    values.reserve(wanted.size());
    for (auto& [level, value] : wanted) {
        values.push_back(std::move(value));
    }
    return join(values, " ");
}

// An error code is one word of a known alphabet (RFC 6749, section 4.1.2.1); what else comes here
// was written by somebody else.
std::string clean_code(std::string_view code) {
    std::string clean;
    for (const char c : code.substr(0, 40)) {
        const bool is_known = (c >= 'a' && c <= 'z') || c == '_';
        clean += is_known ? c : '?';
    }
    return clean;
}

}  // namespace

struct OidcProvider::Tokens {
    std::string id_token;
    std::string access_token;
};

OidcProvider::OidcProvider(ProviderSettings settings, Fetch fetch, const Clock& clock,
                           Random& random)
    : settings_(std::move(settings)), fetch_(std::move(fetch)), clock_(&clock), random_(&random) {}

OidcProvider::~OidcProvider() = default;

Result<http::ClientResponse> OidcProvider::send(http::ClientRequest request) {
    {
        const std::lock_guard lock(mutex_);
        if (clock_->now() < silent_until_) {
            return unavailable(settings_.title, "identity.provider_unreachable",
                               "The provider did not answer a moment ago and is left in peace.");
        }
    }
    request.timeout_ms = limits::provider_timeout_ms;
    request.response_bytes = limits::provider_answer_bytes;
    request.headers.emplace_back("Accept", "application/json");
    Result<http::ClientResponse> response = fetch_(request);
    const bool is_down = !response || response.value().status >= 500;
    const std::lock_guard lock(mutex_);
    silent_until_ = is_down ? clock_->now().plus_ms(limits::provider_pause_ms) : Instant{};
    if (is_down) {
        return unavailable(settings_.title, "identity.provider_unreachable",
                           response ? "The provider answers that it is broken."
                                    : "The provider does not answer: " + response.error().code);
    }
    return response;
}

Result<std::string> OidcProvider::fetch_document(http::ClientRequest request) {
    http::ClientResponse response = TRY(send(std::move(request)));
    if (response.status != 200) {
        return unavailable(settings_.title, "identity.provider_answer",
                           "The provider answers with status " + std::to_string(response.status));
    }
    return std::move(response.body);
}

Result<std::shared_ptr<const Discovery>> OidcProvider::discovery() {
    {
        const std::lock_guard lock(mutex_);
        if (discovery_ && clock_->now() < discovery_at_.plus_ms(limits::provider_cache_ms)) {
            return discovery_;
        }
    }
    // OpenID Connect Discovery 1.0, section 4: a slash at the end of the issuer does not count.
    const std::string_view issuer = settings_.issuer;
    const std::string_view base =
        issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
    http::ClientRequest request;
    request.url = std::string(base) + "/.well-known/openid-configuration";
    const std::string bytes = TRY(fetch_document(std::move(request)));
    auto made = std::make_shared<const Discovery>(TRY(parse_discovery(bytes, settings_.issuer)));
    const std::lock_guard lock(mutex_);
    discovery_ = made;
    discovery_at_ = clock_->now();
    return made;
}

Result<OidcProvider::Keys> OidcProvider::keys(const Discovery& discovery, Freshness wanted) {
    {
        const std::lock_guard lock(mutex_);
        const std::int64_t lifetime =
            wanted == Freshness::Kept ? limits::provider_cache_ms : limits::provider_refetch_ms;
        if (keys_ && clock_->now() < keys_at_.plus_ms(lifetime)) {
            return keys_;
        }
    }
    http::ClientRequest request;
    request.url = discovery.jwks_uri;
    const std::string bytes = TRY(fetch_document(std::move(request)));
    auto made = std::make_shared<const std::vector<crypto::PublicKey>>(TRY(parse_key_set(bytes)));
    const std::lock_guard lock(mutex_);
    keys_ = made;
    keys_at_ = clock_->now();
    return Keys(made);
}

Result<StartedSignIn> OidcProvider::begin(const SignInWish& wish) {
    const auto found = TRY(discovery());
    const std::string nonce = crypto::to_base64url(random_->bytes(32));
    const std::string verifier = crypto::to_base64url(random_->bytes(32));
    // OpenID Connect Core 1.0, section 3.1.2.1, with RFC 7636.
    Parameters parameters{{"response_type", "code"},
                          {"client_id", settings_.client_id},
                          {"redirect_uri", wish.redirect_uri},
                          {"scope", join(settings_.scopes, " ")},
                          {"state", wish.state},
                          {"nonce", nonce},
                          {"code_challenge", crypto::to_base64url(crypto::sha256(verifier))},
                          {"code_challenge_method", "S256"},
                          {"ui_locales", wish.language == "en" ? "en" : "de"}};
    if (const std::string levels = wanted_levels(settings_, wish.level); !levels.empty()) {
        parameters.emplace_back("acr_values", levels);
    }
    if (wish.prompt == Prompt::Anew) {
        parameters.emplace_back("prompt", "login");
    }
    const std::string& address = found->authorization_endpoint;
    const char separator = address.find('?') == std::string::npos ? '?' : '&';
    return StartedSignIn{
        address + separator + encode(parameters),
        formats::write_json(Json::object({{"nonce", nonce}, {"verifier", verifier}}))};
}

Result<OidcProvider::Tokens> OidcProvider::redeem(const Discovery& discovery,
                                                  const std::string& verifier,
                                                  const SignInAnswer& answer) {
    // RFC 6749, sections 4.1.3 and 2.3.1; RFC 7636, section 4.5.
    Parameters parameters{{"grant_type", "authorization_code"},
                          {"code", answer.code},
                          {"redirect_uri", answer.redirect_uri},
                          {"code_verifier", verifier}};
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = discovery.token_endpoint;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    const std::string& secret = settings_.client_secret.reveal();
    if (secret.empty() || discovery.secret_in_body) {
        parameters.emplace_back("client_id", settings_.client_id);
        if (!secret.empty()) {
            parameters.emplace_back("client_secret", secret);
        }
    } else {
        request.headers.emplace_back(
            "Authorization",
            "Basic " + crypto::to_base64(http::percent_encode(settings_.client_id) + ":" +
                                         http::percent_encode(secret)));
    }
    request.body = encode(parameters);
    const http::ClientResponse response = TRY(send(std::move(request)));
    const Result<Json> body = formats::parse_json(response.body);
    if (response.status == 400 && body && body.value().text_at("error") == "invalid_grant") {
        return forbidden("identity.account_code",
                         "The provider refuses the code: it was used before or is too old.");
    }
    if (response.status != 200 || !body || !body.value().is_object() ||
        body.value().text_at("id_token").empty()) {
        const std::string code = body ? clean_code(body.value().text_at("error")) : "";
        return unavailable(
            settings_.title, "identity.provider_answer",
            "The provider gives no token: status " + std::to_string(response.status) + " " + code);
    }
    return Tokens{body.value().text_at("id_token"), body.value().text_at("access_token")};
}

Result<Json> OidcProvider::verified_claims(const Discovery& discovery, const Tokens& tokens,
                                           const std::string& nonce) {
    const IdTokenDemands demands{settings_.issuer, settings_.client_id, nonce, tokens.access_token};
    const Keys kept = TRY(keys(discovery, Freshness::Kept));
    Result<Json> claims = verify_id_token(tokens.id_token, *kept, demands, clock_->now());
    if (claims || claims.error().code != "identity.id_token_key") {
        return claims;
    }
    // The provider may have a new key since we looked.
    const Keys fetched = TRY(keys(discovery, Freshness::Fetched));
    return fetched == kept ? std::move(claims)
                           : verify_id_token(tokens.id_token, *fetched, demands, clock_->now());
}

Result<void> OidcProvider::add_userinfo(const Discovery& discovery, const std::string& access_token,
                                        Json& claims) {
    if (discovery.userinfo_endpoint.empty() || access_token.empty()) {
        return unavailable(settings_.title, "identity.provider_answer",
                           "The provider offers no userinfo.");
    }
    // OpenID Connect Core 1.0, section 5.3.
    http::ClientRequest request;
    request.url = discovery.userinfo_endpoint;
    request.headers.emplace_back("Authorization", "Bearer " + access_token);
    const Result<Json> more = formats::parse_json(TRY(fetch_document(std::move(request))));
    if (!more || !more.value().is_object()) {
        return unavailable(settings_.title, "identity.provider_answer",
                           "The provider's userinfo is no JSON object.");
    }
    if (more.value().text_at("sub") != claims.text_at("sub")) {
        return forbidden("identity.userinfo_subject",
                         "Token and userinfo speak of different accounts.");
    }
    for (const auto& [name, value] : more.value().as_object()) {
        if (claims.find(name) == nullptr) {  // what is signed counts
            claims.set(name, value);
        }
    }
    return {};
}

Result<UserAccount> OidcProvider::finish(const std::string& memory, const SignInAnswer& answer) {
    const Json remembered = TRY(formats::parse_json(memory));
    if (answer.error == "access_denied") {
        return Error{ErrorKind::Invalid,
                     "identity.account_cancelled",
                     "",
                     {{"provider", settings_.title}},
                     "The sign-in was broken off at the provider."};
    }
    if (!answer.error.empty() || answer.code.empty()) {
        return Error{ErrorKind::Forbidden,
                     "identity.account_denied",
                     "",
                     {{"provider", settings_.title}, {"reason", clean_code(answer.error)}},
                     "The provider refuses the sign-in."};
    }
    const auto found = TRY(discovery());
    // RFC 9207, section 2.4: a provider that names itself must be the one that was asked.
    const bool is_named = !answer.issuer.empty();
    if ((is_named || found->names_itself) && answer.issuer != settings_.issuer) {
        return forbidden("identity.account_issuer", "The answer comes from another provider.");
    }
    const Tokens tokens = TRY(redeem(*found, remembered.text_at("verifier"), answer));
    Json claims = TRY(verified_claims(*found, tokens, remembered.text_at("nonce")));
    if (settings_.userinfo) {
        TRY(add_userinfo(*found, tokens.access_token, claims));
    }
    return read_account(settings_, claims, clock_->now());
}

}  // namespace gordion::identity
