// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_reader.hpp"

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "core/text.hpp"
#include "fim/code_list_folder.hpp"

namespace gordion::fim {
namespace {

const std::filesystem::path testdata =
    std::filesystem::path(GORDION_SOURCE_DIR) / "src/fim/testdata/codelists";

std::string load(const std::string& name) {
    return load_file(testdata / name, limits::xml_bytes).value();
}

Judged<CodeList> read(std::string_view bytes) {
    auto list = read_code_list(bytes);
    EXPECT_TRUE(list.has_value()) << (list ? "" : list.error().to_text());
    return list ? std::move(list).value() : Judged<CodeList>{};
}

std::string genericode(const std::string& identification, const std::string& rows) {
    return "<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'>\n"
           "<Identification>" +
           identification +
           "</Identification>\n"
           "<ColumnSet><Column Id='c' Use='required'><ShortName>c</ShortName></Column>"
           "<Column Id='n' Use='optional'><ShortName>n</ShortName></Column>"
           "<Key Id='k'><ColumnRef Ref='c'/></Key></ColumnSet>\n"
           "<SimpleCodeList>\n" +
           rows + "</SimpleCodeList></g:CodeList>";
}

const std::string named = "<Version>1</Version><CanonicalUri>urn:x</CanonicalUri>";

std::string code_of(const std::string& bytes) {
    const auto list = read_code_list(bytes);
    return list ? "" : list.error().code;
}

TEST(CodeListReader, ReadsGenericodeWithGapsAndUnnamedValues) {
    const auto [list, findings] = read(load("colors.gc.xml"));
    EXPECT_TRUE(findings.empty()) << findings.front().to_text();
    EXPECT_EQ(list.canonical_identification, "urn:gordion:test:farben");
    EXPECT_EQ(list.version, "3");
    EXPECT_EQ(list.canonical_version_uri, "urn:gordion:test:farben_3");
    EXPECT_EQ(list.long_name, "Farben des Fells");
    EXPECT_EQ(list.agency, "Gordion");
    ASSERT_EQ(list.columns.size(), 4U);
    EXPECT_TRUE(list.columns[1].is_key);
    EXPECT_FALSE(list.columns[2].is_key) << "a second key is no code";
    // A Value without ColumnRef belongs to the column after the one before it.
    const std::vector<std::vector<std::string>> rows{{"", "b", "braun", "auch rot"},
                                                     {"2", "s", "schwarz", ""},
                                                     {"", "w", "", "ohne Namen"},
                                                     {"", "g", "", ""}};
    EXPECT_EQ(list.rows, rows);
}

TEST(CodeListReader, TakesTheColumnsThatAFieldNames) {
    const CodeList list = read(load("colors.gc.xml")).value;
    const std::vector<Code> plain = make_codes(list);
    ASSERT_EQ(plain.size(), 4U);
    EXPECT_EQ(plain[0], (Code{"b", "braun", ""})) << "the key, and the column after it";
    EXPECT_EQ(plain[2], (Code{"w", "w", ""})) << "without a name it is called after its code";
    EXPECT_EQ(make_codes(list, {"name", "key", "hint"})[0], (Code{"braun", "b", "auch rot"}));
    EXPECT_EQ(make_codes(list, {"name", "key", "hint"}).size(), 2U) << "rows without that code";
    EXPECT_EQ(make_codes(list, {"nope", "nope", "nope"}), plain);
}

TEST(CodeListReader, ReadsBothJsonForms) {
    const auto [list, findings] = read(load("new.json"));
    EXPECT_TRUE(findings.empty());
    EXPECT_EQ(list.canonical_identification, "urn:gordion:test:farben");
    EXPECT_EQ(list.version, "10");
    EXPECT_EQ(list.short_name, "Farben");
    EXPECT_EQ(make_codes(list)[0], (Code{"b", "braun", ""}));
    EXPECT_EQ(make_codes(list)[2], (Code{"w", "w", ""}));

    const auto old = read("\xEF\xBB\xBF" + load("old.json"));
    EXPECT_TRUE(old.value.canonical_identification.empty()) << "this form does not say";
    EXPECT_EQ(old.value.columns.size(), 2U);
    EXPECT_EQ(make_codes(old.value)[0], (Code{"b", "braun", ""}));
    EXPECT_EQ(make_codes(old.value)[1], (Code{"s", "s", ""}));
}

TEST(CodeListReader, NamesWhatIsWrongWithItsLine) {
    struct Case {
        std::string bytes;
        const char* code;
        const char* place;
    };
    const std::string row =
        "<Row><Value ColumnRef='c'><SimpleValue>1</SimpleValue></Value></Row>\n";
    for (const Case& tested : std::vector<Case>{
             {genericode(named, row + row), "fim.code_list_duplicate", "line 6"},
             {genericode(named,
                         "<Row><Value ColumnRef='x'><SimpleValue>1</SimpleValue></Value></Row>"),
              "fim.code_list_column", "line 5"},
             {genericode(named,
                         "<Row>\n<Value ColumnRef='n'><SimpleValue>1</SimpleValue></Value>\n"
                         "<Value/></Row>"),
              "fim.code_list_values", "line 7"},
             {genericode(named, "\n<Row/>"), "fim.code_list_code", "line 6"},
             {genericode(named, ""), "fim.code_list_empty", ""},
             {genericode("<Version>1</Version>", row), "fim.element_missing", "line 1"},
             {genericode("<CanonicalUri>urn:x</CanonicalUri><Version> </Version>", row),
              "fim.element_missing", "line 1"},
             {genericode(named + "<Color>red</Color>", row), "fim.element_unexpected", "line 2"},
             {"{\"daten\": [[\"a\"], [\"b\", \"zwei\"]]}", "fim.code_list_values", "row 2"},
         }) {
        const auto [list, findings] = read(tested.bytes);
        ASSERT_FALSE(findings.empty()) << tested.code;
        EXPECT_EQ(findings.front().code, tested.code) << findings.front().to_text();
        EXPECT_EQ(findings.front().place, tested.place) << tested.code;
    }
}

TEST(CodeListReader, RefusesWhatIsNoList) {
    EXPECT_EQ(code_of(""), "formats.xml_invalid");
    EXPECT_EQ(code_of("<CodeList/>"), "fim.code_list_unsupported") << "the root has a namespace";
    EXPECT_EQ(
        code_of("<g:ColumnSet xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'/>"),
        "fim.code_list_unsupported");
    EXPECT_EQ(
        code_of("<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'/>"),
        "fim.code_list_unsupported");
    EXPECT_EQ(
        code_of("<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'>"
                "<ColumnSetRef/></g:CodeList>"),
        "fim.code_list_unsupported");
    EXPECT_EQ(code_of("{}"), "fim.code_list_unsupported");
    EXPECT_EQ(code_of("{\"daten\": [1]}"), "fim.code_list_unsupported");
    EXPECT_EQ(code_of("[1"), "formats.json_invalid");
    EXPECT_EQ(code_of("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "formats.xml_doctype");
}

TEST(CodeListReader, BoundsRowsAndColumns) {
    std::string rows;
    for (std::size_t i = 0; i <= limits::code_list_rows; ++i) {
        rows += "<Row><Value><SimpleValue>" + std::to_string(i) + "</SimpleValue></Value></Row>";
    }
    EXPECT_EQ(code_of(genericode(named, rows)), "fim.code_list_too_large");
    std::string cells = "\"x\"";
    for (std::size_t i = 0; i < limits::code_list_columns; ++i) {
        cells += ",\"x\"";
    }
    EXPECT_EQ(code_of("{\"daten\": [[" + cells + "]]}"), "fim.code_list_too_large");
}

TEST(CodeListReader, SurvivesTruncationAndFlippedBytes) {
    for (const char* name : {"colors.gc.xml", "new.json", "old.json"}) {
        const std::string whole(trim(load(name)));
        for (std::size_t length = 0; length < whole.size(); ++length) {
            EXPECT_FALSE(read_code_list(std::string_view(whole).substr(0, length)).has_value())
                << name << " " << length;
        }
        SeededRandom random(11);
        for (int i = 0; i < 2000; ++i) {
            std::string flipped = whole;
            flipped[random.below(flipped.size())] ^= static_cast<char>(1 << random.below(8));
            (void)read_code_list(flipped);
        }
    }
}

TEST(CodeListFolder, LoadsTheListsThatShip) {
    const auto [shelf, findings] =
        load_code_lists(std::filesystem::path(GORDION_SOURCE_DIR) / "data/codelists");
    EXPECT_TRUE(findings.empty()) << findings.front().to_text();
    EXPECT_EQ(shelf.lists().size(), 22U);
    std::size_t codes = 0;
    for (const auto& list : shelf.lists()) {
        codes += make_codes(*list).size();
    }
    EXPECT_EQ(codes, 954U);
}

TEST(CodeListFolder, LeavesOutWhatIsBrokenAndSaysSo) {
    const auto [shelf, findings] = load_code_lists(testdata);
    EXPECT_EQ(shelf.lists().size(), 3U);
    EXPECT_TRUE(findings.empty());
    const auto broken = load_code_lists(testdata / "broken");
    EXPECT_TRUE(broken.value.lists().empty());
    ASSERT_EQ(broken.findings.size(), 1U);
    EXPECT_EQ(broken.findings[0].place, "twice.gc.xml: line 4");
    EXPECT_TRUE(load_code_lists(testdata / "nowhere").value.lists().empty());
}

TEST(CodeLists, ComparesVersionsAsPeopleDo) {
    EXPECT_LT(compare_list_versions("9", "14"), 0);
    EXPECT_LT(compare_list_versions("2021-02-19", "2023-02-24"), 0);
    EXPECT_EQ(compare_list_versions("1.0", "1.00"), 0);
    EXPECT_GT(compare_list_versions("1.0.1", "1.0"), 0);
    EXPECT_LT(compare_list_versions("", "1"), 0);
    EXPECT_LT(compare_list_versions("2", "2a"), 0);
    EXPECT_GT(compare_list_versions("99999999999999999999999", "9"), 0);
}

CodeListReference reference(std::string id, std::string version, std::string uri) {
    CodeListReference made;
    made.canonical_identification = std::move(id);
    made.version = std::move(version);
    made.canonical_version_uri = std::move(uri);
    return made;
}

TEST(CodeLists, FindsTheVersionThatIsNamedElseTheNewest) {
    const auto list = [](const char* version) {
        CodeList made;
        made.canonical_identification = "urn:x";
        made.version = version;
        return made;
    };
    CodeListShelf package({list("2")});
    CodeListShelf store({list("9"), list("14")});
    const CodeListSources sources{&package, &store};
    const auto find = [&](const std::string& version, const std::string& uri) {
        return find_code_list(sources, reference("urn:x", version, uri)).value();
    };
    EXPECT_EQ(find("2", "").list->version, "2");
    EXPECT_EQ(find("9", "").list->version, "9");
    EXPECT_EQ(find("", "urn:x_9").list->version, "9") << "the whole name says the version too";
    EXPECT_EQ(find("", "").list->version, "14");
    EXPECT_FALSE(find("", "").is_other_version);
    EXPECT_EQ(find("15", "").list->version, "14");
    EXPECT_TRUE(find("15", "").is_other_version);
    EXPECT_EQ(find_code_list(sources, reference("urn:y", "", "")).value().list, nullptr);
}

TEST(CodeListReader, ReadsAListInPiecesAsItReadsItWhole) {
    for (const std::string& bytes :
         {load("colors.gc.xml"), "\xEF\xBB\xBF" + load("colors.gc.xml"),
          std::string("\xEF\xBB\xBF \n{\"kennung\": \"urn:x\", \"version\": \"1\", \"daten\": "
                      "[[\"1\", \"Eins\"], [\"2\", \"Zwei\"]]}")}) {
        const auto whole = read(bytes);
        for (const std::size_t piece_bytes : {1U, 5U, 100'000U}) {
            MemorySource source(bytes, piece_bytes);
            const auto pieces = read_code_list(source);
            ASSERT_TRUE(pieces.has_value()) << pieces.error().to_text();
            EXPECT_EQ(pieces.value().value, whole.value);
            EXPECT_EQ(pieces.value().findings.size(), whole.findings.size());
        }
    }
    for (const std::string& bytes : {std::string(), std::string(200'000, ' '), std::string("x"),
                                     load("colors.gc.xml").substr(0, 700)}) {
        MemorySource source(bytes);
        EXPECT_EQ(read_code_list(source).error().code, code_of(bytes));
    }
    const std::string endless = "{" + std::string(limits::json_bytes + 100, '1');
    MemorySource source(endless);
    EXPECT_EQ(read_code_list(source).error().code, "formats.too_large");
}

TEST(CodeListReader, RefusesWhatWouldFillTheMemory) {
    std::string columns;
    for (int i = 0; i < 90; ++i) {
        columns += "<Column Id='c" + std::to_string(i) + "'/>";
    }
    std::string rows;
    for (std::size_t i = 0; i <= limits::code_list_cells / 92; ++i) {
        rows += "<Row><Value><SimpleValue>" + std::to_string(i) + "</SimpleValue></Value></Row>";
    }
    const std::string wide =
        replace_all(genericode(named, rows), "<ColumnSet>", "<ColumnSet>" + columns);
    EXPECT_EQ(code_of(wide), "fim.code_list_too_large");
    const std::string cell(limits::code_list_row_bytes, 'x');
    EXPECT_EQ(code_of(genericode(
                  named, "<Row><Value><SimpleValue>" + cell + "y</SimpleValue></Value></Row>")),
              "fim.code_list_too_large");
}

}  // namespace
}  // namespace gordion::fim
