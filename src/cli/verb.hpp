// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/modules.hpp"
#include "core/finding.hpp"
#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::cli {

/// One option of a verb; all are long ("--at=2026-11-23").
struct Option {
    std::string_view name;     ///< "at"
    std::string_view meaning;  ///< for --help
    bool is_flag = false;
    bool is_required = false;
    bool is_repeatable = false;  ///< "--set=key=value" many times
};

/// What a verb was called with.
struct Call {
    std::vector<std::string> arguments;
    std::map<std::string, std::vector<std::string>, std::less<>> options;
    app::Config config;
    bool json = false;  ///< --json: answers for machines
    std::ostream& out;
    std::ostream& err;
    const Clock& clock;
    Random& random;

    [[nodiscard]] bool has(std::string_view name) const { return options.contains(name); }
    [[nodiscard]] std::string option(std::string_view name, std::string_view fallback = {}) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    /// Opens database, keys and reference data as the configuration says.
    Result<std::unique_ptr<app::Modules>> open() const;
    /// The same, or nullptr where there is no installation or it cannot be opened: what can be
    /// judged anywhere must not leave an empty database behind.
    std::unique_ptr<app::Modules> open_if_there() const;
};

/// Exit codes: 0 done; 1 done, but what was judged has faults; 2 not done.
enum class Exit { Done = 0, Faults = 1, Failed = 2 };

/// One thing that an operator, provider or administration can do in a shell. The words are typed
/// one after another: "service publish".
struct Verb {
    std::string_view words;
    std::string_view arguments;  ///< "DIR", "FILE …" – for --help
    std::size_t least_arguments = 0;
    std::size_t most_arguments = 0;
    std::string_view meaning;
    std::vector<Option> options;
    Result<Exit> (*run)(Call& call) = nullptr;
};

/// Every verb, in the order in which --help lists them. Adding one means one line here.
const std::vector<Verb>& all_verbs();

/// Reads the command line, runs the verb, prints errors. The one place that knows exit codes.
int run_command(const std::vector<std::string>& words, std::ostream& out, std::ostream& err,
                const Clock& clock, Random& random);

formats::Json finding_as_json(const Finding& finding);

/// One finding per line, as text or JSON lines.
void print_findings(Call& call, const Findings& findings);
/// The same for people who want to see what is to be mended: notes of one kind become one line that
/// counts them. --json and --verbose, which the verb then has to offer, show each.
void print_findings_short(Call& call, const Findings& findings);
/// The option "verbose" for it.
inline constexpr Option verbose_option{"verbose", "each note on a line of its own", true};

}  // namespace gordion::cli
