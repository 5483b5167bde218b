// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "audit/chain.hpp"
#include "tests/support/databases.hpp"

namespace gordion::audit {
namespace {

const Scope platform = system_scope("test.audit");
const TenantId pellworm{"010545459"};
const TenantId koeln{"053150000"};

Scope scope_of(const TenantId& tenant) {
    return {tenant, {"account-1"}, "case.read", {}, false};
}

class AuditTest : public testing::OnBothDatabases {
protected:
    storage::Database& open_audit() {
        database_ = &open(audit_migrations(), 4);
        return *database_;
    }

    void add(const Scope& scope, const std::string& event, const std::string& subject = "case-1") {
        clock_.advance_ms(1000);
        const auto added = database_->write(scope, [&](storage::Connection& connection) {
            return append(connection, scope, clock_,
                          {event, subject, formats::Json::object({{"code", "E1"}})});
        });
        ASSERT_TRUE(added.has_value()) << added.error().to_text();
    }

    /// Changes the stored rows behind the module's back, as somebody with database access would.
    void tamper(const std::string& sql) {
        const auto changed = database_->write(
            platform, [&](storage::Connection& connection) { return connection.execute(sql); });
        ASSERT_TRUE(changed.has_value()) << changed.error().to_text();
        ASSERT_EQ(changed.value(), 1) << sql;
    }

    ChainReport check(const TenantId& tenant = pellworm) {
        return verify(*database_, platform, tenant).value();
    }

    std::string exported(const TenantId& tenant = pellworm) {
        return export_entries(*database_, platform, tenant).value();
    }

