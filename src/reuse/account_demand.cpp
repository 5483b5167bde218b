// SPDX-License-Identifier: EUPL-1.2
#include "reuse/account_demand.hpp"

#include <algorithm>

#include "identity/user_account.hpp"
#include "reuse/toml_reader.hpp"

namespace gordion::reuse {
namespace {

constexpr std::string_view highest_open_level = "10";
constexpr std::array<std::string_view, 3> known_kinds{"none", "citizen", "organisation"};

void note_kinds(TomlReader& reader, std::string expected) {
    std::string message = "'kinds' must be " + expected + ".";
    reader.note("reuse.service_value", "kinds",
                {{"key", "account.kinds"}, {"expected", std::move(expected)}}, std::move(message));
}

}  // namespace

AccountDemand read_account_demand(TomlReader& service, const std::string& trust_level) {
    const bool may_be_nobody = trust_level <= highest_open_level;
    const formats::Json* table = service.find("account");
    if (table == nullptr) {
        return {may_be_nobody, true, true, {}};
    }
    TomlReader reader(service, *table, "account");
    const auto kinds = reader.texts("kinds", TomlReader::Need::Required);
    AccountDemand demand;
    demand.attributes = reader.texts("attributes", TomlReader::Need::Optional);
    reader.note_unknown({"kinds", "attributes"});
    for (const std::string& name : demand.attributes) {
        if (!identity::is_attribute_name(name)) {
            reader.note(
                "reuse.service_value", "attributes",
                {{"key", "account.attributes"}, {"expected", "names of account attributes"}},
                "'" + name +
                    "' is no attribute of accounts; docs/operating/accounts.md"
                    " lists them.");
        }
    }
    const auto names = [&kinds](std::string_view kind) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    const bool are_known = std::all_of(kinds.begin(), kinds.end(), [](const std::string& kind) {
        return std::find(known_kinds.begin(), known_kinds.end(), kind) != known_kinds.end();
    });
    if (kinds.empty() || !are_known) {
        note_kinds(reader, "a list of \"none\", \"citizen\" and \"organisation\"");
    }
    if (names("none") && !may_be_nobody) {
        note_kinds(reader, "without \"none\", because trust_level is above 10");
    }
    demand.none = names("none");
    demand.citizen = names("citizen");
    demand.organisation = names("organisation");
    return demand;
}

}  // namespace gordion::reuse
