// SPDX-License-Identifier: EUPL-1.2
#include "identity/account_matter_store.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "identity/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::identity {
namespace {

const TenantId pellworm{"010545459"};
const std::string draft_key(32, '\xf1');

UserAccount account_of(const std::string& subject, const std::string& provider = "konto") {
    UserAccount account;
    account.provider = provider;
    account.subject = Sensitive(subject);
    return account;
}

class AccountMatterStoreTest : public testing::OnBothDatabases {
protected:
    FakeClock clock{{1'795'428'000'000}};
    SystemRandom random;
    crypto::MasterKey master = crypto::MasterKey::from_bytes(std::string(32, 'k'));
    UserAccount erika = account_of("erika-4711");
    UserAccount max = account_of("max-0815");

    Result<void> hand_over(AccountMatterStore& store, const std::string& draft,
                           const std::string& submission) {
        const Scope scope =
            AccountMatterStore::with_list({pellworm, {"citizen"}, "antrag.submit", {}, false});
        return database_of_test->write(scope, [&](storage::Connection& connection) {
            return store.note_submission(
                connection, erika, {pellworm, CitizenSubject::Antrag, draft, "", {}}, {submission});
        });
    }
    AccountMatterStore open_store() {
        database_of_test = &open(identity_migrations());
        return {*database_of_test, master, clock, random};
    }
    storage::Database* database_of_test = nullptr;
};
GORDION_ON_BOTH_DATABASES(AccountMatterStoreTest);

TEST_P(AccountMatterStoreTest, ListsTheNewestFirstWithWhatOpensThem) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    clock.advance_ms(1000);
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-2"}, draft_key));
    const auto listed = store.list_matters(erika).value();
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].subject, "draft-2");
    EXPECT_EQ(listed[1].subject, "draft-1");
    EXPECT_EQ(listed[1].tenant, pellworm);
    EXPECT_EQ(listed[1].key.reveal(), draft_key);
    EXPECT_EQ(listed[1].kind, CitizenSubject::Antrag);
    const auto found = store.find_matter(erika, listed[1].entry).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key.reveal(), draft_key);
}

TEST_P(AccountMatterStoreTest, ShowsAndTakesNothingOfAnotherAccount) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    const std::string entry = store.list_matters(erika).value().front().entry;
    for (const UserAccount& other :
         {max, account_of("erika-4711", "anderes-konto"), account_of("", "kontoerika-4711")}) {
        EXPECT_TRUE(store.list_matters(other).value().empty());
        EXPECT_FALSE(store.find_matter(other, entry).value());
        EXPECT_TRUE(store.forget_matter(other, entry));
        EXPECT_TRUE(store.is_of_another({"draft-1"}, other).value());
    }
    EXPECT_FALSE(store.is_of_another({"draft-1"}, erika).value());
    EXPECT_FALSE(store.is_of_another({"begun-without-account"}, max).value());
    EXPECT_EQ(store.list_matters(erika).value().size(), 1U);
    ASSERT_TRUE(store.forget_matter(erika, entry));
    EXPECT_TRUE(store.list_matters(erika).value().empty());
}

TEST_P(AccountMatterStoreTest, PutsTheSubmissionInThePlaceOfTheDraft) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    ASSERT_TRUE(hand_over(store, "draft-1", "submission-1"));
    ASSERT_TRUE(hand_over(store, "begun-without-account", "submission-2"));
    const auto listed = store.list_matters(erika).value();
    ASSERT_EQ(listed.size(), 2U);
    for (const AccountMatter& matter : listed) {
        EXPECT_EQ(matter.kind, CitizenSubject::Submission);
        EXPECT_TRUE(matter.subject.starts_with("submission-"));
        EXPECT_EQ(matter.key.reveal(), "") << "a submission opens with its code alone";
    }
}

TEST_P(AccountMatterStoreTest, TellsTheDatabaseNeitherWhoNorWhat) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    ASSERT_TRUE(hand_over(store, "draft-2", "submission-1"));
    const auto rows =
        database_of_test->read(system_scope("test"), [](storage::Connection& connection) {
            return connection.query("SELECT tenant_id, entry, owner, sealed FROM account_matters");
        });
    ASSERT_EQ(rows.value().size(), 2U);
    for (const storage::Row& row : rows.value()) {
        const std::string all = row.text(0) + row.text(1) + row.text(2) + row.blob(3);
        for (const char* word : {"erika", "4711", "draft", "submission", "010545459"}) {
            EXPECT_EQ(all.find(word), std::string::npos) << word;
        }
        EXPECT_EQ(all.find(draft_key), std::string::npos);
    }
    AccountMatterStore restored(*database_of_test,
                                crypto::MasterKey::from_bytes(std::string(32, 'x')), clock, random);
    EXPECT_TRUE(restored.list_matters(erika).value().empty()) << "another master key, another list";
}

TEST_P(AccountMatterStoreTest, RefusesAnEntryThatWasMovedToAnotherAccount) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    ASSERT_TRUE(database_of_test->write(system_scope("test"), [&](storage::Connection& connection) {
        return connection.execute("UPDATE account_matters SET owner = $1", {owner_of(max, master)});
    }));
    EXPECT_FALSE(store.list_matters(max));
}

TEST_P(AccountMatterStoreTest, ForgetsAfterItsTime) {
    auto store = open_store();
    ASSERT_TRUE(store.note_draft(erika, pellworm, {"draft-1"}, draft_key));
    clock.advance_ms(limits::account_matter_lifetime_ms);
    EXPECT_EQ(store.delete_expired().value(), 0);
    clock.advance_ms(1);
    EXPECT_EQ(store.delete_expired().value(), 1);
    EXPECT_TRUE(store.list_matters(erika).value().empty());
}

}  // namespace
}  // namespace gordion::identity
