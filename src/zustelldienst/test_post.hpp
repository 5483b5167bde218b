// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"
#include "zustelldienst/event_store.hpp"
#include "zustelldienst/jwe_shape.hpp"
#include "zustelldienst/test_ground.hpp"
#include "zustelldienst/transmissions.hpp"

// What tests of submissions and replies stand on. For tests only.
namespace gordion::zustelldienst {

inline constexpr const char* dog_tax = "urn:de:fim:leika:leistung:99102013104000";
inline constexpr const char* attachment_a = "11111111-1111-4111-8111-111111111111";
inline constexpr const char* attachment_b = "22222222-2222-4222-8222-222222222222";

/// Something in the shape of a JWE for an RSA key with 4096 bit; `mark` makes it different.
inline std::string jwe_shaped(
    const std::string& mark = "a",
    const std::string& header =
        R"({"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"the-encryption-key",)"
        R"("cty":"application/json"})") {
    const std::string tag = crypto::to_base64url(crypto::sha256(mark).substr(0, 16));
    return crypto::to_base64url(header) + "." + std::string(683, 'k') + "." + std::string(16, 'i') +
           "." + crypto::to_base64url(mark + std::string(64, 'c')) + "." + tag;
}

class OnPost : public OnAServer {
protected:
    void begin(Settings settings = {}) {
        settings.callbacks_over_plain_http = true;
        serve(std::move(settings));
        begin_again();
        const auto made = server->destinations.create_destination(
            scope_of(town),
            {some_destination(),
             std::nullopt,
             {{"the-signature-key", KeyRole::Signature, signature_jwk()}},
             ""},
            {});
        destination = made.value().destination.id;
        sender = caller_of("the-sender", {{{"DE", ""}}, {}, {}, false});
        other_sender = caller_of("another-sender", {{{"DE", ""}}, {}, {}, false});
        subscriber = caller_of("the-subscriber", {{}, {destination}, {}, false});
        stranger = caller_of("a-stranger", {{}, {}, {}, false});
    }
    /// As after a restart.
    void begin_again() {
        post.reset();
        Transmissions::Config config;
        config.signing_key = [] { return Result<crypto::PrivateKey>(crypto::test_rsa_2048()); };
        config.signing.ahead_after_ms = -1;
        config.reminder = reminder;
        post = std::make_unique<Transmissions>(
            Foundation{*database, blobs, master_key, clock, random}, server->settings,
            StoredSurroundings(server->clients, server->destinations), std::move(config));
    }
    void TearDown() override {
        post.reset();
        OnAServer::TearDown();
    }

    static formats::Json signature_jwk() {
        formats::Json jwk = crypto::test_rsa_2048().public_key().to_jwk();
        jwk.set("kid", "the-signature-key");
        return jwk;
    }
    static crypto::PrivateKey signature_key() {
        formats::Json jwk = crypto::test_rsa_2048().to_jwk();
        jwk.set("kid", "the-signature-key");
        return crypto::PrivateKey::from_jwk(jwk).value();
    }
    static Caller caller_of(const char* id, Permissions permissions) {
        return {id, town, std::make_shared<const Permissions>(std::move(permissions))};
    }

    [[nodiscard]] Announcement announcement(std::vector<std::string> attachments = {}) const {
        Announcement wanted;
        wanted.version = fitconnect::ApiVersion::V2;
        wanted.destination_id = destination;
        wanted.attachments = std::move(attachments);
        wanted.service = {dog_tax, "Hundesteuer", ""};
        return wanted;
    }
    Transmission announce(std::vector<std::string> attachments = {}) {
        return post->desk.announce_submission(sender, announcement(std::move(attachments)), silent)
            .value();
    }
    /// As the endpoint does it.
    Result<void> upload(const Caller& caller, const AttachmentKey& key, const std::string& jwe) {
        TRY(post->desk.admit_attachment(caller, key, silent));
        const std::string tag = TRY(check_jwe(jwe, "attachment", JweRules::Attachment, silent));
        return post->desk.put_attachment(
            caller, key, {TRY(blobs.put(jwe)), static_cast<std::int64_t>(jwe.size()), tag}, silent);
    }
    Result<Parcel> submit(const Caller& caller, const std::string& id,
                          const std::string& mark = "a",
                          fitconnect::SubjectKind kind = fitconnect::SubjectKind::Submission) {
        return post->desk.submit(caller,
                                 {kind,
                                  fitconnect::ApiVersion::V2,
                                  id,
                                  {jwe_shaped("m" + mark), jwe_shaped("d" + mark)}},
                                 silent);
    }
    Transmission submitted() {
        Transmission made = announce();
        return submit(sender, made.id).value().transmission;
    }

    /// What a subscriber would say about it.
    [[nodiscard]] fitconnect::SecurityEvent answer(const Transmission& of,
                                                   fitconnect::EventVerb verb) {
        fitconnect::SecurityEvent event;
        event.schema = fitconnect::set_payload_schema;
        event.id = make_uuid(clock, random);
        event.issuer = of.kind == fitconnect::SubjectKind::Submission ? destination : of.receiver;
        event.issued_at = clock.now();
        event.subject_id = of.id;
        event.case_id = of.case_id;
        event.type = {of.kind, verb};
        if (verb == fitconnect::EventVerb::Reject) {
            event.problems = {{"https://schema.fitko.de/fit-connect/events/problems/an-example",
                               "Example", "Example.", "submission"}};
        } else {
            event.tags = database
                             ->read(system_scope("test"),
                                    [&](storage::Connection& connection) {
                                        return find_submitted_tags(connection, of);
                                    })
                             .value();
        }
        return event;
    }
    Result<Transmission> post_event(const Caller& caller, const fitconnect::SecurityEvent& event,
                                    fitconnect::ApiVersion version = fitconnect::ApiVersion::V2) {
        const std::string token = fitconnect::sign_event(event, signature_key()).value();
        return post->events.post(caller, {version, event.case_id, token}, silent);
    }
    std::vector<std::string> verbs_of_case(const std::string& case_id) {
        std::vector<std::string> verbs;
        const auto log = post->desk.read_case_log(subscriber, case_id, {}).value();
        for (const std::string& token : log.tokens) {
            const auto event = fitconnect::read_unproved_event(token).value().event;
            verbs.push_back(
                fitconnect::event_uri(event.type).substr(fitconnect::event_uris.size()));
        }
        return verbs;
    }

    CheckObserver silent;
    ContactReminder* reminder = nullptr;
    std::unique_ptr<Transmissions> post;
    std::string destination;
    Caller sender;
    Caller other_sender;
    Caller subscriber;
    Caller stranger;
};

using Verbs = std::vector<std::string>;

}  // namespace gordion::zustelldienst