    storage::Database* database_ = nullptr;
    FakeClock clock_;
};
GORDION_ON_BOTH_DATABASES(AuditTest);

TEST_P(AuditTest, NumbersEachTenantsEntriesWithoutGaps) {
    open_audit();
    add(scope_of(pellworm), "case.opened");
    add(scope_of(koeln), "case.opened");
    add(scope_of(pellworm), "case.decided");
    add(platform, "regions.imported");
    const auto page = database_->read(scope_of(pellworm), [](storage::Connection& connection) {
        return list_entries(connection, scope_of(pellworm), {});
    });
    ASSERT_EQ(page.value().size(), 2U);
    const AuditEntry& newest = page.value().front();
    EXPECT_EQ(newest.number, 2);
    EXPECT_EQ(newest.event, "case.decided");
    EXPECT_EQ(newest.actor.value, "account-1");
    EXPECT_EQ(newest.purpose, "case.read");
    EXPECT_EQ(newest.details, R"({"code":"E1"})");
    EXPECT_EQ(newest.previous_hash, page.value().back().hash);
    EXPECT_EQ(page.value().back().previous_hash, "");
    const auto reports = verify_all(*database_, platform).value();
    ASSERT_EQ(reports.size(), 3U);
    EXPECT_EQ(reports[0].tenant, platform_chain());
    for (const ChainReport& report : reports) {
        EXPECT_TRUE(report.is_unbroken());
    }
    EXPECT_EQ(reports[1].entries, 2);
}

TEST_P(AuditTest, FallsTogetherWithItsDeed) {
    open_audit();
    add(scope_of(pellworm), "case.opened");
    (void)database_->write(
        scope_of(pellworm), [&](storage::Connection& connection) -> Result<void> {
            TRY(append(connection, scope_of(pellworm), clock_, {"case.decided", "case-1", {}}));
            return Error{ErrorKind::Conflict, "test.refused", "", {}, ""};
        });
    add(scope_of(pellworm), "case.decided");
    EXPECT_EQ(check().entries, 2);
    EXPECT_TRUE(check().is_unbroken());
}

TEST_P(AuditTest, KeepsTheChainWholeWhenManyAppend) {
    open_audit();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 4; ++n) {
                const auto added = database_->write(
                    scope_of(pellworm), [&](storage::Connection& connection) -> Result<void> {
                        TRY(append(connection, scope_of(pellworm), clock_, {"a.one", "", {}}));
                        return append(connection, scope_of(pellworm), clock_, {"a.two", "", {}});
                    });
                EXPECT_TRUE(added.has_value()) << added.error().to_text();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(check().entries, 32);
    EXPECT_TRUE(check().is_unbroken());
}

TEST_P(AuditTest, FindsAChangeInAnyColumn) {
    open_audit();
    const std::vector<std::string> changes{
        "at = at + 1",           "actor = 'account-2'",  "purpose = 'case.write'",
        "event = 'case.closed'", "subject = 'case-2'",   "details = '{\"code\":\"E2\"}'",
        "hash = 'ab'",           "previous_hash = 'ab'", "details = '{\"code\": \"E1\"}'"};
    std::int64_t number = 0;
    for (const std::string& change : changes) {
        const TenantId tenant{"0105454" + std::to_string(10 + number++)};
        for (int i = 0; i < 3; ++i) {
            add(scope_of(tenant), "case.opened");
        }
        const std::string where = " WHERE number = 2 AND tenant_id = '" + tenant.value + "'";
        tamper("UPDATE audit_entries SET " + change + where);
        const ChainReport report = check(tenant);
        EXPECT_EQ(report.first_broken_number, 2) << change;
        EXPECT_EQ(report.fault, ChainFault::Changed) << change;
        EXPECT_EQ(verify_export(exported(tenant)).value().first_broken_number, 2) << change;
    }
}

TEST_P(AuditTest, FindsAnEntryRewrittenTogetherWithItsHash) {
    open_audit();
    for (int i = 0; i < 3; ++i) {
        add(scope_of(pellworm), "case.opened");
    }
    AuditEntry entry =
        database_
            ->read(platform,
                   [](storage::Connection& connection) {
                       return list_entries(connection, scope_of(pellworm), {"", 3, 1});
                   })
            .value()
            .front();
    entry.event = "case.closed";
    tamper("UPDATE audit_entries SET event = 'case.closed', hash = '" + hash_of(entry) +
           "' WHERE number = 2");
    EXPECT_EQ(check().first_broken_number, 3);
    EXPECT_EQ(check().fault, ChainFault::Changed);
}

TEST_P(AuditTest, FindsDeletedEntries) {
    open_audit();
    for (int i = 0; i < 5; ++i) {
        add(scope_of(pellworm), "case.opened");
        add(scope_of(koeln), "case.opened");
    }
    tamper("DELETE FROM audit_entries WHERE number = 3 AND tenant_id = '010545459'");
    EXPECT_EQ(check().first_broken_number, 3);
    EXPECT_EQ(check().fault, ChainFault::Gap);
    tamper("DELETE FROM audit_entries WHERE number = 5 AND tenant_id = '053150000'");
    EXPECT_EQ(check(koeln).first_broken_number, 5);
    EXPECT_EQ(check(koeln).fault, ChainFault::CutOff);
    // Moving the head back with it does not help: its hash is that of an entry that is gone.
    tamper("UPDATE audit_heads SET number = 4 WHERE tenant_id = '053150000'");
    EXPECT_EQ(check(koeln).first_broken_number, 4);
    EXPECT_EQ(check(koeln).fault, ChainFault::CutOff);
    tamper("DELETE FROM audit_heads WHERE tenant_id = '053150000'");
    EXPECT_EQ(check(koeln).first_broken_number, 1);
}

TEST_P(AuditTest, FindsEntriesMovedToAnotherTenant) {
    open_audit();
    add(scope_of(pellworm), "case.opened");
    tamper("UPDATE audit_entries SET tenant_id = '053150000'");
    EXPECT_EQ(check(koeln).fault, ChainFault::Changed);
    EXPECT_EQ(check(pellworm).fault, ChainFault::CutOff);
}

TEST_P(AuditTest, ShowsPagesAndSubjectsNewestFirst) {
    open_audit();
    for (int i = 1; i <= 5; ++i) {
        add(scope_of(pellworm), "case.opened", i % 2 == 0 ? "even" : "odd");
    }
    const auto numbers = [&](const EntryQuery& query) {
        std::vector<std::int64_t> found;
        const auto page = database_->read(scope_of(pellworm), [&](storage::Connection& connection) {
            return list_entries(connection, scope_of(pellworm), query);
        });
        for (const AuditEntry& entry : page.value()) {
            found.push_back(entry.number);
        }
        return found;
    };
    using ::testing::ElementsAre;
    EXPECT_THAT(numbers({"", 0, 2}), ElementsAre(5, 4));
    EXPECT_THAT(numbers({"", 4, 2}), ElementsAre(3, 2));
    EXPECT_THAT(numbers({"odd", 0, 50}), ElementsAre(5, 3, 1));
    EXPECT_THAT(numbers({"odd", 5, 1}), ElementsAre(3));
    EXPECT_THAT(numbers({"none", 0, 50}), ElementsAre());
    EXPECT_THAT(numbers({"' OR '1'='1", 0, 50}), ElementsAre());
}

TEST_P(AuditTest, HidesTheChainOfAnotherTenant) {
    open_audit();
    add(scope_of(pellworm), "case.opened");
    EXPECT_EQ(verify(*database_, scope_of(koeln), pellworm).error().kind, ErrorKind::NotFound);
    EXPECT_FALSE(export_entries(*database_, scope_of(koeln), pellworm).has_value());
    EXPECT_EQ(verify(*database_, scope_of(koeln), koeln).value().entries, 0);
    EXPECT_THROW((void)verify_all(*database_, scope_of(koeln)), Bug);
}

TEST_P(AuditTest, VerifiesAnExportWithoutTheDatabase) {
    open_audit();
    for (int i = 0; i < 3; ++i) {
        add(scope_of(pellworm), "case.opened", "Grüße \"\n");
    }
    const std::string text = exported();
    const ChainReport report = verify_export(text).value();
    EXPECT_TRUE(report.is_unbroken());
    EXPECT_EQ(report.entries, 3);
    EXPECT_EQ(report.tenant, pellworm);
    EXPECT_EQ(report.last_hash, check().last_hash);
    // Without its last line, and with a line missing in the middle.
    const std::size_t head = text.rfind("{\"head\"");
    EXPECT_EQ(verify_export(text.substr(0, head)).value().fault, ChainFault::CutOff);
    const std::size_t second = text.find('\n') + 1;
    const std::size_t third = text.find('\n', second) + 1;
    EXPECT_EQ(verify_export(text.substr(0, second) + text.substr(third)).value().fault,
              ChainFault::Gap);
    EXPECT_TRUE(verify_export(exported(koeln)).value().is_unbroken());
}

TEST(AuditExport, RefusesWhatIsNoExport) {
    for (const char* text : {"", "\n", "{}", "[]", "{\"head\":{}}", "{\"tenant\":1}", "\xff",
                             "{\"head\":{\"tenant\":\"01\",\"number\":0,\"hash\":\"\"}}\n{}"}) {
        const auto outcome = verify_export(text);
        ASSERT_FALSE(outcome.has_value()) << text;
        EXPECT_EQ(outcome.error().code, "audit.export_invalid") << text;
    }
}

TEST(AuditHash, GivesNoTwoEntriesOneText) {
    AuditEntry left{{"01"}, 1, {0}, {"a"}, "b", "c", "d", "{}", "", ""};
    AuditEntry right = left;
    left.purpose = "b\nevent:1:c";
    EXPECT_NE(canonical_text(left), canonical_text(right));
    right = left;
    EXPECT_EQ(hash_of(left), hash_of(right));
    // The form is fixed for ever: chains of years ago must stay verifiable.
    const AuditEntry fixed{{"01"}, 7, {42}, {"x"}, "p", "e", "s", "{}", "00", ""};
    EXPECT_EQ(canonical_text(fixed),
              "gordion-audit-1\ntenant:2:01\nnumber:1:7\nat:2:42\nactor:1:x\npurpose:1:p\n"
              "event:1:e\nsubject:1:s\ndetails:2:{}\nprevious_hash:2:00\n");
}

}  // namespace
}  // namespace gordion::audit
