#pragma once

#include "repo/domain/repository_error.h"

#include <QSqlDatabase>
#include <QString>
#include <QVariantList>

class QSqlQuery;

namespace pivotal::local {

/// What a file is for, as its errors tell it.
struct SqliteOptions
{
    ErrorCode code = ErrorCode::DatabaseError;
    QString name;           ///< "audit spool"
    bool isDurable = false; ///< each commit is on the disk when it returns; else it may be lost with the machine, never torn
};

/// A SQLite file of this machine, in WAL mode, readable by its owner only; several processes may share it. Blocks on the disk;
/// made, used and ended on one thread. Every failure is a RepositoryError of the code given.
class SqliteFile
{
public:
    /// Opens the file, and makes it, and its folder, where there is none.
    SqliteFile(const QString &path, const SqliteOptions &options);
    ~SqliteFile();
    SqliteFile(const SqliteFile &) = delete;
    SqliteFile &operator=(const SqliteFile &) = delete;

    QSqlQuery run(const QString &text, const QVariantList &binds = {});

    enum class Sync {
        AtCommit, ///< of a durable file
        Later,    ///< with the next commit that is; may be lost with the machine until then
    };

    /// A scope: rolled back unless it was committed.
    class Transaction
    {
    public:
        explicit Transaction(SqliteFile &file, Sync sync = Sync::AtCommit);
        ~Transaction();
        Transaction(const Transaction &) = delete;
        Transaction &operator=(const Transaction &) = delete;
        void commit();

    private:
        SqliteFile &m_file;
        bool m_isOpen = true;
    };

    /// The file of this name in PIVOTAL_DATA_DIR, else in the user's data folder.
    [[nodiscard]] static QString defaultPath(const QString &name);

private:
    void open();
    void switchToWal();
    [[nodiscard]] bool isWal();

    QString m_connection;
    QString m_path;
    SqliteOptions m_options;
    QSqlDatabase m_database;
};

} // namespace pivotal::local
