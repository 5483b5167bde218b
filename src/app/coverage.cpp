// SPDX-License-Identifier: EUPL-1.2
#include "app/coverage.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "app/imports.hpp"
#include "app/modules.hpp"
#include "app/source_files.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::app {
namespace {

// A day is two tables of bits and the numbers of all areas, about 2 MB.
constexpr std::size_t days_kept = 8;
constexpr std::size_t curves_kept = 256;

using Keys = std::map<std::pair<std::string, std::string>, const reuse::Offer*>;

std::set<int> bundles_of(const reuse::Offer& offer, const services::Catalogue& catalogue) {
    std::set<int> bundles;
    for (const std::string& key : offer.leistungsschluessel) {
        if (const auto* service = catalogue.find(key); service != nullptr && service->bundle_id) {
            bundles.insert(service->bundle_id);
        }
    }
    return bundles;
}

}  // namespace

std::vector<planning::CoverageFact> own_coverage(std::vector<reuse::Adoption> steps,
                                                 const std::vector<reuse::Offer>& offers,
                                                 const services::Catalogue& catalogue) {
    Keys known;
    for (const reuse::Offer& offer : offers) {
        known[{offer.package_id, offer.version}] = &offer;
    }
    const auto place = [](const reuse::Adoption& step) {
        return std::tie(step.tenant.value, step.package_id);
    };
    std::sort(steps.begin(), steps.end(), [](const auto& one, const auto& other) {
        return std::tie(one.tenant.value, one.package_id, one.valid_from, one.number) <
               std::tie(other.tenant.value, other.package_id, other.valid_from, other.number);
    });
    std::vector<planning::CoverageFact> facts;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const reuse::Adoption& step = steps[i];
        std::optional<Date> until;
        if (i + 1 < steps.size() && place(steps[i + 1]) == place(step)) {
            until = steps[i + 1].valid_from.plus_days(-1);
        }
        const auto offer = known.find({step.package_id, step.version});
        if (step.is_ended() || offer == known.end() || (until && *until < step.valid_from)) {
            continue;
        }
        for (const int bundle : bundles_of(*offer->second, catalogue)) {
            facts.push_back({bundle, step.tenant.value, own_coverage_level, step.valid_from, until,
                             std::string(own_coverage_source)});
        }
    }
    return facts;
}

Result<std::string> CoverageDesk::load_lists_key(const Reference& reference) const {
    const auto lists = TRY(in_->coverage.load_state(system_scope("coverage.read")));
    return lists + " " + reference.directory->date().to_iso() + " " +
           std::to_string(reference.directory->counts().municipalities) + " " +
           reference.catalogue->sha256();
}

Result<std::shared_ptr<const CoverageDesk::Lists>> CoverageDesk::make_lists(
    const Reference& reference, Instant at) const {
    const Scope scope = system_scope("coverage.read");
    auto lists = std::make_shared<Lists>();
    std::vector<planning::CoverageFact> facts;
    for (planning::CoverageImportRecord& record : TRY(in_->coverage.list_imports(scope))) {
        if (record.holds_at(at)) {
            auto more = TRY(in_->coverage.load_facts(scope, record.number));
            facts.insert(facts.end(), std::make_move_iterator(more.begin()),
                         std::make_move_iterator(more.end()));
            lists->records.push_back(std::move(record));
        }
    }
    std::vector<int> bundles;
    for (const services::Bundle& bundle : reference.catalogue->bundles()) {
        bundles.push_back(bundle.id);
    }
    auto made =
        planning::CoverageBook::make(reference.directory, std::move(bundles), std::move(facts),
                                     planning::statements_of(lists->records));
    lists->book = std::move(made.value);
    lists->findings = std::move(made.findings);
    return std::shared_ptr<const Lists>(std::move(lists));
}

Result<std::shared_ptr<const CoverageState>> CoverageDesk::make_state(
    std::shared_ptr<const Reference> reference, const Lists& lists, Instant at) const {
    const Scope scope = system_scope("coverage.read");
    std::vector<reuse::Adoption> steps = TRY(in_->reuse.list_adoptions(scope));
    steps.erase(std::remove_if(steps.begin(), steps.end(),
                               [&](const auto& step) { return at < step.adopted_at; }),
                steps.end());
    const auto own =
        own_coverage(std::move(steps), TRY(in_->reuse.list_offers(scope)), *reference->catalogue);
    auto made = lists.book->with(own);
    auto state = std::make_shared<CoverageState>();
    state->book = std::move(made.value);
    state->lists = lists.records;
    state->own_facts = own.size();
    state->findings = lists.findings;
    append(state->findings, std::move(made.findings));
    state->reference = std::move(reference);
    return std::shared_ptr<const CoverageState>(std::move(state));
}

