#pragma once

#include "repo/domain/server_stats.h"

#include <QWidget>

namespace pivotal::ui {

class FigureTile;

/// The statistics of the database in a row.
class ServerTiles : public QWidget
{
    Q_OBJECT

public:
    explicit ServerTiles(QWidget *parent = nullptr);
    void showStats(const DatabaseStats &stats, const DatabaseWindow &window);
    void showNothing(const QString &why);
    [[nodiscard]] FigureTile *connections() const { return m_connections; }

private:
    FigureTile *m_connections;
    FigureTile *m_cache;
    FigureTile *m_indexes;
    FigureTile *m_trouble;
    FigureTile *m_size;
};

} // namespace pivotal::ui
