// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "storage/database.hpp"

namespace gordion::storage {
namespace internal {

/// Marks the thread while it asks for a guarded write.
class GuardedMark {
public:
    GuardedMark();
    ~GuardedMark();
    GuardedMark(const GuardedMark&) = delete;
    GuardedMark& operator=(const GuardedMark&) = delete;
    [[nodiscard]] static bool is_set();

private:
    bool outer_;
};

}  // namespace internal

/// write() for functions that need no serializable transaction, because nothing they write rests on
/// a row they only read: they insert rows under new keys, and change a row by one statement whose
/// WHERE names everything that must be true of it – and look at the number of rows changed.
/// PostgreSQL runs them with isolation level read committed: it locks the row that is changed and
/// judges the WHERE again after waiting, so that nothing is lost and nobody is retried for pages of
/// an index that strangers share. On SQLite it is write().
template <typename Function>
auto write_guarded(Database& database, const Scope& scope, Function&& function)
    -> std::invoke_result_t<Function, Connection&> {
    const internal::GuardedMark mark;
    return database.write(scope, std::forward<Function>(function));
}

}  // namespace gordion::storage
