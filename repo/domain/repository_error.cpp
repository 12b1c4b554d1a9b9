#include "repo/domain/repository_error.h"

using namespace Qt::StringLiterals;

namespace pivotal {

QString nameOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DuplicateEntry: return u"DUPLICATE_ENTRY"_s;
    case ErrorCode::RecordNotFound: return u"RECORD_NOT_FOUND"_s;
    case ErrorCode::ForeignKeyConstraint: return u"FOREIGN_KEY_CONSTRAINT"_s;
    case ErrorCode::DatabaseConstraint: return u"DATABASE_CONSTRAINT"_s;
    case ErrorCode::ValidationError: return u"VALIDATION_ERROR"_s;
    case ErrorCode::InvalidSortField: return u"INVALID_SORT_FIELD"_s;
    case ErrorCode::InvalidSortDirection: return u"INVALID_SORT_DIRECTION"_s;
    case ErrorCode::DatabaseConnection: return u"DATABASE_CONNECTION"_s;
    case ErrorCode::DatabaseError: return u"DATABASE_ERROR"_s;
    case ErrorCode::UnknownError: return u"UNKNOWN_ERROR"_s;
    case ErrorCode::Conflict: return u"CONFLICT"_s;
    case ErrorCode::Timeout: return u"TIMEOUT"_s;
    case ErrorCode::Cancelled: return u"CANCELLED"_s;
    case ErrorCode::MaxRetriesExceeded: return u"MAX_RETRIES_EXCEEDED"_s;
    case ErrorCode::PermissionDenied: return u"PERMISSION_DENIED"_s;
    case ErrorCode::ReadOnly: return u"READ_ONLY"_s;
    case ErrorCode::LastAdmin: return u"LAST_ADMIN"_s;
    case ErrorCode::CommitInDoubt: return u"COMMIT_IN_DOUBT"_s;
    case ErrorCode::AuditSpool: return u"AUDIT_SPOOL"_s;
    case ErrorCode::MetricsHistory: return u"METRICS_HISTORY"_s;
    }
    return u"UNKNOWN_ERROR"_s;
}

RepositoryError::RepositoryError(ErrorCode errorCode, QString text, QString serverText)
    : code(errorCode), message(std::move(text)), detail(std::move(serverText)), m_what((nameOf(errorCode) + u": "_s + message).toUtf8())
{
}

QJsonObject RepositoryError::toJson() const
{
    QJsonObject json{{u"code"_s, nameOf(code)}, {u"message"_s, message}};
    const auto add = [&json](const QString &key, const QString &value) {
        if (!value.isEmpty())
            json.insert(key, value);
    };
    add(u"detail"_s, detail);
    add(u"sqlState"_s, sqlState);
    add(u"operation"_s, operation);
    add(u"correlationId"_s, correlationId);
    return json;
}

RepositoryError validationError(const QString &message)
{
    return {ErrorCode::ValidationError, message};
}

} // namespace pivotal
