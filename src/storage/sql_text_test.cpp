// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sql_text.hpp"

#include <gtest/gtest.h>

namespace gordion::storage::internal {
namespace {

TEST(SqlText, RewritesPlaceholdersOnlyOutsideOfQuotesAndComments) {
    struct Case {
        const char* sql;
        const char* expected;
    };
    for (const Case& c :
         {Case{"SELECT $2, $1", "SELECT ?2, ?1"}, Case{"x=$12)", "x=?12)"},
          Case{"'$1' || $1", "'$1' || ?1"}, Case{"'it''s $1' $1", "'it''s $1' ?1"},
          Case{"\"a$1\" $1", "\"a$1\" ?1"}, Case{"-- $1\n$1", "-- $1\n?1"},
          Case{"/* $1 */$1", "/* $1 */?1"}, Case{"a$1 $1", "a$1 ?1"}, Case{"$ $x $", "$ $x $"},
          Case{"'open $1", "'open $1"}, Case{"/* open $1", "/* open $1"}, Case{"", ""},
          Case{"5-$1", "5-?1"}, Case{"ä$1 'ä' $1", "ä$1 'ä' ?1"}}) {
        EXPECT_EQ(to_sqlite_placeholders(c.sql), c.expected) << c.sql;
    }
}

TEST(SqlText, FindsTheHighestPlaceholder) {
    EXPECT_EQ(highest_placeholder("SELECT $2, $12, '$20' -- $30"), 12U);
    EXPECT_EQ(highest_placeholder("SELECT 1"), 0U);
    EXPECT_EQ(highest_placeholder("$99999999999999999999999"), 9999U);
}

TEST(SqlText, TranslatesTypeWordsButNoNamesAndTexts) {
    EXPECT_EQ(to_postgres_types("a integer, b INTEGER NOT NULL, c real, d blob, e text"),
              "a bigint, b bigint NOT NULL, c double precision, d bytea, e text");
    EXPECT_EQ(to_postgres_types("integers realm blob_id 'real' \"blob\" -- real\n"),
              "integers realm blob_id 'real' \"blob\" -- real\n");
}

}  // namespace
}  // namespace gordion::storage::internal
