// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/examination.hpp"

#include <algorithm>
#include <set>

#include "crypto/compressed_jwe.hpp"
#include "crypto/hashes.hpp"
#include "crypto/streamed_hash.hpp"
#include "fitconnect/data_judge.hpp"
#include "fitconnect/internal/received_file.hpp"
#include "formats/xml.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

// One step of the examination: what it found wrong, of which the sender is told; an Error proves
// nothing against the sender.
using Fault = std::optional<Problem>;

// Only whether it is well-formed: what the elements mean is their schema's to say.
class NoHandler final : public formats::XmlHandler {
public:
    Result<void> on_start(std::string_view, std::string_view,
                          const std::vector<formats::XmlAttribute>&, int) override {
        return {};
    }
    Result<void> on_text(std::string_view) override { return {}; }
    Result<void> on_end(std::string_view, std::string_view, int) override { return {}; }
};

bool is_xml(std::string_view text) {
    NoHandler nobody;
    return formats::read_xml(text, nobody, {.bytes = limits::jose_plaintext_bytes}).has_value();
}

// An error that the sender is not to blame for, whatever it sent.
bool is_ours(const Error& error) {
    return error.code == "fitconnect.spool" || error.code == "fitconnect.decryption_key" ||
           error.code == "fitconnect.attachment_too_large";
}

class Examination {
public:
    Examination(const Subscription& subscription, PickedUp picked)
        : subscription_(subscription), picked_(std::move(picked)) {}

    Result<Fault> check_all() {
        using Step = Result<Fault> (Examination::*)();
        for (const Step step : {&Examination::check_tags, &Examination::open_metadata,
                                &Examination::check_service, &Examination::check_attachment_set,
                                &Examination::open_data, &Examination::open_attachments}) {
            if (Fault fault = TRY((this->*step)())) {
                return fault;
            }
        }
        return Fault();
    }
    ReceivedSubmission& received() { return received_; }

private:
    Result<Fault> check_tags() {
        auto tags = tags_of(picked_);
        if (!tags || !picked_.log.submitted_tags ||
            !compare_tags(*picked_.log.submitted_tags, tags.value())) {
            return Fault(make_problem("authentication-tag-incorrect",
                                      "Authentication tag incorrect", "submission"));
        }
        received_.tags = std::move(tags).value();
        return Fault();
    }

    // Opens with whichever of our keys does. A JWE that names a key which is none of ours is no
    // fault of its sender: the file with that key may be missing here.
    template <typename Open>
    auto open_with_a_key(const std::string& instance, const Open& open) const
        -> decltype(open(std::declval<const crypto::PrivateKey&>())) {
        std::optional<Error> failure;
        std::string unknown;
        for (const crypto::PrivateKey& key : subscription_.encryption_keys) {
            auto opened = open(key);
            if (opened) {
                return opened;
            }
            if (opened.error().code == "crypto.jwe_other_key") {
                unknown = opened.error().values.front().second;
                continue;
            }
            failure = opened.take_error();
            if (failure->code != "crypto.jwe_undecryptable") {
                break;
            }
        }
        if (failure) {
            return *failure;
        }
        return Error{ErrorKind::Conflict,
                     "fitconnect.decryption_key",
                     "",
                     {{"kid", unknown}, {"instance", instance}},
                     "What the sender encrypted names a key that is none of the decryption keys."};
    }

    [[nodiscard]] Result<crypto::Decrypted> decrypt(std::string_view jwe,
                                                    const std::string& instance) const {
        return open_with_a_key(instance, [&](const crypto::PrivateKey& key) {
            return crypto::decrypt_compressed_jwe(jwe, key);
        });
    }

    static Result<Fault> undecryptable(const Error& error, const std::string& instance) {
        if (is_ours(error)) {
            return error;
        }
        return Fault(make_problem("encryption-issue", "Decryption failed", instance));
    }

    // Of the versions that the destination lists, the first number counts: 1.x and 2.x are two
    // formats. One that lists none takes both.
    [[nodiscard]] bool takes_version(MetadataVersion version) const {
        const auto& listed = subscription_.destination.metadata_versions;
        const std::string_view major = version == MetadataVersion::V1 ? "1." : "2.";
        return listed.empty() ||
               std::any_of(listed.begin(), listed.end(),
                           [&](const std::string& one) { return one.starts_with(major); });
    }

