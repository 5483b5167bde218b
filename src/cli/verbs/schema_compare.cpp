// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_compare.hpp"
#include "app/schemas.hpp"
#include "cli/verbs/verbs.hpp"
#include "fim/schema_writer.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json change_as_json(const fim::SchemaChange& change) {
    return Json::object({{"change", to_string(change.kind)},
                         {"impact", to_string(change.impact)},
                         {"path", change.path},
                         {"attribute", change.attribute},
                         {"before", change.before},
                         {"after", change.after},
                         {"reason", change.reason}});
}

Json user_as_json(const app::SchemaUser& user) {
    Json tenants = Json::array();
    for (const reuse::Adoption& adoption : user.adoptions) {
        tenants.push(adoption.tenant.value);
    }
    return Json::object({{"package", user.package_id},
                         {"version", user.package_version},
                         {"schema_version", user.schema.version},
                         {"adoptions", std::move(tenants)}});
}

void print_as_text(Call& call, const std::vector<fim::SchemaChange>& changes,
                   const std::vector<app::SchemaUser>& users) {
    for (const fim::SchemaChange& change : changes) {
        call.out << to_string(change.impact) << "  " << to_string(change.kind) << "  "
                 << (change.path.empty() ? "(schema)" : change.path);
        if (!change.attribute.empty()) {
            call.out << "  " << change.attribute;
        }
        if (!change.before.empty() || !change.after.empty()) {
            call.out << ": '" << change.before << "' → '" << change.after << "'";
        }
        call.out << "  [" << change.reason << "]\n";
    }
    call.out << changes.size() << " changes, " << to_string(worst_of(changes)) << ".\n";
    for (const app::SchemaUser& user : users) {
        call.out << "Used by " << user.package_id << " " << user.package_version << " (schema "
                 << user.schema.version << ", " << user.adoptions.size() << " adoptions)\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = call.open_if_there();
    const auto load = [&](const std::string& name) -> Result<fim::Schema> {
        return TRY(app::read_schema(in.get(), name)).value;
    };
    // Versions of the standard are compared in the newest one, so that only content differs.
    const fim::Schema old = fim::to_version_3(TRY(load(call.arguments.at(0)))).value;
    const fim::Schema now = fim::to_version_3(TRY(load(call.arguments.at(1)))).value;
    const std::vector<fim::SchemaChange> changes = compare_schemas(old, now);
    std::vector<app::SchemaUser> users;
    if (in != nullptr) {
        users = TRY(app::list_schema_users(*in, old.identification.id));
    }
    if (call.json) {
        Json listed = Json::array();
        for (const fim::SchemaChange& change : changes) {
            listed.push(change_as_json(change));
        }
        Json used = Json::array();
        for (const app::SchemaUser& user : users) {
            used.push(user_as_json(user));
        }
        call.out << formats::write_json(Json::object({{"impact", to_string(worst_of(changes))},
                                                      {"changes", std::move(listed)},
                                                      {"used_by", std::move(used)}}))
                 << "\n";
    } else {
        print_as_text(call, changes, users);
    }
    const bool breaks = worst_of(changes) == fim::ChangeImpact::Breaking;
    return breaks ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb schema_compare_verb() {
    return {"schema compare",
            "OLD NEW",
            2,
            2,
            "What a newer schema changes, whether it breaks, and who uses it",
            {},
            run};
}

}  // namespace gordion::cli
