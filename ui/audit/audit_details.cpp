#include "ui/audit/audit_details.h"

#include "models/audit_table_model.h"
#include "models/visible_text.h"
#include "ui/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

/// All that is stored of it.
QString inZone(Instant instant, const QTimeZone &zone)
{
    if (!instant.isFinite())
        return instant.toIso();
    const QDateTime there = instant.inZone(zone);
    const QString micros = instant.micros == 0 ? QString() : u"%1"_s.arg(instant.micros, 3, 10, QChar(u'0'));
    const QString day = there.date().year() > 0 ? there.toString(u"d MMM yyyy"_s) : isoDate(there.date());
    return day + there.toString(u" HH:mm:ss.zzz"_s) + micros + u' ' + QString::fromLatin1(zone.id());
}

/// By whatever name, as Etc/UTC.
bool isUtc(const QTimeZone &zone)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return zone.offsetFromUtc(now) == 0 && zone.transitions(now.addYears(-300), now.addYears(100)).isEmpty();
}

/// Texts of a label, each with its own direction.
QString joined(const QStringList &texts)
{
    QStringList each;
    for (const QString &text : texts)
        if (!text.isEmpty())
            each << models::isolated(models::oneLine(text));
    return each.join(u" · "_s);
}

/// The user agent's product and version. Browsers name each other too: the most telling name comes first here.
QString shortAgent(const QString &agent)
{
    static const QRegularExpression products[] = {QRegularExpression(u"(Edg|OPR|Firefox|Chrome)/([0-9]+)"_s),
                                                  QRegularExpression(u"()Version/([0-9.]+).* Safari/"_s),
                                                  QRegularExpression(u"^([^/ ]+)/([^ ]+)"_s)};
    for (const QRegularExpression &product : products)
        if (const auto match = product.match(agent); match.hasMatch())
            return (match.captured(1).isEmpty() ? u"Safari"_s : match.captured(1)) + u' ' + match.captured(2);
    return agent;
}

} // namespace

AuditDetails::AuditDetails(const models::DisplayZone &zone, QWidget *parent)
    : QFrame(parent), m_zone(zone), m_stack(new QStackedWidget(this)), m_action(makeLabel({}, u"heading"_s)), m_badge(new Badge),
      m_when(makeLabel({}, u"secondary"_s)), m_diff(new DiffView),
      m_noChanges(makeLabel(tr("This event records no values."), u"secondary"_s)), m_metadataTitle(makeLabel(tr("Metadata"), u"field"_s)),
      m_metadata(new DiffView), m_entityTrail(makeButton(tr("Entity trail"))), m_actorTrail(makeButton(tr("Actor trail"))),
      m_openUser(makeButton(tr("Open user")))
{
    setProperty("card", true);
    setAccessibleName(tr("Event details"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    auto *none = new StatePanel(this);
    none->setState(u"audit"_s, tr("No event selected"), tr("Select a row to see who did what, and when."));
    m_stack->addWidget(none);
    m_stack->addWidget(makeBody());
    column->addWidget(m_stack);
    connect(m_entityTrail, &QPushButton::clicked, this, [this] { Q_EMIT entityTrailRequested(m_event.entityType, m_event.entityId); });
    connect(m_actorTrail, &QPushButton::clicked, this, [this] { Q_EMIT actorTrailRequested(m_event.actorId->value); });
    connect(m_openUser, &QPushButton::clicked, this, [this] { Q_EMIT userRequested(m_event.entityId); });
    connect(&zone, &models::DisplayZone::changed, this, &AuditDetails::render);
}

QWidget *AuditDetails::makeBody()
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 4, 14, 14);
    column->setSpacing(8);
    m_action->setWordWrap(true);
    column->addWidget(m_action);
    m_when->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_when->setWordWrap(true);
    column->addWidget(m_when);
    column->addWidget(m_badge);
    column->addWidget(m_diff);
    column->addWidget(m_noChanges);
    m_actor = addField(column, tr("Actor"));
    m_entity = addField(column, tr("Entity"));
    m_from = addField(column, tr("From"));
    auto *buttons = new QWidget(content);
    auto *flow = new FlowLayout(8, buttons);
    for (QPushButton *button : {m_entityTrail, m_actorTrail, m_openUser})
        flow->addWidget(button);
    column->addWidget(buttons);
    column->addWidget(makeLine());
    column->addWidget(m_metadataTitle);
    column->addWidget(m_metadata);
    m_metadata->setAccessibleName(tr("Metadata"));
    m_eventId = addField(column, tr("Event"));
    m_eventId->setFont(Theme::monospaced());
    column->addStretch();
    scroll->setWidget(content);
    return scroll;
}

QWidget *AuditDetails::body() const
{
    return m_stack;
}

QLabel *AuditDetails::addField(QVBoxLayout *column, const QString &name)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(2);
    group->addWidget(makeLabel(name, u"field"_s));
    auto *value = makeLabel({});
    value->setAccessibleName(name);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    group->addWidget(value);
    column->addLayout(group);
    return value;
}

void AuditDetails::showNone()
{
    m_event = {};
    m_stack->setCurrentIndex(0);
}

void AuditDetails::showAuditEvent(const AuditEvent &event)
{
    m_event = event;
    m_stack->setCurrentIndex(1);
    render();
}

QString AuditDetails::whenText() const
{
    return m_when->text();
}

void AuditDetails::render()
{
    m_action->setText(models::oneLine(m_event.action));
    m_badge->setBadge(m_event.entityType, models::actionBadge(m_event.action));
    const QString local = models::DisplayZone::localProblem();
    const QTimeZone here = models::DisplayZone::localZone();
    const QString there = !local.isEmpty() ? local : isUtc(here) ? QString() : inZone(m_event.createdAt, here);
    m_when->setText(inZone(m_event.createdAt, QTimeZone::utc()) + (there.isEmpty() ? QString() : u'\n' + there));
    const QList<FieldChange> changes = fieldChanges(m_event);
    m_diff->setVisible(!changes.isEmpty());
    m_diff->setChanges(changes);
    m_noChanges->setVisible(changes.isEmpty());
    m_noChanges->setText(m_event.oldValues || m_event.newValues ? tr("This event records values without fields.")
                                                                : tr("This event records no values."));
    m_actor->setText(
        joined({models::actorText(m_event), m_event.actorEmail == models::actorText(m_event) ? QString() : m_event.actorEmail}));
    m_entity->setText(models::isolated(models::oneLine(m_event.entityType)) + u'\n' + models::isolated(models::oneLine(m_event.entityId)));
    const QString session = m_event.sessionId.value_or(QString());
    const QString from = joined({m_event.ipAddress.value_or(QString()), shortAgent(m_event.userAgent.value_or(QString())),
                                 session.isEmpty() ? QString() : tr("session %1").arg(session)});
    m_from->setText(from.isEmpty() ? tr("not recorded") : from);
    m_from->setToolTip(m_event.userAgent.value_or(QString()));
    const QList<FieldChange> metadata = fieldChanges(m_event.metadata, m_event.metadata);
    m_metadataTitle->setVisible(!metadata.isEmpty());
    m_metadata->setVisible(!metadata.isEmpty());
    m_metadata->setValues(m_event.metadata.value_or(Json{"{}"}));
    m_eventId->setText(m_event.id.value);
    m_actorTrail->setEnabled(m_event.actorId.has_value());
    m_openUser->setVisible(m_event.entityType == u"User"_s);
}

} // namespace pivotal::ui
