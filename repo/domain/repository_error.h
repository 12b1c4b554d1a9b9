#pragma once

#include <QJsonObject>
#include <QString>
#include <exception>

namespace pivotal {

enum class ErrorCode {
    DuplicateEntry,
    RecordNotFound,
    ForeignKeyConstraint,
    DatabaseConstraint,
    ValidationError,
    InvalidSortField,
    InvalidSortDirection,
    DatabaseConnection,
    DatabaseError,
    UnknownError,
    Conflict,
    Timeout,
    Cancelled,
    MaxRetriesExceeded,
    PermissionDenied,
    ReadOnly,
    LastAdmin,
    CommitInDoubt,
    AuditSpool,
    MetricsHistory,
};

/// The wire name: "DUPLICATE_ENTRY", …
[[nodiscard]] QString nameOf(ErrorCode code);

/// The one error type of the repository layer. Thrown on worker threads, carried by QFuture, shown by the window,
/// printed as JSON by the command line. `message` is a sentence for the user; `detail` is the server's own text.
class RepositoryError : public std::exception
{
public:
    RepositoryError(ErrorCode code, QString message, QString detail = {});

    ErrorCode code;
    QString message;
    QString detail;
    QString sqlState; ///< five characters, empty where the server gave none
    QString operation;
    QString correlationId;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] const char *what() const noexcept override { return m_what.constData(); }

private:
    QByteArray m_what;
};

/// VALIDATION_ERROR, the most thrown of them.
[[nodiscard]] RepositoryError validationError(const QString &message);

} // namespace pivotal
