#pragma once

#include "repo/metrics/metrics.h"

#include <QApplication>

namespace pivotal::app {

/// Measures how long the GUI thread takes for each event that reaches it; an event that is sent within another counts with that.
class ConsoleApplication : public QApplication
{
public:
    using QApplication::QApplication;

    /// Where it is counted; must outlive the events. Null: nowhere.
    void setMetrics(metrics::Metrics *metrics) { m_metrics = metrics; }
    bool notify(QObject *receiver, QEvent *event) override;

private:
    metrics::Metrics *m_metrics = nullptr;
    int m_level = 0;        ///< of the loop whose event is measured; 0: none
    quint64 m_measured = 0; ///< events, those under way included
};

} // namespace pivotal::app
