#pragma once

#include "models/series_table_model.h"
#include "ui/performance/time_chart.h"

#include <QFrame>
#include <functional>

class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace pivotal::ui {

class ElidingLabel;
class Legend;
class PickButton;
class PlainTable;

/// The chart with what belongs to it: which figure of which operation, the legend, the same as a table, and its export.
class ChartCard : public QFrame
{
    Q_OBJECT

public:
    explicit ChartCard(const models::DisplayZone &zone, QWidget *parent = nullptr);

    /// What there is to choose from.
    void setSubjects(const QStringList &operations, const QStringList &resources);
    /// The operation or the cached resource that is plotted, by the metric. Empty: all.
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString operation() const;
    [[nodiscard]] QString resource() const;
    void setOperation(const QString &operation);
    [[nodiscard]] models::Metric metric() const;
    void setMetric(models::Metric metric);
    void setContent(const ChartContent &content);
    /// Beside the legend.
    void setNote(const QString &note);
    void setTableShown(bool shown);
    [[nodiscard]] bool isTableShown() const;
    [[nodiscard]] TimeChart *chart() const { return m_chart; }
    [[nodiscard]] PlainTable *table() const { return m_table; }
    [[nodiscard]] models::SeriesTableModel *tableModel() const { return m_rows; }
    void saveCsv(const QString &path);
    void savePicture(const QString &path);

public Q_SLOTS:
    /// Asks where to.
    void askForPicture();
    void askForCsv();

Q_SIGNALS:
    /// Another figure or operation.
    void chosen();
    void exportFailed(const QString &message);

private:
    void buildHead(QVBoxLayout *column);
    void buildMenu();
    void showLegend(const ChartContent &content);
    void onToggled(qsizetype index, bool shown);
    void askPath(const QString &suffix, void (ChartCard::*save)(const QString &));

    PickButton *m_metric;
    PickButton *m_operation;
    PickButton *m_resource;
    Legend *m_legend;
    ElidingLabel *m_note;
    QToolButton *m_menu;
    QStackedWidget *m_stack;
    TimeChart *m_chart;
    PlainTable *m_table;
    models::SeriesTableModel *m_rows;
    QList<std::function<void(bool shown)>> m_extras; ///< of the legend's entries that are no series
};

} // namespace pivotal::ui
