// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/catalogue.hpp"

namespace gordion::services {

struct ServiceHit {
    const PublicService* service = nullptr;  ///< lives as long as the search
    double score = 0;                        ///< comparable within one answer only
    std::vector<std::string> matched;        ///< words of the entry that the query met
};

struct ServiceAnswer {
    std::vector<ServiceHit> hits;
    /// What was searched instead, where a typing error was mended: "hundesteuer"; else "".
    std::string corrected;
};

struct ServiceQuery {
    std::string text;
    std::size_t limit = 20;
    /// Keys (14 digits) that this platform offers: they rise. May be null.
    const std::set<std::string>* offered = nullptr;
};

/// Our own words beside the catalogue's.
struct SearchVocabulary {
    std::string synonyms_toml;   ///< data/search/synonyms.toml
    std::string compounds_text;  ///< data/search/compounds.txt: one word part per line
};

/// Full-text search over the catalogue in the words of citizens: German stems, parts of compounds,
/// words written apart or together, typing errors, everyday synonyms. Shared between threads; each
/// call borrows one of several open index handles, so calls do not wait for each other.
class ServiceSearch {
public:
    /// Opens the index of exactly this catalogue and vocabulary under `folder`/<fingerprint>, and
    /// builds it first where it is absent or broken (some seconds; written aside and renamed, so a
    /// crash leaves nothing half). Error codes: services.search_build, services.synonyms_invalid.
    static Result<std::unique_ptr<ServiceSearch>> open(std::shared_ptr<const Catalogue> catalogue,
                                                       const SearchVocabulary& vocabulary,
                                                       const std::filesystem::path& folder);
    ~ServiceSearch();

    /// Best first. An empty or senseless text finds nothing; that is no error.
    [[nodiscard]] ServiceAnswer search(const ServiceQuery& query) const;

private:
    struct Opened;
    explicit ServiceSearch(std::unique_ptr<Opened> opened);
    std::unique_ptr<Opened> opened_;
};

}  // namespace gordion::services
