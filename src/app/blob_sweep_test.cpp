// SPDX-License-Identifier: EUPL-1.2
#include "app/blob_sweep.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gordion::app {
namespace {

// A table that nobody asks would lose its files after the grace.
TEST(BlobSweep, AsksForEveryTableThatNamesBlobs) {
    std::set<std::string> tables;
    for (const storage::Migration& migration : all_migrations()) {
        std::size_t column = migration.sql.find("blob_id text");
        for (; column != std::string::npos;
             column = migration.sql.find("blob_id text", column + 1)) {
            const std::string word = "CREATE TABLE ";
            const std::size_t table = migration.sql.rfind(word, column);
            ASSERT_NE(table, std::string::npos) << migration.module;
            const std::size_t begin = table + word.size();
            tables.insert(migration.sql.substr(begin, migration.sql.find(' ', begin) - begin));
        }
    }
    EXPECT_EQ(tables,
              (std::set<std::string>{"antrag_uploads", "attachments", "fitconnect_attachments"}));
    EXPECT_EQ(blob_namers().size(), tables.size());
}

}  // namespace
}  // namespace gordion::app
