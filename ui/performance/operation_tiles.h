#pragma once

#include "repo/metrics/budget.h"
#include "repo/metrics/sample.h"

#include <QWidget>

namespace pivotal::ui {

class FigureTile;

/// The statistics of a window in a row: duration, cache, connections, errors, spool. Has no margins of its own.
class OperationTiles : public QWidget
{
    Q_OBJECT

public:
    explicit OperationTiles(QWidget *parent = nullptr);

    /// `operation` empty: the duration is of all.
    void setTotal(const metrics::Sample &total, const QString &operation, const metrics::Budgets &budgets);

private:
    FigureTile *m_latency;
    FigureTile *m_cache;
    FigureTile *m_pool;
    FigureTile *m_errors;
    FigureTile *m_spool;
};

} // namespace pivotal::ui
