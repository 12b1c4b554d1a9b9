#pragma once

#include "models/display_zone.h"
#include "repo/domain/user_edit.h"
#include "ui/users/user_drafts.h"
#include "ui/widgets/notice_bar.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace pivotal {
class UsersRepository;
}

namespace pivotal::ui {

class Badge;
class ConflictView;
class DiffView;
class UserForm;

/// The details card of the users page: one user, edited in place, as the database has them now. What is typed is kept per user
/// until it is saved or discarded, whatever else is looked at meanwhile; what moves under it is shown at once.
class UserDetails : public QFrame
{
    Q_OBJECT

public:
    explicit UserDetails(const models::DisplayZone &zone, QWidget *parent = nullptr);

    /// The repository to save with; null for none. Forgets everything; drafts are kept in their file, by this name of the
    /// session.
    void setRepository(UsersRepository *repository, const QString &session = {});
    /// Why nothing can be saved, a sentence; empty where it can. Said on the card, which is read-only then.
    void setWriteProblem(const QString &problem);
    [[nodiscard]] const QString &writeProblem() const { return m_writeProblem; }
    /// Shows a user as loaded, with what was typed for them before.
    void showUser(const User &user);
    /// The user was read again: where that one is shown, the card goes along. `isFresh`: else a version of before may come of a
    /// cache.
    void follow(const User &user, bool isFresh);
    /// What an earlier run left unsaved, over the user as the database has them now.
    void restore(const User &now, const UserDraft &draft);
    void showNone();
    [[nodiscard]] const User &user() const { return m_user; }
    [[nodiscard]] bool hasUser() const { return !m_user.id.isEmpty(); }
    [[nodiscard]] bool hasDraft(const UserId &id) const { return m_drafts->find(id) != nullptr; }
    /// How many users have unsaved changes.
    [[nodiscard]] int draftCount() const { return m_drafts->count(); }
    [[nodiscard]] UserDrafts *drafts() const { return m_drafts; }

    void save();
    void discard();
    void discardAll();
    void edit();
    [[nodiscard]] UserForm *form() const { return m_form; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    /// What a notice may cover.
    [[nodiscard]] QWidget *body() const;
    [[nodiscard]] ConflictView *conflict() const { return m_conflict; }

Q_SIGNALS:
    void saved(const pivotal::User &user);
    /// Of a user who isn't shown any more; the draft is kept.
    void saveFailed(const pivotal::User &user, const pivotal::RepositoryError &error);
    void draftsChanged(int count);
    void trailRequested(const pivotal::User &user);

private:
    QWidget *makeBody();
    QWidget *makeButtons();
    void onEdited();
    void fill();
    [[nodiscard]] QList<UserField> movedFields() const;
    void compare();
    void endConflict();
    void render();
    void renderFacts();
    void onSaved(const User &user);
    void onSaveFailed(const User &base, const RepositoryError &error);
    [[nodiscard]] bool isSaving(const UserId &id) const { return m_saving == id; }
    void showConflict(const User &theirs);
    void showChoice();
    void rebase(const User &theirs, bool keepMine);

    const models::DisplayZone &m_zone;
    UsersRepository *m_repository = nullptr;
    User m_user; ///< what is typed is typed over this
    User m_now;  ///< the same user, as read last
    UserDrafts *m_drafts;
    UserId m_saving; ///< whose save is under way; none: empty
    QString m_writeProblem;
    quint64 m_session = 0; ///< replies to an earlier repository's saves are not for this one

    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
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
