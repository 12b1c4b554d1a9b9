#pragma once

#include "models/cell_roles.h"
#include "repo/plans/plan_problems.h"

#include <QAbstractButton>
#include <QWidget>

namespace pivotal::ui {

/// A badge that can be clicked: what is wrong with a node of a plan.
class ProblemChip : public QAbstractButton
{
    Q_OBJECT

public:
    ProblemChip(const QString &text, models::BadgeKind kind, QWidget *parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    models::BadgeKind m_kind;
};

/// The named problems of a plan, the worst first, in lines that wrap.
class ProblemChips : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemChips(QWidget *parent = nullptr);
    void setProblems(const plans::Plan &plan, const QList<plans::PlanProblem> &problems);

Q_SIGNALS:
    /// By the user: the node with this path.
    void chosen(const QList<int> &path);
};

} // namespace pivotal::ui
