// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/xzufi_store.hpp"

#include "core/text.hpp"
#include "tests/support/databases.hpp"
#include "xzufi/file_index.hpp"
#include "xzufi/message_import.hpp"
#include "xzufi/migrations.hpp"
#include "xzufi/test_messages.hpp"

namespace gordion::xzufi {
namespace {

using testing::message_of;
using testing::object_of;
using testing::sample;

std::string name_of(const std::string& text) {
    return "<x:bezeichnung languageCode=\"de\">" + text + "</x:bezeichnung>";
}

// A message with one Onlinedienst, made on that day of May 2026.
std::string message_on(const std::string& day, const std::string& inside) {
    return message_of(inside, "2_2_0",
                      "<x:erstellungszeitpunkt>2026-05-" + day + "</x:erstellungszeitpunkt>");
}

std::string removal_on(const std::string& day, const std::string& inside) {
    std::string xml = message_on(day, inside);
    xml = replace_all(std::move(xml), "x:schreibe", "x:loesche");
    return xml;
}

class XzufiStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (!IsSkipped()) {
            database_ = &open(xzufi_migrations());
            store_.emplace(*database_, clock_);
        }
    }

    Result<MessageImport> import(const std::string& xml, Overwrite overwrite = Overwrite::No) {
        const OpenSource open_message = [&xml]() -> Result<std::unique_ptr<ByteSource>> {
            return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(xml));
        };
        return import_message(*store_, scope_, "test.xml", open_message, {overwrite, {}});
    }

    AppliedCounts counts_of(const std::string& xml, Overwrite overwrite = Overwrite::No) {
        const auto imported = import(xml, overwrite);
        EXPECT_TRUE(imported) << imported.error().to_text();
        AppliedCounts sum;
        for (const auto& [kind, counts] : imported.value().counts) {
            sum += counts;
        }
        return sum;
    }

    std::optional<StoredObject> online_service(const std::string& value) {
        auto found = store_->find_object(scope_, ObjectKind::OnlineService, {"R", value});
        EXPECT_TRUE(found) << found.error().to_text();
        return found ? found.value() : std::nullopt;
    }

    std::int64_t rows_of(const std::string& table) {
        const auto rows = database_->read(scope_, [&](storage::Connection& connection) {
            return connection.query("select count(*) from " + table);
        });
        return rows.value().at(0).integer(0);
    }

    storage::Database* database_ = nullptr;
    FakeClock clock_;
    Scope scope_ = system_scope("xzufi.import");
    std::optional<XzufiStore> store_;
};
GORDION_ON_BOTH_DATABASES(XzufiStoreTest);

TEST_P(XzufiStoreTest, KeepsEveryObjectOfAMessage) {
    const auto imported = import(sample("rich_2_2_0/message.xml"));
    ASSERT_TRUE(imported) << imported.error().to_text();
    EXPECT_EQ(imported.value().counts.at(ObjectKind::Service), (AppliedCounts{1, 0, 1, 0, 0}));
    const auto service =
        store_->find_object(scope_, ObjectKind::Service, {"R1", "100"}).value().value();
    EXPECT_EQ(service.label, "Hundesteuer festsetzen");
    EXPECT_EQ(service.message_id, "6f1c0c6e-0001-4000-8000-000000000001");
    EXPECT_EQ(service.message_created_at->to_iso(), "2026-05-04T08:20:30.000Z");
    EXPECT_EQ(service.position, 2);
    EXPECT_EQ(service.read_at, clock_.now());
    EXPECT_EQ(service.source_hash, imported.value().source.sha256);
    EXPECT_EQ(service.content,
              testing::hear(sample("rich_2_2_0/message.xml")).content(ObjectKind::Service));
    EXPECT_EQ(rows_of("xzufi_objects"), 10);
    // Leistung itself, office, online service, Spezialisierung, Zustaendigkeit of the form.
    EXPECT_EQ(rows_of("xzufi_competences"), 5);
}

