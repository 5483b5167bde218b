// SPDX-License-Identifier: EUPL-1.2
#include "app/demo.hpp"

#include <array>
#include <map>

#include "app/imports.hpp"
#include "app/joining.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "reuse/adoption_plan.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::app {
namespace {

using identity::Role;
using Say = std::function<void(const std::string&)>;

constexpr std::string_view hundesteuer = "99102013002000";
constexpr const char* password = "gordion-demo-2026";
constexpr const char* provider = "01";    // as the account anbieter@land.demo
const TenantId shared_team{"010545459"};  // Amt Pellworm
const TenantId mandating{"010545488"};    // Amt Föhr-Amrum

// A body that no directory lists and that receives copies or is asked.
struct DemoReceiver {
    const char* tenant;
    const char* receiver;
    const char* area;
    const char* name;
};

// Freiburg has its own, so that both sides can be tried as they would be; everywhere else one
// invented body stands for all of them. Each body has one key pair, which costs a second.
constexpr std::array<DemoReceiver, 9> receivers{{
    {"08311-finanzamt", "finanzamt", "08311", "Finanzamt Freiburg-Beispiel"},
    {"08311-ihk", "ihk", "08311", "Industrie- und Handelskammer der Region (Beispiel)"},
    {"08311-hwk", "handwerkskammer", "08311", "Handwerkskammer der Region (Beispiel)"},
    {"083110000-naturschutz", "naturschutz", "083110000", "Untere Naturschutzbehörde Freiburg"},
    {"00-beispielstellen", "unfallversicherung", "00", "Unfallversicherung (Beispiel)"},
    {"00-beispielstellen", "finanzamt", "00", "Finanzamt des Ortes (Beispiel)"},
    {"00-beispielstellen", "ihk", "00", "Industrie- und Handelskammer des Ortes (Beispiel)"},
    {"00-beispielstellen", "handwerkskammer", "00", "Handwerkskammer des Ortes (Beispiel)"},
    {"00-beispielstellen", "naturschutz", "00", "Naturschutzbehörde des Ortes (Beispiel)"},
}};

Scope demo_scope(const TenantId& tenant) {
    return {tenant, {"demo"}, "demo.setup", {}, false};
}

// Parameters may belong to a Gemeinde, which its administration sets.
TenantId tenant_of(const std::string& region) {
    return {region.substr(0, 9)};
}

Error refused(const std::string& what, const Findings& findings, const Say& say) {
    for (const Finding& finding : findings) {
        say("  " + finding.to_text());
    }
    return {
        ErrorKind::Invalid, "app.demo_refused", what, {}, "The demonstration cannot be set up."};
}

std::filesystem::path packages_folder(const Modules& in) {
    return std::filesystem::absolute(in.config.product_data).parent_path() / "packages";
}

Result<void> import_germany(Modules& in, const Say& say) {
    if (in.reference()) {
        return {};
    }
    const auto& data = in.config.product_data;
    say("Importing the municipal directory (GV100AD, 30.11.2025) …");
    const auto regions = TRY(
        import_regions(in, data / "gemeindeverzeichnis" / "GV100AD_30112025.txt", Overwrite::No));
    const auto& counts = regions.value.version.counts;
    say("  " + std::to_string(counts.municipalities) + " municipalities, " +
        std::to_string(counts.administrations) + " administrations, " +
        std::to_string(counts.population) + " inhabitants");
    TRY(import_postcodes(in, data / "plz" / "plz_ags_ohne_osm.csv"));
    say("Importing the service catalogue (2019) …");
    const auto catalogue = TRY(
        import_catalogue(in, data / "ozg-katalog", TRY(parse_date("2019-10-05")), Overwrite::No));
    say("  " + std::to_string(catalogue.value.version.counts.services) + " services");
    say("Building the search index …");
    return in.load_reference();
}

Result<void> publish_packages(Modules& in, const Say& say) {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(packages_folder(in))) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders) {
        say("Publishing " + folder.filename().string() + " …");
        const auto published =
            TRY(in.reuse.publish_package(demo_scope({provider}), TRY(reuse::read_files(folder))));
        if (!published.value) {
            return refused(folder.string(), published.findings, say);
        }
    }
    return {};
}

