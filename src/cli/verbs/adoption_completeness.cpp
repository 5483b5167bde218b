// SPDX-License-Identifier: EUPL-1.2
#include <set>

#include "cli/verbs/rollout_text.hpp"
#include "cli/verbs/verbs.hpp"
#include "formats/csv.hpp"
#include "reuse/overview.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Result<std::vector<reuse::Completeness>> count(Call& call, app::Modules& in) {
    const Date day = call.has("on") ? TRY(parse_date(call.option("on"))) : call.clock.today();
    reuse::Overview overview(in.reuse);
    const std::string wanted = call.option("package");
    std::set<std::string> packages;
    for (const reuse::Offer& offer : TRY(in.reuse.list_offers(system_scope("cli")))) {
        if (wanted.empty() || offer.package_id == wanted) {
            packages.insert(offer.package_id);
        }
    }
    std::vector<reuse::Completeness> all;
    for (const std::string& package : packages) {
        if (call.has("administration")) {
            all.push_back(
                TRY(overview.find_completeness({call.option("administration")}, package, "", day)));
            continue;
        }
        auto of_package = TRY(overview.list_completeness(package, day));
        std::move(of_package.begin(), of_package.end(), std::back_inserter(all));
    }
    return all;
}

Json keys_of(const Findings& missing) {
    std::set<std::string> keys;
    for (const Finding& finding : missing) {
        keys.insert(finding.values.front().second);
    }
    Json list = Json::array();
    for (const std::string& key : keys) {
        list.push(key);
    }
    return list;
}

void print(Call& call, const reuse::Completeness& one) {
    if (call.json) {
        call.out << formats::write_json(Json::object({{"package", one.package_id},
                                                      {"version", one.version},
                                                      {"administration", one.tenant.value},
                                                      {"name", one.name},
                                                      {"required", one.required},
                                                      {"filled", one.filled},
                                                      {"missing", keys_of(one.missing)}}))
                 << "\n";
        return;
    }
    if (call.has("csv")) {
        std::string keys;
        for (const Json& key : keys_of(one.missing).as_array()) {
            keys += (keys.empty() ? "" : " ") + key.as_string();
        }
        call.out << formats::write_csv_row({one.package_id, one.version, one.tenant.value, one.name,
                                            std::to_string(one.required),
                                            std::to_string(one.filled), keys});
        return;
    }
    call.out << one.package_id << " " << one.version << "  " << one.tenant.value << " " << one.name
             << ": " << one.filled << " of " << one.required;
    if (!one.missing.empty()) {
        call.out << "; missing: " << name_reasons(one.missing);
    }
    call.out << "\n";
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const auto all = TRY(count(call, *in));
    if (call.has("csv") && !call.json) {
        call.out << formats::write_csv_row(
            {"package", "version", "administration", "name", "required", "filled", "missing"});
    }
    bool complete = true;
    for (const reuse::Completeness& one : all) {
        print(call, one);
        complete = complete && one.missing.empty();
    }
    return complete ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb adoption_completeness_verb() {
    return {"adoption completeness",
            "",
            0,
            0,
            "How many of the required values each administration has, and which are missing",
            {{"package", "id of the offer (default: all of them)"},
             {"administration", "this one only, also before it joined"},
             {"on", "day, YYYY-MM-DD (default: today)"},
             {"csv", "as CSV", true}},
            run};
}

}  // namespace gordion::cli
