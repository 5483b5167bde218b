// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fitconnect/key_file.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
namespace fs = std::filesystem;

// Rejected after 14 days, deleted after 21 (domain/fitconnect.md, section 4), and some to spare.
constexpr NumberOption keep{30, 0, 3650};

Result<Json> load_json(const fs::path& file) {
    return formats::parse_json(TRY(load_file(file, limits::toml_bytes)));
}

Json first_of(const Json& file) {
    const Json* set = file.find("keys");
    return set == nullptr ? file : set->as_array().front();
}

// The private key is on the disk, beside the old one, before anybody may encrypt for it. A try
// that was broken off left such a key in front: it is published now, and no other is made.
Result<std::string> renew_encryption(const Call& call, FitServer& server,
                                     const fitconnect::Destination& destination, int keep_days) {
    const fs::path file = fs::path(call.option("keys")) / "decrypt.jwk";
    Json keys = TRY(load_json(file));
    const auto known = TRY(fitconnect::read_key_file(keys));
    if (known.front().kid() == destination.encryption_kid) {
        const Json made =
            make_private_jwk(call, crypto::KeyUse::Encrypt, "FIT-Connect " + destination.id);
        keys = TRY(fitconnect::put_key_in_front(keys, made, call.clock.now(), keep_days));
        TRY(write_file(file, formats::write_json_pretty(keys), Readers::OwnerAlone));
    } else if (std::none_of(known.begin(), known.end(), [&](const crypto::PrivateKey& key) {
                   return key.kid() == destination.encryption_kid;
               })) {
        return Error{ErrorKind::Conflict,
                     "cli.key_foreign",
                     file.string(),
                     {{"kid", destination.encryption_kid}},
                     "The file does not hold the key that the destination publishes now; with it "
                     "what is on its way could not be opened."};
    }
    const Json published = TRY(published_half(first_of(keys)));
    const std::string kid = published.text_at("kid");
    TRY(server.api.add_destination_key(destination.id, published));
    TRY(server.api.change_destination(destination.id, Json::object({{"encryptionKid", kid}})));
    return kid;
}

// The server knows the new key before anything is signed with it.
Result<std::string> renew_signature(const Call& call, FitServer& server,
                                    const fitconnect::Destination& destination) {
    const fs::path file = fs::path(call.option("keys")) / "sign.jwk";
    const Json made = make_private_jwk(call, crypto::KeyUse::Sign, "FIT-Connect " + destination.id);
    const Json published = TRY(published_half(made));
    TRY(server.api.add_destination_key(destination.id, published));
    TRY(write_file(file, formats::write_json_pretty(made), Readers::OwnerAlone));
    return published.text_at("kid");
}

// Without a new one: what was replaced long ago goes.
Result<std::size_t> drop_old(const Call& call, int keep_days) {
    const fs::path file = fs::path(call.option("keys")) / "decrypt.jwk";
    const Json keys = TRY(load_json(file));
    const std::size_t before = TRY(fitconnect::read_key_file(keys)).size();
    const Json kept = TRY(fitconnect::drop_old_keys(keys, call.clock.now(), keep_days));
    const std::size_t after = TRY(fitconnect::read_key_file(kept)).size();
    if (after < before) {
        TRY(write_file(file, formats::write_json_pretty(kept), Readers::OwnerAlone));
    }
    return before - after;
}

Result<Exit> run(Call& call) {
    const int keep_days = TRY(parse_number_option(call, "keep-days", keep));
    const auto server = TRY(open_fit_server(call));
    const auto destination = TRY(server->api.load_destination(call.arguments.at(0)));
    Json said = Json::object({{"destination", destination.id}});
    if (!call.has("drop-only")) {
        const std::string kid = TRY(renew_encryption(call, *server, destination, keep_days));
        said.set("encryption_kid", kid);
        if (call.has("signature")) {
            const std::string signing = TRY(renew_signature(call, *server, destination));
            said.set("signing_kid", signing);
        }
    }
    const std::size_t dropped = TRY(drop_old(call, keep_days));
    said.set("dropped", dropped);
    if (call.json) {
        call.out << formats::write_json(said) << "\n";
        return Exit::Done;
    }
    if (const std::string kid = said.text_at("encryption_kid"); !kid.empty()) {
        call.out << "Encrypted for " << kid << " from now on; the old key stays in decrypt.jwk for "
                 << keep_days << " days.\n";
    }
    if (const std::string kid = said.text_at("signing_kid"); !kid.empty()) {
        call.out << "Signed with " << kid << " from now on.\n";
    }
    call.out << dropped << " old keys dropped.\n";
    return Exit::Done;
}

}  // namespace

Verb fitconnect_renew_verb() {
    return {"fitconnect renew",
            "DESTINATION",
            1,
            1,
            "Renew the keys of a destination; the old one opens what is still on its way",
            with_fit_server_options(
                {{"keys", "folder with decrypt.jwk and sign.jwk", false, true},
                 {"signature", "the key that signs answers as well", true},
                 {"keep-days", "how long a replaced key is kept (default: 30)"},
                 {"drop-only", "make no key, only drop what was replaced before that", true}}),
            run};
}

}  // namespace gordion::cli
