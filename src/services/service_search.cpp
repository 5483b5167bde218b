// SPDX-License-Identifier: EUPL-1.2
#include "services/service_search.hpp"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_set>

#include "core/spelling.hpp"
#include "core/text.hpp"
#include "services/internal/query_plan.hpp"
#include "services/internal/search_index.hpp"
#include "services/internal/search_words.hpp"
#include "services/internal/synonyms.hpp"

namespace gordion::services {
namespace {

using namespace internal;
using Xapian::Query;

constexpr std::size_t longest_query = 200;
constexpr Xapian::doccount candidates = 80;

// How much a word counts in each field.
struct FieldWeight {
    std::string_view prefix;
    double weight;
};
constexpr std::array<FieldWeight, 7> field_weights{{{field::object, 3.0},
                                                    {field::object_part, 1.6},
                                                    {field::verrichtung, 1.5},
                                                    {field::verrichtung_part, 0.6},
                                                    {field::bundle, 0.9},
                                                    {field::lage, 0.2},
                                                    {field::law, 1.2}}};
// What people look for most often is the application itself.
constexpr std::array<std::string_view, 9> common_verrichtung_codes{
    "104", "001", "012", "017", "080", "005", "006", "007", "169"};

// One open index with the stemmer that belongs to it. Used by one thread at a time.
struct Handle {
    explicit Handle(const std::string& path) : database(path) {}
    Xapian::Database database;
    Stemmer stemmer;
};

}  // namespace

struct ServiceSearch::Opened {
    std::shared_ptr<const Catalogue> catalogue;
    std::string path;
    std::vector<KnownWord> words;
    CompoundSplitter splitter{{}};
    std::vector<Synonym> synonyms;
    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<Handle>> idle;

    [[nodiscard]] std::unique_ptr<Handle> borrow() const {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                auto handle = std::move(idle.back());
                idle.pop_back();
                return handle;
            }
        }
        return std::make_unique<Handle>(path);
    }

    [[nodiscard]] ServiceAnswer answer(const ServiceQuery& query) const;

    void give_back(std::unique_ptr<Handle> handle) const {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(handle));
    }
};

namespace {

Query in_fields(const std::string& stem) {
    std::vector<Query> fields;
    for (const FieldWeight& one : field_weights) {
        fields.emplace_back(Query::OP_SCALE_WEIGHT, Query(std::string(one.prefix) + stem),
                            one.weight);
    }
    return Query(Query::OP_OR, fields.begin(), fields.end());
}

Query to_query(const Wanted& wanted) {
    if (wanted.kind == Wanted::Kind::Stem) {
        return in_fields(wanted.stem);
    }
    std::vector<Query> parts;
    for (const Wanted& part : wanted.parts) {
        parts.push_back(to_query(part));
    }
    const auto op = wanted.kind == Wanted::Kind::Any   ? Query::OP_OR
                    : wanted.kind == Wanted::Kind::All ? Query::OP_AND
                                                       : Query::OP_MAX;
    const Query joined(op, parts.begin(), parts.end());
    return joined.empty() ? joined : Query(Query::OP_SCALE_WEIGHT, joined, wanted.weight);
}

bool has_stem(const Xapian::Database& database, const std::string& stem) {
    return std::any_of(field_weights.begin(), field_weights.end(), [&](const FieldWeight& one) {
        return database.term_exists(std::string(one.prefix) + stem);
    });
}

// How usual it is to look for this entry, and how much of its name the query met.
double usefulness(const PublicService& service, double share) {
    double factor = 1.0 + 0.5 * share;
    factor += service.key.detail() == "000" ? 0.10 : 0.0;
    const bool common = std::find(common_verrichtung_codes.begin(), common_verrichtung_codes.end(),
                                  service.key.verrichtung()) != common_verrichtung_codes.end();
    factor += common ? 0.06 : service.verrichtung.empty() ? 0.04 : 0.0;
    return factor;
}

constexpr double offered_factor = 1.3;

// All stems that a plan looks for.
using Stems = std::unordered_set<std::string>;

void collect_stems(const Wanted& wanted, Stems& to) {
    if (wanted.kind == Wanted::Kind::Stem) {
        to.insert(wanted.stem);
    }
    for (const Wanted& part : wanted.parts) {
        collect_stems(part, to);
    }
}

// How much of the object's name the query met; `name_stems` as the index keeps them. Reading them
// is four times as fast as asking Xapian for the terms that matched.
double met_share(const Stems& asked, const std::string& name_stems) {
    const auto stems = split(name_stems, ' ');
    const auto met = std::count_if(stems.begin(), stems.end(),
                                   [&](const std::string& stem) { return asked.count(stem) != 0; });
    return static_cast<double>(met) / static_cast<double>(stems.size());
}

std::vector<std::string> met_words(const PublicService& service, const Stems& asked,
                                   const Stemmer& stemmer) {
    std::vector<std::string> words = telling_words(service.name);
    words.erase(std::remove_if(
                    words.begin(), words.end(),
                    [&](const std::string& word) { return asked.count(stemmer.stem(word)) == 0; }),
                words.end());
    return words;
}

// One entry per object, the best one; entries without a key stand for themselves.
std::vector<ServiceHit> best_of_each_object(std::vector<ServiceHit> hits, std::size_t limit) {
    std::stable_sort(hits.begin(), hits.end(), [](const ServiceHit& left, const ServiceHit& right) {
        return left.score > right.score;
    });
    std::set<std::string_view> seen;
    std::vector<ServiceHit> kept;
    for (const ServiceHit& hit : hits) {
        const auto object = hit.service->key.object();
        if (kept.size() < limit && (object.empty() || seen.insert(object).second)) {
            kept.push_back(hit);
        }
    }
    return kept;
}

}  // namespace

