// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::cases {

/// On which delivery server of FIT-Connect a matter came in. Ids, no content.
struct Arrival {
    TenantId tenant;
    SubmissionId submission;         ///< ours
    std::string server;              ///< URL of its Submission API
    std::string remote_destination;  ///< UUIDs as that server gave them
    std::string remote_submission;
    std::string remote_case;
    std::string service_identifier;
    std::string region;         ///< "DE…", or empty
    std::string reply_channel;  ///< kind in the metadata ("fitConnect", "eMail", …); may be empty
    Instant received_at;

    /// Whether letters go back to the delivery server.
    [[nodiscard]] bool takes_replies() const { return reply_channel == "fitConnect"; }
};

/// A letter on its way back over the reply channel.
struct ArrivalReply {
    std::string reply;         ///< delivery::Reply::id
    std::string remote_reply;  ///< as the server announced it; empty before
    std::optional<Instant> sent_at;
};

/// The rows of case_arrivals: the one place that knows whether a foreign submission is here
/// already. The functions with a Connection run inside the caller's transaction.
class ArrivalStore {
public:
    explicit ArrivalStore(storage::Database& database) : database_(&database) {}

    /// False if this submission of that server's destination was taken in before.
    static Result<bool> insert_arrival(storage::Connection& connection, const Arrival& made);
    static Result<std::optional<Arrival>> find_by_submission(storage::Connection& connection,
                                                             const TenantId& tenant,
                                                             const SubmissionId& submission);
    /// The letter is to be sent.
    static Result<void> insert_reply(storage::Connection& connection, const Arrival& of,
                                     const std::string& reply);

    Result<std::optional<Arrival>> find_by_submission(const Scope& scope, const TenantId& tenant,
                                                      const SubmissionId& submission);
    Result<bool> has_arrived(const Scope& scope, const TenantId& tenant,
                             const std::string& remote_destination,
                             const std::string& remote_submission);
    Result<std::vector<ArrivalReply>> list_replies(const Scope& scope, const TenantId& tenant,
                                                   const SubmissionId& submission);
    /// How far the letter came: announced (so that a later try goes on with the same), sent.
    Result<void> note_reply(const Scope& scope, const Arrival& of, const ArrivalReply& reply);

private:
    storage::Database* database_;
};

}  // namespace gordion::cases