TEST_P(XzufiStoreTest, ChangesNothingByTheSameMessage) {
    const std::string xml = sample("rich_2_2_0/message.xml");
    ASSERT_TRUE(import(xml));
    clock_.advance_ms(1000);
    const auto again = import(xml);
    EXPECT_TRUE(again.value().applied_before);
    const AppliedCounts forced = counts_of(xml, Overwrite::Yes);
    EXPECT_EQ(forced, (AppliedCounts{0, 0, 10, 0, 0}));
    EXPECT_EQ(store_->find_object(scope_, ObjectKind::Service, {"R1", "100"})
                  .value()
                  ->read_at.plus_ms(1000),
              clock_.now());
}

TEST_P(XzufiStoreTest, WritesOnlyWhatIsOtherwise) {
    const std::string one = object_of("onlinedienst", "1", name_of("A"));
    EXPECT_EQ(counts_of(message_on("01", one)), (AppliedCounts{1, 0, 0, 0, 0}));
    const std::string two = object_of("onlinedienst", "2", name_of("B"));
    EXPECT_EQ(counts_of(message_on("02", one + two)), (AppliedCounts{1, 0, 1, 0, 0}));
    EXPECT_EQ(online_service("1")->message_created_at->to_iso().substr(0, 10), "2026-05-02");
}

TEST_P(XzufiStoreTest, LetsTheLaterPlaceInAMessageWin) {
    const std::string first = object_of("onlinedienst", "1", name_of("erst"));
    const std::string second = object_of("onlinedienst", "1", name_of("dann"));
    const auto imported = import(message_on("01", first + second));
    EXPECT_EQ(imported.value().findings.at(0).code, "xzufi.object_twice");
    EXPECT_EQ(online_service("1")->label, "dann");
    EXPECT_EQ(counts_of(message_on("01", first + second), Overwrite::Yes).written, 0);
    EXPECT_EQ(online_service("1")->label, "dann");
}

TEST_P(XzufiStoreTest, LeavesATombstoneThatOlderMessagesCannotLift) {
    const std::string object = object_of("onlinedienst", "1", name_of("A"));
    counts_of(message_on("02", object));
    clock_.advance_ms(5000);
    EXPECT_EQ(counts_of(removal_on("03", object)), (AppliedCounts{0, 1, 0, 0, 0}));
    const auto removed = online_service("1");
    EXPECT_EQ(removed->removed_at, std::optional(clock_.now()));
    EXPECT_TRUE(removed->content.is_null());
    EXPECT_EQ(removed->label, "");
    EXPECT_EQ(counts_of(message_on("01", object + name_of("other bytes"))),
              (AppliedCounts{0, 0, 0, 1, 0}));
    EXPECT_TRUE(online_service("1")->removed_at.has_value());
    EXPECT_EQ(counts_of(message_on("04", object)).written, 1);
    EXPECT_FALSE(online_service("1")->removed_at.has_value());
    EXPECT_EQ(counts_of(removal_on("05", object_of("onlinedienst", "unknown"))),
              (AppliedCounts{0, 0, 1, 0, 0}));
    EXPECT_EQ(counts_of(message_on("04", object_of("onlinedienst", "unknown"))).older, 1);
}

TEST_P(XzufiStoreTest, ComesToTheSameEndInAnyOrder) {
    const auto with = [](const std::string& name) {
        return object_of("onlinedienst", "1", name_of(name));
    };
    // The third says again what the first said, so the second is overtaken.
    const std::vector<std::string> messages{
        message_on("01", with("A")), message_on("02", with("B")), message_on("03", with("A"))};
    counts_of(messages[0]);
    counts_of(messages[2]);
    const auto late = import(messages[1]);
    EXPECT_EQ(late.value().counts.at(ObjectKind::OnlineService).older, 1);
    EXPECT_EQ(late.value().findings.back().code, "xzufi.object_newer");
    EXPECT_EQ(online_service("1")->label, "A");
    counts_of(messages[1], Overwrite::Yes);
    EXPECT_EQ(online_service("1")->label, "B");
}

