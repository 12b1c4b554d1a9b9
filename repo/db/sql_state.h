#pragma once

#include "repo/domain/repository_error.h"

#include <QString>

namespace pivotal::db {

using namespace Qt::StringLiterals;

/// What a failed statement means, by its SQLSTATE alone (PostgreSQL, appendix A). `connectionLost` is libpq's own
/// word on the connection.
[[nodiscard]] RepositoryError errorFromSqlState(const QString &sqlState, const QString &serverText, bool connectionLost);

/// The statement was ended: by a cancel of ours, or by a time limit of the server.
inline const QString queryCanceled = u"57014"_s;

inline const QString featureNotSupported = u"0A000"_s;
inline const QString readOnlyTransaction = u"25006"_s;
inline const QString untranslatableCharacter = u"22P05"_s;
inline const QString unknownStatement = u"26000"_s;

/// What a COMMIT that is known to have failed with its connection ends in: ours, from class 40.
inline const QString transactionRollback = u"40000"_s;

/// 40001, 40P01 and the one above: the whole unit of work may be run again.
[[nodiscard]] bool isRetryable(const QString &sqlState);

} // namespace pivotal::db
