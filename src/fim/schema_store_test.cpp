// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_store.hpp"

#include <array>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/migrations.hpp"
#include "fim/schema_writer.hpp"
#include "tests/support/databases.hpp"

namespace gordion::fim {
namespace {

std::string load(const std::string& name) {
    auto bytes = load_file(GORDION_SOURCE_DIR "/src/fim/testdata/" + name, limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value()) << name;
    return bytes ? bytes.value() : std::string();
}

OpenSource open_bytes(std::string_view bytes) {
    return [bytes]() -> Result<std::unique_ptr<ByteSource>> {
        return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(bytes, 1000));
    };
}

std::string drain(ByteSource& source) {
    std::string all;
    std::array<char, 777> piece{};
    for (std::size_t count = 1; count > 0;) {
        count = source.read(piece).value();
        all.append(piece.data(), count);
    }
    return all;
}

class SchemaStoreTest : public ::gordion::testing::OnBothDatabases {
protected:
    SchemaImport import(SchemaStore& store, const std::string& message,
                        Overwrite overwrite = Overwrite::No) {
        const ImportSource source{"file.xml", std::to_string(std::hash<std::string>()(message))};
        auto imported = store.import_schema(scope_, open_bytes(message), source, overwrite);
        EXPECT_TRUE(imported.has_value()) << (imported ? "" : imported.error().to_text());
        EXPECT_TRUE(imported && imported.value().value);
        return imported && imported.value().value ? *imported.value().value : SchemaImport();
    }

    FakeClock clock_;
    Scope scope_ = system_scope("fim.import");
};
GORDION_ON_BOTH_DATABASES(SchemaStoreTest);

TEST_P(SchemaStoreTest, GivesBackEveryElementThatWasRead) {
    SchemaStore store(open(fim_migrations()), clock_);
    for (const char* name : {"everything.xdf3.xml", "everything.xdf2.xml"}) {
        const std::string message = load(name);
        const SchemaImport imported = import(store, message);
        EXPECT_TRUE(imported.changed);
        const Identification& key = imported.schema.identification;
        EXPECT_EQ(drain(*store.open_message(scope_, key.id, key.version).value()), message);
        const Schema schema = store.load_schema(scope_, key.id, "").value();
        const std::string written = write_schema(schema).value();
        EXPECT_EQ(write_schema(store.load_schema(scope_, key.id, key.version).value()).value(),
                  written);
    }
    EXPECT_EQ(store.load_schema(scope_, "S1", "").error().code, "fim.schema_missing");
}

TEST_P(SchemaStoreTest, KeepsAVersionUnlessToldOtherwise) {
    SchemaStore store(open(fim_migrations()), clock_);
    const std::string message = load("probe.xdf.xml");
    EXPECT_TRUE(import(store, message).changed);
    EXPECT_FALSE(import(store, message).changed);
    const std::string other = replace_all(message, "Jedes Tier einzeln.", "Alle Tiere.");
    const auto refused = store.import_schema(scope_, open_bytes(other), {"other.xml", "x"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, "fim.schema_taken");
    EXPECT_EQ(drain(*store.open_message(scope_, "S99000000900", "").value()), message);
    EXPECT_TRUE(import(store, other, Overwrite::Yes).changed);
    EXPECT_EQ(drain(*store.open_message(scope_, "S99000000900", "").value()), other);
    EXPECT_EQ(store.list_schemas(scope_).value().size(), 1U);
}

TEST_P(SchemaStoreTest, KeepsLongMessagesInPieces) {
    SchemaStore store(open(fim_migrations()), clock_);
    const std::string message =
        replace_all(load("probe.xdf.xml"), "Jedes Tier einzeln.", std::string(2'500'000, 'x'));
    import(store, message);
    EXPECT_EQ(drain(*store.open_message(scope_, "S99000000900", "").value()), message);
    EXPECT_TRUE(store.load_schema(scope_, "S99000000900", "").has_value());

    // A reader that is half through must not get the rest of another message.
    const auto half = store.open_message(scope_, "S99000000900", "").value();
    std::string some(1000, ' ');
    ASSERT_EQ(half->read(some).value(), some.size());
    import(store, load("probe.xdf.xml"), Overwrite::Yes);
    EXPECT_EQ(drain(*store.open_message(scope_, "S99000000900", "").value()),
              load("probe.xdf.xml"));
    Result<std::size_t> last = std::size_t{1};
    for (int i = 0; i < 2000 && last && last.value() > 0; ++i) {
        last = half->read(some);
    }
    ASSERT_FALSE(last.has_value());
    EXPECT_EQ(last.error().code, "fim.schema_changed");
}

TEST_P(SchemaStoreTest, TakesOverMessagesKeptWhole) {
    // As a database looked before messages were kept in pieces (migration 3).
    const auto migrations = fim_migrations();
    const std::string message = load("probe.xdf.xml");
    auto& old = open(std::span(migrations).first(2));
    const auto written = old.write(scope_, [&](storage::Connection& connection) {
        return connection.execute(
            "insert into fim_schemas (id, version, standard, name, freigabestatus, sha256, source, "
            "imported_at, imported_by, message) values ('S99000000900', '1.0.0', '3.0.0', 'Probe', "
            "6, 'aa', 'old.xml', 1, 'ana', $1)",
            {storage::Blob{message}});
    });
    ASSERT_TRUE(written.has_value()) << written.error().to_text();
    SchemaStore store(open(migrations), clock_);
    const auto kept = store.list_schemas(scope_).value();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].source.name, "old.xml");
    EXPECT_EQ(kept[0].imported_by, "ana");
    EXPECT_EQ(drain(*store.open_message(scope_, "S99000000900", "1.0.0").value()), message);
    EXPECT_FALSE(store.load_schema(scope_, "S99000000900", "").value().positions.empty());
}

