// SPDX-License-Identifier: EUPL-1.2
#include "app/received_inbox.hpp"

#include "audit/audit.hpp"
#include "crypto/access_code.hpp"
#include "fitconnect/data_judge.hpp"

namespace gordion::app {
namespace {

using fitconnect::make_problem;
using fitconnect::ReceivedSubmission;
using formats::Json;

constexpr std::string_view purpose = "fitconnect.receive";
constexpr std::size_t ars_digits = 12;

Scope receive_scope(const TenantId& tenant) {
    return {tenant, {"system"}, std::string(purpose), {}, false};
}

std::vector<fitconnect::Problem> refuse(std::string_view slug, std::string_view title,
                                        std::string_view instance, std::string detail) {
    return {make_problem(slug, title, instance, std::move(detail))};
}

// A package serves a matter on the version whose schema its data follow: the sender may be behind.
bool has_schema(const reuse::LoadedPackage& package, const std::string& uri) {
    return package.form->json_schema().text_at("$id") == uri;
}

std::vector<delivery::ReceivedFile> files_of(const ReceivedSubmission& received) {
    std::vector<delivery::ReceivedFile> files;
    for (const fitconnect::ReceivedAttachment& one : received.attachments) {
        files.push_back({one.described.id, one.described.media_type, one.open});
    }
    return files;
}

// The key for replies, if the sender takes them and the key is one that may be used.
std::string reply_key_of(const fitconnect::Metadata& metadata) {
    const auto& channel = metadata.reply_channel;
    if (!channel || channel->kind != "fitConnect" ||
        !fitconnect::check_reply_key(channel->encryption_key)) {
        return {};
    }
    return formats::write_json(channel->encryption_key);
}

cases::Arrival make_arrival(const ReceiveSettings& settings, const ReceivedSubmission& received,
                            std::string_view reply_key) {
    cases::Arrival arrival;
    arrival.tenant = settings.tenant;
    arrival.server = settings.api.server.submission_url;
    arrival.remote_destination = received.ids.destination_id;
    arrival.remote_submission = received.ids.item_id;
    arrival.remote_case = received.ids.case_id;
    arrival.service_identifier = received.service_identifier;
    arrival.region = received.region;
    const auto& channel = received.metadata.reveal().reply_channel;
    if (channel && (channel->kind != "fitConnect" || !reply_key.empty())) {
        arrival.reply_channel = channel->kind;
    }
    return arrival;
}

// In the transaction that stores the submission: whoever is second ends here, with nothing written.
Result<void> note_arrival(storage::Connection& connection, const Scope& scope, const Clock& clock,
                          const cases::Arrival& arrival) {
    if (!TRY(cases::ArrivalStore::insert_arrival(connection, arrival))) {
        return Error{ErrorKind::Conflict,
                     "app.receive_repeated",
                     "",
                     {{"submission", arrival.remote_submission}},
                     "Somebody else has taken this submission in."};
    }
    return audit::append(connection, scope, clock,
                         {"fitconnect.received", arrival.submission.value,
                          Json::object({{"server", arrival.server},
                                        {"destination", arrival.remote_destination},
                                        {"submission", arrival.remote_submission},
                                        {"case", arrival.remote_case}})});
}

}  // namespace

// The municipality that the sender names; else the only one of the administration, else the
// administration itself, whose own values hold then.
Result<std::string> ReceivedInbox::find_place(const std::string& region) {
    const auto reference = TRY(in_.reference());
    const regions::Directory& directory = *reference->directory;
    const std::string area = settings_.tenant.value.substr(0, settings_.tenant.value.find('-'));
    const std::string ars = region.starts_with("DE") ? region.substr(2) : "";
    if (ars.size() == ars_digits && ars.starts_with(area) && directory.find(ars) != nullptr) {
        return ars;
    }
    const auto municipalities = directory.municipalities_of(area);
    return municipalities.size() == 1 ? municipalities.front()->ars : area;
}

Result<std::shared_ptr<const reuse::PlacedPackage>> ReceivedInbox::find_version(
    const reuse::FoundAdoption& adoption, const std::string& ars, const std::string& schema) {
    const Date today = in_.clock.today();
    const std::string& id = adoption.adoption.package_id;
    if (has_schema(*adoption.package, schema)) {
        return in_.reuse.load_placed(id, adoption.adoption.version, ars, today);
    }
    for (const reuse::Offer& offer : TRY(in_.reuse.list_offers(receive_scope(settings_.tenant)))) {
        if (offer.package_id == id &&
            has_schema(*TRY(in_.reuse.load_package(id, offer.version)), schema)) {
            return in_.reuse.load_placed(id, offer.version, ars, today);
        }
    }
    return std::shared_ptr<const reuse::PlacedPackage>();
}

Result<std::variant<ReceivedInbox::Found, ReceivedInbox::Problems>> ReceivedInbox::find_package(
    const ReceivedSubmission& received) {
    using Answer = std::variant<Found, Problems>;
    const auto key = fitconnect::find_leistungsschluessel(received.service_identifier);
    if (!key) {
        return Answer(refuse("unsupported-service", "Unsupported service", "submission",
                             "The service is not identified by a Leistungsschluessel."));
    }
    Found found;
    found.service = *key;
    found.ars = TRY(find_place(received.region));
    const auto reference = TRY(in_.reference());
    const auto municipalities = reference->directory->municipalities_of(found.ars);
    const std::string asked = found.ars.size() == ars_digits || municipalities.empty()
                                  ? found.ars
                                  : municipalities.front()->ars;
    const auto adoption = TRY(in_.reuse.find_adoption(found.service, asked, in_.clock.today()));
    if (!adoption || adoption->adoption.tenant != settings_.tenant) {
        return Error{ErrorKind::NotFound,
                     "app.receive_not_adopted",
                     "",
                     {{"tenant", settings_.tenant.value}, {"service", found.service}},
                     "The administration receives a service whose package it has not joined."};
    }
    found.placed = TRY(find_version(*adoption, found.ars, received.schema_uri));
    if (!found.placed || received.data_media_type != "application/json") {
        return Answer(refuse("unsupported-schema", "Unsupported schema", "data",
                             "Data are taken as JSON that follows " +
                                 adoption->package->form->json_schema().text_at("$id") + "."));
    }
    return Answer(std::move(found));
}

std::shared_ptr<const formats::JsonSchema> ReceivedInbox::schema_of(
    const reuse::LoadedPackage& package) {
    const Json& schema = package.form->json_schema();
    const std::lock_guard lock(mutex_);
    auto& known = schemas_[package.service().id + " " + schema.text_at("$id")];
    if (!known) {
        auto compiled = formats::JsonSchema::compile(schema);
        VERIFY(compiled.value.has_value(), "a package's schema was compiled when it was published");
        known = std::make_shared<const formats::JsonSchema>(std::move(*compiled.value));
    }
    return known;
}

// First the shape, as the announced schema has it, then everything that page and API check.
Result<ReceivedInbox::Problems> ReceivedInbox::judge(const Found& found, const Json& fachdaten) {
    const reuse::LoadedPackage& package = *found.placed->package;
    Findings findings = schema_of(package)->validate(fachdaten);
    if (!has_faults(findings)) {
        findings = package.form->check_all(fachdaten, {&found.placed->params, in_.clock.today()});
    }
    if (has_faults(findings)) {
        return refuse("schema-violation", "Schema violation", "data",
                      fitconnect::describe_findings(findings));
    }
    return Problems{};
}

Result<ReceivedInbox::Problems> ReceivedInbox::scan(const ReceivedSubmission& received) {
    if (in_.malware_scanner) {
        for (const fitconnect::ReceivedAttachment& one : received.attachments) {
            const auto bytes = TRY(one.open());
            const Result<void> clean = in_.malware_scanner->scan_source(*bytes);
            if (!clean && clean.error().code == "forms.scan_infected") {
                return refuse("technical-error", "Technical error",
                              "attachment:" + one.described.id,
                              "The file holds malware and is not taken.");
            }
            if (!clean) {
                return clean.error();
            }
        }
    }
    return Problems{};
}

Result<void> ReceivedInbox::store(const ReceivedSubmission& received, const Found& found) {
    const Scope scope = receive_scope(settings_.tenant);
    const Date today = in_.clock.today();
    std::vector<routing::Destination> own =
        TRY(in_.destinations.list_destinations(scope, settings_.tenant));
    std::erase_if(own, [](const auto& one) { return one.channel != "backoffice"; });
    const auto route = routing::choose_route(own, found.service, found.ars, today);
    if (!route) {
        return Error{ErrorKind::NotFound,
                     "app.receive_no_destination",
                     "",
                     {{"tenant", settings_.tenant.value}, {"service", found.service}},
                     "The administration has no destination of its own for this service."};
    }
    const reuse::LoadedPackage& package = *found.placed->package;
    delivery::ReceivedHandover handover;
    handover.number = crypto::make_case_number(settings_.tenant.value, in_.random);
    handover.service = found.service;
    handover.package_id = package.service().id;
    handover.package_version = package.service().version;
    handover.ars = found.ars;
    handover.destination = route.value().destination;
    if (package.service().frist_days > 0) {
        handover.frist_on = today.plus_days(package.service().frist_days);
    }
    handover.metadata = received.metadata_text;
    handover.fachdaten = received.data;
    handover.files = files_of(received);
    handover.reply_jwk = reply_key_of(received.metadata.reveal());

    cases::Arrival arrival = make_arrival(settings_, received, handover.reply_jwk);
    arrival.received_at = in_.clock.now();
    TRY(in_.handover_desk.take_in(
        scope, handover, [&](storage::Connection& connection, const delivery::Submission& made) {
            arrival.submission = made.id;
            return note_arrival(connection, scope, in_.clock, arrival);
        }));
    return {};
}

Result<std::vector<fitconnect::Problem>> ReceivedInbox::take_in(
    const ReceivedSubmission& received) {
    const Scope scope = receive_scope(settings_.tenant);
    const auto is_here = [&] {
        return in_.arrivals.has_arrived(scope, settings_.tenant, received.ids.destination_id,
                                        received.ids.item_id);
    };
    if (TRY(is_here())) {
        return Problems{};
    }
    auto found = TRY(find_package(received));
    if (auto* problems = std::get_if<Problems>(&found)) {
        return std::move(*problems);
    }
    const Found& at = std::get<Found>(found);
    const auto fachdaten = formats::parse_json(received.data.reveal());
    if (!fachdaten) {
        return refuse("syntax-violation", "Syntax violation", "data", "The data are no JSON.");
    }
    Problems problems = TRY(judge(at, fachdaten.value()));
    if (!problems.empty()) {
        return problems;
    }
    problems = TRY(scan(received));
    if (!problems.empty()) {
        return problems;
    }
    const Result<void> stored = store(received, at);
    if (!stored && !TRY(is_here())) {
        return stored.error();
    }
    in_.jobs.wake();
    return Problems{};
}

}  // namespace gordion::app
