// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/event.hpp"

#include "core/names.hpp"
#include "core/text.hpp"
#include "fitconnect/names.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr Names<SubjectKind, 2> subject_names = {
    {{SubjectKind::Submission, "submission"}, {SubjectKind::Reply, "reply"}}};

constexpr Names<EventVerb, 7> verb_names = {{{EventVerb::Create, "create"},
                                             {EventVerb::Submit, "submit"},
                                             {EventVerb::Notify, "notify"},
                                             {EventVerb::Forward, "forward"},
                                             {EventVerb::Accept, "accept"},
                                             {EventVerb::Reject, "reject"},
                                             {EventVerb::Delete, "delete"}}};

constexpr std::string_view set_schema_prefix = "https://schema.fitko.de/fit-connect/set-payload/1.";
constexpr std::string_view set_schema_suffix = "/set-payload.schema.json";
constexpr std::int64_t earliest_iat = 1'577'833'200;  // 2020, as the schema of the claims says
constexpr std::int64_t latest_iat = 253'402'300'799;  // the end of 9999
constexpr std::size_t most_problems = 1000;

Error claim_error(std::string_view claim, std::string_view message) {
    return {
        ErrorKind::Invalid, "fitconnect.event_claim", std::string(claim), {}, std::string(message)};
}

Json write_tags(const AuthenticationTags& tags) {
    Json json = Json::object({{"metadata", tags.metadata}});
    if (tags.data) {
        json.set("data", *tags.data);
    }
    Json attachments = Json::object();
    for (const auto& [id, tag] : tags.attachments) {
        attachments.set(id, tag);
    }
    json.set("attachments", std::move(attachments));
    return json;
}

Result<AuthenticationTags> read_tags(const Json& json) {
    const Json* metadata = json.find("metadata");
    if (metadata == nullptr || !metadata->is_string()) {
        return claim_error("authenticationTags", "authenticationTags needs metadata as text.");
    }
    AuthenticationTags tags{metadata->as_string(), std::nullopt, {}};
    if (const Json* data = json.find("data"); data != nullptr && !data->is_null()) {
        if (!data->is_string()) {
            return claim_error("authenticationTags", "The tag of the data is no text.");
        }
        tags.data = data->as_string();
    }
    const Json* attachments = json.find("attachments");
    if (attachments == nullptr || attachments->is_null()) {
        return tags;
    }
    if (!attachments->is_object()) {
        return claim_error("authenticationTags", "attachments is no object of texts.");
    }
    for (const auto& [name, tag] : attachments->as_object()) {
        const auto id = normalize_uuid(name);
        if (!id || !tag.is_string()) {
            return claim_error("authenticationTags",
                               "attachments has a member that is no UUID with a text.");
        }
        tags.attachments.insert_or_assign(*id, tag.as_string());
    }
    return tags;
}

Json write_problems(const std::vector<Problem>& problems) {
    Json list = Json::array();
    for (const Problem& problem : problems) {
        list.push(Json::object({{"type", problem.type},
                                {"title", problem.title},
                                {"detail", problem.detail},
                                {"instance", problem.instance}}));
    }
    return list;
}

// "…/set-payload/1.2.2/set-payload.schema.json", as the schema's own pattern demands.
bool is_set_schema(std::string_view uri) {
    if (uri.size() <= set_schema_prefix.size() + set_schema_suffix.size() ||
        !uri.starts_with(set_schema_prefix) || !uri.ends_with(set_schema_suffix)) {
        return false;
    }
    uri.remove_prefix(set_schema_prefix.size());
    uri.remove_suffix(set_schema_suffix.size());
    const std::vector<std::string> numbers = split(uri, '.');
    return numbers.size() == 2 && is_digits(numbers[0]) && is_digits(numbers[1]);
}

Result<std::vector<Problem>> read_problems(const Json& json) {
    if (!json.is_array() || json.size() > most_problems) {
        return claim_error("problems", "problems is no list, or too long a one.");
    }
    std::vector<Problem> problems;
    for (const Json& item : json.as_array()) {
        const Json* type = item.find("type");
        if (type == nullptr || !type->is_string()) {
            return claim_error("problems", "Each problem needs a type.");
        }
        for (const char* member : {"title", "detail", "instance"}) {
            if (const Json* text = item.find(member); text != nullptr && !text->is_string()) {
                return claim_error("problems",
                                   "Title, detail and instance of a problem are texts.");
            }
        }
        problems.push_back({type->as_string(), item.text_at("title"), item.text_at("detail"),
                            item.text_at("instance")});
    }
    return problems;
}