TEST_P(XzufiStoreTest, GoesByThePositionInsideATransaction) {
    const auto part = [](int position, const std::string& name) {
        return message_of(object_of("onlinedienst", "1", name_of(name)), "2_2_0",
                          "<x:erstellungszeitpunkt>2026-05-01</x:erstellungszeitpunkt>"
                          "<x:transaktionID>T</x:transaktionID><x:transaktionPosition>" +
                              std::to_string(position) + "</x:transaktionPosition>");
    };
    counts_of(part(2, "zwei"));
    EXPECT_EQ(counts_of(part(1, "eins")).older, 1);
    EXPECT_EQ(counts_of(part(3, "drei")).written, 1);
    EXPECT_EQ(online_service("1")->label, "drei");
}

TEST_P(XzufiStoreTest, StoresNothingOfAMessageThatBreaksOff) {
    std::string xml = message_on("01", object_of("onlinedienst", "1", name_of("A")));
    xml.resize(xml.size() - 5);
    EXPECT_EQ(import(xml).error().code, "formats.xml_invalid");
    EXPECT_EQ(rows_of("xzufi_objects"), 0);
    EXPECT_EQ(rows_of("xzufi_messages"), 0);
}

std::string many_objects() {
    std::string inside;
    for (std::size_t i = 0; i < limits::xzufi_batch_objects * 2 + 10; ++i) {
        inside += object_of("onlinedienst", std::to_string(i), name_of("A"));
    }
    return message_on("01", inside);
}

// Fails after some bytes, as a disk or a process that ends.
class BrokenSource final : public ByteSource {
public:
    BrokenSource(std::string_view bytes, std::size_t good) : all_(bytes), good_(good) {}
    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t count = TRY(all_.read(into));
        good_ -= std::min(good_, count);
        if (good_ == 0) {
            return Error{ErrorKind::Unavailable, "test.broken", "", {}, ""};
        }
        return count;
    }

private:
    MemorySource all_;
    std::size_t good_;
};

TEST_P(XzufiStoreTest, GoesOnWhereItWasCutOff) {
    const std::string xml = many_objects();
    int opened = 0;
    const OpenSource cut_off = [&]() -> Result<std::unique_ptr<ByteSource>> {
        const bool second_pass = ++opened == 2;
        return std::unique_ptr<ByteSource>(std::make_unique<BrokenSource>(
            xml, second_pass ? xml.size() * 8 / 10 : xml.size() + 1));
    };
    EXPECT_EQ(import_message(*store_, scope_, "a", cut_off, {}).error().code, "test.broken");
    const auto stored = static_cast<std::size_t>(rows_of("xzufi_objects"));
    EXPECT_EQ(stored, limits::xzufi_batch_objects);
    const auto rest = import(xml);
    EXPECT_TRUE(rest.value().resumed);
    EXPECT_FALSE(rest.value().applied_before);
    EXPECT_EQ(static_cast<std::size_t>(rest.value().counts.at(ObjectKind::OnlineService).written),
              limits::xzufi_batch_objects + 10);
    EXPECT_TRUE(import(xml).value().applied_before);
}

TEST_P(XzufiStoreTest, NoticesAFileThatChangesMeanwhile) {
    const std::string first = message_on("01", object_of("onlinedienst", "1", name_of("A")));
    const std::string second = message_on("01", object_of("onlinedienst", "1", name_of("B")));
    int opened = 0;
    const OpenSource changing = [&]() -> Result<std::unique_ptr<ByteSource>> {
        return std::unique_ptr<ByteSource>(
            std::make_unique<MemorySource>(++opened == 1 ? first : second));
    };
    EXPECT_EQ(import_message(*store_, scope_, "a", changing, {}).error().code,
              "xzufi.file_changed");
}

