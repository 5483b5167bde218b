// SPDX-License-Identifier: EUPL-1.2
#include "conformity/catalogue.hpp"

#include <algorithm>
#include <set>

#include "conformity/check.hpp"
#include "conformity/embedded.hpp"
#include "core/names.hpp"
#include "formats/toml.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

constexpr Names<Level, 3> levels{
    {{Level::Must, "must"}, {Level::Should, "should"}, {Level::May, "may"}}};
constexpr Names<Addressee, 2> addressees{
    {{Addressee::Provider, "provider"}, {Addressee::Administration, "administration"}}};
constexpr Names<Mark, 2> marks{
    {{Mark::Verified, "verified"}, {Mark::Reconstructed, "reconstructed"}}};
constexpr Names<Outcome, 4> outcomes{{{Outcome::Met, "met"},
                                      {Outcome::NotMet, "not_met"},
                                      {Outcome::NotApplicable, "not_applicable"},
                                      {Outcome::NotProvable, "not_provable"}}};

// Reads one requirement and notes what is wrong with it.
class RequirementReader {
public:
    RequirementReader(const Json& table, std::string place, Findings& findings)
        : table_(table), place_(std::move(place)), findings_(findings) {}

    Requirement read() {
        Requirement made;
        made.id = text("id");
        place_ += ": " + made.id;
        made.official = table_.text_at("official");
        made.category = text("category");
        made.level = choose("level", levels);
        made.addressee = choose("addressee", addressees);
        made.title = text("title");
        made.text = text("text");
        made.mend = text("mend");
        made.source = text("source");
        made.mark = choose("mark", marks);
        if (!table_.text_at("applies").empty()) {
            made.applies = expression("applies");
            made.not_applicable = text("not_applicable");
        }
        made.met = expression("met");
        read_examples(made);
        return made;
    }

private:
    void note(std::string code, Values values, std::string message,
              Severity severity = Severity::Fault) {
        findings_.push_back(
            {std::move(code), severity, place_, std::move(values), std::move(message)});
    }

    std::string text(const char* member) {
        std::string found = table_.text_at(member);
        if (found.empty()) {
            note("conformity.requirement", {{"member", member}}, "The member is a text.");
        }
        return found;
    }

    template <typename Enum, std::size_t count>
    Enum choose(const char* member, const Names<Enum, count>& names) {
        const auto found = find_named(names, table_.text_at(member));
        if (!found) {
            note("conformity.requirement", {{"member", member}},
                 "The member is none of its words.");
        }
        return found.value_or(names.front().first);
    }

    std::optional<Expression> expression(const char* member) {
        auto json = formats::parse_json(text(member));
        auto compiled = json ? Expression::compile(json.value()) : json.take_error();
        if (!compiled) {
            note("conformity.expression",
                 {{"member", member}, {"reason", compiled.error().to_text()}},
                 "The expression cannot be evaluated.");
            return std::nullopt;
        }
        for (const std::string& path : compiled.value().paths()) {
            if (!path.starts_with("package.") && !path.starts_with("system.") &&
                !path.starts_with("declared.")) {
                note("conformity.expression", {{"member", member}, {"reason", path}},
                     "Evidence begins with package., system. or declared.");
            }
        }
        return std::move(compiled).value();
    }

    void read_examples(Requirement& made) {
        const Json* examples = table_.find("example");
        std::set<Outcome> seen;
        for (const Json& example :
             examples != nullptr && examples->is_array() ? examples->as_array() : Json::Array()) {
            auto evidence = formats::parse_json(example.text_at("evidence"));
            const std::string named = example.text_at("outcome");
            const auto expected = find_named(outcomes, named);
            if (!evidence || !expected) {
                note("conformity.requirement", {{"member", "example"}},
                     "An example has evidence (JSON) and outcome.");
                continue;
            }
            seen.insert(*expected);
            const Judgement judged = judge(made, evidence.value());
            if (judged.outcome != *expected || judged.has_erred) {
                note("conformity.example",
                     {{"expected", named},
                      {"found", std::string(to_string(judged.outcome))},
                      {"evidence", example.text_at("evidence")}},
                     "The example comes out otherwise. " + judged.reason);
            }
            made.examples.push_back({std::move(evidence).value(), *expected});
        }
        if (!seen.contains(Outcome::Met) || !seen.contains(Outcome::NotMet)) {
            note("conformity.examples_missing", {},
                 "A requirement has an example that is met and one that is not.",
                 Severity::Warning);
        }
    }

