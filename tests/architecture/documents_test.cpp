// SPDX-License-Identifier: EUPL-1.2
// A document that lies is worse than none.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {
namespace fs = std::filesystem;

TEST(Documents, RelativeLinksLeadSomewhere) {
    static const RE2 link(R"(\]\(([^)#\s]+)(?:#[^)]*)?\))");
    std::vector<std::string> offences;
    for (const std::string& path : list_files(".md")) {
        const std::string text = load_text(path);
        re2::StringPiece rest(text);
        for (std::string target; RE2::FindAndConsume(&rest, link, &target);) {
            const bool outside =
                target.find("://") != std::string::npos || target.rfind("mailto:", 0) == 0;
            const fs::path folder = fs::path(GORDION_SOURCE_DIR) / fs::path(path).parent_path();
            if (!outside && !fs::exists(folder / target)) {
                offences.push_back(path + " → " + target);
            }
        }
    }
    expect_none(offences, "Correct or remove the link.");
}

TEST(Documents, DecisionsAreNumberedAndComplete) {
    static const RE2 name(R"(^docs/decisions/(\d{4})-[a-z0-9-]+\.md$)");
    const std::string list = load_text("docs/decisions/README.md");
    std::set<std::string> numbers;
    std::vector<std::string> offences;
    for (const std::string& path : list_files(".md")) {
        if (path.rfind("docs/decisions/", 0) != 0 || path == "docs/decisions/README.md") {
            continue;
        }
        std::string number;
        if (!RE2::FullMatch(path, name, &number) || !numbers.insert(number).second) {
            offences.push_back(path + ": the name is NNNN-title.md, with a number of its own");
        }
        if (list.find("(" + path.substr(path.rfind('/') + 1) + ")") == std::string::npos) {
            offences.push_back(path + ": is not in docs/decisions/README.md");
        }
        const std::string text = load_text(path);
        for (const char* part :
             {"Status", "Context", "Decision", "Consequences", "What would change our mind"}) {
            if (text.find(part) == std::string::npos) {
                offences.push_back(path + ": lacks \"" + part + "\"");
            }
        }
    }
    expect_none(offences, "See docs/decisions/0001-record-decisions.md.");
}

TEST(Documents, WhatAStrangerLooksForIsThere) {
    for (const char* path : {"README.md", "LICENSE", "ARCHITECTURE.md", "CONTRIBUTING.md",
                             "SECURITY.md", "publiccode.yml", "docs/README.md", "docs/start.md",
                             "docs/glossary.md", "docs/de/kommunen.md", "data/SOURCES.md"}) {
        EXPECT_FALSE(load_text(path).empty()) << path;
    }
}

TEST(Documents, EverySettingIsDescribed) {
    static const RE2 setting(R"re(\{"([a-z_]+)",\s+(?:text|texts|number|flag|folder)\()re");
    const std::string described = load_text("docs/operating/configuration.md");
    const std::string code = load_text("src/app/config.cpp");
    std::vector<std::string> offences;
    re2::StringPiece rest(code);
    for (std::string key; RE2::FindAndConsume(&rest, setting, &key);) {
        if (described.find("`" + key + "`") == std::string::npos) {
            offences.push_back(key);
        }
    }
    expect_none(offences, "Add it to docs/operating/configuration.md.");
}

TEST(Documents, EveryModuleStandsOnTheMap) {
    const std::string map = load_text("ARCHITECTURE.md");
    for (const std::string& module : list_modules()) {
        EXPECT_NE(map.find("`" + module + "`"), std::string::npos) << module;
    }
}

}  // namespace
}  // namespace gordion::architecture
