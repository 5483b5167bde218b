// SPDX-License-Identifier: EUPL-1.2
#include "app/cost_sharing.hpp"

#include <algorithm>

#include "app/places.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"

namespace gordion::app {
namespace {

constexpr int first_year = 2000;
constexpr std::size_t most_digits = 12;

// "3.40337" → 340337 hundred-thousandths.
std::optional<std::int64_t> read_share(std::string_view text) {
    constexpr std::size_t places = 5;
    const std::size_t dot = text.find('.');
    std::string digits(text.substr(0, dot));
    std::string rest(dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1));
    if (rest.size() > places) {
        return std::nullopt;
    }
    rest.resize(places, '0');
    digits += rest;
    return is_digits(digits) && digits.size() <= most_digits ? std::optional(std::stoll(digits))
                                                             : std::nullopt;
}

// The newest key that is not younger than the year.
Result<reuse::KoenigsteinerKey> load_koenigsteiner(const Modules& in, int year) {
    const auto path = in.config.product_data / "koenigsteiner" / "koenigsteiner_schluessel.csv";
    const std::string text = TRY(load_file(path, limits::toml_bytes));
    const formats::Csv csv = TRY(formats::parse_csv(text)).value;
    std::map<int, reuse::KoenigsteinerKey> keys;
    for (const formats::Csv::Row& row : csv.rows) {
        const auto share = row.cells.size() > 3 ? read_share(row.cells[3]) : std::nullopt;
        if (!share || !is_digits(row.cells[2])) {
            continue;
        }
        const int of = std::stoi(row.cells[2]);
        keys[of].year = of;
        keys[of].shares[row.cells[0]] = *share;
    }
    reuse::KoenigsteinerKey newest;
    for (auto& [of, key] : keys) {
        if (of <= year || newest.year == 0) {
            newest = std::move(key);
        }
    }
    return newest;
}

// The value of cost_payer at the tenant, wherever it was set.
Result<std::string> payer_of(Modules& in, const reuse::Adoption& adoption, Stichtag day,
                             const std::string& sample) {
    const auto placed =
        TRY(in.reuse.load_placed(adoption.package_id, adoption.version, sample, day));
    for (const reuse::EffectiveValue& value : placed->values) {
        if (value.declaration->key == "cost_payer") {
            return value.value;
        }
    }
    return std::string();
}

std::optional<std::int64_t> stated_for(const std::map<std::string, std::int64_t>& numbers,
                                       const std::string& id) {
    const auto found = numbers.find(id);
    return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Result<OfferCosts> share_offer_costs(Modules& in, const std::string& package_id, int year,
                                     const StatedNumbers& stated) {
    const auto reference = TRY(in.reference());
    const auto package = TRY(in.reuse.load_package(package_id, ""));
    if (!package->service().cost) {
        return Error{ErrorKind::NotFound,
                     "app.cost_unsaid",
                     "",
                     {{"package", package_id}},
                     "service.toml has no [cost]"};
    }
    const Date today = in.clock.today();
    const auto begin = parse_date(std::to_string(year) + "-01-01");
    if (year < first_year || !begin || begin.value() > today.plus_days(366)) {
        return Error{ErrorKind::Invalid,
                     "app.cost_year",
                     "year",
                     {{"year", std::to_string(year)}},
                     "a year from 2000 to the next one is expected"};
    }
    const Date end = TRY(parse_date(std::to_string(year) + "-12-31"));
    OfferCosts made{package_id,
                    package->service().version,
                    std::string(reuse::in_language(package->service().title, "de")),
                    year,
                    *package->service().cost,
                    {},
                    0,
                    {},
                    std::nullopt};
    const auto uses = TRY(in.submissions.count_of_package(system_scope("cost.share"), package_id,
                                                          begin.value(), end));
    for (const reuse::Adoption& adoption : TRY(in.reuse.list_adopters(package_id, end))) {
        const auto places = reference->directory->municipalities_of(adoption.tenant);
        reuse::Participant one;
        one.id = adoption.tenant.value;
        one.name = TRY(tenant_name(in, adoption.tenant));
        std::int64_t inhabitants = 0;
        for (const regions::Region* place : places) {
            inhabitants += place->population;
        }
        one.inhabitants = inhabitants;
        const auto counted = uses.find(one.id);
        const auto said = stated_for(stated.uses, one.id);
        one.uses = said ? *said : counted == uses.end() ? 0 : counted->second;
        one.target_group = stated_for(stated.target_group, one.id);
        one.payer = TRY(payer_of(in, adoption, end, places.empty() ? one.id : places.front()->ars));
        made.participants.push_back(std::move(one));
    }
    const auto koenigsteiner = TRY(load_koenigsteiner(in, year));
    made.koenigsteiner_year = koenigsteiner.year;
    auto sharing = reuse::share_costs(made.terms, made.participants, koenigsteiner);
    if (sharing) {
        made.sharing = std::move(sharing).value();
    } else {
        made.undivided = sharing.take_error();
    }
    return made;
}

Result<StatedNumbers> read_stated_numbers(std::string_view csv) {
    const auto table = TRY(formats::parse_csv(csv));
    StatedNumbers stated;
    const auto wrong = [](const std::string& place) {
        return Error{ErrorKind::Invalid,
                     "app.cost_numbers",
                     place,
                     {{"line", place}},
                     "a row is the number of a body, its uses, and its target group"};
    };
    if (!table.findings.empty()) {
        return wrong(table.findings.front().place);
    }
    for (const formats::Csv::Row& row : table.value.rows) {
        const auto& cells = row.cells;
        const bool is_sound =
            !cells.empty() && regions::is_ars(cells[0]) && cells.size() <= 3 &&
            std::all_of(cells.begin() + 1, cells.end(), [](const std::string& cell) {
                return cell.empty() || (is_digits(cell) && cell.size() <= most_digits);
            });
        if (!is_sound) {
            return wrong("line " + std::to_string(row.line));
        }
        if (cells.size() > 1 && !cells[1].empty()) {
            stated.uses[cells[0]] = std::stoll(cells[1]);
        }
        if (cells.size() > 2 && !cells[2].empty()) {
            stated.target_group[cells[0]] = std::stoll(cells[2]);
        }
    }
    return stated;
}

}  // namespace gordion::app
