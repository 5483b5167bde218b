// SPDX-License-Identifier: EUPL-1.2
#include "services/service_search.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "services/services_test.hpp"

namespace gordion::services {
namespace {

SearchVocabulary vocabulary() {
    return {testing::shipped("search/synonyms.toml"), testing::shipped("search/compounds.txt")};
}

// A folder that vanishes when the test program ends.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("gordion-search-" + std::to_string(getpid()));
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

const std::filesystem::path& folder() {
    static const Folder made;
    return made.path;
}

const ServiceSearch& search() {
    static const std::unique_ptr<ServiceSearch> opened =
        ServiceSearch::open(testing::catalogue(), vocabulary(), folder()).value();
    return *opened;
}

std::vector<std::string> names(std::string_view text, std::size_t limit = 3) {
    std::vector<std::string> found;
    for (const ServiceHit& hit : search().search({std::string(text), limit, nullptr}).hits) {
        found.push_back(hit.service->name);
    }
    return found;
}

std::string first(std::string_view text) {
    const auto found = names(text, 1);
    return found.empty() ? "nothing" : found[0];
}

bool is_answer(const PublicService& service, const std::string& answers) {
    for (const std::string& answer : split(answers, '|')) {
        const bool by_key =
            is_digits(answer) && service.key.digits.compare(0, answer.size(), answer) == 0;
        if (by_key || service.name == answer) {
            return true;
        }
    }
    return false;
}

// The share of queries that have a right answer among the first three; the others are printed.
double share_found(const std::string& file) {
    const auto bytes = load_file(std::string(GORDION_SOURCE_DIR) + "/src/services/testdata/" + file,
                                 limits::csv_bytes)
                           .value();
    const auto csv = formats::parse_csv(bytes).value().value;
    std::size_t found = 0;
    for (const auto& row : csv.rows) {
        const auto answer = search().search({row.cells[0], 3, nullptr});
        const bool right =
            std::any_of(answer.hits.begin(), answer.hits.end(),
                        [&](const auto& hit) { return is_answer(*hit.service, row.cells[1]); });
        found += right ? 1U : 0U;
        if (!right) {
            std::printf("[  missed  ] %s -> %s\n", row.cells[0].c_str(),
                        join(names(row.cells[0]), " | ").c_str());
        }
    }
    const double share = static_cast<double>(found) / static_cast<double>(csv.rows.size());
    std::printf("[  found   ] %s: %zu of %zu in the first three (%.1f %%)\n", file.c_str(), found,
                csv.rows.size(), share * 100);
    return share;
}

TEST(ServiceSearch, FindsEverydayQueriesInTheFirstThree) {
    EXPECT_GE(share_found("everyday_queries.csv"), 0.9);
}

// Written before the search, not looked at while tuning; but by the author of the synonyms.
TEST(ServiceSearch, FindsQueriesThatWereHeldOut) {
    EXPECT_GE(share_found("everyday_queries_held_out.csv"), 0.9);
}

// Written after the synonyms from entries that nobody had thought of: the honest number (25 of 32
// when first run; 27 after cutting and completing words was mended in general). Do not add synonyms
// for these queries; write fresh ones instead.
TEST(ServiceSearch, FindsQueriesThatNobodyTunedFor) {
    EXPECT_GE(share_found("everyday_queries_fresh.csv"), 0.75);
}

TEST(ServiceSearch, AnswersTheExamplesOfTheIssue) {
    const auto dog = names("hund anmelden");
    EXPECT_EQ(std::count(dog.begin(), dog.end(), "Hundehaltung Anmeldung"), 1);
    EXPECT_EQ(std::count_if(dog.begin(), dog.end(),
                            [](const auto& name) { return name.substr(0, 11) == "Hundesteuer"; }),
              1);
    EXPECT_EQ(first("Hunde steuer"), "Hundesteuer");
    EXPECT_EQ(first("parkausweis anwohner"), "Bewohnerparkausweis");
    EXPECT_EQ(first("umziehen").substr(0, 8), "Wohnsitz");
    EXPECT_NE(first("feuerwerk").find("pyrotechnisch"), std::string::npos);
}

TEST(ServiceSearch, MendsTypingErrorsAndSaysSo) {
    const auto answer = search().search({"Hundesteur", 3, nullptr});
    ASSERT_FALSE(answer.hits.empty());
    EXPECT_EQ(answer.hits[0].service->object_name, "Hundesteuer");
    EXPECT_EQ(answer.corrected, "hundesteuer");
    EXPECT_EQ(search().search({"Hundesteuer", 3, nullptr}).corrected, "");
    EXPECT_EQ(first("Baugenehmigugn").substr(0, 13), "Baugenehmigun");
    EXPECT_EQ(first("fuehrungszeugnis").substr(0, 7), "Führun");
}

TEST(ServiceSearch, ReadsWordsApartAndTogether) {
    EXPECT_EQ(first("geburts urkunde").substr(0, 14), "Geburtsurkunde");
    EXPECT_EQ(first("hundesteueranmeldung").substr(0, 4), "Hund");
    EXPECT_EQ(first("personalausw").substr(0, 15), "Personalausweis");
}

TEST(ServiceSearch, ShowsEachObjectOnceAndOfferedServicesFirst) {
    const std::set<std::string> offered{"99102013002000"};
    const auto plain = search().search({"Hundesteuer", 10, nullptr});
    const auto raised = search().search({"Hundesteuer", 10, &offered});
    EXPECT_EQ(raised.hits[0].service->key.digits, "99102013002000");
    for (const auto* answer : {&plain, &raised}) {
        std::set<std::string> objects;
        for (const ServiceHit& hit : answer->hits) {
            if (!hit.service->key.empty()) {
                EXPECT_TRUE(objects.insert(std::string(hit.service->key.object())).second);
            }
        }
    }
    EXPECT_EQ(plain.hits[0].matched, (std::vector<std::string>{"hundesteuer"}));
}

TEST(ServiceSearch, FindsNothingForNothing) {
    for (const char* text : {"", "   ", "ich möchte", "!!!", "\xFF\xFE", "xqzwvkj"}) {
        EXPECT_TRUE(search().search({text, 5, nullptr}).hits.empty()) << text;
    }
    EXPECT_TRUE(search().search({"hund", 0, nullptr}).hits.empty());
    EXPECT_FALSE(search().search({std::string(100'000, 'a') + " hund", 5, nullptr}).hits.size() >
                 5);
}

TEST(ServiceSearch, OpensWhatIsThereAndRebuildsWhatIsBroken) {
    CatalogueContent small;
    small.services = {
        {1, {"99102013000000"}, "Hundesteuer", "Hundesteuer", "", 0, "4", true, false, ""}};
    const auto catalogue = Catalogue::make(small, "ff");
    const auto place = folder() / "broken";
    ASSERT_TRUE(ServiceSearch::open(catalogue, vocabulary(), place));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
        if (entry.is_regular_file()) {
            std::filesystem::resize_file(entry.path(), 0);
        }
    }
    const auto again = ServiceSearch::open(catalogue, vocabulary(), place);
    ASSERT_TRUE(again) << again.error().to_text();
    EXPECT_FALSE(again.value()->search({"hundesteuer", 3, nullptr}).hits.empty());
    EXPECT_EQ(ServiceSearch::open(catalogue, vocabulary(), "/proc/nowhere").error().code,
              "services.search_build");
    EXPECT_EQ(
        ServiceSearch::open(catalogue, {"[[synonym]]\nwords = [\"a\"]", ""}, place).error().code,
        "services.synonyms_invalid");
}

TEST(ServiceSearch, AnswersSeveralThreadsAtOnce) {
    std::vector<std::jthread> threads;
    std::array<std::string, 4> answers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        threads.emplace_back([&answers, i] {
            for (int n = 0; n < 10; ++n) {
                answers.at(i) = first("bewohnerparkausweis");
            }
        });
    }
    threads.clear();
    for (const std::string& answer : answers) {
        EXPECT_EQ(answer, "Bewohnerparkausweis");
    }
}

}  // namespace
}  // namespace gordion::services
