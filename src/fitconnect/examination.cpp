// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/examination.hpp"

#include <algorithm>
#include <set>

#include "crypto/hashes.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

// One step of the examination: what it found wrong. Not an Error, because the sender is told.
using Fault = std::optional<Problem>;

class Examination {
public:
    Examination(const Subscription& subscription, PickedUp picked)
        : subscription_(subscription), picked_(std::move(picked)) {}

    Fault check_all() {
        using Step = Fault (Examination::*)();
        for (const Step step : {&Examination::check_tags, &Examination::open_metadata,
                                &Examination::check_service, &Examination::check_attachment_set,
                                &Examination::open_data, &Examination::open_attachments}) {
            if (Fault fault = (this->*step)()) {
                return fault;
            }
        }
        return {};
    }
    ReceivedSubmission& received() { return received_; }

private:
    Fault check_tags() {
        auto tags = tags_of(picked_);
        if (!tags || !picked_.log.submitted_tags ||
            !compare_tags(*picked_.log.submitted_tags, tags.value())) {
            return make_problem("authentication-tag-incorrect", "Authentication tag incorrect",
                                "submission");
        }
        received_.tags = std::move(tags).value();
        return {};
    }

    Result<crypto::Decrypted> decrypt(std::string_view jwe) const {
        Result<crypto::Decrypted> opened =
            Error{ErrorKind::Invalid, "crypto.jwe_undecryptable", "", {}, "There is no key."};
        for (const crypto::PrivateKey& key : subscription_.encryption_keys) {
            opened = crypto::decrypt_jwe(jwe, key);
            if (opened || opened.error().code != "crypto.jwe_undecryptable") {
                break;
            }
        }
        return opened;
    }

    static Problem undecryptable(const std::string& instance) {
        return make_problem("encryption-issue", "Decryption failed", instance);
    }

    Fault open_metadata() {
        auto opened = decrypt(picked_.item.metadata_jwe);
        if (!opened) {
            return undecryptable("metadata");
        }
        const auto json = formats::parse_json(opened.value().plaintext);
        if (!json) {
            return make_problem("syntax-violation", "Syntax violation", "metadata",
                                "The metadata are no JSON.");
        }
        auto read = read_metadata(json.value());
        if (!read.value) {
            const bool is_unknown =
                std::any_of(read.findings.begin(), read.findings.end(), [](const Finding& finding) {
                    return finding.code == "fitconnect.metadata_unknown";
                });
            return make_problem(is_unknown ? "unsupported-schema" : "schema-violation",
                                is_unknown ? "Unsupported schema" : "Schema violation", "metadata",
                                read.findings.empty() ? "" : "At " + read.findings.front().place);
        }
        received_.metadata = Sensitive(std::move(read.value->metadata));
        received_.metadata_record = Sensitive(std::move(opened.value().plaintext));
        return {};
    }

    Fault check_service() {
        const auto& services = subscription_.destination.services;
        const auto offered = std::find_if(services.begin(), services.end(), [&](const auto& one) {
            return one.identifier == picked_.item.service_identifier;
        });
        if (!services.empty() && offered == services.end()) {
            return make_problem("unsupported-service", "Unsupported service", "submission");
        }
        const auto& data = received_.metadata.reveal().data;
        if (!data || picked_.item.data_jwe.empty()) {
            return make_problem("missing-data", "Data missing", "submission");
        }
        if (offered != services.end() && std::find(offered->schemas.begin(), offered->schemas.end(),
                                                   data->schema) == offered->schemas.end()) {
            return make_problem("unsupported-schema", "Unsupported schema", "data");
        }
        received_.schema_uri = data->schema.uri;
        received_.data_media_type = data->schema.media_type;
        return {};
    }

    Fault check_attachment_set() {
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
            return make_problem("attachments-mismatch", "Attachments mismatch", "submission");
        }
        return {};
    }

    Fault open_data() {
        auto opened = decrypt(picked_.item.data_jwe);
        if (!opened) {
            return undecryptable("data");
        }
        std::string& plaintext = opened.value().plaintext;
        if (crypto::to_hex(crypto::sha512(plaintext)) != received_.metadata.reveal().data->hash) {
            return make_problem("hash-mismatch", "Hash mismatch", "data");
        }
        if (received_.data_media_type == "application/json" && !formats::parse_json(plaintext)) {
            return make_problem("syntax-violation", "Syntax violation", "data",
                                "The data are no JSON.");
        }
        received_.data = Sensitive(std::move(plaintext));
        return {};
    }

    // Fragments are put together in the order of their list; the hash is over the whole file.
    Fault open_attachments() {
        for (const MetadataAttachment& described : received_.metadata.reveal().attachments) {
            const std::string instance = "attachment:" + described.id;
            const std::vector<std::string> parts =
                described.fragments.empty() ? std::vector{described.id} : described.fragments;
            std::string bytes;
            std::string jwe;
            for (const std::string& part : parts) {
                jwe = jwe_of(part);
                const auto opened = decrypt(jwe);
                if (!opened) {
                    return undecryptable(instance);
                }
                bytes += opened.value().plaintext;
            }
            if (crypto::to_hex(crypto::sha512(bytes)) != described.hash) {
                return make_problem("hash-mismatch", "Hash mismatch", instance);
            }
            received_.attachments.push_back({described,
                                             parts.size() == 1 ? std::move(jwe) : std::string(),
                                             Sensitive(std::move(bytes))});
        }
        return {};
    }

    // check_attachment_set() has shown that it is there.
    std::string jwe_of(const std::string& id) {
        const auto& ids = picked_.item.attachments;
        const auto index =
            static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
        return std::move(picked_.attachment_jwes.at(index));
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
        tags.attachments[picked.item.attachments[i]] =
            TRY(authentication_tag(picked.attachment_jwes[i]));
    }
    return tags;
}

std::variant<ReceivedSubmission, std::vector<Problem>> examine(const Subscription& subscription,
                                                               PickedUp picked,
                                                               const DataJudge& judge) {
    Examination examination(subscription, std::move(picked));
    if (Fault fault = examination.check_all()) {
        return std::vector{std::move(*fault)};
    }
    examination.finish();
    if (judge) {
        std::vector<Problem> problems = judge(examination.received());
        if (!problems.empty()) {
            return problems;
        }
    }
    return std::move(examination.received());
}

}  // namespace gordion::fitconnect