ServiceSearch::ServiceSearch(std::unique_ptr<Opened> opened) : opened_(std::move(opened)) {}
ServiceSearch::~ServiceSearch() = default;

Result<std::unique_ptr<ServiceSearch>> ServiceSearch::open(
    std::shared_ptr<const Catalogue> catalogue, const SearchVocabulary& vocabulary,
    const std::filesystem::path& folder) {
    auto opened = std::make_unique<Opened>();
    opened->synonyms = TRY(read_synonyms(vocabulary.synonyms_toml, Stemmer()));
    const std::filesystem::path path = folder / index_name(*catalogue, vocabulary.compounds_text);
    opened->path = path.string();
    std::unique_ptr<Handle> handle;
    for (int attempt = 0; attempt < 2 && handle == nullptr; ++attempt) {
        try {
            handle = std::make_unique<Handle>(opened->path);
        } catch (const Xapian::Error& error) {
            if (attempt == 1) {
                return Error{ErrorKind::Unavailable,
                             "services.search_build",
                             opened->path,
                             {},
                             "the search index cannot be opened: " + error.get_msg()};
            }
            TRY(build_aside(*catalogue, vocabulary.compounds_text, path));
        }
    }
    std::set<std::string> words;
    for (const Synonym& synonym : opened->synonyms) {
        words.insert(synonym.words.begin(), synonym.words.end());
    }
    for (std::string& word : read_words(handle->database.get_metadata("words"))) {
        words.insert(std::move(word));
    }
    for (const std::string& word : words) {
        opened->words.push_back({word, letter_set(word)});
    }
    opened->splitter = CompoundSplitter(read_words(handle->database.get_metadata("parts")));
    opened->catalogue = std::move(catalogue);
    opened->give_back(std::move(handle));
    return std::unique_ptr<ServiceSearch>(new ServiceSearch(std::move(opened)));
}

ServiceAnswer ServiceSearch::search(const ServiceQuery& query) const {
    try {
        return opened_->answer(query);
    } catch (const Xapian::Error& error) {
        // Nobody but us touches the index while it is open.
        throw Bug("the search index fails: " + error.get_msg());
    }
}

ServiceAnswer ServiceSearch::Opened::answer(const ServiceQuery& query) const {
    ServiceAnswer answer;
    auto asked = telling_words(std::string_view(query.text).substr(0, longest_query));
    if (asked.empty() || query.limit == 0) {
        return answer;
    }
    auto handle = borrow();
    const Lexicon lexicon{handle->stemmer, words, splitter, synonyms, [&](const std::string& stem) {
                              return has_stem(handle->database, stem);
                          }};
    QueryPlan plan = plan_query(lexicon, std::move(asked));
    answer.corrected = std::move(plan.corrected);
    Xapian::Enquire enquire(handle->database);
    enquire.set_query(to_query(plan.wanted));
    // Names are short: their length says little, so it counts little.
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.0, 0.0, 1.0, 0.4, 0.5));
    Stems stems;
    collect_stems(plan.wanted, stems);
    std::vector<ServiceHit> found;
    const Xapian::MSet met = enquire.get_mset(0, candidates);
    for (auto at = met.begin(); at != met.end(); ++at) {
        const PublicService* service = catalogue->find_by_number(static_cast<int>(*at));
        VERIFY(service != nullptr, "the index was built from this very catalogue");
        const bool offered =
            query.offered != nullptr && query.offered->count(service->key.digits) != 0;
        const double share = met_share(stems, at.get_document().get_value(name_stems_slot));
        const double score =
            at.get_weight() * usefulness(*service, share) * (offered ? offered_factor : 1.0);
        found.push_back({service, score, {}});
    }
    answer.hits = best_of_each_object(std::move(found), query.limit);
    for (ServiceHit& hit : answer.hits) {
        hit.matched = met_words(*hit.service, stems, handle->stemmer);
    }
    give_back(std::move(handle));
    return answer;
}

}  // namespace gordion::services
