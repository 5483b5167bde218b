// SPDX-License-Identifier: EUPL-1.2
// What is counted over many submissions: no content, no numbers of people.
#include "delivery/submission_store.hpp"

namespace gordion::delivery {
namespace {

// When the day begins in Germany: one or two hours before it does in UTC.
Instant first_moment(Date day) {
    constexpr std::int64_t hour_ms = 3'600'000;
    constexpr std::int64_t hours_a_day = 24;
    Instant moment{day.days_since_epoch() * hours_a_day * hour_ms};
    while (moment.plus_ms(-hour_ms).german_date() == day) {
        moment = moment.plus_ms(-hour_ms);
    }
    return moment;
}

}  // namespace

Result<std::vector<SubmissionStore::Reached>> SubmissionStore::list_reached(const Scope& scope) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Reached>> {
            std::vector<Reached> all;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT tenant_id, service, MAX(submitted_at) FROM submissions WHERE state IN "
                     "($1, $2, $3) GROUP BY tenant_id, service",
                     {std::string(to_string(SubmissionState::Accepted)),
                      std::string(to_string(SubmissionState::WaitingForCitizen)),
                      std::string(to_string(SubmissionState::Decided))}))) {
                all.push_back({{row.text(0)}, row.text(1), Instant{row.integer(2)}.german_date()});
            }
            return all;
        });
}

Result<std::map<std::string, std::int64_t>> SubmissionStore::count_of_package(
    const Scope& scope, std::string_view package_id, Date first, Date last) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::map<std::string, std::int64_t>> {
            std::map<std::string, std::int64_t> counts;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT s.tenant_id, COUNT(*) FROM submissions s WHERE s.package_id = $1 AND "
                     "s.submitted_at >= $2 AND s.submitted_at < $3 AND s.copy_id = '' GROUP BY "
                     "s.tenant_id",
                     {std::string(package_id), first_moment(first).ms,
                      first_moment(last.plus_days(1)).ms}))) {
                counts[row.text(0)] = row.integer(1);
            }
            return counts;
        });
}

}  // namespace gordion::delivery
