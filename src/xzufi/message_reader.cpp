// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/message_reader.hpp"

#include <array>
#include <charconv>

#include "core/text.hpp"
#include "formats/xml.hpp"
#include "xzufi/internal/message_handler.hpp"

namespace gordion::xzufi {
namespace {

using formats::Json;

// The text of a leaf, with or without attributes.
std::string leaf_text(const Json& part, std::string_view key) {
    const Json* found = part.find(key);
    return found != nullptr && found->is_object() ? found->text_at("value") : part.text_at(key);
}

std::optional<std::int64_t> find_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = fault == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

// "+02:00" or "Z" in minutes; nothing else is understood. Without zone it is taken for UTC: times
// are only compared with others of the same sender.
std::optional<std::int64_t> find_zone(std::string_view zone) {
    if (zone.empty() || zone == "Z") {
        return 0;
    }
    const bool shape = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':';
    const auto hours = shape ? find_number(zone.substr(1, 2)) : std::nullopt;
    const auto minutes = shape ? find_number(zone.substr(4, 2)) : std::nullopt;
    if (!hours || !minutes || *hours > 14 || *minutes > 59) {
        return std::nullopt;
    }
    return (zone[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

// An xsd:dateTime, or a date alone.
std::optional<Instant> find_instant(std::string_view text) {
    const auto date = parse_date(text.substr(0, 10));
    if (!date) {
        return std::nullopt;
    }
    std::int64_t ms = date.value().days_since_epoch() * 24 * 3600 * 1000;
    std::string_view rest = text.substr(10);
    if (rest.starts_with('T')) {
        if (rest.size() < 9 || rest[3] != ':' || rest[6] != ':') {
            return std::nullopt;
        }
        const std::array parts{find_number(rest.substr(1, 2)), find_number(rest.substr(4, 2)),
                               find_number(rest.substr(7, 2))};
        const std::array<std::int64_t, 3> most{23, 59, 60};
        std::int64_t seconds = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (!parts.at(i) || *parts.at(i) < 0 || *parts.at(i) > most.at(i)) {
                return std::nullopt;
            }
            seconds = seconds * 60 + *parts.at(i);
        }
        ms += seconds * 1000;
        rest.remove_prefix(9);
        if (rest.starts_with('.')) {
            const std::size_t digits = rest.find_first_not_of("0123456789", 1);
            std::string thousandths(rest.substr(1, std::min<std::size_t>(digits, 4) - 1));
            thousandths.resize(3, '0');
            ms += find_number(thousandths).value_or(0);
            rest.remove_prefix(std::min(digits, rest.size()));
        }
    }
    const auto zone = find_zone(rest);
    return zone ? std::optional(Instant{ms - *zone * 60 * 1000}) : std::nullopt;
}

void read_head(MessageHead& head) {
    const Json* inner = head.content.find("nachrichtenkopf");
    const Json none = Json::object();
    const Json& header = inner == nullptr ? none : *inner;
    const auto either = [&](std::string_view key) {
        const std::string outside = leaf_text(head.content, key);
        return outside.empty() ? leaf_text(header, key) : outside;
    };
    head.id = leaf_text(header, "nachrichtenID");
    head.created_at = find_instant(leaf_text(header, "erstellungszeitpunkt"));
    head.transaction_id = either("transaktionID");
    head.transaction_position = find_number(either("transaktionPosition")).value_or(0);
}

}  // namespace

Result<ReadMessage> read_message(ByteSource& source, const ObjectListener& listener,
                                 const MessageLimits& limits) {
    internal::MessageHandler handler(listener, limits);
    TRY(formats::read_xml(source, handler, {.bytes = limits.bytes, .depth = limits::xml_depth}));
    ReadMessage read = handler.take();
    read_head(read.head);
    return read;
}

}  // namespace gordion::xzufi
