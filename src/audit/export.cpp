// SPDX-License-Identifier: EUPL-1.2
#include "audit/chain.hpp"
#include "core/text.hpp"

namespace gordion::audit {
namespace {

using formats::Json;

Json to_json(const AuditEntry& entry) {
    return Json::object({{"tenant", entry.tenant.value},
                         {"number", entry.number},
                         {"at", entry.at.ms},
                         {"time", entry.at.to_iso()},
                         {"actor", entry.actor.value},
                         {"purpose", entry.purpose},
                         {"event", entry.event},
                         {"subject", entry.subject},
                         {"details", entry.details},
                         {"previous_hash", entry.previous_hash},
                         {"hash", entry.hash}});
}

Error invalid(std::size_t line, std::string message) {
    return {ErrorKind::Invalid,
            "audit.export_invalid",
            "line " + std::to_string(line),
            {},
            std::move(message)};
}

Result<std::string> text_of(const Json& line, std::string_view name, std::size_t number) {
    const Json* member = line.find(name);
    if (member == nullptr || !member->is_string()) {
        return invalid(number, "The text member \"" + std::string(name) + "\" is missing.");
    }
    return member->as_string();
}

Result<std::int64_t> integer_of(const Json& line, std::string_view name, std::size_t number) {
    const Json* member = line.find(name);
    if (member == nullptr || !member->is_int()) {
        return invalid(number, "The whole number \"" + std::string(name) + "\" is missing.");
    }
    return member->as_int();
}

/// "time" is for people; what counts, and is hashed, is "at".
Result<AuditEntry> parse_entry(const Json& line, std::size_t number) {
    AuditEntry entry;
    entry.tenant.value = TRY(text_of(line, "tenant", number));
    entry.number = TRY(integer_of(line, "number", number));
    entry.at.ms = TRY(integer_of(line, "at", number));
    entry.actor.value = TRY(text_of(line, "actor", number));
    entry.purpose = TRY(text_of(line, "purpose", number));
    entry.event = TRY(text_of(line, "event", number));
    entry.subject = TRY(text_of(line, "subject", number));
    entry.details = TRY(text_of(line, "details", number));
    entry.previous_hash = TRY(text_of(line, "previous_hash", number));
    entry.hash = TRY(text_of(line, "hash", number));
    return entry;
}

}  // namespace

Result<std::string> export_entries(storage::Database& database, const Scope& scope,
                                   const TenantId& tenant) {
    std::string lines;
    const auto head = TRY(visit_chain(
        database, scope, tenant, [&] { lines.clear(); },
        [&](const AuditEntry& entry) { lines += formats::write_json(to_json(entry)) + '\n'; }));
    const ChainHead end = head.value_or(ChainHead{});
    lines += formats::write_json(Json::object({{"head", Json::object({{"tenant", tenant.value},
                                                                      {"number", end.number},
                                                                      {"hash", end.hash}})}})) +
             '\n';
    return lines;
}

Result<ChainReport> verify_export(std::string_view text) {
    std::optional<ChainWalk> walk;
    std::optional<ChainHead> head;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto parsed = formats::parse_json(line);
        if (!parsed.has_value() || !parsed.value().is_object()) {
            return invalid(number, "Not a JSON object; the export may have been cut.");
        }
        if (head) {
            return invalid(number, "Nothing may follow the line of the head.");
        }
        if (const Json* ending = parsed.value().find("head")) {
            if (!walk) {
                walk.emplace(TenantId{TRY(text_of(*ending, "tenant", number))});
            }
            const auto last = TRY(integer_of(*ending, "number", number));
            std::string hash = TRY(text_of(*ending, "hash", number));
            head = {last, std::move(hash)};
            continue;
        }
        const AuditEntry entry = TRY(parse_entry(parsed.value(), number));
        if (!walk) {
            walk.emplace(entry.tenant);
        }
        walk->add(entry);
    }
    if (!walk) {
        return invalid(0, "The export is empty.");
    }
    return walk->finish(head);
}

}  // namespace gordion::audit
