// SPDX-License-Identifier: EUPL-1.2
// Readers of foreign files meet every truncation of three samples and 10,000 flipped bytes. Nothing
// may crash or hang, and whatever is read must be usable. Coverage-guided search for worse is done
// by the fuzz targets; this is the part that is the same on every machine.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "fim/code_list_reader.hpp"
#include "fim/pattern.hpp"
#include "fim/quality.hpp"
#include "fim/schema_reader.hpp"
#include "fim/schema_writer.hpp"
#include "xzufi/message_reader.hpp"
#include "xzufi/objects.hpp"
#include "xzufi/service_description.hpp"

namespace gordion {
namespace {

/// One kind of reader with its three samples.
struct Reader {
    const char* name;
    std::vector<std::string> samples;  ///< below the source folder
    /// Reads and uses what was read; whether it was readable.
    std::function<bool(std::string_view)> read;
};

bool read_xdatenfelder(std::string_view bytes) {
    const auto schema = fim::read_schema(bytes);
    if (!schema.has_value()) {
        return false;
    }
    (void)fim::check_quality(schema.value().value);
    return fim::write_schema(fim::to_version_3(schema.value().value).value).has_value();
}

bool read_xzufi(std::string_view bytes) {
    MemorySource source(bytes, 512);
    return xzufi::read_message(source,
                               [](const xzufi::TransferObject& object) -> Result<void> {
                                   (void)xzufi::read_specialization(object.content);
                                   (void)xzufi::read_online_service(object.content);
                                   (void)xzufi::read_zustaendigkeit(object.content);
                                   return {};
                               })
        .has_value();
}

bool read_code_list(std::string_view bytes) {
    const auto list = fim::read_code_list(bytes);
    if (!list.has_value()) {
        return false;
    }
    for (const fim::Code& code : fim::make_codes(list.value().value)) {
        EXPECT_FALSE(code.code.empty());
    }
    return true;
}

const std::vector<Reader>& readers() {
    static const std::vector<Reader> all{
        {"XDatenfelder",
         {"src/fim/testdata/probe.xdf.xml", "src/fim/testdata/everything.xdf2.xml",
          "src/fim/testdata/poor.xdf.xml"},
         read_xdatenfelder},
        {"XZuFi",
         {"src/xzufi/testdata/rich_2_2_0/message.xml", "src/xzufi/testdata/rich_2_3_1/message.xml",
          "src/xzufi/testdata/odd/message.xml"},
         read_xzufi},
        {"code lists",
         {"src/fim/testdata/codelists/colors.gc.xml", "src/fim/testdata/codelists/new.json",
          "src/fim/testdata/codelists/old.json"},
         read_code_list},
    };
    return all;
}

std::string load(const std::string& sample) {
    auto bytes = load_file(std::string(GORDION_SOURCE_DIR "/") + sample, limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value()) << sample;
    return bytes ? bytes.value() : std::string();
}

// Reading never takes long for so few bytes; a hang would otherwise only be seen by patience.
void read_in_time(const Reader& reader, std::string_view bytes) {
    const auto began = std::chrono::steady_clock::now();
    (void)reader.read(bytes);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5)) << reader.name;
}

TEST(Damage, EveryTruncationIsRefusedAndNothingMore) {
    for (const Reader& reader : readers()) {
        for (const std::string& sample : reader.samples) {
            const std::string whole = load(sample);
            ASSERT_TRUE(reader.read(whole)) << sample;
            const std::size_t last = whole.find_last_of(">}");
            for (std::size_t length = 0; length < last; ++length) {
                EXPECT_FALSE(reader.read(std::string_view(whole).substr(0, length)))
                    << sample << " cut at " << length;
            }
        }
    }
}

TEST(Damage, TenThousandFlippedBytesCrashNothing) {
    SeededRandom random(20261124);
    for (const Reader& reader : readers()) {
        const std::size_t flips = 10'000 / reader.samples.size() + 1;
        for (const std::string& sample : reader.samples) {
            const std::string whole = load(sample);
            for (std::size_t i = 0; i < flips; ++i) {
                std::string flipped = whole;
                flipped[random.below(flipped.size())] ^= static_cast<char>(1 << random.below(8));
                read_in_time(reader, flipped);
            }
        }
    }
}

TEST(Damage, BombsAndDeepNestingAreRefused) {
    const std::string bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
        "\"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
        "<a>&c;</a>";
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<a>";
    }
    for (const Reader& reader : readers()) {
        EXPECT_FALSE(reader.read(bomb)) << reader.name;
        EXPECT_FALSE(reader.read(deep)) << reader.name;
        EXPECT_FALSE(reader.read("")) << reader.name;
        EXPECT_FALSE(reader.read(std::string(1 << 20, '\0'))) << reader.name;
    }
}

// Cut or changed, a pattern is another pattern more often than none: it is refused with a reason,
// or it judges texts soon.
void use_pattern(std::string_view written) {
    const auto began = std::chrono::steady_clock::now();
    const auto pattern = fim::Pattern::compile(written);
    if (pattern.has_value()) {
        for (const char* text : {"", "01234", "a.b@c.de", "Äbc\xE2\x82\xAC"}) {
            (void)pattern.value().matches(text);
        }
    } else {
        EXPECT_EQ(pattern.error().code, "fim.pattern_invalid");
        EXPECT_FALSE(pattern.error().values.empty());
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));
}

TEST(Damage, PatternsCutOrChangedAreRefusedOrWork) {
    const std::vector<std::string> samples{
        "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}",
        "[A-Za-z0-9._%+\\-]+@[\\p{L}\\d-[äöü]]+(\\.[a-z-[aeiou]]{1,63}){1,4}$",
        "^(?:\\i\\c*|\\u00e4{2,1000}|[^\\W-[\\p{Lu}]]+?|\\p{IsGreek})*$"};
    SeededRandom random(20261125);
    for (const std::string& sample : samples) {
        ASSERT_TRUE(fim::Pattern::compile(sample).has_value()) << sample;
        for (std::size_t length = 0; length < sample.size(); ++length) {
            use_pattern(std::string_view(sample).substr(0, length));
        }
        for (std::size_t i = 0; i < 300; ++i) {
            std::string flipped = sample;
            flipped[random.below(flipped.size())] ^= static_cast<char>(1 << random.below(8));
            use_pattern(flipped);
        }
    }
}

}  // namespace
}  // namespace gordion
