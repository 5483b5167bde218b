// SPDX-License-Identifier: EUPL-1.2
#include "http/percent.hpp"
#include "web/fitconnect/fit_call.hpp"
#include "zustelldienst/destination_desk.hpp"

namespace gordion::web {
namespace {

using fitconnect::Audience;
using formats::Json;
using zustelldienst::StoredDestination;

Json write(const FitCall& call, const StoredDestination& stored, Audience audience) {
    return fitconnect::write_destination(stored.destination, call.version, audience);
}

Result<http::Response> list_destinations(FitCall& call) {
    const auto page = TRY(call.page());
    const auto found = TRY(list_own_destinations(call.in, call.caller, page));
    Json items = Json::array();
    for (const auto& stored : found.destinations) {
        items.push(write(call, *stored, Audience::Owner));
    }
    return fit_list("destinations", std::move(items), page, found.total);
}

Result<http::Response> create_destination(FitCall& call) {
    const StoredDestination stored =
        TRY(create_destination(call.in, call.caller, call.body, call.checks));
    http::Response response = fit_json(write(call, stored, Audience::Owner), 201);
    response.set_header("Location", "/destinations/" + stored.destination.id);
    return response;
}

Result<http::Response> show_destination(FitCall& call) {
    const std::string id = TRY(call.uuid("destination"));
    const auto stored =
        TRY(call.in.destinations.load_destination(call.scope("fitconnect.show-destination"), id));
    const bool owner = call.has_caller && call.caller.manages(id);
    return fit_json(write(call, *stored, owner ? Audience::Owner : Audience::Public));
}

Result<http::Response> change(FitCall& call, zustelldienst::ChangeForm form) {
    const StoredDestination stored = TRY(zustelldienst::change_destination(
        call.in, call.caller, {TRY(call.uuid("destination")), form, call.body}, call.checks));
    return fit_json(write(call, stored, Audience::Owner));
}

Result<http::Response> replace_destination(FitCall& call) {
    return change(call, zustelldienst::ChangeForm::Replace);
}

Result<http::Response> patch_destination(FitCall& call) {
    const bool merges = call.request.media_type() == "application/merge-patch+json";
    return change(call,
                  merges ? zustelldienst::ChangeForm::Merge : zustelldienst::ChangeForm::Members);
}

Result<http::Response> delete_destination(FitCall& call) {
    TRY(zustelldienst::delete_destination(call.in, call.caller, TRY(call.uuid("destination")),
                                          call.checks));
    return http::Response::empty(204);
}

// The official file says 201 with Location and no body, also for a key that is there already.
Result<http::Response> add_key(FitCall& call) {
    const std::string id = TRY(call.uuid("destination"));
    const std::string kid =
        TRY(zustelldienst::add_destination_key(call.in, call.caller, id, call.body, call.checks));
    http::Response response = http::Response::empty(201);
    response.set_header("Location", "/destinations/" + id + "/keys/" + http::percent_encode(kid));
    return response;
}

Result<http::Response> show_key(FitCall& call) {
    const zustelldienst::DestinationKey key = TRY(call.in.destinations.load_key(
        call.scope("fitconnect.show-key"), TRY(call.uuid("destination")), call.path("kid")));
    return fit_json(key.jwk);
}

// One client takes keys[0] for encryption, so the store gives that one first.
Result<http::Response> list_keys(FitCall& call) {
    Json keys = Json::array();
    for (zustelldienst::DestinationKey& key : TRY(call.in.destinations.list_keys(
             call.scope("fitconnect.list-keys"), TRY(call.uuid("destination"))))) {
        keys.push(std::move(key.jwk));
    }
    return fit_json(Json::object({{"keys", std::move(keys)}}));
}

FitEndpoint fresh(FitEndpoint endpoint) {
    endpoint.is_cacheable = false;
    return endpoint;
}

}  // namespace

std::vector<FitEndpoint> destination_fit_endpoints() {
    using http::Method;
    constexpr unsigned both = fit_submission | fit_destination;
    constexpr const char* all = "/destinations";
    constexpr const char* one = "/destinations/{destination}";
    constexpr const char* keys = "/destinations/{destination}/keys";
    FitEndpoint key_list{Method::Get, keys, fit_destination, FitAccess::Public, {}, list_keys};
    key_list.only_v2 = true;
    // In v2 the Submission API gives single keys only: the list answers 404 there.
    FitEndpoint new_key{Method::Post, keys, both, FitAccess::Token, FitBody::Json, add_key};
    new_key.v2_apis = fit_destination;
    return {
        fresh({Method::Get, all, both, FitAccess::Token, {}, list_destinations}),
        fresh({Method::Post, all, both, FitAccess::Token, FitBody::Json, create_destination}),
        fresh({Method::Get, one, both, FitAccess::TokenInV1, {}, show_destination}),
        fresh({Method::Put, one, both, FitAccess::Token, FitBody::Json, replace_destination}),
        fresh({Method::Patch, one, both, FitAccess::Token, FitBody::Patch, patch_destination}),
        fresh({Method::Delete, one, both, FitAccess::Token, {}, delete_destination}),
        fresh(new_key),
        fresh(key_list),
        fresh({Method::Get,
               "/destinations/{destination}/keys/{kid}",
               both,
               FitAccess::Public,
               {},
               show_key}),
    };
}

}  // namespace gordion::web
