// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fitconnect/api_client.hpp"
#include "fitconnect/internal/api_call.hpp"

namespace gordion::fitconnect {

struct ApiClient::Inside {
    internal::CallSender sender;

    /// "<submission api>/v2" and the rest.
    [[nodiscard]] std::string submission_url(std::string_view rest) const;
    /// Both generations of the Destination API have the same objects; v1 is what is known to work.
    [[nodiscard]] std::string destination_url(std::string_view rest) const;
    [[nodiscard]] std::string routing_url(std::string_view rest) const;
    Result<formats::Json> load(const internal::ApiCall& call);

    // Submissions and replies have the same shape below another word.
    Result<void> upload(std::string_view kind, std::string_view item, std::string_view attachment,
                        const UploadSource& jwe);
    Result<void> submit(std::string_view kind, std::string_view item, std::string_view metadata_jwe,
                        std::string_view data_jwe);
    Result<ItemPage> list(std::string_view kind, std::string query);
    Result<FetchedItem> fetch(std::string_view kind, std::string_view item);
    Result<void> fetch_attachment(std::string_view kind, std::string_view item,
                                  std::string_view attachment, DownloadTarget& into);
};

namespace internal {

/// The UUID in lower case. Error code: fitconnect.id.
Result<std::string> require_id(std::string_view text);
formats::Json texts_as_json(const std::vector<std::string>& texts);
/// The items of an array, at most `most`. Error code: fitconnect.answer.
Result<const formats::Json::Array*> read_list(const formats::Json& json, std::string_view name,
                                              std::size_t most);
/// An answer with ids of a submission or reply.
Result<ItemIds> read_item_ids(const formats::Json& json, std::string_view id_member);

}  // namespace internal

}  // namespace gordion::fitconnect
