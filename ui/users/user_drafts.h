#pragma once

#include "repo/domain/user_edit.h"
#include "repo/local/disk_thread.h"
#include "repo/local/draft_file.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <memory>

namespace pivotal::ui {

/// What is typed over a user and not saved yet, with the row that it was typed over.
struct UserDraft
{
    User base; ///< of one that was kept: its editable fields and version
    UserEdit edit;
};

/// The unsaved changes of a session. Each is kept in a file until it is saved or discarded, so that it is there after the
/// process has ended, however that was; the file has a thread of its own.
class UserDrafts : public QObject
{
    Q_OBJECT

public:
    explicit UserDrafts(QObject *parent = nullptr);
    ~UserDrafts() override;

    /// Where they are kept; without it, only in memory.
    void setFile(const QString &path);
    /// Those of another session from now on. What an earlier run left for it comes as `found`; none: an empty target.
    void open(const QString &target);

    [[nodiscard]] const UserDraft *find(const UserId &id) const;
    [[nodiscard]] int count() const { return int(m_drafts.size()); }
    void keep(const UserDraft &draft);
    /// It was saved or discarded.
    void remove(const UserId &id);
    void removeAll();
    /// One that was found and can't be restored.
    void forget(const UserId &id);
    /// Writes what was typed last now.
    void flush();
    /// Writes all of them: another window may have taken the place of one, or discarded its own.
    void flushAll();

Q_SIGNALS:
    void countChanged(int count);
    void found(const QList<pivotal::ui::UserDraft> &drafts);
    void failed(const pivotal::RepositoryError &error);

private:
    using Disk = local::DiskThread<local::DraftFile>;

    template <class Work>
    void write(Work work);
    void onAdopted(const QList<local::KeptDraft> &kept);

    std::shared_ptr<Disk> m_disk; ///< ends behind the window
    QString m_target;
    QHash<UserId, UserDraft> m_drafts;
    QSet<UserId> m_unwritten;
    QTimer m_pause; ///< not each letter is written
};

} // namespace pivotal::ui