// "submission:<uuid>" → kind and id.
Result<void> read_subject(const Json& payload, SecurityEvent& event, SubjectKind& kind) {
    const std::string subject = payload.text_at("sub");
    const std::size_t colon = subject.find(':');
    const auto found = find_named(subject_names, std::string_view(subject).substr(0, colon));
    const auto id = colon == std::string::npos
                        ? std::nullopt
                        : normalize_uuid(std::string_view(subject).substr(colon + 1));
    if (!found || !id) {
        return claim_error("sub", "sub must be submission:<uuid> or reply:<uuid>.");
    }
    kind = *found;
    event.subject_id = *id;

    constexpr std::string_view case_prefix = "case:";
    const std::string transaction = payload.text_at("txn");
    const auto case_id = transaction.starts_with(case_prefix)
                             ? normalize_uuid(std::string_view(transaction).substr(5))
                             : std::nullopt;
    if (!case_id) {
        return claim_error("txn", "txn must be case:<uuid>.");
    }
    event.case_id = *case_id;
    return {};
}

Result<void> read_identity(const Json& payload, SecurityEvent& event) {
    const auto id = normalize_uuid(payload.text_at("jti"));
    if (!id) {
        return claim_error("jti", "jti must be a UUID.");
    }
    event.id = *id;
    event.issuer = payload.text_at("iss");
    if (event.issuer.empty()) {
        return claim_error("iss", "iss is missing.");
    }
    if (const auto issuer = normalize_uuid(event.issuer)) {
        event.issuer = *issuer;
    }
    const Json* issued = payload.find("iat");
    if (issued == nullptr || !issued->is_int() || issued->as_int() < earliest_iat ||
        issued->as_int() > latest_iat) {
        return claim_error("iat", "iat must be a whole number of seconds, not before 2020.");
    }
    event.issued_at = Instant{issued->as_int() * 1000};
    if (const Json* schema = payload.find("$schema")) {
        const std::string uri = schema->is_string() ? schema->as_string() : std::string();
        if (!is_set_schema(uri)) {
            return Error{ErrorKind::Invalid,
                         "fitconnect.event_schema",
                         "$schema",
                         {{"schema", uri.substr(0, 200)}},
                         "The $schema is none of FIT-Connect's for event tokens."};
        }
        event.schema = uri;
    }
    return {};
}

Result<void> read_single_event(const Json& payload, SubjectKind subject, SecurityEvent& event) {
    const Json* events = payload.find("events");
    if (events == nullptr || !events->is_object() || events->size() != 1) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.event_count",
                     "events",
                     {},
                     "A token carries exactly one event."};
    }
    const auto& [uri, content] = events->as_object().front();
    const auto type = find_event_type(uri);
    if (!type || type->subject != subject) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.event_unknown",
                     "events",
                     {{"uri", uri.substr(0, 200)}},
                     "This is no event of FIT-Connect, or none of this subject."};
    }
    event.type = *type;
    if (const Json* tags = content.find("authenticationTags")) {
        event.tags = TRY(read_tags(*tags));
    }
    if (const Json* problems = content.find("problems")) {
        event.problems = TRY(read_problems(*problems));
    }
    return {};
}

}  // namespace

std::string event_uri(EventType type) {
    return std::string(event_uris) + std::string(name_of(verb_names, type.verb)) + "-" +
           std::string(name_of(subject_names, type.subject));
}

std::optional<EventType> find_event_type(std::string_view uri) {
    if (!uri.starts_with(event_uris)) {
        return std::nullopt;
    }
    uri.remove_prefix(event_uris.size());
    const std::size_t hyphen = uri.find('-');
    if (hyphen == std::string_view::npos) {
        return std::nullopt;
    }
    const auto verb = find_named(verb_names, uri.substr(0, hyphen));
    const auto subject = find_named(subject_names, uri.substr(hyphen + 1));
    if (!verb || !subject || (*verb == EventVerb::Forward && *subject == SubjectKind::Reply)) {
        return std::nullopt;
    }
    return EventType{*subject, *verb};
}

Json write_event(const SecurityEvent& event) {
    constexpr std::int64_t ms_per_second = 1000;
    Json content = Json::object();
    if (event.tags) {
        content.set("authenticationTags", write_tags(*event.tags));
    }
    if (!event.problems.empty() || event.type.verb == EventVerb::Reject) {
        content.set("problems", write_problems(event.problems));
    }
    Json payload = Json::object();
    if (!event.schema.empty()) {
        payload.set("$schema", event.schema);
    }
    payload.set("jti", event.id);
    payload.set("iss", event.issuer);
    payload.set("iat", event.issued_at.ms / ms_per_second);
    payload.set("sub",
                std::string(name_of(subject_names, event.type.subject)) + ":" + event.subject_id);
    payload.set("txn", "case:" + event.case_id);
    payload.set("events", Json::object({{event_uri(event.type), std::move(content)}}));
    return payload;
}

Result<SecurityEvent> read_event(const Json& payload) {
    SecurityEvent event;
    SubjectKind subject = SubjectKind::Submission;
    TRY(read_identity(payload, event));
    TRY(read_subject(payload, event, subject));
    TRY(read_single_event(payload, subject, event));
    return event;
}

}  // namespace gordion::fitconnect
