// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "storage/database.hpp"
#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst::internal {

/// In the order in which read_transmission() wants them.
inline constexpr std::string_view transmission_columns =
    "tenant_id, id, kind, case_id, destination_id, author, receiver, service, region, announced,"
    " missing, state, created_at, submitted_at, changed_at, due_at, callback_url, callback_secret,"
    " version";

/// Error code: zustelldienst.row (a row that this program did not write).
Result<Transmission> read_transmission(const storage::Row& row);

std::int64_t number_of(fitconnect::SubjectKind kind);
std::int64_t number_of(fitconnect::ApiVersion version);
std::string write_service(const ServiceName& service);
std::string write_ids(const std::vector<std::string>& ids);

}  // namespace gordion::zustelldienst::internal
