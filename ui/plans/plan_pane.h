#pragma once

#include "repo/plans/plan_problems.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTextBrowser;

namespace pivotal::ui {

class NodeDetails;
class PlanStatistics;
class PlanTree;
class ProblemChips;

/// One plan: its problems, its tree with the details of the current node, or its raw text.
class PlanPane : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { Tree, Text, Json };

    explicit PlanPane(QWidget *parent = nullptr);

    void setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);
    /// A title and the totals above the plan: after `setPlan`, of one of two. `before`: what it is compared with.
    void showTotals(const QString &title, const plans::Plan *before = nullptr);
    void hideTotals();
    void setMode(Mode mode);
    [[nodiscard]] PlanTree *tree() const { return m_tree; }
    [[nodiscard]] ProblemChips *problems() const { return m_problems; }
    [[nodiscard]] NodeDetails *details() const { return m_details; }
    [[nodiscard]] QTextBrowser *raw() const { return m_raw; }
    [[nodiscard]] PlanStatistics *figures() const { return m_statistics; }

private:
    QWidget *makeTree();
    QWidget *makeRaw();
    void showDetails();

    QLabel *m_title;
    PlanStatistics *m_statistics;
    ProblemChips *m_problems;
    QStackedWidget *m_stack;
    PlanTree *m_tree;
    NodeDetails *m_details;
    QTextBrowser *m_raw;
    Mode m_mode = Mode::Tree;
};

} // namespace pivotal::ui