    const Json& table_;
    std::string place_;
    Findings& findings_;
};

Error wrong_catalogue(const char* member) {
    return {ErrorKind::Invalid,
            "conformity.catalogue",
            member,
            {{"place", member}},
            "A catalogue has id, version, title, source, valid_from (a date), perhaps valid_until, "
            "and [[requirement]]."};
}

Result<Date> read_date(const Json& root, const char* member) {
    const auto date = parse_date(root.text_at(member));
    return date ? Result<Date>(date.value()) : Result<Date>(wrong_catalogue(member));
}

}  // namespace

std::string_view to_string(Level level) {
    return name_of(levels, level);
}

std::string_view to_german(Level level) {
    return level == Level::Must ? "MUSS" : level == Level::Should ? "SOLL" : "KANN";
}

std::string_view to_string(Addressee addressee) {
    return name_of(addressees, addressee);
}

std::string_view to_string(Mark mark) {
    return name_of(marks, mark);
}

std::string_view to_string(Outcome outcome) {
    return name_of(outcomes, outcome);
}

const Requirement* Catalogue::find(std::string_view wanted) const {
    const auto found =
        std::find_if(requirements.begin(), requirements.end(),
                     [&](const Requirement& requirement) { return requirement.id == wanted; });
    return found == requirements.end() ? nullptr : &*found;
}

Result<Judged<Catalogue>> read_catalogue(std::string_view toml) {
    const formats::Toml file = TRY(formats::parse_toml(toml));
    const Json& root = file.root;
    Judged<Catalogue> read;
    Catalogue& catalogue = read.value;
    for (const auto& [member, into] :
         {std::pair("id", &catalogue.id), std::pair("version", &catalogue.version),
          std::pair("title", &catalogue.title), std::pair("source", &catalogue.source)}) {
        *into = root.text_at(member);
        if (into->empty()) {
            return wrong_catalogue(member);
        }
    }
    catalogue.valid_from = TRY(read_date(root, "valid_from"));
    if (root.find("valid_until") != nullptr) {
        catalogue.valid_until = TRY(read_date(root, "valid_until"));
    }
    const Json* requirements = root.find("requirement");
    if (requirements == nullptr || !requirements->is_array()) {
        return wrong_catalogue("requirement");
    }
    std::size_t number = 0;
    for (const Json& table : requirements->as_array()) {
        const std::string place = file.place("requirement." + std::to_string(number++));
        Requirement made = RequirementReader(table, place, read.findings).read();
        if (catalogue.find(made.id) != nullptr) {
            read.findings.push_back({"conformity.requirement_twice",
                                     Severity::Fault,
                                     place + ": " + made.id,
                                     {},
                                     "The id stands twice."});
            continue;
        }
        catalogue.requirements.push_back(std::move(made));
    }
    return read;
}

Result<Judged<std::vector<Catalogue>>> load_catalogues(const std::vector<std::string_view>& more) {
    std::vector<std::string_view> texts;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name.starts_with("conformity/")) {
            texts.push_back(file.bytes);
        }
    }
    texts.insert(texts.end(), more.begin(), more.end());
    Judged<std::vector<Catalogue>> all;
    for (const std::string_view text : texts) {
        Judged<Catalogue> read = TRY(read_catalogue(text));
        for (const Catalogue& known : all.value) {
            if (known.id == read.value.id && known.version == read.value.version) {
                return Error{ErrorKind::Conflict,
                             "conformity.catalogue_twice",
                             "",
                             {{"id", known.id}, {"version", known.version}},
                             "Two catalogues have this id and version. Give one another version."};
            }
        }
        append(all.findings, std::move(read.findings));
        all.value.push_back(std::move(read.value));
    }
    return all;
}

const std::vector<Catalogue>& built_in_catalogues() {
    static const std::vector<Catalogue> all = [] {
        auto loaded = load_catalogues();
        VERIFY(loaded.has_value(), "the catalogues in the program are those that its tests read");
        return std::move(loaded).value().value;
    }();
    return all;
}

const Catalogue* find_catalogue(const std::vector<Catalogue>& all, std::string_view id, Date on) {
    const Catalogue* found = nullptr;
    for (const Catalogue& catalogue : all) {
        const bool holds = catalogue.id == id && catalogue.valid_from <= on &&
                           (!catalogue.valid_until || on <= *catalogue.valid_until);
        if (holds && (found == nullptr || found->valid_from < catalogue.valid_from)) {
            found = &catalogue;
        }
    }
    return found;
}

}  // namespace gordion::conformity