Result<void> join_all(Modules& in, const Say& say) {
    const auto file = packages_folder(in) / "demo-parameters.toml";
    const auto plan = TRY(reuse::parse_adoption_plan(TRY(load_file(file, limits::toml_bytes)),
                                                     file.filename().string()));
    if (has_faults(plan.findings)) {
        return refused(file.string(), plan.findings, say);
    }
    say("Setting parameters and joining …");
    for (const reuse::ParameterChange& value : plan.value.values) {
        TRY(in.reuse.set_parameter(demo_scope(tenant_of(value.region)), value));
    }
    for (reuse::AdoptionWish wish : plan.value.adoptions) {
        say("  " + wish.tenant.value + " joins " + wish.package_id);
        wish.valid_from = in.clock.today();
        const auto joined = TRY(join_offer(in, demo_scope(wish.tenant), wish));
        if (!joined.value) {
            return refused(wish.tenant.value + " " + wish.package_id, joined.findings, say);
        }
    }
    return {};
}

Result<void> register_receivers(Modules& in, const Say& say) {
    say("Registering who receives copies and is consulted …");
    std::map<std::string, crypto::PrivateKey> keys;
    for (const DemoReceiver& one : receivers) {
        auto key = keys.find(one.tenant);
        if (key == keys.end()) {
            key = keys.emplace(one.tenant, make_destination_key()).first;
        }
        routing::Destination wanted;
        wanted.tenant = {one.tenant};
        wanted.receiver = one.receiver;
        wanted.area = one.area;
        wanted.name = one.name;
        wanted.valid_from = in.clock.today();
        TRY(register_receiver(in, demo_scope(wanted.tenant), wanted, key->second));
    }
    return {};
}

Result<void> make_accounts(Modules& in, const Say& say) {
    say("Making accounts and the mandate of Amt Föhr-Amrum for the team of Amt Pellworm …");
    for (const DemoAccount& account : demo_accounts()) {
        TRY(in.accounts.create_account(demo_scope({account.tenant}), {{account.tenant},
                                                                      account.sign_in_name,
                                                                      account.display_name,
                                                                      account.roles,
                                                                      account.password}));
    }
    cases::Mandate mandate;
    mandate.tenant = mandating;
    mandate.team = shared_team;
    mandate.services = {std::string(hundesteuer), "99110009104000"};
    mandate.power = cases::Power::Sign;
    mandate.legal_basis = "Öffentlich-rechtlicher Vertrag vom 01.02.2026 (Beispiel), § 121 LVwG";
    mandate.valid_from = in.clock.today();
    TRY(in.mandates.give_mandate(demo_scope(mandating), mandate));
    return {};
}

}  // namespace

const std::vector<DemoAccount>& demo_accounts() {
    static const std::vector<Role> both{Role::CaseWorker, Role::Administrator};
    static const std::vector<Role> worker{Role::CaseWorker};
    static const std::vector<DemoAccount> accounts{
        {"team@pellworm.demo", password, "010545459", "Steueramt, Amt Pellworm", both},
        {"team@foehr-amrum.demo", password, "010545488", "Steueramt, Amt Föhr-Amrum", both},
        {"team@freiburg.demo", password, "083110000", "Stadtkämmerei Freiburg", both},
        {"team@koeln.demo", password, "053150000", "Kassen- und Steueramt Köln", both},
        {"team@muenchen.demo", password, "091620000", "Kassen- und Steueramt München", both},
        {"finanzamt@freiburg.demo", password, "08311-finanzamt", "Finanzamt Freiburg-Beispiel",
         worker},
        {"ihk@freiburg.demo", password, "08311-ihk", "IHK der Region (Beispiel)", worker},
        {"naturschutz@freiburg.demo", password, "083110000-naturschutz",
         "Untere Naturschutzbehörde Freiburg", worker},
        {"stellen@beispiel.demo", password, "00-beispielstellen",
         "Beispielstellen außerhalb von Freiburg", worker},
        {"anbieter@land.demo", password, provider, "Demo-Land, Anbieter", {Role::Provider}},
        {"betrieb@gordion.demo", password, "00", "Betrieb", {Role::Operator}},
    };
    return accounts;
}

Result<void> set_up_demo(Modules& in, const Say& say) {
    TRY(import_germany(in, say));
    const auto known = TRY(in.accounts.list_accounts(system_scope("demo.setup"), shared_team));
    if (!known.empty()) {
        say("The demonstration is set up already.");
        return {};
    }
    TRY(publish_packages(in, say));
    TRY(join_all(in, say));
    TRY(register_receivers(in, say));
    return make_accounts(in, say);
}

}  // namespace gordion::app
