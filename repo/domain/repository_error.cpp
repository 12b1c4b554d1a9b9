#include "repo/domain/repository_error.h"

namespace pivotal {

QString nameOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DuplicateEntry: return QStringLiteral("DUPLICATE_ENTRY");
    case ErrorCode::RecordNotFound: return QStringLiteral("RECORD_NOT_FOUND");
    case ErrorCode::ForeignKeyConstraint: return QStringLiteral("FOREIGN_KEY_CONSTRAINT");
    case ErrorCode::DatabaseConstraint: return QStringLiteral("DATABASE_CONSTRAINT");
    case ErrorCode::ValidationError: return QStringLiteral("VALIDATION_ERROR");
    case ErrorCode::InvalidSortField: return QStringLiteral("INVALID_SORT_FIELD");
    case ErrorCode::InvalidSortDirection: return QStringLiteral("INVALID_SORT_DIRECTION");
    case ErrorCode::DatabaseConnection: return QStringLiteral("DATABASE_CONNECTION");
    case ErrorCode::DatabaseError: return QStringLiteral("DATABASE_ERROR");
    case ErrorCode::UnknownError: return QStringLiteral("UNKNOWN_ERROR");
    case ErrorCode::Conflict: return QStringLiteral("CONFLICT");
    case ErrorCode::Timeout: return QStringLiteral("TIMEOUT");
    case ErrorCode::Cancelled: return QStringLiteral("CANCELLED");
    case ErrorCode::MaxRetriesExceeded: return QStringLiteral("MAX_RETRIES_EXCEEDED");
    case ErrorCode::PermissionDenied: return QStringLiteral("PERMISSION_DENIED");
    case ErrorCode::ReadOnly: return QStringLiteral("READ_ONLY");
    case ErrorCode::LastAdmin: return QStringLiteral("LAST_ADMIN");
    case ErrorCode::CommitInDoubt: return QStringLiteral("COMMIT_IN_DOUBT");
    case ErrorCode::AuditSpool: return QStringLiteral("AUDIT_SPOOL");
    case ErrorCode::MetricsHistory: return QStringLiteral("METRICS_HISTORY");
    }
    return QStringLiteral("UNKNOWN_ERROR");
}

RepositoryError::RepositoryError(ErrorCode errorCode, QString text, QString serverText)
    : code(errorCode), message(std::move(text)), detail(std::move(serverText)),
      m_what((nameOf(errorCode) + QStringLiteral(": ") + message).toUtf8())
{
}

QJsonObject RepositoryError::toJson() const
{
    QJsonObject json{{QStringLiteral("code"), nameOf(code)}, {QStringLiteral("message"), message}};
    const auto add = [&json](const QString &key, const QString &value) {
        if (!value.isEmpty())
            json.insert(key, value);
    };
    add(QStringLiteral("detail"), detail);
    add(QStringLiteral("sqlState"), sqlState);
    add(QStringLiteral("operation"), operation);
    add(QStringLiteral("correlationId"), correlationId);
    return json;
}

RepositoryError validationError(const QString &message)
{
    return {ErrorCode::ValidationError, message};
}

} // namespace pivotal
