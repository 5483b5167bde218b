// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fitconnect/route.hpp"
#include "fitconnect/sealing.hpp"
#include "fitconnect/spooled_jwe.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

// "FILE" or "FILE:application/pdf".
Result<fitconnect::OutgoingFile> load_attachment(std::string_view option) {
    const std::size_t colon = option.rfind(':');
    const bool has_type = colon != std::string_view::npos &&
                          option.find('/', colon) != std::string_view::npos && colon > 0;
    const std::filesystem::path path(has_type ? option.substr(0, colon) : option);
    fitconnect::OutgoingFile file;
    file.file_name = path.filename().string();
    file.media_type = has_type ? std::string(option.substr(colon + 1)) : "application/octet-stream";
    // Looked at now, so that a file that is missing is said before anything is sent.
    TRY(open_file(path, fitconnect::attachment_file_bytes));
    file.open = [path] { return open_file(path, fitconnect::attachment_file_bytes); };
    return file;
}

Result<fitconnect::Outgoing> read_outgoing(const Call& call) {
    fitconnect::Outgoing outgoing;
    outgoing.service_identifier = call.option("service");
    if (!outgoing.service_identifier.starts_with("urn:")) {
        outgoing.service_identifier = fitconnect::service_identifier(outgoing.service_identifier);
    }
    outgoing.service_name = call.option("service-name", call.option("service"));
    outgoing.region = call.option("region");
    outgoing.case_id = call.option("case");
    const std::string data = call.option("content");
    outgoing.schema = {call.option("schema"),
                       data.ends_with(".xml") ? "application/xml" : "application/json"};
    outgoing.data = Sensitive(TRY(load_file(data, limits::jose_plaintext_bytes)));
    for (const std::string& attachment : call.all("attachment")) {
        outgoing.files.reveal().push_back(TRY(load_attachment(attachment)));
    }
    return outgoing;
}

// The destination that the Routing API names for the service in the region.
Result<std::string> find_destination(FitServer& server, const fitconnect::Outgoing& outgoing,
                                     const Call& call) {
    const auto key = fitconnect::find_leistungsschluessel(outgoing.service_identifier);
    if (!key || !fitconnect::is_region(outgoing.region)) {
        return Error{ErrorKind::Invalid,
                     "cli.no_destination",
                     "",
                     {},
                     "Name a destination, or a Leistungsschluessel and a region to find one by."};
    }
    return TRY(fitconnect::find_route(server.api, {*key, outgoing.region.substr(2)}, server.trust,
                                      call.clock.now()))
        .destination_id;
}

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    const fitconnect::Outgoing outgoing = TRY(read_outgoing(call));
    const std::string id = call.arguments.empty() ? TRY(find_destination(*server, outgoing, call))
                                                  : call.arguments.front();
    const auto destination = TRY(fitconnect::prepare_destination(
        server->api, {id, outgoing.service_identifier, outgoing.region}, server->trust,
        call.clock.now()));
    const auto sealed = TRY(fitconnect::seal(outgoing, destination, call.clock, call.random));
    fitconnect::Sender sender(server->api, server->events);
    const auto sent = TRY(sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }));
    if (call.json) {
        call.out << formats::write_json(fitconnect::write_progress(sent)) << "\n";
    } else {
        call.out << "Submission " << sent.ids.item_id << " is at the delivery server, in case "
                 << sent.ids.case_id << ".\n";
    }
    return Exit::Done;
}

}  // namespace

Verb fitconnect_send_verb() {
    return {"fitconnect send",
            "[DESTINATION]",
            0,
            1,
            "Encrypt data and files for a destination, and submit them; without DESTINATION for "
            "the one that the Routing API names",
            with_fit_server_options(
                {{"service", "Leistungsschluessel, or the URN of a service", false, true},
                 {"service-name", "its name (default: the key)"},
                 {"schema", "URI of the schema that the data follow", false, true},
                 {"content", "file with the data, .json or .xml", false, true},
                 {"attachment", "FILE or FILE:MEDIA-TYPE", false, false, true},
                 {"region", "DE and the digits of an ARS"},
                 {"case", "id of a case to continue"}}),
            run};
}

}  // namespace gordion::cli
