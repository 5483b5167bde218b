// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fitconnect/data_judge.hpp"
#include "fitconnect/subscriber.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
namespace fs = std::filesystem;

// Everything of a submission in a folder of its own, as it was before it was encrypted; its owner
// alone reads the files. It gets its name when it is complete and on the disk, so a folder that is
// there was taken in.
class FolderInbox final : public fitconnect::ReceivedInbox {
public:
    explicit FolderInbox(fs::path folder) : folder_(std::move(folder)) {}

    Result<std::vector<fitconnect::Problem>> take_in(
        const fitconnect::ReceivedSubmission& received) override {
        const fs::path final_place = folder_ / received.ids.item_id;
        const fs::path begun = folder_ / ("." + received.ids.item_id + ".begun");
        std::error_code error;
        if (fs::exists(final_place, error)) {
            return std::vector<fitconnect::Problem>{};
        }
        TRY(make_empty_folder(begun));
        const bool is_xml = received.data_media_type == "application/xml";
        TRY(write_file(begun / (is_xml ? "data.xml" : "data.json"), received.data.reveal(),
                       Readers::OwnerAlone));
        TRY(write_file(begun / "metadata.json", received.metadata_text.reveal(),
                       Readers::OwnerAlone));
        // The sender's file names are not used as paths.
        for (const auto& attachment : received.attachments) {
            const auto bytes = TRY(attachment.open());
            TRY(write_new_file(begun / ("attachment-" + attachment.described.id), *bytes,
                               Readers::OwnerAlone));
        }
        TRY(publish_folder(begun, final_place));
        return std::vector<fitconnect::Problem>{};
    }

private:
    fs::path folder_;
};

// "FILE", whose $id names it, or "URI=FILE".
Result<void> add_schema(fitconnect::SchemaShelf& shelf, const std::string& option) {
    const std::size_t sign = option.rfind('=');
    const std::string file = sign == std::string::npos ? option : option.substr(sign + 1);
    const Json schema = TRY(formats::parse_json(TRY(load_file(file, limits::toml_bytes))));
    return shelf.add(schema, sign == std::string::npos ? "" : option.substr(0, sign));
}

// Those that are named, and of the others what the packages of this installation have. What is
// announced and known to neither is not judged, and that is said.
Result<fitconnect::SchemaShelf> load_shelf(const Call& call,
                                           const fitconnect::Destination& destination) {
    fitconnect::SchemaShelf shelf;
    for (const std::string& option : call.all("schema")) {
        TRY(add_schema(shelf, option));
    }
    const auto in = call.open_if_there();
    if (in) {
        const Scope scope{{"00"}, {"cli"}, "fitconnect.receive", {}, false};
        for (const reuse::Offer& offer : TRY(in->reuse.list_offers(scope))) {
            const auto package = TRY(in->reuse.load_package(offer.package_id, offer.version));
            const Json& schema = package->form->json_schema();
            if (!shelf.has(schema.text_at("$id"))) {
                TRY(shelf.add(schema));
            }
        }
    }
    for (const fitconnect::DestinationService& service : destination.services) {
        for (const fitconnect::SubmissionSchema& schema : service.schemas) {
            if (schema.media_type == "application/json" && !shelf.has(schema.uri)) {
                call.err << "Not judged, because the schema is not here: " << schema.uri << "\n";
            }
        }
    }
    return shelf;
}

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    std::vector<crypto::PrivateKey> keys;
    for (const std::string& path : call.all("decryption-key")) {
        for (crypto::PrivateKey& key : TRY(load_private_jwks(path))) {
            keys.push_back(std::move(key));
        }
    }
    auto destination = TRY(server->api.load_destination(call.arguments.at(0)));
    auto signing_key = TRY(load_private_jwks(call.option("signing-key"))).front();
    const fitconnect::Subscription subscription{std::move(destination), std::move(keys),
                                                std::move(signing_key)};
    const fitconnect::SchemaShelf shelf = TRY(load_shelf(call, subscription.destination));
    FolderInbox inbox(call.option("into"));
    fitconnect::ReceiveOptions options;
    // Beside the folders that it fills: there is room, and plain files would be there too.
    options.spool = call.option("into");
    fitconnect::Subscriber subscriber({server->api, server->events, inbox, call.clock, call.random},
                                      std::move(options), shelf.judge());
    const auto report = TRY(subscriber.receive(subscription));
    if (call.json) {
        call.out << formats::write_json(Json::object({{"accepted", report.accepted},
                                                      {"rejected", report.rejected},
                                                      {"failed", report.failed}}))
                 << "\n";
    } else {
        call.out << report.accepted << " accepted, " << report.rejected << " rejected, "
                 << report.failed << " left at the server.\n";
    }
    for (const Error& error : report.errors) {
        call.err << error.to_text() << "\n";
    }
    return report.failed == 0 && report.rejected == 0 ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb fitconnect_receive_verb() {
    return {
        "fitconnect receive",
        "DESTINATION",
        1,
        1,
        "Fetch what waits for a destination, check and decrypt it, and answer",
        with_fit_server_options(
            {{"decryption-key", "file with the private JWK; the newest first", false, true, true},
             {"signing-key", "file with the private JWK that signs answers", false, true},
             {"schema", "FILE or URI=FILE: a JSON Schema that data must follow", false, false,
              true},
             {"into", "folder that gets one folder per submission", false, true}}),
        run};
}

}  // namespace gordion::cli
