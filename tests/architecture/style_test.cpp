// SPDX-License-Identifier: EUPL-1.2
// What a reviewer would otherwise have to say again and again.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

/// Where the pattern occurs in code (comments and literals are blank): "path:line: match".
std::vector<std::string> find_in_code(const SourceFile& file, const RE2& pattern) {
    std::vector<std::string> found;
    int number = 0;
    for (const std::string& line : split_lines(file.code)) {
        ++number;
        std::string match;
        if (RE2::PartialMatch(line, pattern, &match)) {
            found.push_back(file.path + ":" + std::to_string(number) + ": " + match);
        }
    }
    return found;
}

template <class Applies>
void expect_nowhere(const RE2& pattern, Applies applies, std::string_view advice) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (applies(file)) {
            const auto found = find_in_code(file, pattern);
            offences.insert(offences.end(), found.begin(), found.end());
        }
    }
    expect_none(offences, advice);
}

const auto everywhere = [](const SourceFile&) { return true; };

TEST(Style, TheFirstLineNamesTheLicence) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (!file.bytes.starts_with("// SPDX-License-Identifier: EUPL-1.2\n")) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "First line: // SPDX-License-Identifier: EUPL-1.2");
}

TEST(Style, HeadersAreGuardedByPragmaOnce) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (file.is_header() && file.code.find("#pragma once") == std::string::npos) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "#pragma once");
}

TEST(Style, TimeAndChanceComeFromCore) {
    static const RE2 pattern(
        R"((_clock::now\(|\bstd::time\(|\bgettimeofday\(|\bclock_gettime\(|\bstd::random_device|)"
        R"(\bstd::mt19937|\bgetrandom\(|\bRAND_bytes\(|\b[s]?rand\())");
    const auto granted = exceptions_of("clock");
    const auto applies = [&](const SourceFile& file) {
        return !file.module.empty() && file.module != "core" && !granted.contains(file.path);
    };
    expect_nowhere(pattern, applies, "Take Clock& or Random&.");
}

TEST(Style, DangerousPartsOfTheLanguageStayUnused) {
    static const RE2 pattern(
        R"((std::regex|std::async\b|\.detach\(\)|std::views|std::ranges::views|std::format\b|)"
        R"(std::source_location|\bsetlocale\(|\bstrtok\(|\bsprintf\(|\bsystem\())");
    expect_nowhere(pattern, everywhere, "conventions: see docs/concepts or ask why in review.");
}

// g++ and clang do not destroy the elements of a braced list that are made already when a TRY
// returns out of it: each refusal would lose memory.
TEST(Style, NoTryLeavesABracedListHalfMade) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (!file.is_test()) {
            for (const int line : find_tries_behind_elements(file)) {
                offences.push_back(file.path + ":" + std::to_string(line));
            }
        }
    }
    expect_none(offences, "Unwrap into a variable first, then make the list.");
}

TEST(Style, FindsATryBehindAnElement) {
    const auto lines = [](std::string code) {
        SourceFile file;
        file.code = std::move(code);
        return find_tries_behind_elements(file).size();
    };
    EXPECT_EQ(lines("f() { return S{a, TRY(b())}; }"), 1U);
    EXPECT_EQ(lines("f() { return S{TRY(a()), TRY(b())}; }"), 1U);
    EXPECT_EQ(lines("f() { g({{a, b}, {TRY(c())}}); }"), 1U);
    EXPECT_EQ(lines("f() { g(h{a, k(TRY(c()))}); }"), 1U);
    EXPECT_EQ(lines("f() { return S{TRY(a()), b}; }"), 0U);
    EXPECT_EQ(lines("f() { g(TRY(a()), TRY(b())); }"), 0U);
    EXPECT_EQ(lines("f() { S s{a, [&] { TRY(b()); return c; }}; }"), 0U);
    EXPECT_EQ(lines("f(int a, int b) { if (TRY(c())) { d(); } }"), 0U);
    EXPECT_EQ(lines("enum E { A, B }; f() { for (auto [a, b] : c) { if (TRY(d())) { e(); } } }"),
              0U);
}

TEST(Style, CoroutinesStayInHttpAndAvoidWhatTheCompilerBreaks) {
    static const RE2 anywhere(R"(\b(co_await|co_return|co_yield)\b)");
    static const RE2 broken(R"((co_await[^;]*[\[{]))");
    expect_nowhere(
        anywhere, [](const SourceFile& file) { return file.module != "http"; },
        "Coroutines only in the network core of http.");
    expect_nowhere(broken, everywhere, "g++ 12 frees twice: name the argument first.");
}

TEST(Style, NamesSayWhatAThingIs) {
    static const RE2 type(
        R"(\b(?:class|struct|enum|enum class)\s+(?:\[\[nodiscard\]\]\s+)?)"
        R"((\w*(?:Manager|Helper|Util|Misc|Common|Info|Wrapper|Processor)[A-Z0-9]?\w*))");
    static const RE2 deed(R"((?:^|[^:.\w>])((?:get|do|handle|process)_[a-z]\w*)\s*\()");
    static const RE2 file_name(
        R"((^|_)(manager|helpers?|utils?|misc|common|info|base|wrapper|processor)(_|\.))");
    expect_nowhere(type, everywhere, "Name the role.");
    expect_nowhere(
        deed, [](const SourceFile& file) { return file.is_header() || file.is_test(); },
        "Name what happens: parse_ find_ load_ list_ make_ or a word of the domain.");
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (RE2::PartialMatch(file.name(), file_name)) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "Name the file after what it holds.");
}

TEST(Style, NothingIsThrownAwayOrPostponedSilently) {
    std::vector<std::string> offences;
    static const RE2 todo(R"(\b(?:TODO|FIXME)\b(?:[^(]|\([^#]))");
    for (const SourceFile& file : source_files()) {
        if (file.path.rfind("tests/architecture/", 0) != 0 && RE2::PartialMatch(file.bytes, todo)) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "TODO(#issue): only with an issue.");
}

TEST(Style, EverySourceFileBelongsToAModule) {
    const auto modules = list_modules();
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (file.path.rfind("src/", 0) == 0 && !modules.contains(file.module)) {
            offences.push_back(file.path);
        }
    }
    for (const std::string& module : modules) {
        if (load_text("src/" + module + "/CMakeLists.txt").empty()) {
            offences.push_back("src/" + module + " has no CMakeLists.txt");
        }
    }
    expect_none(offences, "One folder of src/ is one module.");
}

}  // namespace
}  // namespace gordion::architecture
