#pragma once

#include "repo/plans/plan_problems.h"

#include <QTextBrowser>

namespace pivotal::ui {

/// All that a plan tells of one of its nodes.
class NodeDetails : public QTextBrowser
{
    Q_OBJECT

public:
    explicit NodeDetails(QWidget *parent = nullptr);
    /// `problems`: of this node.
    void setNode(const plans::PlanNode &node, bool isAnalyzed, const QStringList &problems);
    void clearNode();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Field
    {
        QString name;
        QString value;
        bool isProblem = false;
    };

    void render();
    void add(const QString &name, const QString &value, bool isProblem = false);
    void addMeasured(const plans::PlanNode &node);
    void addSort(const plans::PlanNode &node);

    QString m_title;
    QList<Field> m_fields;
};

} // namespace pivotal::ui
