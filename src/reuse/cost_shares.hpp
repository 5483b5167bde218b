// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/money.hpp"
#include "formats/json.hpp"

namespace gordion::reuse {

// What the use of an offer costs, and who bears how much of it. Source: IT-Planungsrat, decision
// 2021/24 of 23.6.2021, as domain/efa.md, section 7, tells it.

/// The costs of co-use that may be shared; others may not.
enum class CostType {
    Infrastructure,      ///< (a) operation of infrastructure
    FurtherDevelopment,  ///< (b) professional further development, change management
    Platform,            ///< (c) platform fees in the EfA share, unless they are in (a)
    Operation,           ///< (d) direct operation, maintenance, support
    Cases,               ///< (e) directly attributable case costs: print, post
};

/// By what costs are divided.
enum class ShareKey {
    Inhabitants,
    Uses,  ///< actual uses in the year
    TargetGroup,
    /// The shares of the Länder that take part, rescaled to the whole ("adapted"); within a Land by
    /// inhabitants.
    Koenigsteiner,
};

enum class TermsKind {
    Free,      ///< the provider bears everything
    PassedOn,  ///< everybody pays the same price: so much a year, and so much for each use
    Shared,    ///< costs are divided by keys
};

std::string_view to_string(CostType type);   ///< "infrastructure" …
std::string_view to_string(ShareKey key);    ///< "inhabitants", "uses" …
std::string_view to_string(TermsKind kind);  ///< "free", "passed_on", "shared"

struct CostItem {
    std::string name;
    CostType type = CostType::Operation;
    Money yearly;
};

/// A key for so many per cent of every cost.
struct WeightedKey {
    ShareKey key = ShareKey::Uses;
    std::int64_t percent = 100;
};

/// The key of a year in hundred-thousandths of a per cent ("21.21010" → 2121010), by Land.
struct KoenigsteinerKey {
    int year = 0;
    std::map<std::string, std::int64_t> shares;
};

/// Terms of an offer.
struct CostTerms {
    TermsKind kind = TermsKind::Free;
    std::vector<CostItem> items;    ///< Shared: what is divided; Free: what the provider bears
    std::vector<WeightedKey> keys;  ///< Shared: chosen by the steering group; they sum to 100
    /// Without unanimity actual uses are the key, whatever was chosen.
    bool is_unanimous = true;
    Money price_a_year;  ///< PassedOn
    Money price_a_use;   ///< PassedOn
};

/// {"kind","unanimous","item":[{"name","type","yearly"}],"key":[{"by","percent"}],
/// "price_a_year","price_a_use"} as TOML gives it. Error code: reuse.cost_terms (Invalid; place:
/// the member).
Result<CostTerms> read_cost_terms(const formats::Json& json);

/// Who takes part. Values that no key in use needs may be absent.
struct Participant {
    std::string id;  ///< part of the ARS
    std::string name;
    std::optional<std::int64_t> inhabitants;
    std::optional<std::int64_t> uses;
    std::optional<std::int64_t> target_group;
    std::string payer;  ///< who pays for it; empty: itself
};

/// One figure of a share, with everything it was computed from: `pot` × `value` / `sum`, rounded
/// so that all shares of the pot sum to it.
struct SharePart {
    std::string item;
    CostType type = CostType::Operation;
    ShareKey key = ShareKey::Uses;
    std::int64_t percent = 100;  ///< of the item that this key divides
    Money pot;                   ///< of all, or of the Land for the second step of Königsteiner
    std::int64_t value = 0;
    std::int64_t sum = 0;
    Money amount;
};

struct CostShare {
    std::string participant;
    std::string payer;
    Money amount;
    std::vector<SharePart> parts;  ///< Shared
};

struct CostSharing {
    Money total;                    ///< of all shares
    std::vector<WeightedKey> keys;  ///< as applied
    std::vector<CostShare> shares;  ///< in the order of the participants
    std::map<std::string, Money> by_payer;
};

/// The shares of one year. Exact: the parts sum to the shares, the shares to the total, and where
/// costs are shared, the total to the costs.
///
/// Error codes, kind Invalid: reuse.cost_nobody, reuse.cost_negative (place: the item),
/// reuse.cost_keys (they do not sum to 100, or one comes twice), reuse.cost_value (a value that the
/// key needs is absent or negative; values participant, key), reuse.cost_key_empty (all values are
/// 0; value key), reuse.cost_land (Königsteiner knows no such Land; value participant),
/// reuse.cost_too_large.
Result<CostSharing> share_costs(const CostTerms& terms, const std::vector<Participant>& all,
                                const KoenigsteinerKey& koenigsteiner);

}  // namespace gordion::reuse
