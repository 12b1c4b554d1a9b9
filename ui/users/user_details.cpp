#include "ui/users/user_details.h"

#include "models/number_text.h"
#include "models/users_table_model.h"
#include "models/visible_text.h"
#include "repo/paging/delivery.h"
#include "repo/users/users_repository.h"
#include "ui/theme.h"
#include "ui/users/conflict_view.h"
#include "ui/users/user_form.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr QMargins bodyMargins{14, 4, 14, 14};

QList<FieldChange> diffOf(const User &base, const UserEdit &edit)
{
    QList<FieldChange> changes;
    for (const auto &[field, value] : edit)
        changes.append({info(field).name, Json::ofText(fieldValue(base, field)), Json::ofText(value)});
    return changes;
}

/// The values of all fields that are edited here.
UserEdit editableOf(const User &user)
{
    UserEdit values;
    for (const UserFieldInfo &field : userFields())
        values.emplace(field.field, fieldValue(user, field.field));
    return values;
}

} // namespace

UserDetails::UserDetails(const models::DisplayZone &zone, QWidget *parent)
    : QFrame(parent), m_zone(zone), m_drafts(new UserDrafts(this)), m_stack(new QStackedWidget(this)), m_scroll(new QScrollArea(this)),
      m_name(makeLabel({}, u"heading"_s)), m_status(new Badge), m_id(makeLabel({})), m_notice(new NoticeBar), m_conflict(new ConflictView),
      m_form(new UserForm), m_roles(makeLabel({})), m_facts(makeLabel({}, u"secondary"_s)),
      m_diffTitle(makeLabel(tr("What will be saved"), u"field"_s)), m_diff(new DiffView), m_save(makeButton(tr("Save"), true)),
      m_discard(makeButton(tr("Discard"))), m_trail(makeButton(tr("Show trail")))
{
    setProperty("card", true);
    setAccessibleName(tr("User details"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto *none = new StatePanel(this);
    none->setState(u"users"_s, tr("No user selected"), tr("Select a row to see and edit the user."));
    m_stack->addWidget(none);
    m_stack->addWidget(makeBody());
    column->addWidget(m_stack);
    connect(m_drafts, &UserDrafts::countChanged, this, &UserDetails::draftsChanged);
    connect(m_form, &UserForm::edited, this, &UserDetails::onEdited);
    connect(&zone, &models::DisplayZone::changed, this, &UserDetails::render);
    connect(m_save, &QPushButton::clicked, this, &UserDetails::save);
    connect(m_discard, &QPushButton::clicked, this, &UserDetails::discard);
    connect(m_trail, &QPushButton::clicked, this, [this] { Q_EMIT trailRequested(m_user); });
    showNone();
}

QWidget *UserDetails::makeBody()
{
    auto *body = new QWidget(this);
    auto *outer = new QVBoxLayout(body);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(bodyMargins);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    top->addWidget(m_name, 1);
    top->addWidget(m_status, 0, Qt::AlignTop);
    column->addLayout(top);
    m_id->setFont(Theme::monospaced());
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_id->setProperty("role", u"secondary"_s);
    column->addWidget(m_id);
    column->addWidget(m_form);
    column->addWidget(m_conflict); // below, where its coming moves no field
    column->addWidget(makeLabel(tr("Roles"), u"field"_s));
    m_roles->setWordWrap(true);
    column->addWidget(m_roles);
    column->addWidget(m_diffTitle);
    column->addWidget(m_diff);
    column->addWidget(makeLine());
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_facts);
    column->addStretch();
    m_scroll->setWidget(content);
    outer->addWidget(m_scroll, 1);
    m_notice->floatOver(m_scroll);
    connect(m_notice, &NoticeBar::covered, column, [this, column](const QWidget *area, int height) {
        column->setContentsMargins(bodyMargins + QMargins(0, 0, 0, area == m_scroll ? height : 0)); // all of it can be scrolled to
    });
    outer->addWidget(makeLine(body));
    outer->addWidget(makeButtons());
    return body;
}

QWidget *UserDetails::makeButtons()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(8);
    row->addWidget(m_save);
    row->addWidget(m_discard);
    row->addStretch();
    row->addWidget(m_trail);
    return bar;
}

QWidget *UserDetails::body() const
{
    return m_scroll;
}

void UserDetails::setRepository(UsersRepository *repository, const QString &session)
{
    m_repository = repository;
    m_saving = {};
    ++m_session;
    showNone();
    m_drafts->open(session);
}

void UserDetails::showNone()
{
    m_user = m_now = {};
    m_notice->dismiss();
    endConflict();
    m_stack->setCurrentIndex(0);
}

void UserDetails::showUser(const User &user)
{
    if (user.id != m_user.id) {
        m_notice->dismiss();
        endConflict();
    }
    m_now = user;
    const UserDraft *draft = m_drafts->find(user.id);
    m_user = draft ? draft->base : user;
    fill();
    compare();
}

