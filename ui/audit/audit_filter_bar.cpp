#include "ui/audit/audit_filter_bar.h"

#include "ui/theme.h"
#include "ui/widgets/chip_bar.h"
#include "ui/widgets/date_range_button.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/suggestions.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int typingPauseMs = 250;

/// What the backend is known to write; the set is open, so any other may be typed.
QStringList knownActions()
{
    return {
        u"auth.*"_s,       u"auth.login"_s,   u"auth.login_failed"_s,    u"auth.logout"_s,      u"users.*"_s,           u"users.create"_s,
        u"users.update"_s, u"users.delete"_s, u"users.status_changed"_s, u"users.role_added"_s, u"users.role_removed"_s};
}

} // namespace

AuditFilterBar::AuditFilterBar(const models::DisplayZone &zone, QWidget *parent)
    : QWidget(parent), m_zone(zone), m_pause(new QTimer(this)), m_chips(new ChipBar(this))
{
    new FlowLayout(8, this);
    m_pause->setSingleShot(true);
    m_pause->setInterval(typingPauseMs);
    connect(m_pause, &QTimer::timeout, this, &AuditFilterBar::onChanged);
    m_action = addLine(tr("Action"), tr("Action, or users.*"), 210, knownActions());
    m_action->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_entityType = addLine(tr("Entity type"), tr("Entity type"), 130, {u"User"_s, u"Role"_s, u"Organization"_s, u"Customer"_s});
    m_entityId = addLine(tr("Entity id"), tr("Entity id"), 220);
    m_actor = addLine(tr("Actor"), tr("Actor: email or id"), 200);
    m_ip = addLine(tr("IP address"), tr("IP, or 10.4.*"), 130);
    m_created = new DateRangeButton(tr("Date"), zone, this);
    layout()->addWidget(m_created);
    connect(m_created, &DateRangeButton::choiceChanged, this, &AuditFilterBar::onChanged);
}

QLineEdit *AuditFilterBar::addLine(const QString &name, const QString &placeholder, int width, const QStringList &suggestions)
{
    auto *line = new QLineEdit(this);
    line->setPlaceholderText(placeholder);
    line->setAccessibleName(tr("Filter by %1").arg(name.toLower()));
    line->setClearButtonEnabled(true);
    line->setFixedWidth(width);
    if (!suggestions.isEmpty()) {
        auto *completer = new QCompleter(suggestions, line);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        new Suggestions(completer);
        line->setCompleter(completer);
    }
    connect(line, &QLineEdit::textChanged, m_pause, qOverload<>(&QTimer::start));
    connect(line, &QLineEdit::returnPressed, this, &AuditFilterBar::onChanged);
    layout()->addWidget(line);
    return line;
}

AuditFilter AuditFilterBar::filter() const
{
    AuditFilter filter;
    filter.actions = splitList(m_action->text());
    filter.entityTypes = splitList(m_entityType->text());
    filter.entityId = m_entityId->text().trimmed();
    filter.actor = m_actor->text().trimmed();
    filter.ipAddress = m_ip->text().trimmed();
    filter.created = m_created->choice().range(m_zone.zone(), Instant::now());
    return filter;
}

AuditFilterBar::State AuditFilterBar::state() const
{
    return {m_action->text(), m_entityType->text(), m_entityId->text(), m_actor->text(), m_ip->text(), m_created->choice()};
}

void AuditFilterBar::setState(const State &state)
{
    m_action->setText(state.action);
    m_entityType->setText(state.entityType);
    m_entityId->setText(state.entityId);
    m_actor->setText(state.actor);
    m_ip->setText(state.ipAddress);
    m_created->setChoice(state.created);
    for (QLineEdit *line : {m_action, m_entityType, m_entityId, m_actor, m_ip})
        line->setCursorPosition(0); // a long id shows its start
    onChanged();
}

void AuditFilterBar::clear()
{
    Q_EMIT cleared();
    setState({});
}

void AuditFilterBar::onChanged()
{
    m_pause->stop();
    updateChips();
    Q_EMIT changed();
}

void AuditFilterBar::updateChips()
{
    const std::pair<QString, QLineEdit *> lines[] = {
        {tr("action"), m_action}, {tr("type"), m_entityType}, {tr("entity"), m_entityId}, {tr("actor"), m_actor}, {tr("IP"), m_ip}};
    QList<ChipBar::Chip> chips;
    for (const auto &[name, line] : lines)
        if (const QString text = line->text().trimmed(); !text.isEmpty())
            chips.append({u"%1: %2"_s.arg(name, text), [this, line = line] {
                              line->clear();
                              onChanged();
                          }});
    if (m_created->choice().isSet())
        chips.append({tr("date: %1").arg(m_created->choice().text()), [this] {
                          m_created->setChoice({});
                          onChanged();
                      }});
    m_chips->setChips(chips, [this] { clear(); });
}

} // namespace pivotal::ui
