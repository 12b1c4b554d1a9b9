#pragma once

#include "repo/domain/index_info.h"
#include "ui/indexes/index_builds.h"

#include <QSet>
#include <functional>

namespace pivotal::ui {

class NoticeBar;

/// Applies and rolls back the migrations of indexes, and says in the page's notice what came of it.
class IndexChanges : public QObject
{
    Q_OBJECT

public:
    /// `notice` outlives it.
    explicit IndexChanges(NoticeBar &notice, QObject *parent = nullptr);

    [[nodiscard]] IndexBuilds &builds() { return m_builds; }
    /// The migrations that a console has applied here, by name: only what these made is ever dropped. Advised indexes needn't be
    /// among them.
    void setApplied(const QSet<QString> &migrations) { m_applied = migrations; }
    [[nodiscard]] bool canRollBack(const IndexInfo &info) const;
    /// Those of them that are missing or invalid.
    void apply(const QList<IndexInfo> &infos);
    /// Those of them that may be; asks first, in the notice.
    void rollBack(const QList<IndexInfo> &infos);

Q_SIGNALS:
    /// The database's indexes have, by what was done.
    void changed();
    void failed();

private:
    void ask(const QList<IndexInfo> &infos);

    NoticeBar &m_notice;
    IndexBuilds m_builds;
    QSet<QString> m_applied;
};

/// Asks in the notice whether these are to go; `act` lets them. What it holds outlives the notice, or is taken away with it.
void askRollBack(NoticeBar &notice, const QList<IndexInfo> &infos, const std::function<void()> &act);

/// The names of those that a console has applied.
[[nodiscard]] QSet<QString> appliedOf(const QList<db::MigrationStatus> &list);

} // namespace pivotal::ui