void UserDetails::follow(const User &user, bool isFresh)
{
    if (user.id != m_user.id || isSaving(user.id) || (!isFresh && user.updatedAt < m_now.updatedAt))
        return;
    showUser(user);
}

void UserDetails::restore(const User &now, const UserDraft &draft)
{
    if (m_drafts->find(now.id))
        return; // typed meanwhile, and newer
    User base = withChanges(now, editableOf(draft.base));
    base.updatedAt = draft.base.updatedAt;
    m_drafts->keep({base, draft.edit});
    if (now.id == m_user.id)
        showUser(now);
}

void UserDetails::fill()
{
    const UserDraft *draft = m_drafts->find(m_user.id);
    m_form->setUser(m_user, draft ? UserEdit(draft->edit) : UserEdit());
    m_form->setReadOnly(m_now.deletedAt.has_value() || isSaving(m_user.id) || !m_writeProblem.isEmpty());
    m_stack->setCurrentIndex(1);
    render();
}

/// Fields that are another now than when typing began, but for those where both sides say the same.
QList<UserField> UserDetails::movedFields() const
{
    const UserEdit mine = m_form->changes();
    QList<UserField> moved;
    for (const UserFieldInfo &each : userFields()) {
        const FieldValue theirs = fieldValue(m_now, each.field);
        const auto typed = mine.find(each.field);
        if (theirs != fieldValue(m_user, each.field) && (typed == mine.end() || typed->second != theirs))
            moved << each.field;
    }
    return moved;
}

/// What moved under the draft: fields that are edited here stand side by side until one side is chosen; with the rest it goes
/// along.
void UserDetails::compare()
{
    if (!hasDraft(m_user.id)) {
        endConflict();
        return;
    }
    if (!movedFields().isEmpty()) {
        m_notice->show(NoticeBar::Kind::Warning, tr("%1 was changed meanwhile.").arg(m_now.name()),
                       tr("What you typed is kept. Compare the versions, then keep yours or take theirs."));
        showConflict(m_now);
    } else {
        rebase(m_now, true);
        if (m_now.deletedAt)
            m_notice->show(NoticeBar::Kind::Warning, tr("%1 was deleted meanwhile.").arg(m_now.name()),
                           tr("What you typed can't be saved any more."));
    }
}

void UserDetails::endConflict()
{
    if (!m_conflict->isHidden())
        m_notice->dismiss();
    m_conflict->hide();
    m_form->setMoved({});
}

void UserDetails::setWriteProblem(const QString &problem)
{
    m_writeProblem = problem;
    if (hasUser())
        fill();
}

void UserDetails::edit()
{
    if (!hasUser())
        return;
    m_form->focusFirst();
    m_scroll->ensureWidgetVisible(m_form->editor(UserField::DisplayName));
}

void UserDetails::onEdited()
{
    if (!hasUser())
        return;
    const UserEdit changes = m_form->changes();
    if (changes.empty())
        m_drafts->remove(m_user.id);
    if (changes.empty() && !m_conflict->isHidden()) {
        discard(); // nothing is left to compare
        return;
    }
    if (!changes.empty())
        m_drafts->keep({m_user, changes});
    render();
}

void UserDetails::render()
{
    if (!hasUser())
        return;
    m_name->setText(models::oneLine(m_user.name()));
    m_status->setBadge(models::statusText(m_user), models::statusBadge(m_user));
    m_id->setText(m_user.id.value);
    const UserEdit changes = m_form->changes();
    const bool dirty = !changes.empty();
    m_diffTitle->setVisible(dirty);
    m_diff->setVisible(dirty);
    m_diff->setChanges(diffOf(m_user, changes));
    const bool isUndecided = !m_conflict->isHidden();
    m_save->setEnabled(dirty && !m_form->hasProblem() && m_saving.isEmpty() && m_repository && !isUndecided && !m_now.deletedAt
                       && m_writeProblem.isEmpty());
    m_save->setToolTip(!m_writeProblem.isEmpty() ? m_writeProblem : isUndecided ? tr("Keep yours or take theirs first") : QString());
    m_save->setText(isSaving(m_user.id) ? tr("Saving…") : tr("Save"));
    m_discard->setEnabled(dirty && !isSaving(m_user.id));
    renderFacts();
}

