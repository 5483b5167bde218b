// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gordion::services::internal {

/// Folded words of a text (core/text.hpp), in order, without those that carry no meaning in the
/// name of a service or in a question about one ("ich möchte … beantragen").
std::vector<std::string> telling_words(std::string_view text);

/// German stems of folded words: "anmelden" and "anmeldung" become one. Not shared between threads.
class Stemmer {
public:
    Stemmer();
    ~Stemmer();
    [[nodiscard]] std::string stem(const std::string& folded) const;
    [[nodiscard]] std::vector<std::string> stems(const std::vector<std::string>& folded) const;

private:
    struct Snowball;
    std::unique_ptr<Snowball> snowball_;
};

/// Cuts compounds into words that it knows: "hundesteuer" into "hund" and "steuer".
class CompoundSplitter {
public:
    /// Folded words; every one may be a part.
    explicit CompoundSplitter(std::vector<std::string> parts);
    /// Two parts or more, the cut with the fewest; empty if the word cannot be cut.
    [[nodiscard]] std::vector<std::string> split(std::string_view folded) const;

private:
    [[nodiscard]] bool knows(std::string_view word) const;
    std::vector<std::string> parts_;  // sorted
};

}  // namespace gordion::services::internal