TEST_P(XzufiStoreTest, ForgetsTheLinksOfWhatWasReplaced) {
    const auto service = [](const std::string& key) {
        return object_of("leistung", "1",
                         "<x:referenzLeiKa><code>" + key + "</code></x:referenzLeiKa>");
    };
    counts_of(message_on("01", service("99102013002000") + object_of("gebiet", "g")));
    EXPECT_EQ(rows_of("xzufi_service_keys"), 1);
    EXPECT_EQ(rows_of("xzufi_competences"), 1);
    counts_of(message_on("02", service("99102013002001")));
    EXPECT_EQ(rows_of("xzufi_service_keys"), 1);
    counts_of(removal_on("03", service("")));
    EXPECT_EQ(rows_of("xzufi_service_keys"), 0);
    EXPECT_EQ(rows_of("xzufi_competences"), 0);
}

TEST_P(XzufiStoreTest, ListsPageByPageAndTellsTheAge) {
    counts_of(message_on("01", object_of("onlinedienst", "1", name_of("A")) +
                                   object_of("onlinedienst", "2", name_of("B")) +
                                   object_of("gebiet", "g", name_of("C"))));
    clock_.advance_ms(1000);
    counts_of(removal_on("02", object_of("onlinedienst", "1")));
    counts_of(message_on("03", object_of("onlinedienst", "3")));
    ObjectFilter filter;
    filter.kind = ObjectKind::OnlineService;
    filter.most = 1;
    auto page = store_->list_objects(scope_, filter).value();
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].identity.value, "2");
    EXPECT_EQ(page[0].label, "B");
    filter.after = page[0].identity;
    EXPECT_EQ(store_->list_objects(scope_, filter).value().at(0).identity.value, "3");
    filter = {};
    filter.removed = true;
    filter.agency = "R";
    EXPECT_EQ(store_->list_objects(scope_, filter).value().at(0).identity.value, "1");
    filter.agency = "Q";
    EXPECT_TRUE(store_->list_objects(scope_, filter).value().empty());

    const auto ages = store_->list_ages(scope_).value();
    ASSERT_EQ(ages.size(), 2U);
    EXPECT_EQ(ages[1].kind, ObjectKind::OnlineService);
    EXPECT_EQ(ages[1].objects, 2);
    EXPECT_EQ(ages[1].removed, 1);
    EXPECT_EQ(ages[1].newest_read_at, clock_.now());
    EXPECT_EQ(ages[1].oldest_message_at->to_iso().substr(0, 10), "2026-05-01");
    EXPECT_EQ(ages[1].newest_message_at->to_iso().substr(0, 10), "2026-05-03");
    EXPECT_EQ(store_->find_objects(scope_, {"R", "g"}).value().at(0).kind, ObjectKind::Area);
}

TEST(FileIndex, NamesFilesInTheirOrder) {
    EXPECT_EQ(read_file_index("\xEF\xBB\xBF# full first\r\nvoll.xml\r\n\n teil/2.xml \n").value(),
              (std::vector<std::string>{"voll.xml", "teil/2.xml"}));
    const auto code = [](std::string_view text) { return read_file_index(text).error().code; };
    for (const char* name :
         {"../a.xml", "a/../../b", "/etc/passwd", "a//b", "http://a/b", "./a", "a\\b", "a\tb"}) {
        EXPECT_EQ(code(name), "xzufi.index_invalid") << name;
    }
    EXPECT_EQ(read_file_index("a\n../b").error().place, "line 2");
    EXPECT_EQ(code("\n#\n"), "xzufi.index_empty");
    EXPECT_EQ(code("\xff"), "formats.not_utf8");
    std::string many;
    for (std::size_t i = 0; i <= limits::xzufi_index_files; ++i) {
        many += "a\n";
    }
    EXPECT_EQ(code(many), "xzufi.index_too_long");
}

}  // namespace
}  // namespace gordion::xzufi
