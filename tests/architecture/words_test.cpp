// SPDX-License-Identifier: EUPL-1.2
// The words of docs/glossary.md, and a German text for every error code.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

struct Glossary {
    std::set<std::string> kept;               ///< "leistungsschluessel": spelled so, or not at all.
    std::map<std::string, std::string> told;  ///< "einreichung" → "Submission".
};

std::string to_lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string to_ascii(std::string text) {
    const std::vector<std::pair<std::string, std::string>> umlauts = {
        {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}, {"ß", "ss"}};
    for (const auto& [from, to] : umlauts) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
            text.replace(at, from.size(), to);
        }
    }
    return to_lower(text);
}

/// Rows look like "| Einreichung | `Submission` | … |": several German words are separated by
/// commas. A code word that is the German word itself is a kept one.
Glossary read_glossary() {
    static const RE2 row(R"(^\| ([^|]+) \| ([^|]+) \|)");
    static const RE2 code(R"(`([A-Za-z_:]+)`)");
    Glossary glossary;
    for (const std::string& line : split_lines(load_text("docs/glossary.md"))) {
        std::string german;
        std::string codes;
        if (!RE2::PartialMatch(line, row, &german, &codes)) {
            continue;
        }
        std::set<std::string> in_code;
        std::string first;
        re2::StringPiece rest(codes);
        for (std::string word; RE2::FindAndConsume(&rest, code, &word);) {
            word = word.substr(word.rfind(':') + 1);
            first = first.empty() ? word : first;
            in_code.insert(to_lower(word));
        }
        static const RE2 word_pattern(R"(([\p{L}]+))");
        re2::StringPiece words(german);
        for (std::string word; RE2::FindAndConsume(&words, word_pattern, &word);) {
            const std::string ascii = to_ascii(word);
            if (in_code.contains(ascii)) {
                glossary.kept.insert(ascii);
            } else if (!in_code.empty()) {
                glossary.told[ascii] = first;
            }
        }
    }
    return glossary;
}

/// The words of an identifier: parse_leistungsschluessel, PublicService, kLimit.
std::vector<std::string> parts_of(const std::string& identifier) {
    std::vector<std::string> parts;
    std::string part;
    for (const char c : identifier) {
        const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
        if ((c == '_' || upper) && !part.empty()) {
            parts.push_back(to_lower(part));
            part.clear();
        }
        if (c != '_') {
            part += c;
        }
    }
    if (!part.empty()) {
        parts.push_back(to_lower(part));
    }
    return parts;
}

std::map<std::string, std::string> words_in_code() {
    static const RE2 identifier(R"(([A-Za-z_][A-Za-z0-9_]*))");
    std::map<std::string, std::string> first_place;
    for (const SourceFile& file : source_files()) {
        re2::StringPiece rest(file.code);
        for (std::string word; RE2::FindAndConsume(&rest, identifier, &word);) {
            for (const std::string& part : parts_of(word)) {
                first_place.try_emplace(part, file.path + ": " + word);
            }
        }
    }
    return first_place;
}

std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row[b.size()];
}

TEST(Words, TheGlossaryKeepsAndTranslates) {
    const Glossary glossary = read_glossary();
    EXPECT_TRUE(glossary.kept.contains("leistungsschluessel"));
    EXPECT_TRUE(glossary.kept.contains("bescheid"));
    EXPECT_EQ(glossary.told.at("einreichung"), "Submission");
}

TEST(Words, KeptGermanWordsAreSpelledAsInTheGlossary) {
    const Glossary glossary = read_glossary();
    std::vector<std::string> offences;
    for (const auto& [part, place] : words_in_code()) {
        if (part.size() < 6 || glossary.kept.contains(part)) {
            continue;
        }
        for (const std::string& word : glossary.kept) {
            // Short words lie too close to English ones ("land", "hand"): only long ones count.
            const std::size_t allowed = word.size() >= 10 ? 2 : (word.size() >= 7 ? 1 : 0);
            const bool alike = part[0] == word[0] && part.size() + allowed >= word.size();
            if (allowed > 0 && alike && distance(part, word) <= allowed) {
                offences.push_back(place + " (the glossary says: " + word + ")");
            }
        }
    }
    expect_none(offences, "Spell it as in docs/glossary.md, singular, joined with English only.");
}

