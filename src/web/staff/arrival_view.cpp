// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/arrival_view.hpp"

#include "core/text.hpp"
#include "fitconnect/metadata.hpp"
#include "web/page.hpp"
#include "web/staff/case_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Json row(const Exchange& exchange, std::string_view label, const std::string& value) {
    return Json::object(
        {{"label", exchange.text("arrival." + std::string(label))}, {"value", value}});
}

void push_if(Json& rows, const Exchange& exchange, std::string_view label,
             const std::string& value) {
    if (!value.empty()) {
        rows.push(row(exchange, label, value));
    }
}

// What the sending system says of itself; a delivery server tells nobody who sent.
std::string sender_of(const fitconnect::Metadata& metadata) {
    if (!metadata.author) {
        return {};
    }
    const auto& author = *metadata.author;
    const std::string product =
        author.product.empty() ? "" : " (" + author.product + " " + author.product_version + ")";
    return author.name + product;
}

std::string reply_channel_of(const Exchange& exchange, const fitconnect::Metadata& metadata) {
    if (!metadata.reply_channel) {
        return exchange.text("arrival.channel_none");
    }
    const std::string& kind = metadata.reply_channel->kind;
    const std::string& address = metadata.reply_channel->address;
    return address.empty() ? kind : kind + ": " + address;
}

Json facts(const Exchange& exchange, const app::CaseView& view,
           const fitconnect::Metadata& metadata) {
    const cases::Arrival& arrival = *view.arrival;
    Json rows = Json::array();
    rows.push(row(exchange, "at", arrival.received_at.to_german()));
    rows.push(row(exchange, "server", arrival.server));
    rows.push(row(exchange, "destination", arrival.remote_destination));
    rows.push(row(exchange, "submission", arrival.remote_submission));
    rows.push(row(exchange, "case", arrival.remote_case));
    rows.push(row(exchange, "service", arrival.service_identifier));
    push_if(rows, exchange, "region", arrival.region);
    push_if(rows, exchange, "sender", sender_of(metadata));
    push_if(rows, exchange, "reference", metadata.sender_reference);
    push_if(rows, exchange, "applied_on",
            metadata.applied_on ? metadata.applied_on->to_german() : "");
    for (const auto& report : metadata.identification_reports) {
        rows.push(row(exchange, "identification",
                      exchange.text("arrival.identification_text", {{"version", report.version}})));
    }
    rows.push(row(exchange, "reply_channel", reply_channel_of(exchange, metadata)));
    return rows;
}

Json files(const app::CaseView& view, const fitconnect::Metadata& metadata) {
    Json list = Json::array();
    for (const fitconnect::MetadataAttachment& one : metadata.attachments) {
        list.push(
            Json::object({{"name", one.file_name.empty() ? one.id : one.file_name},
                          {"type", one.media_type},
                          {"description", one.description},
                          {"url", case_url(view.opened.opened) + "/datei/" + url_part(one.id)}}));
    }
    return list;
}

// Where letters go: back over FIT-Connect, with how far each came, or nowhere from here.
std::string way_back(const Exchange& exchange, const app::CaseView& view) {
    if (!view.arrival->takes_replies()) {
        const std::string& kind = view.arrival->reply_channel;
        return kind.empty() ? exchange.text("arrival.way_none")
                            : exchange.text("arrival.way_other", {{"kind", kind}});
    }
    std::size_t sent = 0;
    for (const cases::ArrivalReply& reply : view.sent_replies) {
        sent += reply.sent_at ? 1 : 0;
    }
    return exchange.text("arrival.way_fitconnect",
                         {{"sent", std::to_string(sent)},
                          {"waiting", std::to_string(view.sent_replies.size() - sent)}});
}

}  // namespace

Html arrival_section(const Exchange& exchange, const app::CaseView& view) {
    if (!view.arrival) {
        return {};
    }
    const auto read = fitconnect::read_metadata(view.opened.metadata.reveal());
    const fitconnect::Metadata metadata =
        read.value ? read.value->metadata : fitconnect::Metadata{};
    Json attached = files(view, metadata);
    const bool has_files = attached.size() > 0;
    return exchange.site.render(
        "staff/arrival",
        Json::object({{"facts", facts(exchange, view, metadata)},
                      {"has_files", has_files},
                      {"files", std::move(attached)},
                      {"metadata_url", case_url(view.opened.opened) + "/metadaten"},
                      {"data_url", case_url(view.opened.opened) + "/fachdaten"},
                      {"way_back", way_back(exchange, view)},
                      {"is_cut_off", !view.arrival->takes_replies()}}),
        exchange.language);
}

}  // namespace gordion::web
