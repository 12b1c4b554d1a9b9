#include "ui/users/user_filter_bar.h"

#include "models/users_table_model.h"
#include "ui/theme.h"
#include "ui/widgets/chip_bar.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/date_range_button.h"
#include "ui/widgets/flow_layout.h"

#include <QAction>
#include <QLineEdit>
#include <QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int typingPauseMs = 250;
constexpr int searchWidth = 280;
constexpr int narrowSearchWidth = 190;
constexpr int narrowBar = 720;

std::optional<bool> asBool(const ChoiceButton *button)
{
    return button->chosen().isEmpty() ? std::nullopt : std::optional(button->chosen().first().toBool());
}

} // namespace

UserFilterBar::UserFilterBar(const models::DisplayZone &zone, QWidget *parent)
    : QWidget(parent), m_zone(zone), m_search(new QLineEdit(this)),
      m_slow(m_search->addAction(icon(u"warning"_s), QLineEdit::TrailingPosition)), m_pause(new QTimer(this)), m_chips(new ChipBar(this))
{
    new FlowLayout(8, this);
    m_search->setPlaceholderText(tr("Search email, name, username"));
    m_search->setAccessibleName(tr("Search users"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->setFixedWidth(searchWidth);
    m_slow->setVisible(false);
    connect(m_slow, &QAction::triggered, this, [this] { Q_EMIT indexRequested(u"idx_users_search"_s); });
    layout()->addWidget(m_search);
    m_pause->setSingleShot(true);
    m_pause->setInterval(typingPauseMs);
    connect(m_search, &QLineEdit::textChanged, m_pause, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &UserFilterBar::onChanged);
    connect(m_pause, &QTimer::timeout, this, &UserFilterBar::onChanged);

    m_status = addChoice(tr("Status"), true);
    m_role = addChoice(tr("Role"), true);
    m_mfa = addChoice(tr("MFA"), false);
    m_mfa->setChoices({{tr("On"), true}, {tr("Off"), false}});
    m_verified = addChoice(tr("Email"), false);
    m_verified->setChoices({{tr("Verified"), true}, {tr("Not verified"), false}});
    m_locked = addChoice(tr("Lock"), false);
    m_locked->setChoices({{tr("Locked"), true}, {tr("Not locked"), false}});
    m_created = addDates(tr("Created"));
    m_lastLogin = addDates(tr("Last sign-in"));
    m_deleted = addChoice(tr("Deleted"), false);
    m_deleted->setChoices({{tr("Included"), true}});
    QStringList known;
    for (const UserStatus status : knownUserStatuses)
        known << nameOf(status);
    addStatuses(known);
}

void UserFilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_search->setFixedWidth(width() < narrowBar ? narrowSearchWidth : searchWidth);
}

void UserFilterBar::setSearchIndex(bool isThere, bool isPossible)
{
    const QString syntax = tr("All words must be found: in the email, a name or the username.\n"
                              "email:  name:  username:  id:  look in one of them; -word leaves out; \"two words\" are one.");
    const QString slow =
        isPossible ? tr("Slow: the index idx_users_search is missing, so each search reads every user, and accents count. Click to add it.")
                   : tr("Slow: this server has no pg_trgm, so each search reads every user, and accents count.");
    m_search->setToolTip(syntax + u'\n' + (isThere ? tr("Fast: by the index idx_users_search, whatever the case and accents.") : slow));
    m_slow->setVisible(!isThere);
    m_slow->setText(slow);
    m_slow->setToolTip(slow);
}

ChoiceButton *UserFilterBar::addChoice(const QString &name, bool several)
{
    auto *button = new ChoiceButton(name, several ? ChoiceButton::Mode::Several : ChoiceButton::Mode::One, this);
    connect(button, &ChoiceButton::chosenChanged, this, &UserFilterBar::onChanged);
    layout()->addWidget(button);
    return button;
}

DateRangeButton *UserFilterBar::addDates(const QString &name)
{
    auto *button = new DateRangeButton(name, m_zone, this);
    connect(button, &DateRangeButton::choiceChanged, this, &UserFilterBar::onChanged);
    layout()->addWidget(button);
    return button;
}

UserFilter UserFilterBar::filter() const
{
    UserFilter filter;
    filter.text = m_search->text().trimmed();
    for (const QVariant &status : m_status->chosen())
        filter.statuses << status.toString();
    for (const QVariant &role : m_role->chosen())
        filter.roles << role.toString();
    filter.mfaEnabled = asBool(m_mfa);
    filter.emailVerified = asBool(m_verified);
    filter.locked = asBool(m_locked);
    filter.created = m_created->choice().range(m_zone.zone(), Instant::now());
    filter.lastLogin = m_lastLogin->choice().range(m_zone.zone(), Instant::now());
    filter.includeDeleted = !m_deleted->chosen().isEmpty();
    return filter;
}

UserFilterBar::State UserFilterBar::state() const
{
    return {m_search->text(),   m_status->chosen(),  m_role->chosen(),    m_mfa->chosen(),      m_verified->chosen(),
            m_locked->chosen(), m_deleted->chosen(), m_created->choice(), m_lastLogin->choice()};
}

void UserFilterBar::setState(const State &state)
{
    m_search->setText(state.text);
    m_pause->stop();
    m_status->setChosen(state.statuses);
    m_role->setChosen(state.roles);
    m_mfa->setChosen(state.mfa);
    m_verified->setChosen(state.verified);
    m_locked->setChosen(state.locked);
    m_deleted->setChosen(state.deleted);
    m_created->setChoice(state.created);
    m_lastLogin->setChoice(state.lastLogin);
    onChanged();
}

void UserFilterBar::setRoles(const QList<Role> &roles)
{
    m_roles = roles;
    offerRoles();
}

void UserFilterBar::addRoles(const QList<Role> &held)
{
    const qsizetype before = m_roles.size();
    for (const Role &role : held)
        if (std::none_of(m_roles.cbegin(), m_roles.cend(), [&role](const Role &known) { return known.id == role.id; }))
            m_roles << role;
    if (m_roles.size() > before)
        offerRoles();
}

void UserFilterBar::offerRoles()
{
    QList<ChoiceButton::Choice> choices;
    for (const Role &role : std::as_const(m_roles))
        choices.append({role.isActive ? role.name : tr("%1 (role inactive)").arg(role.name), role.id.value});
    m_role->setChoices(choices);
    updateChips();
}

void UserFilterBar::addStatuses(const QStringList &words)
{
    const qsizetype before = m_statuses.size();
    for (const QString &word : words)
        if (!m_statuses.contains(word))
            m_statuses << word;
    if (m_statuses.size() == before)
        return;
    QList<ChoiceButton::Choice> choices;
    for (const QString &word : std::as_const(m_statuses))
        choices.append({models::statusText(word), word});
    m_status->setChoices(choices);
    updateChips();
}

void UserFilterBar::forgetRoles()
{
    m_role->setChosen({});
    setRoles({});
}

void UserFilterBar::clear()
{
    Q_EMIT cleared();
    setState({});
}

void UserFilterBar::onChanged()
{
    m_pause->stop();
    updateChips();
    Q_EMIT changed();
}

void UserFilterBar::updateChips()
{
    QList<ChipBar::Chip> chips;
    if (const QString text = m_search->text().trimmed(); !text.isEmpty())
        chips.append({u"“%1”"_s.arg(text), [this] {
                          m_search->clear();
                          onChanged();
                      }});
    for (ChoiceButton *button : {m_status, m_role, m_mfa, m_verified, m_locked, m_deleted})
        if (!button->chosen().isEmpty())
            chips.append({u"%1: %2"_s.arg(button->name().toLower(), button->chosenText()), [this, button] {
                              button->setChosen({});
                              onChanged();
                          }});
    for (DateRangeButton *button : {m_created, m_lastLogin})
        if (button->choice().isSet())
            chips.append({u"%1: %2"_s.arg(button->name().toLower(), button->choice().text()), [this, button] {
                              button->setChoice({});
                              onChanged();
                          }});
    m_chips->setChips(chips, [this] { clear(); });
}

} // namespace pivotal::ui
