// SPDX-License-Identifier: EUPL-1.2
#include "web/texts.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/text.hpp"
#include "formats/toml.hpp"
#include "web/embedded.hpp"

namespace gordion::web {
namespace {

using formats::Json;

const Texts& shipped() {
    static const Texts texts = Texts::load().value();
    return texts;
}

void collect_codes(const Json& json, const std::string& prefix, std::vector<std::string>& to) {
    for (const auto& [name, value] : json.as_object()) {
        const std::string code = prefix.empty() ? name : prefix + "." + name;
        if (value.is_object()) {
            collect_codes(value, code, to);
        } else {
            to.push_back(code);
        }
    }
}

std::vector<std::string> codes_in(const Json& json) {
    std::vector<std::string> codes;
    collect_codes(json, "", codes);
    return codes;
}

// Of this language or German: for_templates() holds both.
std::vector<std::string> all_codes(std::string_view language) {
    return codes_in(*shipped().for_templates(language).find("t"));
}

std::set<std::string> placeholders(const std::string& text) {
    std::set<std::string> names;
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
        names.insert(text.substr(at, text.find('}', at) - at));
    }
    return names;
}

// Words between two full stops; numbers, codes and laws in brackets do not end a sentence.
std::size_t longest_sentence(const std::string& text) {
    std::size_t longest = 0;
    std::size_t words = 0;
    for (const std::string& word : split(replace_all(text, "\n", " "), ' ')) {
        words += word.empty() ? 0 : 1;
        longest = std::max(longest, words);
        const bool ends =
            !word.empty() && std::string_view(".?!:").find(word.back()) != std::string_view::npos;
        words = ends ? 0 : words;
    }
    return longest;
}

TEST(Texts, SaysEveryPageInEveryLanguage) {
    for (const char* file : {"texts/de/pages.toml", "texts/de/office_pages.toml"}) {
        const auto german = formats::parse_toml(find_embedded(file)).value();
        for (const std::string& code : codes_in(german.root)) {
            EXPECT_TRUE(shipped().has("en", code)) << code;
            EXPECT_TRUE(shipped().has("ls", code)) << code;
        }
    }
}

// Modules that citizens meet; what only providers and operators read is German.
TEST(Texts, SaysInEveryLanguageWhatCanGoWrongForCitizens) {
    for (const std::string code :
         {"forms.required", "forms.date_invalid", "forms.resume_wrong", "forms.resume_locked",
          "delivery.code_wrong", "delivery.code_locked", "crypto.code_shape", "crypto.number_shape",
          "identity.session_expired", "identity.session_missing", "app.not_offered",
          "app.mail_invalid", "routing.no_destination", "services.competent_verband",
          "services.unclear_typ", "http.body_too_large", "web.draft_changed", "web.forged",
          "cases.text_empty"}) {
        EXPECT_TRUE(shipped().has("en", code) && shipped().has("ls", code)) << code;
    }
    for (const std::string& code : all_codes("de")) {
        if (code.starts_with("kind.")) {
            EXPECT_TRUE(shipped().has("en", code) && shipped().has("ls", code)) << code;
        }
    }
}

TEST(Texts, TakesTheSameValuesInEveryLanguage) {
    for (const std::string_view language : {"en", "ls"}) {
        for (const std::string& code : all_codes(language)) {
            if (shipped().has(language, code)) {
                ASSERT_TRUE(shipped().has("de", code)) << code << " is not German";
                EXPECT_EQ(placeholders(shipped().text(language, code)),
                          placeholders(shipped().text("de", code)))
                    << language << " " << code;
            }
        }
    }
}

TEST(Texts, SaysSomethingEverywhere) {
    for (const std::string_view language : languages) {
        for (const std::string& code : all_codes(language)) {
            EXPECT_FALSE(trim(shipped().text(language, code)).empty()) << language << " " << code;
        }
    }
}

TEST(Texts, KeepsSentencesShortInLeichteSprache) {
    for (const std::string& code : all_codes("ls")) {
        if (shipped().has("ls", code)) {
            EXPECT_LE(longest_sentence(shipped().text("ls", code)), 14U)
                << code << ": " << shipped().text("ls", code);
        }
    }
}

TEST(Texts, FillsInValuesAndKeepsWhatItDoesNotKnow) {
    EXPECT_EQ(fill("Hallo {name}!", {{"name", "Welt"}}), "Hallo Welt!");
    EXPECT_EQ(fill("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}), "121");
    EXPECT_EQ(fill("{unknown} {", {{"a", "1"}}), "{unknown} {");
    EXPECT_EQ(fill("", {}), "");
    EXPECT_EQ(fill("{a}", {{"a", "{b}"}, {"b", "twice"}}), "{b}") << "a value is not a text";
}

TEST(Texts, FallsBackToGermanAndThenToTheCode) {
    EXPECT_EQ(shipped().text("en", "storage.url_unknown"),
              shipped().text("de", "storage.url_unknown"));
    EXPECT_EQ(shipped().text("fr", "page.back"), shipped().text("de", "page.back"));
    EXPECT_EQ(shipped().text("de", "nobody.wrote_this"), "nobody.wrote_this");
}

TEST(Texts, LetsTheKindSpeakForWhatTheVisitorCannotMend) {
    const Error broken{ErrorKind::Corrupt, "storage.sql", "", {}, ""};
    EXPECT_EQ(shipped().error_text("en", broken), shipped().text("en", "kind.corrupt"));
    EXPECT_EQ(shipped().error_text("de", broken), shipped().text("de", "storage.sql"));
    const Error unworded{ErrorKind::NotFound, "nobody.wrote_this", "", {}, ""};
    EXPECT_EQ(shipped().error_text("ls", unworded), shipped().text("ls", "kind.not_found"));
    const Error typed{ErrorKind::Invalid, "reuse.parameter_empty", "", {}, ""};
    EXPECT_EQ(shipped().error_text("en", typed), shipped().text("de", "reuse.parameter_empty"));
}

}  // namespace
}  // namespace gordion::web