void UserDetails::renderFacts()
{
    QStringList roles;
    for (const Role &role : m_user.roles)
        roles << (role.isActive ? models::isolated(models::oneLine(role.name))
                                : tr("%1 (role inactive)").arg(models::isolated(models::oneLine(role.name))));
    m_roles->setText(roles.isEmpty() ? tr("none") : roles.join(u", "_s));

    const QString verified = m_user.emailVerified ? tr("verified") : tr("not verified");
    QStringList facts{u"%1 · %2"_s.arg(models::isolated(models::oneLine(m_user.email)), verified),
                      m_user.mfaEnabled ? tr("MFA is on") : tr("MFA is off")};
    facts << (m_user.lastLoginAt ? tr("Last sign-in %1, %2 sign-in(s)", nullptr, models::pluralOf(m_user.loginCount))
                                       .arg(m_zone.minutes(*m_user.lastLoginAt), models::exactNumber(m_user.loginCount))
                                 : tr("Never signed in"));
    if (m_user.failedLoginAttempts > 0)
        facts << tr("%1 failed attempt(s)", nullptr, models::pluralOf(m_user.failedLoginAttempts))
                     .arg(models::exactNumber(m_user.failedLoginAttempts));
    if (m_user.lockedUntil && m_user.isLocked(Instant::now()))
        facts << (m_user.lockedUntil->isFinite() ? tr("Locked until %1").arg(m_zone.minutes(*m_user.lockedUntil))
                                                 : tr("Locked: never ends"));
    facts << tr("Created %1").arg(m_zone.minutes(m_user.createdAt)) << tr("Changed %1").arg(m_zone.seconds(m_user.updatedAt));
    if (m_user.deletedAt)
        facts << tr("Deleted %1: can't be edited").arg(m_zone.minutes(*m_user.deletedAt));
    if (!m_writeProblem.isEmpty())
        facts << m_writeProblem;
    facts << tr("Times are in %1").arg(m_zone.name());
    m_facts->setText(facts.join(u'\n'));
}

void UserDetails::save()
{
    if (!m_save->isEnabled() || !m_repository)
        return;
    m_saving = m_user.id;
    m_form->setReadOnly(true); // until it is known what the row is then
    m_notice->dismiss();
    m_conflict->hide();
    render();
    deliver(
        m_repository->update(m_user, m_form->changes()), this,
        [this, session = m_session](const User &user) {
            if (session == m_session)
                onSaved(user);
        },
        [this, session = m_session, base = m_user](const RepositoryError &error) {
            if (session == m_session)
                onSaveFailed(base, error);
        });
}

void UserDetails::onSaved(const User &user)
{
    m_saving = {};
    m_drafts->remove(user.id);
    if (user.id == m_user.id)
        showUser(user);
    else
        render();
    Q_EMIT saved(user);
}

void UserDetails::onSaveFailed(const User &base, const RepositoryError &error)
{
    const UserId id = base.id;
    m_saving = {};
    if (id != m_user.id) {
        render();
        Q_EMIT saveFailed(base, error);
        return;
    }
    m_form->setReadOnly(!m_writeProblem.isEmpty());
    render();
    if (error.code != ErrorCode::Conflict) {
        m_notice->showError(error, {{tr("Try again"), [this] { save(); }}});
        return;
    }
    m_notice->showError(error);
    deliver(
        m_repository->get(id), this,
        [this, id](const User &theirs) {
            if (id != m_user.id)
                return;
            showConflict(theirs);
            QMetaObject::invokeMethod(this, &UserDetails::showChoice, Qt::QueuedConnection); // once it has its place
        },
        [this](const RepositoryError &failure) {
            m_notice->showError(failure, {{tr("Try again"), [this] { save(); }}});
        });
}

void UserDetails::showConflict(const User &theirs)
{
    m_now = theirs;
    m_form->setMoved(movedFields());
    m_conflict->disconnect(this);
    connect(m_conflict, &ConflictView::keepMine, this, [this, theirs] { rebase(theirs, true); });
    connect(m_conflict, &ConflictView::takeTheirs, this, [this, theirs] { rebase(theirs, false); });
    m_conflict->showConflict(m_user, theirs, m_form->changes());
    render(); // saving waits for a choice
}

/// The end of it, with its buttons, above the notice.
void UserDetails::showChoice()
{
    m_scroll->widget()->layout()->activate();
    const int below = m_scroll->widget()->layout()->contentsMargins().bottom();
    const QPoint end(0, m_conflict->geometry().bottom());
    m_scroll->ensureVisible(end.x(), end.y(), 0, below);
}

void UserDetails::rebase(const User &theirs, bool keepMine)
{
    const UserEdit mine = keepMine ? m_form->changes() : UserEdit();
    endConflict();
    m_user = m_now = theirs;
    m_form->setUser(theirs, mine);
    m_form->setReadOnly(theirs.deletedAt.has_value() || isSaving(theirs.id) || !m_writeProblem.isEmpty());
    render();
}

void UserDetails::discardAll()
{
    discard();
    m_drafts->removeAll();
}

/// Back to the user as the database has them now, not as typing began.
void UserDetails::discard()
{
    endConflict();
    m_notice->dismiss();
    m_user = m_now;
    m_form->setUser(m_user, {});
}

} // namespace pivotal::ui
