#pragma once

#include "repo/domain/audit_event.h"

#include <QTextBrowser>

namespace pivotal::ui {

/// Old against new values, a field a line: `status  active → suspended`. Only in one of the two: with ＋ or −. As high as its
/// text; long values wrap. Of many fields, or of a long value, the start; "show all" opens the rest in a window of its own.
class DiffView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);
    void setChanges(const QList<FieldChange> &changes);
    /// Values that nothing was done to: an object's members, or whatever else it is.
    void setValues(const Json &values);

    /// In full, for a window of its own.
    [[nodiscard]] QString wholeText() const;

Q_SIGNALS:
    /// Somebody wants to see this whole text.
    void wholeRequested(const QString &title, const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void render();
    void fitHeight();
    void openLink(const QUrl &link);
    [[nodiscard]] QString valueCell(const FieldChange &change, qsizetype index) const;
    [[nodiscard]] QString shown(const Json &value, const QString &link) const;

    QList<FieldChange> m_changes;
    bool m_marksUnchanged = true;
};

} // namespace pivotal::ui