TEST_P(SchemaStoreTest, FindsTheNewestVersionAndEveryPlaceOfAnElement) {
    SchemaStore store(open(fim_migrations()), clock_);
    const std::string message = load("probe.xdf.xml");
    import(store, message);
    const std::string newer =
        replace_all(message, "<xdf:id>S99000000900</xdf:id><xdf:version>1.0.0</xdf:version>",
                    "<xdf:id>S99000000900</xdf:id><xdf:version>1.10.0</xdf:version>");
    ASSERT_NE(newer, message);
    import(store, newer);
    import(store, replace_all(newer, "1.10.0", "1.9.0"));
    EXPECT_EQ(store.load_schema(scope_, "S99000000900", "").value().identification.version,
              "1.10.0");
    const auto listed = store.list_schemas(scope_).value();
    ASSERT_EQ(listed.size(), 3U);
    EXPECT_EQ(listed[0].identification.version, "1.10.0");
    EXPECT_EQ(listed[2].identification.version, "1.0.0");
    const auto uses = store.list_uses(scope_, "F99000000906", "").value();
    ASSERT_EQ(uses.size(), 3U);
    EXPECT_EQ(uses[0].path, "G99000000901.G99000000902.F99000000906");
    EXPECT_EQ(uses[0].anzahl, "0:1");
    EXPECT_TRUE(store.list_uses(scope_, "F99000000906", "9.0.0").value().empty());
}

TEST_P(SchemaStoreTest, KeepsNothingOfAFaultyMessage) {
    SchemaStore store(open(fim_migrations()), clock_);
    const std::string message = load("probe.xdf.xml");
    const std::string wrong = replace_all(message, "<code>bool</code>", "<code>boolean</code>");
    const auto faulty = store.import_schema(scope_, open_bytes(wrong), {"f", "f"});
    ASSERT_TRUE(faulty.has_value());
    EXPECT_FALSE(faulty.value().value.has_value());
    EXPECT_EQ(faulty.value().findings.front().code, "fim.code_invalid");
    const std::string cut = message.substr(0, 5000);
    EXPECT_FALSE(store.import_schema(scope_, open_bytes(cut), {"t", "t"}).has_value());
    EXPECT_TRUE(store.list_schemas(scope_).value().empty());
}

}  // namespace
}  // namespace gordion::fim
