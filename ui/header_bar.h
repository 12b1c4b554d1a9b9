#pragma once

#include "models/display_zone.h"
#include "repo/domain/scope.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace pivotal::ui {

class Actions;
class ElidingButton;

/// The window's header: brand, organization, command field, time zone, actor.
class HeaderBar : public QWidget
{
    Q_OBJECT

public:
    HeaderBar(const Actions &actions, models::DisplayZone &zone, QWidget *parent = nullptr);

    /// All that are in the registry by now, in the command field.
    void offerCommands();
    void setScopes(const QList<Scope> &scopes, const Scope &current);
    void focusCommands();
    /// Empties the command field and gives the keyboard back to where it was, if that is still there; false where the field hasn't it.
    bool leaveCommands();

Q_SIGNALS:
    void organizationChosen(const pivotal::OrganizationId &organization);
    /// What was typed is no command: search users for it.
    void searchRequested(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void runCommand();
    void showZone();

    const Actions &m_actions;
    models::DisplayZone &m_zone;
    QLabel *m_brand;
    ElidingButton *m_organization;
    QLineEdit *m_commands;
    QPointer<QWidget> m_cameFrom; ///< had the keyboard before the command field
    QToolButton *m_zoneButton;
    ElidingButton *m_actor;
};

} // namespace pivotal::ui
