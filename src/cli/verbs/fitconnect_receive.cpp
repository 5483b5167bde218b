// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "fitconnect/subscriber.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
namespace fs = std::filesystem;

// Everything of a submission in a folder of its own, as it was encrypted. It gets its name when it
// is complete and on the disk, so a folder that is there was taken in.
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
        TRY(write_file(begun / (is_xml ? "data.xml" : "data.json"), received.data.reveal()));
        TRY(write_file(begun / "metadata.json", received.metadata_text.reveal()));
        // The sender's file names are not used as paths.
        for (const auto& attachment : received.attachments) {
            TRY(write_file(begun / ("attachment-" + attachment.described.id),
                           attachment.bytes.reveal()));
        }
        TRY(publish_folder(begun, final_place));
        return std::vector<fitconnect::Problem>{};
    }

private:
    fs::path folder_;
};

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    std::vector<crypto::PrivateKey> keys;
    for (const std::string& path : call.all("decryption-key")) {
        keys.push_back(TRY(load_private_jwk(path)));
    }
    auto destination = TRY(server->api.load_destination(call.arguments.at(0)));
    auto signing_key = TRY(load_private_jwk(call.option("signing-key")));
    const fitconnect::Subscription subscription{std::move(destination), std::move(keys),
                                                std::move(signing_key)};
    FolderInbox inbox(call.option("into"));
    fitconnect::Subscriber subscriber({server->api, server->events, inbox, call.clock, call.random},
                                      {}, {});
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
             {"into", "folder that gets one folder per submission", false, true}}),
        run};
}

}  // namespace gordion::cli
