#include "ui/server/server_tiles.h"

#include "models/number_text.h"
#include "models/unit_text.h"
#include "ui/widgets/figure_tile.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int minimumTile = 132; ///< px: five of them in the narrowest window

} // namespace

ServerTiles::ServerTiles(QWidget *parent)
    : QWidget(parent), m_connections(new FigureTile(tr("Connections"), this)), m_cache(new FigureTile(tr("Cache hits"), this)),
      m_indexes(new FigureTile(tr("Index cache hits"), this)), m_trouble(new FigureTile(tr("Deadlocks"), this)),
      m_size(new FigureTile(tr("Database"), this))
{
    setAccessibleName(tr("Figures of the database"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    for (FigureTile *tile : {m_connections, m_cache, m_indexes, m_trouble, m_size}) {
        tile->setMinimumWidth(minimumTile);
        row->addWidget(tile, 1);
    }
}

void ServerTiles::showStats(const DatabaseStats &stats, const DatabaseWindow &window)
{
    using namespace models;
    const DatabaseCounters &counters = window.counters;
    m_connections->setFigure(
        tr("%1 / %2", "in use of those allowed").arg(exactNumber(stats.connections), exactNumber(stats.maxConnections)),
        tr("of the whole server"));
    const auto hits = [](FigureTile *tile, std::optional<double> now, std::optional<double> ever) {
        tile->setFigure(shareText(now ? now : ever), now ? tr("%1 overall").arg(shareText(ever)) : tr("overall"));
    };
    hits(m_cache, counters.cacheHit(), stats.counters.cacheHit());
    hits(m_indexes, counters.indexCacheHit(), stats.counters.indexCacheHit());
    m_trouble->setFigure(exactNumber(counters.deadlocks), tr("%1 temporary").arg(bytesText(counters.tempBytes)));
    m_size->setFigure(bytesText(stats.sizeBytes), tr("%1 commits").arg(exactNumber(counters.commits)));
}

void ServerTiles::showNothing(const QString &why)
{
    for (FigureTile *tile : {m_connections, m_cache, m_indexes, m_trouble, m_size})
        tile->setFigure(u"—"_s, why);
}

} // namespace pivotal::ui
