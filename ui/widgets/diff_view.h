#pragma once

#include "repo/domain/audit_event.h"

#include <QTextBrowser>

namespace pivotal::ui {

/// Old against new values, a field a line: `status  active → suspended`. As high as its text; long values wrap.
class DiffView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);
    void setChanges(const QList<FieldChange> &changes);
    /// Values that nothing was done to.
    void setValues(const QJsonObject &values);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void render();
    void fitHeight();

    QList<FieldChange> m_changes;
    bool m_marksUnchanged = true;
};

} // namespace pivotal::ui
