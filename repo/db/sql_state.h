#pragma once

#include "repo/domain/repository_error.h"

#include <QString>

namespace pivotal::db {

/// What a failed statement means, by its SQLSTATE alone (PostgreSQL, appendix A). `connectionLost` is libpq's own
/// word on the connection.
[[nodiscard]] RepositoryError errorFromSqlState(const QString &sqlState, const QString &serverText, bool connectionLost);

/// The statement was ended: by a cancel of ours, or by a time limit of the server.
inline const QString queryCanceled = QStringLiteral("57014");

inline const QString featureNotSupported = QStringLiteral("0A000");
inline const QString readOnlyTransaction = QStringLiteral("25006");
inline const QString untranslatableCharacter = QStringLiteral("22P05");
inline const QString unknownStatement = QStringLiteral("26000");

/// What a COMMIT that is known to have failed with its connection ends in: ours, from class 40.
inline const QString transactionRollback = QStringLiteral("40000");

/// 40001, 40P01 and the one above: the whole unit of work may be run again.
[[nodiscard]] bool isRetryable(const QString &sqlState);

} // namespace pivotal::db
