#pragma once

#include "models/display_zone.h"
#include "repo/domain/user_edit.h"
#include "ui/widgets/notice_bar.h"

#include <QFrame>
#include <QHash>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace pivotal {
class UsersRepository;
}

namespace pivotal::ui {

class Badge;
class ConflictView;
class DiffView;
class UserForm;

/// The details card of the users page: one user, edited in place. What is typed is kept per user until it is saved or
/// discarded, whatever else is looked at meanwhile.
class UserDetails : public QFrame
{
    Q_OBJECT

public:
    explicit UserDetails(const models::DisplayZone &zone, QWidget *parent = nullptr);

    /// The repository to save with; null for none. Forgets everything, drafts included.
    void setRepository(UsersRepository *repository);
    /// Shows a user as loaded, with what was typed for them before.
    void showUser(const User &user);
    void showNone();
    [[nodiscard]] const User &user() const { return m_user; }
    [[nodiscard]] bool hasUser() const { return !m_user.id.isEmpty(); }
    /// How many users have unsaved changes.
    [[nodiscard]] bool hasDraft(const UserId &id) const { return m_drafts.contains(id); }
    [[nodiscard]] int draftCount() const { return int(m_drafts.size()); }

    void save();
    void discard();
    void discardAll();
    void edit();
    [[nodiscard]] UserForm *form() const { return m_form; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] ConflictView *conflict() const { return m_conflict; }

Q_SIGNALS:
    void saved(const pivotal::User &user);
    /// Of a user who isn't shown any more; the draft is kept.
    void saveFailed(const pivotal::User &user, const pivotal::RepositoryError &error);
    void draftsChanged(int count);
    void trailRequested(const pivotal::User &user);

private:
    struct Draft
    {
        User base;
        UserEdit edit;
    };

    QWidget *makeBody();
    QWidget *makeButtons();
    void onEdited();
    void render();
    void renderFacts();
    void onSaved(const User &user);
    void onSaveFailed(const User &base, const RepositoryError &error);
    [[nodiscard]] bool isSaving(const UserId &id) const { return m_saving == id; }
    void showConflict(const User &theirs);
    void rebase(const User &theirs, bool keepMine);

    const models::DisplayZone &m_zone;
    UsersRepository *m_repository = nullptr;
    User m_user;
    QHash<UserId, Draft> m_drafts;
    UserId m_saving;      ///< whose save is under way; none: empty
    quint64 m_session = 0; ///< replies to an earlier repository's saves are not for this one

    QStackedWidget *m_stack;
    QLabel *m_name;
    Badge *m_status;
    QLabel *m_id;
    NoticeBar *m_notice;
    ConflictView *m_conflict;
    UserForm *m_form;
    QLabel *m_roles;
    QLabel *m_facts;
    QLabel *m_diffTitle;
    DiffView *m_diff;
    QPushButton *m_save;
    QPushButton *m_discard;
    QPushButton *m_trail;
};

} // namespace pivotal::ui
