#pragma once

#include "ui/plans/plan_pane.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace pivotal::ui {

class ElidingLabel;
class StatePanel;

/// Why a statement takes as long as it does: its plan as a tree, as text or as JSON; or two plans side by side, as before and
/// after an index.
class PlanView : public QWidget
{
    Q_OBJECT

public:
    explicit PlanView(QWidget *parent = nullptr);

    void setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);
    void setComparison(const plans::Plan &before, const plans::Plan &after, const QList<plans::PlanProblem> &problemsBefore = {},
                       const QList<plans::PlanProblem> &problemsAfter = {});
    void clear();

    void setMode(PlanPane::Mode mode);
    /// The only one, or the one before.
    [[nodiscard]] PlanPane *pane() const { return m_pane; }
    [[nodiscard]] PlanPane *paneAfter() const { return m_after; }
    [[nodiscard]] bool isComparison() const;
    [[nodiscard]] QString summary() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    [[nodiscard]] QString summaryOf(const plans::Plan &plan) const;

    QVBoxLayout *m_column;
    QStackedWidget *m_stack;
    StatePanel *m_state;
    ElidingLabel *m_summary;
    QButtonGroup *m_modes;
    QSplitter *m_splitter;
    PlanPane *m_pane;
    PlanPane *m_after;
};

} // namespace pivotal::ui
