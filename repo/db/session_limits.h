#pragma once

#include "repo/db/connection.h"

namespace pivotal::db {

/// While it lives, the session's statements have no time limit of the role's, the database's or the server's: for what
/// takes as long as it takes. Behind a transaction pooler nothing is changed: the next statement may run in another session.
class WithoutTimeLimits
{
public:
    explicit WithoutTimeLimits(Connection &connection);
    ~WithoutTimeLimits();
    WithoutTimeLimits(const WithoutTimeLimits &) = delete;
    WithoutTimeLimits &operator=(const WithoutTimeLimits &) = delete;

private:
    Connection &m_connection;
};

/// What ended a statement that had to take its time, with the setting's name and value where it was one.
[[nodiscard]] RepositoryError explainedLimit(Connection &connection, const RepositoryError &error);

template <class Work>
auto withoutTimeLimits(Connection &connection, Work work)
{
    const WithoutTimeLimits limits(connection);
    try {
        return work();
    } catch (const RepositoryError &error) {
        throw explainedLimit(connection, error);
    }
}

} // namespace pivotal::db
