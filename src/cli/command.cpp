// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>

#include "cli/verb.hpp"
#include "core/log.hpp"
#include "core/text.hpp"

namespace gordion::cli {
namespace {

constexpr const char* default_config_file = "gordion.toml";

// What CLI11 fills while it reads the command line of one verb.
struct Typed {
    std::vector<std::string> arguments;
    std::map<std::string, std::vector<std::string>> options;
    std::map<std::string, bool> flags;
    bool json = false;
    std::string config_file;
    std::string data_folder;
};

void add_verb(CLI::App& program, const Verb& verb, Typed& typed, const Verb*& chosen) {
    CLI::App* at = &program;
    for (const std::string& word : split(verb.words, ' ')) {
        const auto known =
            at->get_subcommands([&](CLI::App* sub) { return sub->get_name() == word; });
        at = known.empty() ? at->add_subcommand(word) : known.front();
    }
    at->description(std::string(verb.meaning));
    if (verb.most_arguments > 0) {
        at->add_option(std::string(verb.arguments), typed.arguments)
            ->expected(static_cast<int>(verb.least_arguments),
                       static_cast<int>(verb.most_arguments))
            ->required(verb.least_arguments > 0);
    }
    for (const Option& option : verb.options) {
        const std::string name = "--" + std::string(option.name);
        if (option.is_flag) {
            at->add_flag(name, typed.flags[std::string(option.name)], std::string(option.meaning));
            continue;
        }
        auto* added = at->add_option(name, typed.options[std::string(option.name)],
                                     std::string(option.meaning));
        added->required(option.is_required);
        added->expected(1, option.is_repeatable ? 1000 : 1);
        // A value belongs to its option alone; what follows it is an argument.
        added->allow_extra_args(false);
    }
    at->add_flag("--json", typed.json, "Answers for machines");
    at->add_option("--config", typed.config_file,
                   "Configuration (default: ./gordion.toml if there)");
    at->add_option("--data", typed.data_folder, "Data folder, overrides the configuration");
    at->callback([&chosen, &verb] { chosen = &verb; });
}

Result<app::Config> choose_config(const Typed& typed) {
    app::Config config = app::default_config(typed.data_folder.empty() ? "var" : typed.data_folder);
    if (!typed.config_file.empty()) {
        config = TRY(app::read_config(typed.config_file, typed.data_folder));
    } else if (typed.data_folder.empty() && std::filesystem::exists(default_config_file)) {
        config = TRY(app::read_config(default_config_file));
    }
    return config;
}

void print_error(Call& call, const Error& error) {
    if (call.json) {
        formats::Json values = formats::Json::object();
        for (const auto& [name, value] : error.values) {
            values.set(name, value);
        }
        call.err << formats::write_json(formats::Json::object({{"code", error.code},
                                                               {"place", error.place},
                                                               {"message", error.message},
                                                               {"values", values}}))
                 << "\n";
        return;
    }
    call.err << "gordion: " << error.to_text() << "\n";
}

int run_verb(const Verb& verb, Typed& typed, Call& call) {
    call.arguments = typed.arguments;
    call.json = typed.json;
    for (auto& [name, values] : typed.options) {
        if (!values.empty()) {
            call.options.emplace(name, values);
        }
    }
    for (const auto& [name, set] : typed.flags) {
        if (set) {
            call.options.emplace(name, std::vector<std::string>{});
        }
    }
    auto config = choose_config(typed);
    if (!config) {
        print_error(call, config.error());
        return static_cast<int>(Exit::Failed);
    }
    call.config = std::move(config).value();
    const Result<Exit> outcome = verb.run(call);
    if (!outcome) {
        print_error(call, outcome.error());
        return static_cast<int>(Exit::Failed);
    }
    return static_cast<int>(outcome.value());
}

}  // namespace

std::string Call::option(std::string_view name, std::string_view fallback) const {
    const auto found = options.find(name);
    const bool given = found != options.end() && !found->second.empty();
    return given ? found->second.back() : std::string(fallback);
}

std::vector<std::string> Call::all(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::vector<std::string>{} : found->second;
}

Result<std::unique_ptr<app::Modules>> Call::open() const {
    return app::open_modules(config, clock, random);
}

std::unique_ptr<app::Modules> Call::open_if_there() const {
    constexpr std::string_view sqlite = "sqlite:";
    const std::string& database = config.database;
    if (database.starts_with(sqlite) && !std::filesystem::exists(database.substr(sqlite.size()))) {
        return nullptr;
    }
    auto opened = open();
    return opened ? std::move(opened).value() : nullptr;
}

formats::Json finding_as_json(const Finding& finding) {
    formats::Json values = formats::Json::object();
    for (const auto& [name, value] : finding.values) {
        values.set(name, value);
    }
    return formats::Json::object({{"code", finding.code},
                                  {"severity", to_string(finding.severity)},
                                  {"place", finding.place},
                                  {"values", std::move(values)},
                                  {"message", finding.message}});
}

void print_findings(Call& call, const Findings& findings) {
    for (const Finding& finding : findings) {
        if (call.json) {
            call.out << formats::write_json(finding_as_json(finding)) << "\n";
        } else {
            call.out << finding.to_text() << "\n";
        }
    }
}

void print_findings_short(Call& call, const Findings& findings) {
    if (call.json || call.has("verbose")) {
        print_findings(call, findings);
        return;
    }
    std::map<std::string, std::size_t> notes;
    for (const Finding& finding : findings) {
        if (finding.severity != Severity::Note) {
            call.out << finding.to_text() << "\n";
        } else {
            ++notes[finding.code];
        }
    }
    for (const auto& [counted, count] : notes) {
        const std::string& code = counted;
        const auto first = std::find_if(findings.begin(), findings.end(), [&](const auto& finding) {
            return finding.code == code && finding.severity == Severity::Note;
        });
        if (count == 1) {
            call.out << first->to_text() << "\n";
        } else {
            call.out << "note: " << count << " times: " << first->message << " [" << code
                     << "]; --verbose shows each\n";
        }
    }
}

int run_command(const std::vector<std::string>& words, std::ostream& out, std::ostream& err,
                const Clock& clock, Random& random) {
    CLI::App program("Gordion: administrative services, built once, used by every municipality.",
                     "gordion");
    program.require_subcommand(1);
    program.set_version_flag("--version", std::string("gordion " GORDION_VERSION));
    Typed typed;
    const Verb* chosen = nullptr;
    for (const Verb& verb : all_verbs()) {
        add_verb(program, verb, typed, chosen);
    }
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        program.parse(reversed);
    } catch (const CLI::ParseError& error) {
        return program.exit(error, out, err) == 0 ? 0 : static_cast<int>(Exit::Failed);
    }
    if (chosen == nullptr) {
        err << program.help();
        return static_cast<int>(Exit::Failed);
    }
    Call call{{}, {}, {}, false, out, err, clock, random};
    return run_verb(*chosen, typed, call);
}

}  // namespace gordion::cli