Result<std::shared_ptr<const CoverageState>> CoverageDesk::load_state() {
    auto reference = TRY(in_->reference());
    const std::string lists_key = TRY(load_lists_key(*reference));
    const std::int64_t adoptions = TRY(in_->reuse.count_changes());
    const std::string key = lists_key + " " + std::to_string(adoptions);
    std::shared_ptr<const Lists> lists;
    {
        const std::lock_guard lock(mutex_);
        if (state_ != nullptr && key_ == key) {
            return state_;
        }
        lists = lists_;
    }
    if (lists == nullptr || lists->key != lists_key) {
        auto made = std::make_shared<Lists>(*TRY(make_lists(*reference, in_->clock.now())));
        made->key = lists_key;
        lists = std::move(made);
    }
    auto made = TRY(make_state(std::move(reference), *lists, in_->clock.now()));
    const std::lock_guard lock(mutex_);
    key_ = key;
    lists_ = std::move(lists);
    state_ = made;
    days_.clear();
    curves_.clear();
    return made;
}

Result<std::shared_ptr<const CoverageState>> CoverageDesk::load_state_known_at(Instant at) {
    auto reference = TRY(in_->reference());
    const auto lists = TRY(make_lists(*reference, at));
    return make_state(std::move(reference), *lists, at);
}

std::shared_ptr<const CoverageDay> CoverageDesk::count_day(
    const std::shared_ptr<const CoverageState>& state, Date day, int least_level) {
    const std::pair key{day, least_level};
    {
        const std::lock_guard lock(mutex_);
        const auto known = days_.find(key);
        if (known != days_.end() && known->second->state == state) {
            return known->second;
        }
    }
    auto counted =
        std::make_shared<const CoverageDay>(CoverageDay{state, state->book->on(day, least_level)});
    const std::lock_guard lock(mutex_);
    if (state == state_) {
        if (days_.size() >= days_kept) {
            days_.clear();
        }
        days_[key] = counted;
    }
    return counted;
}

std::shared_ptr<const CoverageDesk::Curve> CoverageDesk::draw_curve(
    const std::shared_ptr<const CoverageState>& state, const std::string& area,
    const std::vector<Date>& days, int least_level) {
    const std::string key = area + " " + std::to_string(least_level) + " " +
                            (days.empty() ? "" : days.back().to_iso()) + " " +
                            std::to_string(days.size());
    {
        const std::lock_guard lock(mutex_);
        const auto known = curves_.find(key);
        if (state == state_ && known != curves_.end()) {
            return known->second;
        }
    }
    auto drawn = std::make_shared<const Curve>(state->book->curve(area, days, least_level));
    const std::lock_guard lock(mutex_);
    if (state == state_) {
        if (curves_.size() >= curves_kept) {
            curves_.clear();
        }
        curves_[key] = drawn;
    }
    return drawn;
}

Result<Judged<CoverageImported>> import_coverage(Modules& in, const CoverageOrder& order,
                                                 Apply apply) {
    planning::CoverageList list;
    list.source = order.source;
    list.covers = order.covers;
    planning::CoverageMapping mapping;
    if (!order.mapping.empty()) {
        list.mapping = TRY(load_file(order.mapping, limits::toml_bytes));
        mapping = TRY(planning::read_coverage_mapping(list.mapping));
    }
    const SourceFile file = TRY(find_source_file(order.file, limits::csv_bytes));
    const auto reference = TRY(in.reference());
    auto read = TRY(planning::read_coverage_csv(
        TRY(load_file(order.file, limits::csv_bytes)), mapping, order.source,
        {reference->directory.get(), reference->catalogue.get()}));
    list.content = std::move(read.value);
    list.file = {order.file.filename().string(), file.sha256};
    const Scope scope = system_scope("coverage.import");
    if (apply == Apply::Yes) {
        TRY(keep_source(in, file));
    }
    auto change = TRY(apply == Apply::Yes ? in.coverage.import_list(scope, list)
                                          : in.coverage.judge_list(scope, list));
    return Judged<CoverageImported>{{std::move(change), std::move(list.content.refused_rows)},
                                    std::move(read.findings)};
}

}  // namespace gordion::app
