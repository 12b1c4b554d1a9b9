#pragma once

#include "repo/domain/repository_error.h"

#include <QString>

namespace pivotal::db {

/// What a failed statement means, by its SQLSTATE alone (PostgreSQL, appendix A). `connectionLost` is libpq's own
/// word on the connection; `cancelRequested` tells a cancel of ours from the server's statement_timeout.
[[nodiscard]] RepositoryError errorFromSqlState(const QString &sqlState, const QString &serverText,
                                                bool connectionLost, bool cancelRequested);

/// 40001 and 40P01: the whole unit of work may be run again.
[[nodiscard]] bool isRetryable(const QString &sqlState);

} // namespace pivotal::db
