// SPDX-License-Identifier: EUPL-1.2
// The way in from another delivery server.
#include "delivery/handover.hpp"
#include "delivery/internal/destination_key.hpp"
#include "delivery/internal/enclosure_blobs.hpp"

namespace gordion::delivery {

Result<Submission> HandoverDesk::take_in(const Scope& scope, const ReceivedHandover& received,
                                         const AlsoWriteOf& also) {
    const crypto::PublicKey key = TRY(internal::strong_key(received.destination));
    Submission made;
    made.id = {make_uuid(*clock_, *random_)};
    made.tenant = received.destination.tenant;
    made.number = received.number;
    made.service = received.service;
    made.package_id = received.package_id;
    made.package_version = received.package_version;
    made.ars = received.ars;
    made.destination = received.destination.id;
    made.channel = received.destination.channel;
    made.submitted_at = clock_->now();
    made.frist_on = received.frist_on;

    EnclosureBlobs blobs(*blobs_);
    EncryptedParts parts;
    for (const ReceivedFile& file : received.files) {
        parts.enclosures.push_back(TRY(blobs.put_file(file, key)));
    }
    parts.data_jwe = TRY(crypto::encrypt_jwe(received.fachdaten.reveal(), key, "application/json"));
    parts.metadata_jwe =
        TRY(crypto::encrypt_jwe(received.metadata.reveal(), key, "application/json"));
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(insert_received(connection, made, parts, received.reply_jwk));
        TRY(begin(connection, made));
        return also(connection, made);
    }));
    blobs.keep();
    return made;
}

}  // namespace gordion::delivery
