#include "ui/indexes/index_changes.h"

#include "models/indexes_model.h"
#include "models/unit_text.h"
#include "ui/widgets/notice_bar.h"

using namespace Qt::StringLiterals;

namespace pivotal::ui {

IndexChanges::IndexChanges(NoticeBar &notice, QObject *parent) : QObject(parent), m_notice(notice)
{
    connect(&m_builds, &IndexBuilds::stepDone, this, &IndexChanges::changed);
    connect(&m_builds, &IndexBuilds::failed, this, [this](const RepositoryError &error) {
        m_notice.showError(error);
        Q_EMIT failed();
    });
    connect(&m_builds, &IndexBuilds::cancelled, this, [this](const QString &name, bool isGone) {
        m_notice.show(NoticeBar::Kind::Info,
                      isGone ? tr("%1 was cancelled.").arg(name) : tr("%1 was finished before it could be cancelled.").arg(name),
                      isGone ? tr("What was built of it is removed.") : QString());
        Q_EMIT changed();
    });
}

void IndexChanges::apply(const QList<IndexInfo> &infos)
{
    QList<IndexStep> steps;
    for (const IndexInfo &info : infos) {
        if (!models::canApply(info) || db::isAdvised(info.migration)) // what is advised is built where it is advised
            continue;
        if (canRollBack(info)) // invalid, though it's recorded as applied
            steps << IndexStep::rollBack(info.migration);
        steps << IndexStep::apply(info.migration);
    }
    m_notice.dismiss();
    m_builds.run(steps);
}

void IndexChanges::rollBack(const QList<IndexInfo> &infos)
{
    QList<IndexInfo> there;
    for (const IndexInfo &info : infos)
        if (canRollBack(info))
            there << info;
    if (!there.isEmpty())
        ask(there);
}

bool IndexChanges::canRollBack(const IndexInfo &info) const
{
    return models::canRollBack(info) && (m_applied.contains(info.migration) || db::isAdvised(info.migration));
}

QSet<QString> appliedOf(const QList<db::MigrationStatus> &list)
{
    QSet<QString> names;
    for (const db::MigrationStatus &status : list)
        if (status.state == db::MigrationState::Applied || status.state == db::MigrationState::Changed)
            names << status.name;
    return names;
}

void IndexChanges::ask(const QList<IndexInfo> &infos)
{
    QList<IndexStep> steps;
    for (const IndexInfo &info : infos)
        steps << IndexStep::rollBack(info.migration);
    askRollBack(m_notice, infos, [this, steps] { m_builds.run(steps); });
}

void askRollBack(NoticeBar &notice, const QList<IndexInfo> &infos, const std::function<void()> &act)
{
    qint64 bytes = 0;
    QStringList needs;
    for (const IndexInfo &info : infos) {
        bytes += info.sizeBytes;
        needs += info.neededBy;
    }
    needs.removeDuplicates();
    QStringList lines;
    if (!needs.isEmpty())
        lines << IndexChanges::tr("Slower without it: %1.").arg(needs.join(u" · "_s));
    if (bytes > 0)
        lines << IndexChanges::tr("That frees about %1, and nobody waits for it. To have it back, it is built anew.")
                     .arg(models::bytesText(bytes));
    else
        lines << IndexChanges::tr("Nobody waits for it. To have it back, it is built anew.");
    notice.ask(infos.size() == 1 ? IndexChanges::tr("Roll back %1?").arg(infos.first().name)
                                 : IndexChanges::tr("Roll back %n indexes?", nullptr, int(infos.size())),
               lines.join(u'\n'), {IndexChanges::tr("Roll back"), act}, IndexChanges::tr("Keep"));
}

} // namespace pivotal::ui
