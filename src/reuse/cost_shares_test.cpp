// SPDX-License-Identifier: EUPL-1.2
#include "reuse/cost_shares.hpp"

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "formats/toml.hpp"

namespace gordion::reuse {
namespace {

const KoenigsteinerKey key_2016{2016, {{"01", 339'074}, {"02", 255'752}, {"09", 1'553'327}}};

std::vector<Participant> three() {
    return {{"01", "Schleswig-Holstein", 2'959'517, 100, 10, ""},
            {"02", "Hamburg", 1'862'565, 300, 20, ""},
            {"09", "Bayern", 13'248'928, 600, 70, ""}};
}

CostTerms shared(std::vector<WeightedKey> keys, std::int64_t cents) {
    CostTerms terms;
    terms.kind = TermsKind::Shared;
    terms.items = {{"Betrieb", CostType::Operation, {cents}}};
    terms.keys = std::move(keys);
    return terms;
}

std::vector<std::int64_t> cents_of(const CostSharing& sharing) {
    std::vector<std::int64_t> cents;
    for (const CostShare& share : sharing.shares) {
        cents.push_back(share.amount.cents);
    }
    return cents;
}

TEST(CostShares, AreDividedByEachKey) {
    using Cents = std::vector<std::int64_t>;
    const auto by = [&](ShareKey key) {
        return cents_of(share_costs(shared({{key, 100}}, 100'000), three(), key_2016).value());
    };
    EXPECT_EQ(by(ShareKey::Uses), (Cents{10'000, 30'000, 60'000}));
    EXPECT_EQ(by(ShareKey::TargetGroup), (Cents{10'000, 20'000, 70'000}));
    EXPECT_EQ(by(ShareKey::Inhabitants), (Cents{16'377, 10'307, 73'316}));
    // 3.39074 : 2.55752 : 15.53327 of 21.48153 per cent that take part.
    EXPECT_EQ(by(ShareKey::Koenigsteiner), (Cents{15'784, 11'906, 72'310}));
}

TEST(CostShares, CombineKeysAndKeepEveryInput) {
    const auto sharing = share_costs(
        shared({{ShareKey::Uses, 70}, {ShareKey::Inhabitants, 30}}, 99'999), three(), key_2016);
    ASSERT_TRUE(sharing.has_value()) << sharing.error().to_text();
    EXPECT_EQ(sharing.value().total.cents, 99'999);
    const CostShare& hamburg = sharing.value().shares[1];
    ASSERT_EQ(hamburg.parts.size(), 2U);
    EXPECT_EQ(hamburg.parts[0].pot.cents, 69'999);
    EXPECT_EQ(hamburg.parts[0].value, 300);
    EXPECT_EQ(hamburg.parts[0].sum, 1'000);
    EXPECT_EQ(hamburg.parts[0].percent, 70);
    EXPECT_EQ(hamburg.parts[1].pot.cents, 30'000);
    EXPECT_EQ(hamburg.parts[0].amount.cents + hamburg.parts[1].amount.cents, hamburg.amount.cents);
}

TEST(CostShares, FollowUsesWhereThereIsNoUnanimity) {
    CostTerms terms = shared({{ShareKey::Inhabitants, 100}}, 1'000);
    terms.is_unanimous = false;
    const auto sharing = share_costs(terms, three(), key_2016);
    ASSERT_TRUE(sharing.has_value());
    EXPECT_EQ(cents_of(sharing.value()), (std::vector<std::int64_t>{100, 300, 600}));
    EXPECT_EQ(sharing.value().keys.front().key, ShareKey::Uses);
}

TEST(CostShares, DivideWithinALandByInhabitants) {
    const std::vector<Participant> all{{"010545459", "Pellworm", 300, {}, {}, "01"},
                                       {"010020000000", "Kiel", 700, {}, {}, "01"},
                                       {"09162", "München", 1'500'000, {}, {}, ""}};
    const auto sharing =
        share_costs(shared({{ShareKey::Koenigsteiner, 100}}, 1'000'000), all, key_2016);
    ASSERT_TRUE(sharing.has_value()) << sharing.error().to_text();
    EXPECT_EQ(cents_of(sharing.value()), (std::vector<std::int64_t>{53'753, 125'424, 820'823}));
    // The Land pays for its municipalities, because a field says so.
    EXPECT_EQ(sharing.value().by_payer.at("01").cents, 179'177);
    EXPECT_EQ(sharing.value().by_payer.at("09162").cents, 820'823);
}

TEST(CostShares, OfAPriceAreWhatItSays) {
    CostTerms terms;
    terms.kind = TermsKind::PassedOn;
    terms.price_a_year = {12'000};
    terms.price_a_use = {150};
    const auto sharing = share_costs(terms, three(), key_2016);
    ASSERT_TRUE(sharing.has_value());
    EXPECT_EQ(cents_of(sharing.value()), (std::vector<std::int64_t>{27'000, 57'000, 102'000}));
    EXPECT_EQ(sharing.value().total.cents, 186'000);
    terms.kind = TermsKind::Free;
    EXPECT_EQ(share_costs(terms, three(), key_2016).value().total.cents, 0);
}

TEST(CostShares, SumExactlyWhateverTheNumbers) {
    SeededRandom random(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<Participant> all;
        const auto count = 1 + random.below(30);
        for (std::uint64_t i = 0; i < count; ++i) {
            const char* land = std::array{"01", "02", "09"}.at(random.below(3));
            all.push_back({std::string(land) + std::to_string(100 + i), "",
                           1 + static_cast<std::int64_t>(random.below(2'000'000)),
                           1 + static_cast<std::int64_t>(random.below(5'000)),
                           static_cast<std::int64_t>(random.below(9)) + 1, ""});
        }
        const auto cents = static_cast<std::int64_t>(random.below(1'000'000'000));
        const auto sharing = share_costs(
            shared(
                {{ShareKey::Uses, 33}, {ShareKey::Koenigsteiner, 33}, {ShareKey::TargetGroup, 34}},
                cents),
            all, key_2016);
        ASSERT_TRUE(sharing.has_value()) << sharing.error().to_text();
        std::int64_t sum = 0;
        for (const CostShare& share : sharing.value().shares) {
            std::int64_t parts = 0;
            for (const SharePart& part : share.parts) {
                parts += part.amount.cents;
            }
            EXPECT_EQ(parts, share.amount.cents);
            sum += parts;
        }
        EXPECT_EQ(sum, cents);
        EXPECT_EQ(sharing.value().total.cents, cents);
    }
}

TEST(CostShares, SayWhatCannotBeDivided) {
    struct Row {
        const char* code;
        CostTerms terms;
        std::vector<Participant> all;
    };
    std::vector<Participant> without_uses = three();
    without_uses[1].uses.reset();
    std::vector<Participant> no_uses = three();
    for (Participant& participant : no_uses) {
        participant.uses = 0;
    }
    std::vector<Participant> abroad = three();
    abroad[0].id = "99";
    const std::vector<Row> rows{
        {"reuse.cost_nobody", shared({{ShareKey::Uses, 100}}, 1), {}},
        {"reuse.cost_negative", shared({{ShareKey::Uses, 100}}, -1), three()},
        {"reuse.cost_too_large", shared({{ShareKey::Uses, 100}}, 1LL << 60), three()},
        {"reuse.cost_keys", shared({{ShareKey::Uses, 99}}, 1), three()},
        {"reuse.cost_keys", shared({}, 1), three()},
        {"reuse.cost_keys", shared({{ShareKey::Uses, 50}, {ShareKey::Uses, 50}}, 1), three()},
        {"reuse.cost_keys", shared({{ShareKey::Uses, 150}, {ShareKey::Inhabitants, -50}}, 1),
         three()},
        {"reuse.cost_value", shared({{ShareKey::Uses, 100}}, 1), without_uses},
        {"reuse.cost_key_empty", shared({{ShareKey::Uses, 100}}, 1), no_uses},
        {"reuse.cost_land", shared({{ShareKey::Koenigsteiner, 100}}, 1), abroad}};
    for (const Row& row : rows) {
        const auto sharing = share_costs(row.terms, row.all, key_2016);
        ASSERT_FALSE(sharing.has_value()) << row.code;
        EXPECT_EQ(sharing.error().code, row.code);
    }
}

TEST(CostShares, AreReadFromTerms) {
    const auto toml = formats::parse_toml(R"(
kind = "shared"
unanimous = false
[[item]]
name = "Betrieb"
type = "operation"
yearly = "12000.50"
[[key]]
by = "inhabitants"
percent = 100
)");
    ASSERT_TRUE(toml.has_value());
    const auto terms = read_cost_terms(toml.value().root);
    ASSERT_TRUE(terms.has_value()) << terms.error().to_text();
    EXPECT_EQ(terms.value().items.front().yearly.cents, 1'200'050);
    EXPECT_FALSE(terms.value().is_unanimous);
    for (const char* text :
         {"kind = \"cheap\"", "kind = \"shared\"\nunanimous = 1", "kind = \"shared\"\nitem = 3",
          "kind = \"shared\"\n[[item]]\nname = \"x\"\ntype = \"development\"",
          "kind = \"shared\"\n[[key]]\nby = \"inhabitants\"\npercent = 1.5",
          "kind = \"passed_on\"\nprice_a_year = \"free\""}) {
        const auto wrong = read_cost_terms(formats::parse_toml(text).value().root);
        ASSERT_FALSE(wrong.has_value()) << text;
        EXPECT_EQ(wrong.error().code, "reuse.cost_terms");
    }
}

}  // namespace
}  // namespace gordion::reuse
