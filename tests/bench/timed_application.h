#pragma once

#include <QApplication>
#include <QEvent>
#include <QList>

namespace pivotal::bench {

/// Measures every event that the GUI thread handles, those sent from within another one as a part of it.
class TimedApplication : public QApplication
{
public:
    struct Entry
    {
        double ms = 0;
        QEvent::Type type = QEvent::None;
        const char *receiver = ""; ///< its class
    };

    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;
    void start() { m_isTiming = true; }
    [[nodiscard]] QList<Entry> stop();

private:
    QList<Entry> m_entries;
    bool m_isTiming = false;
    int m_depth = 0;
};

} // namespace pivotal::bench
