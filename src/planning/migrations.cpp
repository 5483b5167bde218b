// SPDX-License-Identifier: EUPL-1.2
#include "planning/migrations.hpp"

namespace gordion::planning {
namespace {

// Nothing is changed: a newer number replaces, a null value takes back.
constexpr const char* statements = R"(
CREATE TABLE planning_statements (
    tenant_id text NOT NULL,
    service_key text NOT NULL,
    subject text NOT NULL,
    number integer NOT NULL,
    value text,
    stated_by text NOT NULL,
    stated_at integer NOT NULL,
    PRIMARY KEY (tenant_id, service_key, subject, number)
);
)";

}  // namespace

std::vector<storage::Migration> planning_migrations() {
    return {{"planning", 1, "statements", statements}};
}

}  // namespace gordion::planning
