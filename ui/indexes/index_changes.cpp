#include "ui/indexes/index_changes.h"

#include "models/indexes_model.h"
#include "ui/widgets/notice_bar.h"

#include <QPushButton>

namespace pivotal::ui {

IndexChanges::IndexChanges(NoticeBar &notice, QObject *parent) : QObject(parent), m_notice(notice)
{
    connect(&m_builds, &IndexBuilds::stepDone, this, &IndexChanges::changed);
    connect(&m_builds, &IndexBuilds::failed, this, [this](const RepositoryError &error) {
        m_notice.showError(error);
        Q_EMIT failed();
    });
    connect(&m_builds, &IndexBuilds::cancelled, this, [this](const QString &name, bool isGone) {
        m_notice.show(NoticeBar::Kind::Info, isGone ? tr("%1 was cancelled.").arg(name) : tr("%1 was finished before it could be cancelled.").arg(name),
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
    qint64 bytes = 0;
    QStringList needs;
    QList<IndexStep> steps;
    for (const IndexInfo &info : infos) {
        bytes += info.sizeBytes;
        needs += info.neededBy;
        steps << IndexStep::rollBack(info.migration);
    }
    needs.removeDuplicates();
    QString detail = tr("That frees %1 MB, and nobody waits for it. To have it back, it is built anew.").arg(models::megabytesText(bytes));
    if (!needs.isEmpty())
        detail.prepend(tr("Slower without it: %1.").arg(needs.join(QStringLiteral(" · "))) + u'\n');
    m_notice.show(NoticeBar::Kind::Warning, infos.size() == 1 ? tr("Roll back %1?").arg(infos.first().name) : tr("Roll back %n indexes?", nullptr, int(infos.size())),
                  detail, {{tr("Keep"), [this] { m_notice.dismiss(); }}, {tr("Roll back"), [this, steps] {
                               m_notice.dismiss();
                               m_builds.run(steps);
                           }}});
    if (auto *keep = m_notice.findChild<QPushButton *>())
        keep->setFocus();
}

} // namespace pivotal::ui