TEST(Words, GermanWordsThatHaveAnEnglishOneAreNotUsed) {
    const Glossary glossary = read_glossary();
    const auto words = words_in_code();
    std::vector<std::string> offences;
    for (const auto& [german, english] : glossary.told) {
        const auto found = words.find(german);
        if (found != words.end() && !glossary.kept.contains(german)) {
            offences.push_back(found->second + " (the glossary says: " + english + ")");
        }
    }
    expect_none(offences, "Use the word of docs/glossary.md.");
}

/// Literals of the same shape that are no codes: purposes of scopes, names of jobs and log events,
/// assets. Told by what stands before them; the rest is listed in exceptions.txt as no_text.
bool is_other_name(std::string_view before) {
    static const RE2 call(
        R"((?:scope|scope_of|asset_url|add_handler)\([^()]*$|LogLevel::\w+,\s*$)");
    return RE2::PartialMatch(re2::StringPiece(before.data(), before.size()), call);
}

std::map<std::string, std::string> error_codes() {
    static const RE2 literal(R"re("([a-z]+)\.([a-z][a-z0-9_]*)")re");
    const auto modules = list_modules();
    const std::set<std::string> endings = {"toml", "json", "html", "css", "js"};
    std::map<std::string, std::string> codes;
    for (const SourceFile& file : source_files()) {
        if (file.module.empty() || file.is_test()) {
            continue;
        }
        re2::StringPiece rest(file.text);
        std::string module;
        for (std::string word; RE2::FindAndConsume(&rest, literal, &module, &word);) {
            const std::size_t length = module.size() + word.size() + 3;
            const std::size_t at = file.text.size() - rest.size() - length;
            const std::size_t from = at < 80 ? 0 : at - 80;
            const auto before = std::string_view(file.text).substr(from, at - from);
            if (modules.contains(module) && !endings.contains(word) && !is_other_name(before)) {
                codes.try_emplace(module + "." + word, file.path);
            }
        }
    }
    return codes;
}

/// Keys of all TOML files: "routing.no_destination" = "…", or no_destination below [routing].
std::set<std::string> german_text_keys() {
    static const RE2 section(R"(^\s*\[([^\]]+)\])");
    static const RE2 entry(R"re(^\s*"?([A-Za-z0-9_.\-]+)"?\s*=)re");
    std::set<std::string> keys;
    for (const std::string& path : list_files(".toml")) {
        if (path.rfind("src/web/texts/de/", 0) != 0) {
            continue;
        }
        std::string prefix;
        for (const std::string& line : split_lines(load_text(path))) {
            std::string name;
            if (RE2::PartialMatch(line, section, &name)) {
                std::erase(name, '"');
                prefix = name + ".";
                keys.insert(name);
            } else if (RE2::PartialMatch(line, entry, &name)) {
                keys.insert(name);
                keys.insert(prefix + name);
                // Sections may group: [errors.routing] or [error] "routing.no_destination".
                const std::size_t dot = prefix.find('.');
                if (dot + 1 < prefix.size()) {
                    keys.insert(prefix.substr(dot + 1) + name);
                }
            }
        }
    }
    return keys;
}

TEST(Words, EveryErrorCodeHasAGermanText) {
    const std::set<std::string> keys = german_text_keys();
    if (keys.empty()) {
        GTEST_SKIP() << "src/web/texts/de does not exist yet";
    }
    const auto granted = exceptions_of("no_text");
    std::vector<std::string> offences;
    for (const auto& [code, path] : error_codes()) {
        if (!keys.contains(code) && !granted.contains(code)) {
            offences.push_back(code + " (" + path + ")");
        }
    }
    expect_none(offences, "Write the text in src/web/texts/de/.");
}

}  // namespace
}  // namespace gordion::architecture
