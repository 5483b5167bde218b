// SPDX-License-Identifier: EUPL-1.2
#include "reuse/account_demand.hpp"

#include <algorithm>

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
        return {may_be_nobody, true, true};
    }
    TomlReader reader(service, *table, "account");
    const auto kinds = reader.texts("kinds", TomlReader::Need::Required);
    reader.note_unknown({"kinds"});
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
    return {names("none"), names("citizen"), names("organisation")};
}

}  // namespace gordion::reuse
