// SPDX-License-Identifier: EUPL-1.2
// One room, one purpose: limits for files, functions and lines. Exceptions stand in
// exceptions.txt with the size they have today.
#include <gtest/gtest.h>

#include <algorithm>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

constexpr int kSourceLines = 400;
constexpr int kHeaderLines = 250;
constexpr int kTestLines = 500;
constexpr int kFunctionLines = 70;
constexpr int kParameters = 5;
constexpr int kReadmeLines = 60;
constexpr std::size_t kColumns = 100;

struct Size {
    std::string path;
    int measured = 0;
};

/// Compares with the limit or the exception; an exception that is too generous fails as well.
void check_sizes(std::string_view rule, int limit, const std::vector<Size>& sizes) {
    const auto granted = exceptions_of(rule);
    std::vector<std::string> offences;
    std::vector<std::string> known;
    for (const Size& size : sizes) {
        known.push_back(size.path);
        const auto found = granted.find(size.path);
        const int allowed = found == granted.end() ? limit : std::stoi(found->second);
        if (size.measured > allowed) {
            offences.push_back(size.path + ": " + std::to_string(size.measured) + " > " +
                               std::to_string(allowed));
        } else if (found != granted.end() && size.measured <= std::max(limit, allowed - 20)) {
            offences.push_back(size.path + ": is down to " + std::to_string(size.measured) +
                               "; lower or remove its exception");
        }
    }
    for (const auto& [path, value] : granted) {
        if (std::find(known.begin(), known.end(), path) == known.end()) {
            offences.push_back(path + ": has an exception but does not exist");
        }
    }
    expect_none(offences, "Split it by purpose. Rule: " + std::string(rule));
}

TEST(Sizes, SourcesHeadersAndTestsStayShort) {
    std::vector<Size> sources;
    std::vector<Size> headers;
    std::vector<Size> tests;
    for (const SourceFile& file : source_files()) {
        const int lines = static_cast<int>(split_lines(file.bytes).size());
        auto& kind = file.is_header() ? headers : (file.is_test() ? tests : sources);
        kind.push_back({file.path, lines});
    }
    check_sizes("source_lines", kSourceLines, sources);
    check_sizes("header_lines", kHeaderLines, headers);
    check_sizes("test_lines", kTestLines, tests);
}

TEST(Sizes, FunctionsFitOnAScreen) {
    std::vector<Size> sizes;
    std::vector<std::string> where;
    const auto granted = exceptions_of("function_lines");
    for (const SourceFile& file : source_files()) {
        Size longest{file.path, 0};
        for (const FunctionBody& body : find_functions(file)) {
            longest.measured = std::max(longest.measured, body.lines);
            if (body.lines > kFunctionLines && !granted.contains(file.path)) {
                where.push_back(file.path + ":" + std::to_string(body.first_line) + ": " +
                                std::to_string(body.lines) + " lines: " + body.head);
            }
        }
        sizes.push_back(longest);
    }
    expect_none(where, "Decisions in the outer function, plain work in inner ones.");
    if (where.empty()) {
        check_sizes("function_lines", kFunctionLines, sizes);
    }
}

TEST(Sizes, FunctionsTakeFewParameters) {
    std::vector<std::string> where;
    const auto granted = exceptions_of("parameters");
    for (const SourceFile& file : source_files()) {
        for (const FunctionBody& body : find_functions(file)) {
            // A callback whose signature a C library prescribes begins with its own pointer.
            const bool callback = body.head.find("(void*") != std::string::npos;
            if (body.parameters > kParameters && !callback && !granted.contains(file.path)) {
                where.push_back(file.path + ":" + std::to_string(body.first_line) + ": " +
                                std::to_string(body.parameters) + " parameters: " + body.head);
            }
        }
    }
    expect_none(where, "Give them names: a struct.");
}

std::size_t columns_of(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // Not inside a UTF-8 sequence.
    }));
}

TEST(Sizes, LinesFitIntoAHundredColumns) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        int number = 0;
        for (const std::string& line : split_lines(file.bytes)) {
            ++number;
            // A literal that cannot be broken (raw string, test data) may be longer.
            const bool literal = line.find('"') != std::string::npos || file.is_test();
            if (columns_of(line) > kColumns && !literal) {
                offences.push_back(file.path + ":" + std::to_string(number));
            }
        }
    }
    expect_none(offences, "./run format");
}

TEST(Sizes, EveryModuleHasAShortReadme) {
    std::vector<std::string> offences;
    for (const std::string& module : list_modules()) {
        const auto lines = split_lines(load_text("src/" + module + "/README.md")).size();
        if (lines == 0 || lines > kReadmeLines) {
            offences.push_back("src/" + module + "/README.md: " + std::to_string(lines) + " lines");
        }
    }
    expect_none(offences, "Purpose, words, invariants, what is absent, how to extend.");
}

TEST(Sizes, TheFunctionFinderSeesWhatItShould) {
    SourceFile file;
    file.code =
        "namespace a {\n"
        "const int table[] = {1, 2};\n"
        "template <class T>\n"
        "struct Box : Base {\n"
        "    Box(int a, int b) : a_(a) {\n"
        "    }\n"
        "    bool operator==(const Box&) const { return true; }\n"
        "};\n"
        "template <class T>\n"
        "std::map<int, int> f(std::map<int, T> m,\n"
        "    int x) const {\n"
        "    if (x) {\n"
        "    }\n"
        "}\n"
        "}\n";
    const auto found = find_functions(file);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].parameters, 2);
    EXPECT_EQ(found[1].lines, 1);
    EXPECT_EQ(found[2].first_line, 9);
    EXPECT_EQ(found[2].lines, 6);
    EXPECT_EQ(found[2].parameters, 2);
}

}  // namespace
}  // namespace gordion::architecture
