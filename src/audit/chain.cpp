// SPDX-License-Identifier: EUPL-1.2
#include "audit/chain.hpp"

#include <fmt/format.h>

#include "crypto/hashes.hpp"

namespace gordion::audit {

std::string_view to_string(ChainFault fault) {
    switch (fault) {
        case ChainFault::Gap:
            return "gap";
        case ChainFault::Changed:
            return "changed";
        case ChainFault::CutOff:
            return "cut_off";
    }
    return "";
}

std::string canonical_text(const AuditEntry& entry) {
    // The first line names the form, so that a later form cannot be mistaken for this one.
    std::string text = "gordion-audit-1\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{}:{}:{}\n", name, value.size(), value);
    };
    add("tenant", entry.tenant.value);
    add("number", std::to_string(entry.number));
    add("at", std::to_string(entry.at.ms));
    add("actor", entry.actor.value);
    add("purpose", entry.purpose);
    add("event", entry.event);
    add("subject", entry.subject);
    add("details", entry.details);
    add("previous_hash", entry.previous_hash);
    return text;
}

std::string hash_of(const AuditEntry& entry) {
    return crypto::to_hex(crypto::sha256(canonical_text(entry)));
}

void ChainWalk::note(ChainFault fault, std::int64_t number) {
    if (!report_.fault) {
        report_.fault = fault;
        report_.first_broken_number = number;
    }
}

void ChainWalk::add(const AuditEntry& entry) {
    const std::int64_t expected = last_number_ + 1;
    if (entry.number != expected) {
        note(ChainFault::Gap, expected);
    } else if (entry.tenant != report_.tenant || hash_of(entry) != entry.hash ||
               entry.previous_hash != report_.last_hash) {
        note(ChainFault::Changed, entry.number);
    }
    ++report_.entries;
    last_number_ = entry.number;
    report_.last_hash = entry.hash;
}

ChainReport ChainWalk::finish(const std::optional<ChainHead>& head) {
    const ChainHead claimed = head.value_or(ChainHead{});
    if (claimed.number > last_number_) {
        note(ChainFault::CutOff, last_number_ + 1);
    } else if (claimed.number < last_number_) {
        note(ChainFault::CutOff, claimed.number + 1);
    } else if (claimed.hash != report_.last_hash) {
        note(ChainFault::CutOff, last_number_);
    }
    return report_;
}

}  // namespace gordion::audit
