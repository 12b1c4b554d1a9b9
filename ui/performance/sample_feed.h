#pragma once

#include "models/display_zone.h"
#include "repo/history/metrics_history.h"

#include <QObject>
#include <QPointer>

namespace pivotal::ui {

/// How much time is shown, and how fine.
struct TimeWindow
{
    qint64 spanMs = 0;
    qint64 pointMs = 0;
    QString name; ///< "Last 15 minutes"; empty for a part of the past
};

[[nodiscard]] const QList<TimeWindow> &timeWindows();

/// The samples and statements of the window that is looked at, as it moves on, and the samples that they are compared with. While it is
/// paused, or a part of the past is looked at, nothing moves.
class SampleFeed : public QObject
{
    Q_OBJECT

public:
    enum class Compare { Nothing, HourBefore, Source };

    explicit SampleFeed(QObject *parent = nullptr);

    /// Which outlives this; null: none.
    void setHistory(MetricsHistory *history);
    void setWindow(const TimeWindow &window);
    /// A part of the past, which is looked at until a window is chosen.
    void setRange(qint64 fromMs, qint64 toMs);
    void setCompare(Compare compare, const QString &source = {});
    void setPaused(bool paused);
    void setSlowMs(double ms);
    /// Samples are only followed while somebody looks.
    void setWatched(bool watched);
    void reload();

    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    [[nodiscard]] bool isLive() const { return !m_isPaused && !m_isRange; }
    [[nodiscard]] bool isRange() const { return m_isRange; }
    [[nodiscard]] const TimeWindow &window() const { return m_window; }
    [[nodiscard]] qint64 fromMs() const { return m_toMs - m_window.spanMs; }
    [[nodiscard]] qint64 toMs() const { return m_toMs; }
    /// From a sample to the next: of the past they may be coarser than was asked for.
    [[nodiscard]] qint64 pointMs() const { return spacingOf(m_samples); }
    [[nodiscard]] qint64 comparedPointMs() const { return spacingOf(m_compared); }
    [[nodiscard]] const QList<metrics::Sample> &samples() const { return m_samples; }
    /// What ran in the window, and the cases that took at least as long as setSlowMs() says.
    [[nodiscard]] const metrics::StatementHistory &statements() const { return m_statements; }
    /// Their times moved onto those of the window.
    [[nodiscard]] const QList<metrics::Sample> &compared() const { return m_compared; }
    /// What is compared with: "hour before"; says so where that has no history. Empty: with nothing.
    [[nodiscard]] QString comparedText() const;
    [[nodiscard]] metrics::Sample total() const;

Q_SIGNALS:
    /// Samples, those that they are compared with, or the window.
    void changed();
    void statementsChanged();
    void failed(const pivotal::RepositoryError &error);

private:
    void onSourceChanged();
    void fail(const RepositoryError &error);
    void onSampled(const metrics::Sample &sample);
    bool append(const metrics::Sample &sample);
    [[nodiscard]] qint64 spacingOf(const QList<metrics::Sample> &samples) const;
    void loadSamples();
    void loadCompared();
    void loadCompared(const QString &source, qint64 shiftMs);
    void loadStatements();

    QPointer<MetricsHistory> m_history;
    TimeWindow m_window;
    Compare m_compare = Compare::Nothing;
    QString m_comparedSource;
    bool m_isPaused = false;
    bool m_isRange = false;
    bool m_isWatched = false;
    qint64 m_toMs = 0;
    qint64 m_shownMs = 0; ///< the last sample's that was told of
    quint64 m_generation = 0;
    quint64 m_compareGeneration = 0;
    bool m_isComparedKnown = false; ///< what there is of it has come
    quint64 m_statementsGeneration = 0;
    bool m_isLoadingStatements = false;
    bool m_hasFailed = false;
    double m_slowMs = 0;
    QList<metrics::Sample> m_samples;
    QList<metrics::Sample> m_sinceAsked; ///< while the window's samples are on their way, which end before them
    bool m_isLoadingSamples = false;
    metrics::StatementHistory m_statements;
    QList<metrics::Sample> m_compared;
};

/// "Last 15 minutes", "14:02:10 – 14:07:30".
[[nodiscard]] QString windowText(const SampleFeed &feed, const models::DisplayZone &zone);

} // namespace pivotal::ui
