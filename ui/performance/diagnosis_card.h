#pragma once

#include "models/display_zone.h"
#include "repo/metrics/statement_log.h"
#include "repo/tuning/index_advice.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace pivotal::ui {

class Badge;
class BuildBar;
class IndexWorkflow;
class FlowLayout;
class NoticeBar;

/// Why the statement that is chosen is slow, what would help, and the button that does it.
class DiagnosisCard : public QFrame
{
    Q_OBJECT

public:
    /// `remedy` and `notice`, which asks before rolling back, outlive it.
    DiagnosisCard(IndexWorkflow &workflow, const models::DisplayZone &zone, NoticeBar &notice, QWidget *parent = nullptr);

    void showGroup(const metrics::StatementGroup &group);
    void showNone();
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }
    [[nodiscard]] QPushButton *rollBackButton() const { return m_rollBack; }
    [[nodiscard]] QPushButton *planButton() const { return m_plan; }
    [[nodiscard]] QString text() const; ///< all that it says

Q_SIGNALS:
    void planRequested();

private:
    void build();
    void render();
    void renderProblems();
    void renderAdvice();
    void renderMeasurement();
    void askRollBack();
    void withdrawQuestion();
    [[nodiscard]] QString casesText() const;

    IndexWorkflow &m_workflow;
    const models::DisplayZone &m_zone;
    NoticeBar &m_notice;
    QString m_question; ///< that has been asked of what is applied
    metrics::StatementGroup m_group;
    QWidget *m_body;
    QLabel *m_hint;
    QLabel *m_title;
    QWidget *m_problems;
    QLabel *m_problemsText;
    QLabel *m_adviceTitle;
    QLabel *m_adviceText;
    QLabel *m_measured;
    QPushButton *m_apply;
    QPushButton *m_plan;
    QPushButton *m_run;
    QPushButton *m_rollBack;
    BuildBar *m_bar;
    QLabel *m_cases;
};

} // namespace pivotal::ui
