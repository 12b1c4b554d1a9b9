#pragma once

#include "repo/local/sqlite_file.h"

#include <QList>
#include <QString>

namespace pivotal::local {

/// What was typed and not saved, as it is kept for the next start.
struct KeptDraft
{
    QString item; ///< what it is of: a user's id
    QString payload;
};

/// The file in which unsaved changes outlive the process that they were typed in, however that ends. `target` names the
/// database, the organization and the actor that they belong to. Several processes may share it: a draft of one that still
/// runs is left to it.
///
/// Blocks on the disk; made, used and ended on one thread. Every failure is a RepositoryError DATABASE_ERROR.
class DraftFile
{
public:
    explicit DraftFile(const QString &path);

    void put(const QString &target, const KeptDraft &draft);
    void remove(const QString &target, const QString &item);
    /// Those of this process, and of ones that have ended, which are this process's from now on.
    [[nodiscard]] QList<KeptDraft> adopt(const QString &target);

    [[nodiscard]] static QString defaultPath();

private:
    SqliteFile m_file;
};

} // namespace pivotal::local
