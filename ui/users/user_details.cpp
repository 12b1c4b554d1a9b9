#include "ui/users/user_details.h"

#include "models/users_table_model.h"
#include "repo/delivery.h"
#include "repo/users_repository.h"
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

namespace pivotal::ui {

namespace {

QJsonValue json(const FieldValue &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QList<FieldChange> diffOf(const User &base, const UserEdit &edit)
{
    QList<FieldChange> changes;
    for (const auto &[field, value] : edit)
        changes.append({info(field).name, json(fieldValue(base, field)), json(value)});
    return changes;
}

} // namespace

UserDetails::UserDetails(const models::DisplayZone &zone, QWidget *parent)
    : QFrame(parent), m_zone(zone), m_stack(new QStackedWidget(this)), m_name(makeLabel({}, QStringLiteral("heading"))),
      m_status(new Badge), m_id(makeLabel({})), m_notice(new NoticeBar), m_conflict(new ConflictView), m_form(new UserForm),
      m_roles(makeLabel({})), m_facts(makeLabel({}, QStringLiteral("secondary"))),
      m_diffTitle(makeLabel(tr("What will be saved"), QStringLiteral("field"))), m_diff(new DiffView),
      m_save(makeButton(tr("Save"), true)), m_discard(makeButton(tr("Discard"))), m_trail(makeButton(tr("Show trail")))
{
    setProperty("card", true);
    setAccessibleName(tr("User details"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto *none = new StatePanel(this);
    none->setState(QStringLiteral("users"), tr("No user selected"), tr("Select a row to see and edit the user."));
    m_stack->addWidget(none);
    m_stack->addWidget(makeBody());
    column->addWidget(m_stack);
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
    auto *scroll = new QScrollArea(body);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    top->addWidget(m_name, 1);
    top->addWidget(m_status, 0, Qt::AlignTop);
    column->addLayout(top);
    m_id->setFont(Theme::monospaced());
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_id->setProperty("role", QStringLiteral("secondary"));
    column->addWidget(m_id);
    column->addWidget(m_notice);
    column->addWidget(m_conflict);
    column->addWidget(m_form);
    column->addWidget(makeLabel(tr("Roles"), QStringLiteral("field")));
    m_roles->setWordWrap(true);
    column->addWidget(m_roles);
    column->addWidget(m_diffTitle);
    column->addWidget(m_diff);
    column->addWidget(makeLine());
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_facts);
    column->addStretch();
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
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

void UserDetails::setRepository(UsersRepository *repository)
{
    m_repository = repository;
    m_drafts.clear();
    m_saving = {};
    ++m_session;
    Q_EMIT draftsChanged(0);
    showNone();
}

void UserDetails::showNone()
{
    m_user = {};
    m_stack->setCurrentIndex(0);
}

void UserDetails::showUser(const User &user)
{
    const bool another = user.id != m_user.id;
    if (another) {
        m_notice->dismiss();
        m_conflict->hide();
    }
    const auto draft = m_drafts.constFind(user.id);
    // A draft stays on the row it was typed over: if that has changed meanwhile, saving says so.
    m_user = draft == m_drafts.cend() ? user : draft->base;
    m_form->setUser(m_user, draft == m_drafts.cend() ? UserEdit() : draft->edit);
    m_form->setReadOnly(user.deletedAt.has_value() || isSaving(user.id));
    m_stack->setCurrentIndex(1);
    render();
}

void UserDetails::edit()
{
    if (hasUser())
        m_form->focusFirst();
}

void UserDetails::onEdited()
{
    if (!hasUser())
        return;
    const UserEdit changes = m_form->changes();
    const qsizetype before = m_drafts.size();
    if (changes.empty())
        m_drafts.remove(m_user.id);
    else
        m_drafts.insert(m_user.id, {m_user, changes});
    if (m_drafts.size() != before)
        Q_EMIT draftsChanged(draftCount());
    render();
}

void UserDetails::render()
{
    if (!hasUser())
        return;
    m_name->setText(m_user.name());
    m_status->setBadge(models::statusText(m_user), models::statusBadge(m_user));
    m_id->setText(m_user.id.value);
    const UserEdit changes = m_form->changes();
    const bool dirty = !changes.empty();
    m_diffTitle->setVisible(dirty);
    m_diff->setVisible(dirty);
    m_diff->setChanges(diffOf(m_user, changes));
    m_save->setEnabled(dirty && !m_form->hasProblem() && m_saving.isEmpty() && m_repository);
    m_save->setText(isSaving(m_user.id) ? tr("Saving…") : tr("Save"));
    m_discard->setEnabled(dirty && !isSaving(m_user.id));
    renderFacts();
}

void UserDetails::renderFacts()
{
    QStringList roles;
    for (const Role &role : m_user.roles)
        roles << (role.isActive ? role.name : tr("%1 (role inactive)").arg(role.name));
    m_roles->setText(roles.isEmpty() ? tr("none") : roles.join(QStringLiteral(", ")));

    const QString verified = m_user.emailVerified ? tr("verified") : tr("not verified");
    QStringList facts{QStringLiteral("%1 · %2").arg(m_user.email, verified),
                      m_user.mfaEnabled ? tr("MFA is on") : tr("MFA is off")};
    facts << (m_user.lastLoginAt ? tr("Last sign-in %1, %Ln sign-in(s)", nullptr, m_user.loginCount)
                                       .arg(m_zone.minutes(*m_user.lastLoginAt))
                                 : tr("Never signed in"));
    if (m_user.failedLoginAttempts > 0)
        facts << tr("%Ln failed attempt(s)", nullptr, m_user.failedLoginAttempts);
    if (m_user.lockedUntil && m_user.isLocked(Instant::now()))
        facts << tr("Locked until %1").arg(m_zone.minutes(*m_user.lockedUntil));
    facts << tr("Created %1").arg(m_zone.minutes(m_user.createdAt)) << tr("Changed %1").arg(m_zone.seconds(m_user.updatedAt));
    if (m_user.deletedAt)
        facts << tr("Deleted %1: can't be edited").arg(m_zone.minutes(*m_user.deletedAt));
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
    m_drafts.remove(user.id);
    Q_EMIT draftsChanged(draftCount());
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
    m_form->setReadOnly(false);
    render();
    if (error.code != ErrorCode::Conflict) {
        m_notice->showError(error, {{tr("Try again"), [this] { save(); }}});
        return;
    }
    m_notice->showError(error);
    deliver(
        m_repository->get(id), this,
        [this, id](const User &theirs) {
            if (id == m_user.id)
                showConflict(theirs);
        },
        [this](const RepositoryError &failure) { m_notice->showError(failure, {{tr("Try again"), [this] { save(); }}}); });
}

void UserDetails::showConflict(const User &theirs)
{
    m_conflict->disconnect(this);
    connect(m_conflict, &ConflictView::keepMine, this, [this, theirs] { rebase(theirs, true); });
    connect(m_conflict, &ConflictView::takeTheirs, this, [this, theirs] { rebase(theirs, false); });
    m_conflict->showConflict(m_user, theirs, m_form->changes());
}

void UserDetails::rebase(const User &theirs, bool keepMine)
{
    const UserEdit mine = keepMine ? m_form->changes() : UserEdit();
    m_conflict->hide();
    m_notice->dismiss();
    m_drafts.remove(theirs.id);
    m_user = theirs;
    m_form->setUser(theirs, mine);
    m_form->setReadOnly(theirs.deletedAt.has_value());
    render();
    Q_EMIT draftsChanged(draftCount());
}

void UserDetails::discardAll()
{
    discard();
    m_drafts.clear();
    Q_EMIT draftsChanged(0);
}

void UserDetails::discard()
{
    m_notice->dismiss();
    m_conflict->hide();
    m_form->setUser(m_user, {});
}

} // namespace pivotal::ui
