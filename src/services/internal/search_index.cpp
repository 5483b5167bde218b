// SPDX-License-Identifier: EUPL-1.2
#include "services/internal/search_index.hpp"

#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <system_error>

#include "core/text.hpp"

namespace gordion::services::internal {
namespace {

constexpr std::size_t shortest_part_of_names = 5;
constexpr std::size_t longest_abbreviation = 12;
constexpr std::size_t longest_term = 200;  // Xapian's own bound is 245 bytes.

// Names of laws as people abbreviate them: what stands in brackets, "(BAföG)".
std::set<std::string> law_abbreviations(std::string_view grounds) {
    std::set<std::string> found;
    for (auto open = grounds.find('('); open != std::string_view::npos;
         open = grounds.find('(', open + 1)) {
        const auto close = grounds.find(')', open);
        if (close == std::string_view::npos) {
            break;
        }
        const auto inside = grounds.substr(open + 1, close - open - 1);
        if (inside.size() <= longest_abbreviation && inside.find(' ') == std::string_view::npos) {
            found.insert(fold_german(inside));
        }
    }
    return found;
}

class Builder {
public:
    Builder(const Catalogue& catalogue, const std::vector<std::string>& compounds)
        : catalogue_(catalogue), splitter_(parts_of(catalogue, compounds)) {}

    void write(Xapian::WritableDatabase& database) {
        for (const PublicService& service : catalogue_.services()) {
            database.replace_document(static_cast<Xapian::docid>(service.number),
                                      document(service));
        }
        database.set_metadata("words", write_words({words_.begin(), words_.end()}));
        database.set_metadata("parts", write_words(parts_));
        database.commit();
    }

private:
    // The compound list and the longer words of the names themselves.
    std::vector<std::string> parts_of(const Catalogue& catalogue,
                                      const std::vector<std::string>& compounds) {
        std::set<std::string> parts(compounds.begin(), compounds.end());
        const auto add = [&](std::string_view name) {
            for (const std::string& word : telling_words(name)) {
                if (word.size() >= shortest_part_of_names) {
                    parts.insert(word);
                }
            }
        };
        for (const PublicService& service : catalogue.services()) {
            add(service.name);
        }
        for (const Bundle& bundle : catalogue.bundles()) {
            add(bundle.name);
        }
        parts_.assign(parts.begin(), parts.end());
        return parts_;
    }

    void add_parts(Xapian::Document& to, const std::string& word, std::string_view prefix) {
        for (const std::string& part : splitter_.split(word)) {
            add_term(to, prefix, stemmer_.stem(part));
            add_parts(to, part, prefix);  // "kinder|reisepass", then "reise|pass"
        }
    }

    static void add_term(Xapian::Document& to, std::string_view prefix, const std::string& stem) {
        // A word that occurs twice in a name weighs no more than once.
        const std::string term = std::string(prefix) + stem.substr(0, longest_term);
        to.add_boolean_term(term);
        to.remove_term(term);
        to.add_term(term, 1);
    }

    // "Personalausweis Informationserteilung zum Personalausweis" says its object once.
    static std::vector<std::string> words_besides(std::string_view text,
                                                  const std::vector<std::string>& known) {
        std::vector<std::string> words;
        for (std::string& word : telling_words(text)) {
            if (std::find(known.begin(), known.end(), word) == known.end()) {
                words.push_back(std::move(word));
            }
        }
        return words;
    }

    void add_words(Xapian::Document& to, const std::vector<std::string>& words,
                   std::string_view prefix, std::string_view part_prefix) {
        for (const std::string& word : words) {
            add_term(to, prefix, stemmer_.stem(word));
            add_parts(to, word, part_prefix);
            words_.insert(word);
        }
    }

    Xapian::Document document(const PublicService& service) {
        Xapian::Document made;
        const auto object = telling_words(service.object_name);
        add_words(made, object, field::object, field::object_part);
        made.add_value(name_stems_slot, join(stemmer_.stems(object), " "));
        add_words(made, words_besides(service.verrichtung, object), field::verrichtung,
                  field::verrichtung_part);
        if (const Bundle* bundle = catalogue_.bundle_of(service)) {
            add_words(made, telling_words(bundle->name), field::bundle, field::bundle);
        }
        if (const Lage* lage = catalogue_.lage_of(service)) {
            add_words(made, telling_words(lage->name), field::lage, field::lage);
        }
        if (const Themenfeld* themenfeld = catalogue_.themenfeld_of(service)) {
            add_words(made, telling_words(themenfeld->name), field::lage, field::lage);
        }
        for (const std::string& law : law_abbreviations(service.legal_grounds)) {
            add_term(made, field::law, stemmer_.stem(law));
        }
        return made;
    }

    const Catalogue& catalogue_;
    Stemmer stemmer_;
    std::vector<std::string> parts_;
    CompoundSplitter splitter_;
    std::set<std::string> words_;
};

Result<void> build_index(const Catalogue& catalogue, const std::vector<std::string>& compounds,
                         const std::filesystem::path& folder) {
    try {
        Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE);
        Builder(catalogue, compounds).write(database);
        database.close();
    } catch (const Xapian::Error& error) {
        return Error{ErrorKind::Unavailable,
                     "services.search_build",
                     folder.string(),
                     {},
                     "the search index cannot be written; is there space and permission? " +
                         error.get_msg()};
    }
    return {};
}

}  // namespace

std::vector<std::string> read_compounds(std::string_view text) {
    std::vector<std::string> compounds;
    for (const std::string& line : split(text, '\n')) {
        const std::string word = fold_german(line.substr(0, line.find('#')));
        if (!word.empty() && word.find(' ') == std::string::npos) {
            compounds.push_back(word);
        }
    }
    return compounds;
}

std::string write_words(const std::vector<std::string>& words) {
    return join(words, "\n");
}

std::vector<std::string> read_words(const std::string& text) {
    return text.empty() ? std::vector<std::string>{} : split(text, '\n');
}

std::string index_name(const Catalogue& catalogue, std::string_view compounds_text) {
    // FNV-1a: tells vocabularies apart, protects nothing.
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : compounds_text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = catalogue.sha256().substr(0, 16) + "-" + std::string(index_format) + "-";
    for (int i = 0; i < 8; ++i) {
        text += digits[(hash >> (4 * i)) & 0xF];
    }
    return text;
}

Result<void> build_aside(const Catalogue& catalogue, std::string_view compounds_text,
                         const std::filesystem::path& path) {
    std::error_code code;
    std::filesystem::path aside = path;
    aside += ".building-" + std::to_string(getpid());
    std::filesystem::remove_all(aside, code);
    std::filesystem::create_directories(path.parent_path(), code);
    TRY(build_index(catalogue, read_compounds(compounds_text), aside));
    std::filesystem::remove_all(path, code);
    std::filesystem::rename(aside, path, code);
    if (code && !std::filesystem::exists(path)) {
        return Error{ErrorKind::Unavailable,
                     "services.search_build",
                     path.string(),
                     {},
                     "the search index cannot be put in place: " + code.message()};
    }
    return {};
}

}  // namespace gordion::services::internal
