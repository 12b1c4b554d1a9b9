#pragma once

#include "repo/metrics/metrics.h"

#include <QApplication>

namespace pivotal::app {

/// Measures how long the GUI thread takes for each event that reaches it; an event that comes within another counts with that.
class ConsoleApplication : public QApplication
{
public:
    using QApplication::QApplication;

    /// Where it is counted; must outlive the events. Null: nowhere.
    void setMetrics(metrics::Metrics *metrics) { m_metrics = metrics; }
    bool notify(QObject *receiver, QEvent *event) override;

private:
    metrics::Metrics *m_metrics = nullptr;
    int m_depth = 0;
};

} // namespace pivotal::app