    Result<Fault> open_metadata() {
        auto opened = decrypt(picked_.item.metadata_jwe, "metadata");
        if (!opened) {
            return undecryptable(opened.error(), "metadata");
        }
        const auto json = formats::parse_json(opened.value().plaintext);
        if (!json) {
            return Fault(make_problem("syntax-violation", "Syntax violation", "metadata",
                                      "The metadata are no JSON."));
        }
        auto read = read_metadata(json.value());
        if (!read.value) {
            const bool is_unknown =
                std::any_of(read.findings.begin(), read.findings.end(), [](const Finding& finding) {
                    return finding.code == "fitconnect.metadata_unknown";
                });
            return Fault(make_problem(is_unknown ? "unsupported-schema" : "schema-violation",
                                      is_unknown ? "Unsupported schema" : "Schema violation",
                                      "metadata", describe_findings(read.findings)));
        }
        if (json.value().find("$schema") != nullptr && !takes_version(read.value->version)) {
            return Fault(make_problem("unsupported-schema", "Unsupported schema", "metadata",
                                      "The destination takes other versions of metadata."));
        }
        received_.metadata = Sensitive(std::move(read.value->metadata));
        received_.metadata_text = Sensitive(std::move(opened.value().plaintext));
        return Fault();
    }

    Result<Fault> check_service() {
        // A service may be offered in parts of the country with schemas of their own.
        const auto& services = subscription_.destination.services;
        std::vector<const DestinationService*> offered;
        for (const DestinationService& one : services) {
            if (is_offered(one, picked_.item.service_identifier, picked_.item.region)) {
                offered.push_back(&one);
            }
        }
        if (!services.empty() && offered.empty()) {
            return Fault(make_problem("unsupported-service", "Unsupported service", "submission"));
        }
        const auto& data = received_.metadata.reveal().data;
        if (!data || picked_.item.data_jwe.empty()) {
            return Fault(make_problem("missing-data", "Data missing", "submission"));
        }
        const auto takes_schema = [&](const DestinationService* one) {
            return std::find(one->schemas.begin(), one->schemas.end(), data->schema) !=
                   one->schemas.end();
        };
        if (!offered.empty() && std::none_of(offered.begin(), offered.end(), takes_schema)) {
            return Fault(make_problem("unsupported-schema", "Unsupported schema", "data"));
        }
        received_.schema_uri = data->schema.uri;
        received_.data_media_type = data->schema.media_type;
        return Fault();
    }

    Result<Fault> check_attachment_set() {
        std::set<std::string> described;
        for (const MetadataAttachment& attachment : received_.metadata.reveal().attachments) {
            if (attachment.fragments.empty()) {
                described.insert(attachment.id);
            }
            described.insert(attachment.fragments.begin(), attachment.fragments.end());
        }
        const std::set<std::string> there(picked_.item.attachments.begin(),
                                          picked_.item.attachments.end());
        if (described != there) {
            return Fault(
                make_problem("attachments-mismatch", "Attachments mismatch", "submission"));
        }
        return Fault();
    }

    Result<Fault> open_data() {
        auto opened = decrypt(picked_.item.data_jwe, "data");
        if (!opened) {
            return undecryptable(opened.error(), "data");
        }
        std::string& plaintext = opened.value().plaintext;
        if (content_hash(plaintext) != received_.metadata.reveal().data->hash) {
            return Fault(make_problem("hash-mismatch", "Hash mismatch", "data"));
        }
        if (received_.data_media_type == "application/json" && !formats::parse_json(plaintext)) {
            return Fault(make_problem("syntax-violation", "Syntax violation", "data",
                                      "The data are no JSON."));
        }
        if (received_.data_media_type == "application/xml" && !is_xml(plaintext)) {
            return Fault(make_problem("syntax-violation", "Syntax violation", "data",
                                      "The data are no XML, or have a document type."));
        }
        received_.data = Sensitive(std::move(plaintext));
        return Fault();
    }

