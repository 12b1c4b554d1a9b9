#include "ui/server/redis_statistics.h"

#include "models/number_text.h"
#include "models/unit_text.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr qint64 msecsPerSecond = 1'000;

} // namespace

RedisStatistics::RedisStatistics(QWidget *parent)
    : QWidget(parent), m_grid(new QGridLayout(this)), m_memory(addFigure(tr("Memory"))), m_limit(addFigure(tr("Limit"))),
      m_hits(addFigure(tr("Hit rate"))), m_keys(addFigure(tr("Keys"))), m_evicted(addFigure(tr("Evicted"))),
      m_clients(addFigure(tr("Clients"))), m_uptime(addFigure(tr("Up for")))
{
    m_grid->setContentsMargins(14, 10, 14, 8);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
}

QLabel *RedisStatistics::addFigure(const QString &name)
{
    const int row = m_grid->rowCount();
    auto *value = new ElidingLabel(QString(), this);
    value->setAccessibleName(name);
    m_grid->addWidget(makeLabel(name, u"field"_s, this), row, 0);
    m_grid->addWidget(value, row, 1);
    return value;
}

void RedisStatistics::showInfo(const cache::RedisInfo &info)
{
    using namespace models;
    m_memory->setText(tr("%1, at most %2 so far").arg(bytesText(info.usedBytes), bytesText(info.peakBytes)));
    m_limit->setText(info.maxBytes > 0 ? tr("%1, then %2").arg(bytesText(info.maxBytes), info.policy) : tr("none (%1)").arg(info.policy));
    m_hits->setText(tr("%1 of %2").arg(shareText(info.hitRate()), exactNumber(info.hits + info.misses)));
    m_keys->setText(exactNumber(info.keys));
    m_evicted->setText(tr("%1, and %2 expired").arg(exactNumber(info.evicted), exactNumber(info.expired)));
    m_clients->setText(exactNumber(info.clients));
    m_uptime->setText(tr("%1, version %2").arg(durationText(double(info.uptimeSecs * msecsPerSecond)), info.version));
}

} // namespace pivotal::ui
