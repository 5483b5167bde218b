// SPDX-License-Identifier: EUPL-1.2
#include "reuse/persistent_map.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gordion::reuse {
namespace {

using Map = PersistentMap<std::shared_ptr<const int>>;

TEST(PersistentMap, KeepsWhatAnEarlierCopyHeld) {
    Map map;
    EXPECT_EQ(map.find("a"), nullptr);
    map.set("a", std::make_shared<int>(1));
    const Map before = map;
    map.set("a", std::make_shared<int>(2));
    map.set("b", std::make_shared<int>(3));
    EXPECT_EQ(**before.find("a"), 1);
    EXPECT_EQ(before.find("b"), nullptr);
    EXPECT_EQ(**map.find("a"), 2);
    EXPECT_EQ(**map.find("b"), 3);
}

TEST(PersistentMap, HoldsManyEntries) {
    Map map;
    std::map<std::string, int> expected;
    for (int i = 0; i < 20'000; ++i) {
        const std::string key = std::to_string(i * 7919 % 15'000);
        map.set(key, std::make_shared<int>(i));
        expected[key] = i;
    }
    std::map<std::string, int> seen;
    map.visit([&](const std::string& key, const std::shared_ptr<const int>& value) {
        EXPECT_TRUE(seen.emplace(key, *value).second) << key;
    });
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(**map.find("14999"), expected.at("14999"));
    EXPECT_EQ(map.find("15000"), nullptr);
}

}  // namespace
}  // namespace gordion::reuse