    // Fragments are put together in the order of their list; the hash is over the whole file.
    Result<Fault> open_attachments() {
        for (const MetadataAttachment& described : received_.metadata.reveal().attachments) {
            const std::string instance = "attachment:" + described.id;
            std::vector<std::shared_ptr<const SpooledJwe>> parts;
            for (const std::string& part :
                 described.fragments.empty() ? std::vector{described.id} : described.fragments) {
                parts.push_back(jwe_of(part));
            }
            ReceivedAttachment opened{described, 0, {}};
            const bool is_small = parts.size() == 1 && parts.front()->text() != nullptr;
            const auto hash = is_small ? open_small(*parts.front()->text(), instance, opened)
                                       : open_large(parts, instance, opened);
            if (!hash) {
                return undecryptable(hash.error(), instance);
            }
            if (hash.value() != described.hash) {
                return Fault(make_problem("hash-mismatch", "Hash mismatch", instance));
            }
            received_.attachments.push_back(std::move(opened));
        }
        return Fault();
    }

    // Each gives the hash of the file and fills in how it is read.
    Result<std::string> open_small(const std::string& jwe, const std::string& instance,
                                   ReceivedAttachment& opened) const {
        const auto bytes =
            std::make_shared<const std::string>(TRY(decrypt(jwe, instance)).plaintext);
        opened.bytes = bytes->size();
        opened.open = internal::open_shared(bytes);
        return content_hash(*bytes);
    }

    // Reads all of it once, to know that the tags and the hash are right, and keeps nothing.
    Result<std::string> open_large(const std::vector<std::shared_ptr<const SpooledJwe>>& parts,
                                   const std::string& instance, ReceivedAttachment& opened) const {
        crypto::Sha512 hash;
        internal::FileParts file;
        for (const auto& jwe : parts) {
            hash = TRY(open_with_a_key(
                instance, [&](const crypto::PrivateKey& key) -> Result<crypto::Sha512> {
                    crypto::Sha512 begun = hash;
                    const std::uint64_t read = TRY(internal::hash_part(jwe, key, begun));
                    opened.bytes += read;
                    file.emplace_back(jwe, key);
                    return begun;
                }));
            if (opened.bytes > attachment_file_bytes) {
                return internal::file_too_large(attachment_file_bytes);
            }
        }
        opened.open = internal::open_parts(std::move(file));
        return crypto::to_hex(hash.finish());
    }

    // check_attachment_set() has shown that it is there.
    [[nodiscard]] std::shared_ptr<const SpooledJwe> jwe_of(const std::string& id) const {
        const auto& ids = picked_.item.attachments;
        const auto index =
            static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
        return picked_.attachment_jwes.at(index);
    }

    const Subscription& subscription_;
    PickedUp picked_;
    ReceivedSubmission received_;

public:
    void finish() {
        received_.ids = picked_.item.ids;
        received_.service_identifier = std::move(picked_.item.service_identifier);
        received_.service_name = std::move(picked_.item.service_name);
        received_.region = std::move(picked_.item.region);
        received_.metadata_jwe = std::move(picked_.item.metadata_jwe);
        received_.data_jwe = std::move(picked_.item.data_jwe);
    }
};

}  // namespace

Problem make_problem(std::string_view slug, std::string_view title, std::string_view instance,
                     std::string detail) {
    return {std::string(event_problems) + std::string(slug), std::string(title),
            detail.empty() ? std::string(title) : std::move(detail), std::string(instance)};
}

Result<AuthenticationTags> tags_of(const PickedUp& picked) {
    AuthenticationTags tags;
    tags.metadata = TRY(authentication_tag(picked.item.metadata_jwe));
    if (!picked.item.data_jwe.empty()) {
        tags.data = TRY(authentication_tag(picked.item.data_jwe));
    }
    VERIFY(picked.attachment_jwes.size() == picked.item.attachments.size(),
           "whoever picked it up has fetched every attachment");
    for (std::size_t i = 0; i < picked.attachment_jwes.size(); ++i) {
        tags.attachments[picked.item.attachments[i]] = TRY(picked.attachment_jwes[i]->tag());
    }
    return tags;
}

Result<Examined> examine(const Subscription& subscription, PickedUp picked,
                         const DataJudge& judge) {
    Examination examination(subscription, std::move(picked));
    if (Fault fault = TRY(examination.check_all())) {
        return Examined(std::vector{std::move(*fault)});
    }
    examination.finish();
    if (judge) {
        std::vector<Problem> problems = judge(examination.received());
        if (!problems.empty()) {
            return Examined(std::move(problems));
        }
    }
    return Examined(std::move(examination.received()));
}

}  // namespace gordion::fitconnect
