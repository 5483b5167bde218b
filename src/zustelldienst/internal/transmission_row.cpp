// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/internal/transmission_row.hpp"

#include <algorithm>

#include "formats/json.hpp"

namespace gordion::zustelldienst::internal {

using fitconnect::ApiVersion;
using fitconnect::SubjectKind;
using formats::Json;

std::int64_t number_of(SubjectKind kind) {
    return kind == SubjectKind::Submission ? 0 : 1;
}

std::int64_t number_of(ApiVersion version) {
    return version == ApiVersion::V1 ? 1 : 2;
}

std::string write_service(const ServiceName& service) {
    return formats::write_json(Json::object({{"identifier", service.identifier},
                                             {"name", service.name},
                                             {"description", service.description}}));
}

std::string write_ids(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) {
        text += (text.empty() ? "" : " ") + id;
    }
    return text;
}

namespace {

std::vector<std::string> read_ids(std::string_view text) {
    std::vector<std::string> ids;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        ids.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ids;
}

}  // namespace

Result<Transmission> read_transmission(const storage::Row& row) {
    Transmission found;
    found.tenant = {row.text(0)};
    found.id = row.text(1);
    found.kind = row.integer(2) == 0 ? SubjectKind::Submission : SubjectKind::Reply;
    found.case_id = row.text(3);
    found.destination_id = row.text(4);
    found.author = row.text(5);
    found.receiver = row.text(6);
    const Json service = TRY(formats::parse_json(row.text(7)));
    found.service = {service.text_at("identifier"), service.text_at("name"),
                     service.text_at("description")};
    found.region = row.text(8);
    found.announced = read_ids(row.text(9));
    found.missing = row.integer(10);
    const auto state = fitconnect::find_transport_state(row.text(11));
    if (!state) {
        return Error{ErrorKind::Corrupt,
                     "zustelldienst.row",
                     found.id,
                     {{"state", row.text(11)}},
                     "A stored submission or reply has an unknown state."};
    }
    found.state = *state;
    found.created_at = {row.integer(12)};
    found.submitted_at = {row.integer(13)};
    found.changed_at = {row.integer(14)};
    found.due_at = {row.integer(15)};
    if (!row.is_null(16)) {
        found.callback = SealedCallback{row.text(16), row.blob(17)};
    }
    found.version = row.integer(18) == 1 ? ApiVersion::V1 : ApiVersion::V2;
    return found;
}

}  // namespace gordion::zustelldienst::internal
