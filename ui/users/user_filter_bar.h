#pragma once

#include "models/date_choice.h"
#include "models/display_zone.h"
#include "repo/domain/role.h"
#include "repo/domain/user_filter.h"

#include <QVariantList>
#include <QWidget>

class QAction;
class QLineEdit;
class QTimer;

namespace pivotal::ui {

class ChipBar;
class ChoiceButton;
class DateRangeButton;

/// The filters of the users page, and the chips of what is set. Typing waits for a pause before it asks.
class UserFilterBar : public QWidget
{
    Q_OBJECT

public:
    /// What the bar is set to, for going back to it.
    struct State
    {
        QString text;
        QVariantList statuses, roles, mfa, verified, locked, deleted;
        models::DateChoice created, lastLogin;

        friend bool operator==(const State &, const State &) = default;
    };

    explicit UserFilterBar(const models::DisplayZone &zone, QWidget *parent = nullptr);

    [[nodiscard]] UserFilter filter() const;
    [[nodiscard]] State state() const;
    void setState(const State &state);
    /// The organization's roles; one that is inactive is held all the same, and says so.
    void setRoles(const QList<Role> &roles);
    /// Roles that rows show: those that aren't known yet are offered, too.
    void addRoles(const QList<Role> &held);
    /// Stored words beside those that the console knows.
    void addStatuses(const QStringList &words);
    /// And what is chosen of them; tells nobody.
    void forgetRoles();
    void clear();
    /// Says which way of searching is in use, and why: by the index, or else by reading every user; and whether the server
    /// has what the index needs.
    void setSearchIndex(bool isThere, bool isPossible);
    [[nodiscard]] ChipBar *chips() const { return m_chips; }
    [[nodiscard]] QLineEdit *search() const { return m_search; }

Q_SIGNALS:
    void changed();
    /// All of it, before `changed`.
    void cleared();
    /// The user wants the search to have its index.
    void indexRequested(const QString &name);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void onChanged();
    void updateChips();
    void offerRoles();
    ChoiceButton *addChoice(const QString &name, bool several);
    DateRangeButton *addDates(const QString &name);

    const models::DisplayZone &m_zone;
    QLineEdit *m_search;
    QAction *m_slow;
    QTimer *m_pause;
    ChipBar *m_chips;
    ChoiceButton *m_status;
    ChoiceButton *m_role;
    ChoiceButton *m_mfa;
    ChoiceButton *m_verified;
    ChoiceButton *m_locked;
    DateRangeButton *m_created;
    DateRangeButton *m_lastLogin;
    ChoiceButton *m_deleted;
    QList<Role> m_roles;
    QStringList m_statuses;
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::UserFilterBar::State)
