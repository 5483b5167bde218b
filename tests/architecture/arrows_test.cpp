// SPDX-License-Identifier: EUPL-1.2
// Who may know whom: docs/decisions/0002-modules-and-arrows.md.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

struct Include {
    bool ours = false;
    std::string name;
};

std::vector<Include> includes_of(const SourceFile& file) {
    static const RE2 pattern(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
    std::vector<Include> found;
    for (const std::string& line : split_lines(file.bytes)) {
        std::string quote;
        Include include;
        if (RE2::PartialMatch(line, pattern, &quote, &include.name)) {
            include.ours = quote == "\"";
            found.push_back(include);
        }
    }
    return found;
}

TEST(Arrows, EveryIncludeIsAllowedByTheUsesLineOfItsModule) {
    const auto arrows = declared_arrows();
    const auto modules = list_modules();
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        if (file.module.empty()) {
            continue;
        }
        for (const Include& include : includes_of(file)) {
            const std::string other = include.name.substr(0, include.name.find('/'));
            const bool foreign = include.ours && modules.contains(other) && other != file.module;
            if (foreign && !arrows.at(file.module).contains(other)) {
                offences.push_back(file.path + " includes " + include.name + ", but " +
                                   file.module + " does not use " + other);
            }
        }
    }
    expect_none(offences, "Move the code, or write a decision record and extend the USES line.");
}

TEST(Arrows, InternalFoldersAreClosedToOtherModules) {
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        for (const Include& include : includes_of(file)) {
            const bool internal = include.name.find("/internal/") != std::string::npos;
            if (include.ours && internal && include.name.rfind(file.module + "/", 0) != 0) {
                offences.push_back(file.path + " includes " + include.name);
            }
        }
    }
    expect_none(offences, "Ask the module for a header of its own.");
}

TEST(Arrows, HeadersIncludeOnlyTheStandardLibraryAndOurHeaders) {
    static const RE2 standard("[a-z_0-9]+");
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        for (const Include& include : includes_of(file)) {
            const bool closed = file.is_test() || file.path.find("/internal/") != std::string::npos;
            const bool in_scope = file.is_header() && !closed && !include.ours;
            if (in_scope && !RE2::FullMatch(include.name, standard)) {
                offences.push_back(file.path + " includes <" + include.name + ">");
            }
        }
    }
    expect_none(offences, "Hide the library behind a pimpl or a forward declaration.");
}

TEST(Arrows, SqlStandsOnlyInStoresAndMigrations) {
    static const RE2 sql(R"re((?i)"[^"]*\b(select\s[^"]+\sfrom|insert\s+into|delete\s+from)\b|)re"
                         R"re((?i)"[^"]*\b(create\s+table|update\s+[a-z_]+\s+set)\b)re");
    const auto granted = exceptions_of("sql");
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        const bool store = file.name().find("_store") != std::string::npos ||
                           file.name().find("migrations") != std::string::npos ||
                           file.module == "storage";
        if (!file.module.empty() && !file.is_test() && !store && !granted.contains(file.path) &&
            RE2::PartialMatch(file.text, sql)) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "Only files named *_store speak SQL.");
}

TEST(Arrows, DoorsAreNotKnownBelow) {
    static const RE2 words(R"((?i)<div|<span\s|<p>|set-cookie)");
    std::vector<std::string> offences;
    for (const SourceFile& file : source_files()) {
        const bool door = file.module == "web" || file.module == "cli" || file.module == "http";
        if (!file.module.empty() && !door && !file.is_test() &&
            RE2::PartialMatch(file.text, words)) {
            offences.push_back(file.path);
        }
    }
    expect_none(offences, "HTML and HTTP belong to web and http.");
}

}  // namespace
}  // namespace gordion::architecture
